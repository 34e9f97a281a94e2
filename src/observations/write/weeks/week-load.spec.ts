import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../../test/support/postgres';
import { seededRandom } from '../../../../test/support/random';
import { HOUR, type Micros, MINUTE, WEEK } from '../../../calculator/instants';
import { fromMicros, toMicros } from '../../../platform/database/sql';
import { lockAllBuckets } from '../../../stores/buckets/bucket-locks';
import { removeEmptyStore } from '../../../stores/remove-store';
import { checkRuns } from '../../verification/run-check';
import { knownKeys, resolveStores } from '../known-stores';
import { Weeks, weekOf } from './observation-partitions';
import type { ObservationColumns } from '../observation-sorter';
import { ObservationWriter } from '../observation-writer';
import { loadWeeks, type WeekLoad } from './week-load';
import type { WriteOutcome } from '../write-outcome';

const MONDAY: Micros = Date.UTC(2024, 9, 7) * 1000;
const STORES = ['a', 'b', 'c', 'd', 'e', 'f', 'new', 'zero'];
const FIRST = 1;
const SECOND = 2;
const THIRD = 3;

type Row = readonly [store: number, at: Micros, active: boolean];

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(() => test.stop());

function batchOf(rows: readonly Row[]): ObservationColumns {
  return {
    store: Int32Array.from(rows, ([store]) => store),
    observedAt: Float64Array.from(rows, ([, at]) => at),
    active: Uint8Array.from(rows, ([, , active]) => (active ? 1 : 0)),
  };
}

/** Rows week by week, in batches of up to so many rows; those of an instant of a store stay together. */
function batchesOf(rows: readonly Row[], most: number): Row[][] {
  const batches: Row[][] = [];
  for (const row of rows.toSorted((a, b) => weekOf(a[1]) - weekOf(b[1]) || a[0] - b[0] || a[1] - b[1])) {
    const batch = batches.at(-1);
    const last = batch?.at(-1);
    const isSameWeek = last && weekOf(last[1]) === weekOf(row[1]);
    const isSameInstant = last?.[0] === row[0] && last[1] === row[1];
    if (batch && isSameWeek && (batch.length < most || isSameInstant)) batch.push(row);
    else batches.push([row]);
  }
  return batches;
}

async function* columns(batches: readonly (readonly Row[])[]): AsyncGenerator<ObservationColumns> {
  for (const rows of batches) yield Promise.resolve(batchOf(rows));
}

interface Options {
  readonly ids?: readonly string[];
  /** The weeks to load. */
  readonly weeks?: ReadonlySet<number>;
  /** Done between the load and the rest. */
  readonly meanwhile?: () => Promise<unknown>;
}

async function write(
  client: PoolClient,
  importKey: number,
  batches: readonly (readonly Row[])[],
  { ids = STORES, weeks = new Set(), meanwhile }: Options = {},
): Promise<WriteOutcome> {
  const loads = await loadWeeks(client, importKey, await knownKeys(client, ids), weeks, columns(batches));
  await meanwhile?.();
  return ObservationWriter.write(client, importKey, ids, columns(batches), loads);
}

const QUERIES = [
  `SELECT concat_ws(' ', store_id, ${toMicros('observed_at')}, active, import_key) AS line
   FROM observation JOIN store USING (store_key, bucket) ORDER BY store_id, observed_at`,
  `SELECT concat_ws(' ', store_id, started_at, ended_at, active) AS line
   FROM status_run JOIN store USING (store_key, bucket) ORDER BY store_id, started_at`,
  `SELECT concat_ws(' ', store_id, last_observed_at) AS line FROM store ORDER BY store_id`,
  `SELECT inhrelid::regclass || ' ' || pg_get_constraintdef(pg_constraint.oid) || ' ' || conname AS line
   FROM pg_inherits JOIN pg_constraint ON conrelid = inhrelid AND contype = 'p'
   WHERE inhparent = 'observation'::regclass ORDER BY 1`,
];

/** All that is stored; fails if any of it is wrong. */
async function stored(client: PoolClient): Promise<string[][]> {
  expect((await checkRuns(client)).wrong).toEqual([]);
  const left = await client.query(`SELECT relname FROM pg_class WHERE relname LIKE 'observation_load%'`);
  expect(left.rows).toEqual([]);
  const found: string[][] = [];
  for (const query of QUERIES) {
    found.push((await client.query<{ line: string }>(query)).rows.map(({ line }) => line));
  }
  return found;
}

const random = seededRandom('loaded weeks');
const pick = (from: number, to: number): Row => [
  random.below(STORES.length - 2),
  from + random.below((to - from) / MINUTE) * MINUTE,
  random.chance(0.5),
];
const WEEKS = [0, 1, 2, 3, 4].map((number) => MONDAY + number * WEEK);

/** What an import comes to, by itself or after another, with weeks that are loaded or without. */
async function compare(before: readonly Row[], after: readonly Row[], most: number, options: Options): Promise<void> {
  const found: unknown[] = [];
  for (const weeks of [new Set<number>(), options.weeks ?? new Set()]) {
    await test.rolledBack(async (client) => {
      if (before.length > 0) await write(client, FIRST, batchesOf(before, Infinity), { ids: STORES.slice(0, -2) });
      const outcome = await write(client, SECOND, batchesOf(after, most), { ...options, weeks });
      found.push([outcome, await stored(client)]);
    });
  }
  expect(found[1]).toEqual(found[0]);
}

describe('weeks that are loaded before the rest of an import', () => {
  it('come to the same as if they were written row by row', async () => {
    for (let round = 0; round < 25; round++) {
      const isStored = WEEKS.map(() => random.chance(0.5));
      const before = WEEKS.flatMap((from, week) =>
        isStored[week] === true ? Array.from({ length: random.below(20) }, () => pick(from, from + WEEK)) : [],
      );
      const after: Row[] = Array.from({ length: 1 + random.below(80) }, () => pick(MONDAY, MONDAY + 5 * WEEK));
      if (random.chance(0.5)) after.push([STORES.length - 2, MONDAY + random.below(5) * WEEK, true]);
      const missing = WEEKS.map(weekOf).filter((week) => !before.some(([, at]) => weekOf(at) === week));
      const weeks = new Set(missing.filter(() => random.chance(0.8)));
      await compare(before, after, 1 + random.below(30), { weeks });
    }
  });

  it('are loaded also if an instant is in so many rows that batches share it', async () => {
    const rows = [true, false, true, false].map((active) => [0, MONDAY, active] as const);
    await test.rolledBack(async (client) => {
      const batches = rows.map((row) => [row]);
      const outcome = await write(client, FIRST, [...batches, [[1, MONDAY, true]]], {
        weeks: new Set([weekOf(MONDAY)]),
      });
      expect(outcome).toMatchObject({ accepted: 5, unchanged: 0 });
      expect((await stored(client))[0]).toEqual([`a ${MONDAY} f 1`, `b ${MONDAY} t 1`]);
    });
  });

  it('are written as usual if they were created meanwhile', async () => {
    await test.rolledBack(async (client) => {
      await write(client, FIRST, [[[0, MONDAY - WEEK, true]]]);
      const rows = [[0, MONDAY, false] as const, [0, MONDAY + HOUR, true] as const];
      const outcome = await write(client, SECOND, [rows], {
        weeks: new Set([weekOf(MONDAY)]),
        meanwhile: () => write(client, THIRD, [[[0, MONDAY, false]]]),
      });
      expect(outcome).toMatchObject({ accepted: 1, unchanged: 1 });
      expect((await stored(client))[0]).toHaveLength(3);
    });
  });

  it('do not have the rows of a store that was removed and came back', async () => {
    await test.rolledBack(async (client) => {
      await resolveStores(client, STORES);
      await write(
        client,
        FIRST,
        [
          [
            [0, MONDAY, false],
            [1, MONDAY, false],
          ],
        ],
        {
          weeks: new Set([weekOf(MONDAY)]),
          meanwhile: () => removeEmptyStore(client, FIRST, 'a'),
        },
      );
      const counted = await client.query('SELECT count(*)::integer AS all FROM observation');
      expect(counted.rows).toEqual([{ all: 2 }]);
      expect((await stored(client))[0]).toHaveLength(2);
    });
  });

  it('become part of a week that a writer of other stores has created in the end', async () => {
    await test.rolledBack(async (client) => {
      const keys = (await resolveStores(client, STORES)).key;
      const weeks = new Set([weekOf(MONDAY)]);
      const loads = await loadWeeks(client, FIRST, keys, weeks, columns([[[0, MONDAY, true]]]));
      const load: WeekLoad | undefined = loads.get(weekOf(MONDAY));
      expect(await load?.open(keys)).toBe(true);
      await write(client, SECOND, [[[1, MONDAY, true]]]);
      await load?.attach();
      const found = await client.query('SELECT import_key FROM observation ORDER BY import_key');
      expect(found.rows).toEqual([{ import_key: FIRST }, { import_key: SECOND }]);
    });
  });

  it('are those that are missing and have many rows, which are not created before', async () => {
    const names = async () => test.query(`SELECT FROM pg_inherits WHERE inhparent = 'observation'::regclass`);
    await test.query(`SELECT create_observation_partition(${fromMicros('$1::bigint')})`, [MONDAY]);
    const weeks = new Weeks();
    for (const number of [0, 1, 2, 1, 2, 0, 2, 0]) weeks.add(MONDAY + number * WEEK + number);
    expect([...(await weeks.missing(test.database.pool, 1))].map((week) => week - weekOf(MONDAY))).toEqual([1, 2]);
    const large = await weeks.missing(test.database.pool, 2);
    expect(large).toEqual(new Set([weekOf(MONDAY) + 2]));
    await weeks.create(test.database.pool, large);
    expect(await names()).toHaveLength(2);
  });

  it('hold up nobody who has the locks of buckets and drops old weeks, and so are in no deadlock with them', async () => {
    const [old] = await test.query(
      `SELECT create_observation_partition(${fromMicros('$1::bigint')}), observation_partition_name(${fromMicros('$1::bigint')}) AS name`,
      [MONDAY - 9 * WEEK],
    );
    const keys = await knownKeys(test.database.pool, STORES);
    let loading: Promise<void> | undefined;
    await test.database.transaction(async (dropping) => {
      await lockAllBuckets(dropping);
      loading = test.database.transaction(async (client) => {
        await loadWeeks(client, FIRST, keys, new Set([weekOf(MONDAY)]), columns([[[0, MONDAY, true]]]));
        await lockAllBuckets(client);
      });
      loading.catch(() => undefined);
      await test.untilWaiting(1);
      await dropping.query(`SET LOCAL lock_timeout = '20s'; DROP TABLE ${String(old?.name)}`);
    });
    await loading;
  });

  it('give a sign of life while they pass over other weeks', async () => {
    await test.rolledBack(async (client) => {
      const keys = await knownKeys(client, STORES);
      const query = jest.spyOn(client, 'query');
      const others = [1, 2, 3].map((week): Row[] => [[0, MONDAY + week * WEEK, true]]);
      await loadWeeks(client, FIRST, keys, new Set([weekOf(MONDAY)]), columns(others));
      expect(query).toHaveBeenCalledTimes(others.length);
      query.mockRestore();
    });
  });
});
