import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { HOUR, MINUTE, type Micros } from '../../calculator/instants';
import { fromMicros } from '../../platform/database/sql';
import { checkRuns } from '../verification/run-check';
import { ImportStores } from './import-stores';
import { ObservationSorter } from './observation-sorter';
import { ObservationWriter } from './observation-writer';

const EPOCH: Micros = Date.UTC(2024, 9, 7) * 1000;
const STATUSES = ['A', 'I'] as const;
const UP_TO_ONE = ['', ...STATUSES];
const PAIRS = STATUSES.flatMap((first) => STATUSES.map((second) => `${first}${second}`));
const UP_TO_TWO = [...UP_TO_ONE, ...PAIRS];

/** Statuses before a gap, in it, and after it; every gap ends with an observation. */
interface Case {
  readonly store: string;
  readonly before: string;
  readonly filling: string;
  readonly after: string;
}

/** All that matters: which runs reach into the gap and out of it, and where they begin and end. */
const CASES: Case[] = UP_TO_TWO.flatMap((before) =>
  [...STATUSES, ...PAIRS, 'AIA', 'IAI'].flatMap((filling) =>
    [...STATUSES, ...PAIRS].map((after) => ({ store: `${before}-${filling}-${after}`, before, filling, after })),
  ),
).map((one) => ({ ...one, store: `s${one.store}` }));

let test: TestDatabase;
let lastImportKey = 0;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(() => test.stop());

async function write(client: PoolClient, rows: readonly (readonly [store: string, at: Micros, status: string])[]) {
  const stores = new ImportStores();
  const sorter = new ObservationSorter(stores);
  for (const [store, at, status] of rows) sorter.add(stores.indexOf(store), at, status === 'A');
  return ObservationWriter.write(client, ++lastImportKey, await stores.sortedIds(), sorter.sorted());
}

/** The observations of a part of each case, a minute apart. */
function rowsOf(part: 'before' | 'filling' | 'after', from: Micros): [string, Micros, string][] {
  return CASES.flatMap((one) =>
    one[part].split('').map((status, index): [string, Micros, string] => [one.store, from + index * MINUTE, status]),
  );
}

describe('a gap between stored observations', () => {
  it.each([
    ['within a week', HOUR, -Infinity],
    ['of several weeks', 800 * HOUR, -Infinity],
    ['after dropped observations', HOUR, EPOCH + HOUR / 2],
  ])('is filled as if its rows had come in order: %s', async (_which, width, keptFrom) => {
    await test.rolledBack(async (client) => {
      await write(client, [...rowsOf('before', EPOCH), ...rowsOf('after', EPOCH + 2 * width)]);
      if (keptFrom !== -Infinity) {
        await client.query(`DELETE FROM observation WHERE observed_at < ${fromMicros('$1::bigint')}`, [keptFrom]);
        await client.query(`UPDATE observation_retention SET kept_from = ${fromMicros('$1::bigint')}`, [keptFrom]);
      }
      const rows = rowsOf('filling', EPOCH + width);
      expect(await write(client, rows)).toEqual({ accepted: rows.length, unchanged: 0, changedFrom: EPOCH + width });
      const compared = await client.query(`SELECT to_regclass('pg_temp.changed') AS rows`);
      expect(compared.rows).toEqual([{ rows: null }]);
      expect(await checkRuns(client)).toMatchObject({ stores: CASES.length, wrong: [] });
    });
  });

  it('is filled of more stores than PostgreSQL is asked about at a time', async () => {
    await test.rolledBack(async (client) => {
      const stores = Array.from({ length: 4_001 }, (_, number) => `many-${number}`);
      const rowsAt = (at: Micros, status: string) =>
        stores.map((store): [string, Micros, string] => [store, at, status]);
      await write(client, [...rowsAt(EPOCH, 'A'), ...rowsAt(EPOCH + 2 * HOUR, 'A')]);
      expect(await write(client, rowsAt(EPOCH + HOUR, 'I'))).toMatchObject({ accepted: stores.length });
      const compared = await client.query(`SELECT to_regclass('pg_temp.changed') AS rows`);
      expect(compared.rows).toEqual([{ rows: null }]);
      expect(await checkRuns(client)).toMatchObject({ stores: stores.length, wrong: [] });
    });
  });

  it('is filled before the new rows of the same import', async () => {
    await test.rolledBack(async (client) => {
      await write(client, [...rowsOf('before', EPOCH), ...rowsOf('after', EPOCH + 2 * HOUR)]);
      const rows = [...rowsOf('filling', EPOCH + HOUR), ...rowsOf('filling', EPOCH + 3 * HOUR)];
      expect(await write(client, rows)).toMatchObject({ accepted: rows.length });
      expect(await checkRuns(client)).toMatchObject({ wrong: [] });
    });
  });

  it('is none if it has an observation at either end of the rows, or among them', async () => {
    await test.rolledBack(async (client) => {
      const [first, last] = [EPOCH + HOUR, EPOCH + 2 * HOUR];
      for (const [store, at] of [
        ['first', first],
        ['among', first + MINUTE],
        ['last', last],
      ] as const) {
        await write(client, [
          [store, EPOCH, 'A'],
          [store, at, 'A'],
          [store, last + HOUR, 'A'],
        ]);
        const rows = [
          [store, first, 'I'],
          [store, last, 'I'],
        ] as const;
        expect(await write(client, rows)).toEqual({ accepted: 2, unchanged: 0, changedFrom: first });
      }
      expect(await checkRuns(client)).toMatchObject({ wrong: [] });
    });
  });
});
