import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { HOUR, type Micros, SECOND } from '../../calculator/instants';
import { fromMicros, toMicros } from '../../platform/database/sql';
import { Timelines } from '../read/timelines';
import { checkRuns } from '../verification/run-check';
import { refreshLatestRuns, resolveStores } from './known-stores';
import type { ObservationColumns } from './observation-sorter';
import { ObservationPartitions } from './weeks/observation-partitions';
import { ObservationWriter } from './observation-writer';
import type { WriteOutcome } from './write-outcome';
import { insertStores } from '../../../test/support/stores';

const EPOCH: Micros = Date.UTC(2024, 9, 7) * 1000;
const FIRST_IMPORT = 1;
const SECOND_IMPORT = 2;

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

async function lines(client: PoolClient, query: string): Promise<string[]> {
  return (await client.query<{ line: string }>(query)).rows.map(({ line }) => line);
}

/** Names whose bytewise order is that of the numbers. */
function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, store) => `s${String(store).padStart(6, '0')}`);
}

/** A batch of rows `[store, instant, active]`. */
function batchOf(rows: readonly (readonly [number, Micros, boolean])[]): ObservationColumns {
  return {
    store: Int32Array.from(rows, ([store]) => store),
    observedAt: Float64Array.from(rows, ([, observedAt]) => observedAt),
    active: Uint8Array.from(rows, ([, , active]) => (active ? 1 : 0)),
  };
}

/** Writes an import, whose batches are given as rows. */
async function write(
  client: PoolClient,
  importKey: number,
  storeIds: readonly string[],
  ...batches: (readonly (readonly [number, Micros, boolean])[])[]
): Promise<WriteOutcome> {
  async function* columns(): AsyncGenerator<ObservationColumns> {
    for (const rows of batches) yield Promise.resolve(batchOf(rows));
  }
  return ObservationWriter.write(client, importKey, storeIds, columns());
}

async function observations(client: PoolClient): Promise<string[]> {
  return lines(
    client,
    `SELECT concat_ws(' ', store_id, ${toMicros('observed_at')} - ${EPOCH}, active::text, import_key) AS line
     FROM observation JOIN store USING (store_key) ORDER BY store_id, observed_at`,
  );
}

async function runs(client: PoolClient): Promise<string[]> {
  return lines(
    client,
    `SELECT concat_ws(' ', store_id, ${toMicros('started_at')} - ${EPOCH},
                      coalesce((${toMicros(`nullif(ended_at, 'infinity')`)} - ${EPOCH})::text, 'infinity'), active::text) AS line
     FROM status_run JOIN store USING (store_key) ORDER BY store_id, started_at`,
  );
}

async function latest(client: PoolClient): Promise<string[]> {
  return lines(
    client,
    `SELECT concat_ws(' ', store_id, ${toMicros('last_observed_at')} - ${EPOCH}) AS line FROM store ORDER BY store_id`,
  );
}

describe('resolveStores', () => {
  it.each([1999, 2000, 2001, 2002])('gives each of %i stores its own key and its own state', async (count) => {
    await test.rolledBack(async (client) => {
      const ids = namesOf(count);
      // Every third store is known; each of these has a run of its own, and an observation an hour after it began.
      await client.query('ALTER SEQUENCE store_number RESTART WITH 1000');
      await client.query(
        insertStores(`
          SELECT id AS store_id, ${fromMicros(`(${EPOCH + HOUR} + number)`)} AS last_observed_at
          FROM unnest($1::text[]) WITH ORDINALITY AS given (id, number) WHERE number % 3 = 0 ORDER BY number DESC`),
        [ids],
      );
      await client.query(
        `INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
         SELECT bucket, store_key, last_observed_at - interval '1 hour', 'infinity', substr(store_id, 2)::integer % 2 = 0
         FROM store`,
      );
      const stores = await resolveStores(client, ids);
      expect([...stores.created]).toEqual(ids.map((_, index) => ((index + 1) % 3 === 0 ? 0 : 1)));
      stores.lastRunStartedAt.fill(-Infinity);
      stores.lastActive.fill(0);
      await refreshLatestRuns(client, stores, [...ids.keys()]);
      expect((await resolveStores(client, ids)).created.includes(1)).toBe(false);

      const keys = await client.query<{ keys: number[] }>(
        'SELECT array_agg(store_key ORDER BY store_id) AS keys FROM store',
      );
      expect([...stores.key]).toEqual(keys.rows[0]?.keys);
      const isKnown = (store: number) => store % 3 === 2;
      const wrong = [...ids.keys()].filter((store) => {
        const startedAt = isKnown(store) ? EPOCH + store + 1 : -Infinity;
        return (
          stores.lastRunStartedAt[store] !== startedAt ||
          stores.lastObservedAt[store] !== startedAt + HOUR ||
          (isKnown(store) && stores.lastActive[store] !== (store + 1) % 2)
        );
      });
      expect(wrong).toEqual([]);
      // Keys of new stores follow the order of their ids.
      const created = [...ids.keys()].filter((store) => !isKnown(store)).map((store) => stores.key[store] ?? 0);
      expect(
        created.every(
          (key, index) => index === 0 || Math.trunc(key / 64) === Math.trunc((created[index - 1] ?? 0) / 64) + 1,
        ),
      ).toBe(true);
    });
  });

  it('takes an id that is a word of SQL for an id', async () => {
    await test.rolledBack(async (client) => {
      const ids = ['NULL', 'null'];
      const stores = await resolveStores(client, ids);
      const { rows } = await client.query('SELECT store_id, store_key FROM store ORDER BY store_id COLLATE "C"');
      expect(rows).toEqual(ids.map((id, store) => ({ store_id: id, store_key: stores.key[store] })));
    });
  });

  it('reads the latest run again', async () => {
    await test.rolledBack(async (client) => {
      const ids = ['a', 'b', 'c'];
      const stores = await resolveStores(client, ids);
      await client.query(
        `INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
         SELECT key % 64, key, started_at::timestamptz, ended_at::timestamptz, active
         FROM (VALUES ($1::integer, 'epoch', '1970-01-02Z', true), ($1, '1970-01-02Z', 'infinity', false),
                      ($2, '1970-01-03Z', 'infinity', true)) given (key, started_at, ended_at, active)`,
        [stores.key[0], stores.key[2]],
      );
      await refreshLatestRuns(client, stores, [2, 0]);
      expect([...stores.lastRunStartedAt]).toEqual([24 * HOUR, -Infinity, 48 * HOUR]);
      expect([...stores.lastActive]).toEqual([0, 0, 1]);
    });
  });
});

describe('an import', () => {
  it('of so many stores that several statements update them gives each its own observations, runs and latest observation', async () => {
    for (const count of [2000, 2001, 10_001]) {
      await test.rolledBack(async (client) => {
        const ids = namesOf(count);
        const rows = ids.map((_, store) => [store, EPOCH + store * SECOND, store % 2 === 0] as const);
        const outcome = await write(client, FIRST_IMPORT, ids, rows);
        expect(outcome).toEqual({ accepted: count, unchanged: 0, changedFrom: -Infinity });
        const wrong = await client.query(
          `SELECT FROM store
           LEFT JOIN observation USING (store_key) LEFT JOIN status_run run USING (store_key)
           CROSS JOIN LATERAL (SELECT substr(store_id, 2)::integer AS number) numbered
           CROSS JOIN LATERAL (SELECT ${fromMicros(`(${EPOCH} + number::bigint * ${SECOND})`)} AS at) expected
           WHERE (observed_at, started_at, last_observed_at, ended_at) IS DISTINCT FROM (at, at, at, 'infinity'::timestamptz)
              OR observation.active IS DISTINCT FROM (number % 2 = 0) OR run.active IS DISTINCT FROM (number % 2 = 0)`,
        );
        expect({ count, wrong: wrong.rowCount }).toEqual({ count, wrong: 0 });
        expect(await latest(client)).toHaveLength(count);
      });
    }
  });

  it.each([16_383, 16_384, 16_385])('with %i changes of status of one store writes as many runs', async (count) => {
    await test.rolledBack(async (client) => {
      const rows = Array.from({ length: count }, (_, row) => [0, EPOCH + row * SECOND, row % 2 === 0] as const);
      const half = count >>> 1;
      expect(await write(client, FIRST_IMPORT, ['a'], rows.slice(0, half), rows.slice(half))).toMatchObject({
        accepted: count,
      });
      expect(await runs(client)).toEqual(
        rows.map(([, at, active], row) => {
          const end = rows[row + 1]?.[1];
          return `a ${at - EPOCH} ${end === undefined ? 'infinity' : end - EPOCH} ${active}`;
        }),
      );
      const range = { first: 'a', last: 'a' };
      const window = { from: EPOCH, to: EPOCH + count * SECOND };
      const [key = 0] = (await resolveStores(client, ['a'])).key;
      const { observedAt, status } = (await Timelines.read(client, range, window, Infinity)).of(key);
      expect([...observedAt]).toEqual(rows.map(([, at]) => at));
      expect([...status]).toEqual(rows.map(([, , active]) => (active ? 1 : 0)));
    });
  });

  // A chunk of a COPY holds about 2000 late rows; in the second case they are looked up in the database.
  it.each([
    [2015, 1],
    [2016, 1],
    [2017, 1],
    [2017, 7],
  ])('corrects %i of its observations, though it stores %i times as many', async (late, density) => {
    await test.rolledBack(async (client) => {
      const stored = Array.from({ length: late * density }, (_, row) => [0, EPOCH + row * SECOND, true] as const);
      await write(client, FIRST_IMPORT, ['a'], stored);
      const corrections = stored
        .filter((_, row) => row % density === 0)
        .map(([store, at]) => [store, at, false] as const);
      expect(await write(client, SECOND_IMPORT, ['a'], corrections)).toEqual({
        accepted: late,
        unchanged: 0,
        changedFrom: EPOCH,
      });
      expect(await observations(client)).toEqual(
        stored.map(([, at], row) =>
          row % density === 0 ? `a ${at - EPOCH} false ${SECOND_IMPORT}` : `a ${at - EPOCH} true ${FIRST_IMPORT}`,
        ),
      );
      expect((await checkRuns(client)).wrong).toEqual([]);
      // The same again changes nothing.
      expect(await write(client, 3, ['a'], corrections)).toEqual({
        accepted: 0,
        unchanged: late,
        changedFrom: undefined,
      });
    });
  });

  // Two late rows are compared in memory with up to 1008 stored ones.
  it.each([1007, 1008, 1009, 1010])('compares its late observations with all of %i stored ones', async (count) => {
    await test.rolledBack(async (client) => {
      const stored = Array.from({ length: count }, (_, row) => [0, EPOCH + row, true] as const);
      await write(client, FIRST_IMPORT, ['a'], stored);
      const late = [[0, EPOCH, false] as const, [0, EPOCH + count - 1, true] as const];
      expect(await write(client, SECOND_IMPORT, ['a'], late)).toEqual({
        accepted: 1,
        unchanged: 1,
        changedFrom: EPOCH,
      });
      expect(await runs(client)).toEqual(['a 0 1 false', 'a 1 infinity true']);
    });
  });

  it.each([10, 1100])('merges the late rows of each batch by themselves, with %i stored ones', async (count) => {
    await test.rolledBack(async (client) => {
      const stored = Array.from({ length: count }, (_, row) => [0, EPOCH + row * SECOND, true] as const);
      await write(client, FIRST_IMPORT, ['a'], stored);
      const last = EPOCH + (count - 1) * SECOND;
      const outcome = await write(
        client,
        SECOND_IMPORT,
        ['a'],
        [
          [0, EPOCH, true],
          [0, EPOCH, false],
          [0, EPOCH + 1, false],
          [0, last, true],
        ],
        [
          [0, EPOCH + SECOND, false],
          [0, last, true],
        ],
      );
      expect(outcome).toEqual({ accepted: 3, unchanged: 3, changedFrom: EPOCH });
      expect(await runs(client)).toEqual([`a 0 ${2 * SECOND} false`, `a ${2 * SECOND} infinity true`]);
      expect((await observations(client)).slice(0, 4)).toEqual([
        'a 0 false 2',
        'a 1 false 2',
        `a ${SECOND} false 2`,
        `a ${2 * SECOND} true 1`,
      ]);
    });
  });

  it('continues the runs of earlier batches and imports', async () => {
    await test.rolledBack(async (client) => {
      await write(
        client,
        FIRST_IMPORT,
        ['a', 'b'],
        [
          [0, EPOCH, true],
          [1, EPOCH, false],
        ],
      );
      const outcome = await write(
        client,
        SECOND_IMPORT,
        ['a', 'b', 'c'],
        [
          [0, EPOCH + 1, true],
          [0, EPOCH + 2, false],
        ],
        [
          [0, EPOCH + 3, false],
          [0, EPOCH + 4, true],
          [1, EPOCH + 5, false],
        ],
        [
          [1, EPOCH + 6, true],
          [2, EPOCH + 7, true],
        ],
      );
      expect(outcome).toEqual({ accepted: 7, unchanged: 0, changedFrom: -Infinity });
      expect(await runs(client)).toEqual([
        'a 0 2 true',
        'a 2 4 false',
        'a 4 infinity true',
        'b 0 6 false',
        'b 6 infinity true',
        'c 7 infinity true',
      ]);
      expect(await latest(client)).toEqual(['a 4', 'b 6', 'c 7']);
    });
  });

  it('counts an instant that it repeats or corrects as if each row came by itself, and keeps its last status', async () => {
    const back = [
      [0, EPOCH, true],
      [0, EPOCH, true],
      [0, EPOCH, false],
      [0, EPOCH, true],
      [0, EPOCH, false],
    ] as const;
    await test.rolledBack(async (client) => {
      expect(await write(client, FIRST_IMPORT, ['a'], back)).toEqual({
        accepted: 4,
        unchanged: 1,
        changedFrom: -Infinity,
      });
      expect([await observations(client), await runs(client)]).toEqual([['a 0 false 1'], ['a 0 infinity false']]);
      // The first of these rows is a correction, the last one undoes it: the data stay as they were.
      expect(await write(client, SECOND_IMPORT, ['a'], back)).toEqual({
        accepted: 4,
        unchanged: 1,
        changedFrom: undefined,
      });
      expect(await observations(client)).toEqual(['a 0 false 1']);
    });
  });

  it('takes the rows of an instant that two batches share in their order', async () => {
    await test.rolledBack(async (client) => {
      const outcome = await write(
        client,
        FIRST_IMPORT,
        ['a'],
        [[0, EPOCH, true]],
        [
          [0, EPOCH, false],
          [0, EPOCH + 1, false],
        ],
      );
      expect(outcome).toEqual({ accepted: 3, unchanged: 0, changedFrom: -Infinity });
      expect(await observations(client)).toEqual(['a 0 false 1', 'a 1 false 1']);
      expect(await runs(client)).toEqual(['a 0 infinity false']);
    });
  });

  it('has late and new rows of a store side by side, which end up in one run', async () => {
    await test.rolledBack(async (client) => {
      await write(
        client,
        FIRST_IMPORT,
        ['a', 'b'],
        [
          [0, EPOCH + 5, true],
          [1, EPOCH + 5, true],
        ],
      );
      const outcome = await write(
        client,
        SECOND_IMPORT,
        ['a', 'b'],
        [
          [0, EPOCH + 5, false],
          [0, EPOCH + 6, false],
          [1, EPOCH + 4, false],
          [1, EPOCH + 6, false],
        ],
      );
      expect(outcome).toEqual({ accepted: 4, unchanged: 0, changedFrom: EPOCH + 4 });
      expect(await runs(client)).toEqual(['a 5 infinity false', 'b 4 5 false', 'b 5 6 true', 'b 6 infinity false']);
      expect(await latest(client)).toEqual(['a 6', 'b 6']);
    });
  });

  it('tells the earliest instant that it changed, of new and of late observations', async () => {
    await test.rolledBack(async (client) => {
      const ids = ['a', 'b'];
      await write(client, FIRST_IMPORT, ids, [
        [0, EPOCH + 10, true],
        [1, EPOCH, true],
      ]);
      let importKey = FIRST_IMPORT;
      const changedFrom = async (...rows: [number, Micros, boolean][]) =>
        (await write(client, ++importKey, ids, rows)).changedFrom;
      expect(await changedFrom([0, EPOCH + 10, true], [1, EPOCH, true])).toBeUndefined();
      expect(await changedFrom([0, EPOCH + 10, true], [0, EPOCH + 12, true], [1, EPOCH + 11, true])).toBe(EPOCH + 11);
      expect(await changedFrom([0, EPOCH + 9, true], [1, EPOCH + 20, true])).toBe(EPOCH + 9);
      expect(await changedFrom([0, EPOCH + 12, false], [1, EPOCH + 13, true])).toBe(EPOCH + 12);
    });
  });

  it('tells the earliest instant that it changed, whichever batch has it', async () => {
    await test.rolledBack(async (client) => {
      const [first, second] = [[0, EPOCH, true] as const, [1, EPOCH + 10, true] as const];
      await write(client, FIRST_IMPORT, ['a', 'b'], [first, second]);
      const outcome = await write(
        client,
        SECOND_IMPORT,
        ['a', 'b'],
        [[0, EPOCH + 1, true]],
        [[1, EPOCH + 9, true]],
        [[1, EPOCH + 11, true]],
      );
      expect(outcome).toEqual({ accepted: 3, unchanged: 0, changedFrom: EPOCH + 1 });
    });
  });

  it('corrects stores whose keys are not in the order of their ids', async () => {
    await test.rolledBack(async (client) => {
      for (const id of ['c', 'b', 'a']) await write(client, FIRST_IMPORT, [id], [[0, EPOCH, true]]);
      const outcome = await write(
        client,
        SECOND_IMPORT,
        ['a', 'b', 'c'],
        [0, 1, 2].map((store) => [store, EPOCH, false] as const),
      );
      expect(outcome).toEqual({ accepted: 3, unchanged: 0, changedFrom: EPOCH });
      expect(await observations(client)).toEqual(['a 0 false 2', 'b 0 false 2', 'c 0 false 2']);
      expect(await runs(client)).toEqual(['a 0 infinity false', 'b 0 infinity false', 'c 0 infinity false']);
    });
  });

  it('changes every report if it names a new store, even with an old observation of another store', async () => {
    await test.rolledBack(async (client) => {
      await write(client, FIRST_IMPORT, ['a'], [[0, EPOCH, true]]);
      expect(
        await write(
          client,
          SECOND_IMPORT,
          ['a', 'b'],
          [
            [0, EPOCH, true],
            [1, EPOCH, true],
          ],
        ),
      ).toEqual({
        accepted: 1,
        unchanged: 1,
        changedFrom: -Infinity,
      });
    });
  });

  it('without rows changes nothing', async () => {
    await test.rolledBack(async (client) => {
      expect(await write(client, FIRST_IMPORT, [])).toEqual({ accepted: 0, unchanged: 0, changedFrom: undefined });
    });
  });

  it('is refused if any of its rows is older than the observations that are kept', async () => {
    await test.rolledBack(async (client) => {
      await client.query(`UPDATE observation_retention SET kept_from = ${fromMicros('$1::bigint')}`, [EPOCH]);
      const ids = ['a', 'b'];
      const dropped = { code: 'observations_dropped' };
      await expect(write(client, FIRST_IMPORT, ids, [[0, EPOCH - 1, true]])).rejects.toMatchObject(dropped);
      const second = [
        [0, EPOCH, true],
        [1, EPOCH - 1, true],
        [1, EPOCH, true],
      ] as const;
      await expect(write(client, FIRST_IMPORT, ids, second)).rejects.toMatchObject(dropped);
      await expect(write(client, FIRST_IMPORT, ids, [[0, EPOCH, true]], [[1, EPOCH - 1, true]])).rejects.toMatchObject(
        dropped,
      );
      expect(await write(client, FIRST_IMPORT, ids, [[1, EPOCH, true]])).toMatchObject({ accepted: 1 });
    });
  });
});

describe('the partitions of observations', () => {
  const partitions = async (client: PoolClient) =>
    lines(
      client,
      `SELECT relname AS line FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = 'observation'::regclass ORDER BY 1`,
    );

  const at = (date: string) => Date.parse(`${date}Z`) * 1000;

  it.each([
    ['from its Monday', [at('2024-10-07T00:00:00')], ['observation_20241007']],
    ['up to its Sunday', [at('2024-10-14T00:00:00') - 1], ['observation_20241007']],
    [
      'and the week before it',
      [at('2024-10-07T00:00:00'), at('2024-10-07T00:00:00') - 1],
      ['observation_20240930', 'observation_20241007'],
    ],
    [
      'in any order',
      [at('2024-10-15'), at('2024-10-01'), at('2024-10-15')],
      ['observation_20240930', 'observation_20241014'],
    ],
    ['from 2000 on', [at('2000-01-03')], ['observation_20000103']],
    ['before 2000 together', [at('2000-01-03') - 1, at('1999-12-01'), at('1700-01-01')], ['observation_before_2000']],
    [
      'before and after 2000',
      [at('2000-01-03') - 1, at('2000-01-03')],
      ['observation_20000103', 'observation_before_2000'],
    ],
    [
      'before 2000, then after',
      [at('1700-01-01'), at('2000-01-10')],
      ['observation_20000110', 'observation_before_2000'],
    ],
  ])('are made for the week of each instant: %s', async (_which, instants, names) => {
    await test.rolledBack(async (client) => {
      const rows = [...instants].sort((a, b) => a - b).map((instant) => [0, instant, true] as const);
      await new ObservationPartitions(client).create(instants);
      expect(await partitions(client)).toEqual(names);
      // They take the observations for which they were made.
      expect(await write(client, FIRST_IMPORT, ['a'], rows)).toMatchObject({ accepted: new Set(instants).size });
      expect(await partitions(client)).toEqual(names);
    });
  });

  it('are made for late observations, too', async () => {
    await test.rolledBack(async (client) => {
      await write(client, FIRST_IMPORT, ['a'], [[0, at('2024-10-07'), true]]);
      expect(await write(client, SECOND_IMPORT, ['a'], [[0, at('2024-09-10'), true]])).toMatchObject({ accepted: 1 });
      expect(await partitions(client)).toEqual(['observation_20240909', 'observation_20241007']);
    });
  });

  it('are created once, however many batches need them', async () => {
    await test.rolledBack(async (client) => {
      const query = jest.spyOn(client, 'query');
      const first = new ObservationPartitions(client);
      await first.create([EPOCH, EPOCH + HOUR]);
      await first.create([EPOCH]);
      await first.create([]);
      expect(query).toHaveBeenCalledTimes(1);
      await new ObservationPartitions(client).create([EPOCH]);
      expect(await partitions(client)).toEqual(['observation_20241007']);
    });
  });
});
