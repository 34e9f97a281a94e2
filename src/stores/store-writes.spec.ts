import type { PoolClient } from 'pg';
import { TestDatabase } from '../../test/support/postgres';
import { removeStores } from '../../test/support/stores';
import { seededRandom } from '../../test/support/random';
import { HOUR, type Micros } from '../calculator/instants';
import type { BusinessHours } from '../calculator/open-intervals';
import type { Random } from '../common/random';
import { formatLocalTime } from '../common/timestamp';
import { CopyWriter } from '../platform/database/copy/copy-writer';
import { fromMicros, toMicros } from '../platform/database/sql';
import { replaceHours, setHours } from './business-hours';
import { setLastObserved } from './last-observed';
import { importTimezones, setTimezone } from './timezones';
import { lockAllBuckets } from './buckets/bucket-locks';
import { insertIds } from '../../test/support/stores';

const STORES = ['a', 'b', 'c'];
const ZONES = ['Asia/Tokyo', 'Europe/Paris', 'UTC'];
const ROUNDS = 60;

/** A row of a business-hours file. */
interface HoursRow extends BusinessHours {
  readonly storeId: string;
}

/** A row of a timezones file. */
interface ZoneRow {
  readonly storeId: string;
  readonly timezone: string;
}

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

beforeEach(async () => {
  await removeStores(test.database);
});

/** Writes as every writer does: in its own transaction, in its turn. */
async function write<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  return test.database.transaction(async (client) => {
    await lockAllBuckets(client);
    return work(client);
  });
}

async function lines(query: string): Promise<string[]> {
  return (await test.database.pool.query<{ line: string }>(query)).rows.map(({ line }) => line);
}

async function* chunk(rows: CopyWriter): AsyncGenerator<Buffer> {
  yield Promise.resolve(rows.take());
}

async function importHoursRows(given: readonly HoursRow[]) {
  const hours = `SELECT * FROM unnest($1::text[], $2::smallint[], $3::time[], $4::time[])
                          AS hours (store_id, day_of_week, opens, closes)`;
  return write((client) =>
    replaceHours(client, hours, [
      given.map(({ storeId }) => storeId),
      given.map(({ dayOfWeek }) => dayOfWeek),
      given.map(({ opens }) => formatLocalTime(opens)),
      given.map(({ closes }) => formatLocalTime(closes)),
    ]),
  );
}

/** The database gets the rows in any order: the numbers of their lines say which comes first. */
async function importZoneRows(given: readonly ZoneRow[], random: Random): Promise<number> {
  const shuffled = given.map((row, index) => ({ ...row, line: index + 2 }));
  random.shuffle(shuffled);
  const rows = new CopyWriter();
  for (const { line, storeId, timezone } of shuffled) rows.row(3).int8(line).text(storeId).text(timezone);
  return write((client) => importTimezones(client, chunk(rows)));
}

function some<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: random.integer(0, most) }, make);
}

describe('business hours', () => {
  const stored = () =>
    lines(
      `SELECT concat_ws(' ', store_id, day_of_week, ${toMicros('opens')} / ${HOUR}, ${toMicros('closes')} / ${HOUR}) AS line
       FROM business_hours JOIN store USING (store_key) ORDER BY 1`,
    );
  const inWords = ({ dayOfWeek, opens, closes }: BusinessHours) => `${dayOfWeek} ${opens / HOUR} ${closes / HOUR}`;

  /** Few different ones, so that hours of two stores, and old and new ones, often differ in one part only. */
  const anyHours = (random: Random): BusinessHours => ({
    dayOfWeek: random.integer(0, 1),
    opens: random.integer(8, 9) * HOUR,
    closes: random.integer(17, 18) * HOUR,
  });

  it('of the stores that are named are replaced, those of others stay, and both changes are counted', async () => {
    const random = seededRandom('business hours');
    const known = new Map<string, ReadonlySet<string>>();
    for (let round = 0; round < ROUNDS; round++) {
      const before = new Map(known);
      const oneStore = random.chance(0.3) ? random.pick(STORES) : undefined;
      const rows = some(random, 8, () => ({ storeId: oneStore ?? random.pick(STORES), ...anyHours(random) }));
      const change =
        oneStore === undefined
          ? await importHoursRows(rows)
          : await write((client) => setHours(client, oneStore, rows));
      const named = oneStore === undefined ? rows.map(({ storeId }) => storeId) : [oneStore];
      for (const storeId of new Set(named)) {
        known.set(storeId, new Set(rows.filter((row) => row.storeId === storeId).map(inWords)));
      }
      const all = (of: ReadonlyMap<string, ReadonlySet<string>>) =>
        [...of].flatMap(([storeId, hours]) => [...hours].map((each) => `${storeId} ${each}`)).sort();
      const [old, now] = [all(before), all(known)];
      const expected = {
        added: now.filter((each) => !old.includes(each)).length,
        removed: old.filter((each) => !now.includes(each)).length,
      };
      expect({ round, rows, change, stored: await stored() }).toEqual({ round, rows, change: expected, stored: now });
      expect(await lines('SELECT store_id AS line FROM store ORDER BY store_id')).toEqual([...known.keys()].sort());
    }
  });

  it.each(['00:00:00.000001', '12:34:56.7', '24:00:00'])('are set to the microsecond: %s', async (closes) => {
    const [hour = 0, minute = 0, second = 0] = closes.split(':').map(Number);
    const hours = { dayOfWeek: 6, opens: 1, closes: Math.round((hour * 3600 + minute * 60 + second) * 1e6) };
    await write((client) => setHours(client, 'set', [hours]));
    expect(await lines(`SELECT concat_ws(' ', day_of_week, opens, closes) AS line FROM business_hours`)).toEqual([
      `6 00:00:00.000001 ${closes}`,
    ]);
  });
});

describe('time zones', () => {
  const stored = () =>
    lines(`SELECT concat_ws(' ', store_id, coalesce(timezone, 'none')) AS line FROM store ORDER BY store_id`);

  it('are those of the last rows of their stores, and each row counts as if it came by itself', async () => {
    const random = seededRandom('time zones');
    const known = new Map<string, string | null>();
    for (let round = 0; round < ROUNDS; round++) {
      let accepted = 0;
      const set = (storeId: string, timezone: string | null) => {
        if ((known.get(storeId) ?? null) !== timezone) accepted++;
        known.set(storeId, timezone);
      };
      if (random.chance(0.3)) {
        const storeId = random.pick(STORES);
        const timezone = known.has(storeId) && random.chance(0.5) ? null : random.pick(ZONES);
        set(storeId, timezone);
        expect(await write((client) => setTimezone(client, storeId, timezone))).toBe(accepted === 1);
      } else {
        const rows = some(random, 8, () => ({ storeId: random.pick(STORES), timezone: random.pick(ZONES) }));
        for (const { storeId, timezone } of rows) set(storeId, timezone);
        expect({ round, rows, accepted: await importZoneRows(rows, random) }).toEqual({ round, rows, accepted });
      }
      const expected = [...known].map(([storeId, timezone]) => `${storeId} ${timezone ?? 'none'}`).sort();
      expect({ round, stored: await stored() }).toEqual({ round, stored: expected });
    }
  });

  it('leave a row alone that has the same already, so that a large file writes little', async () => {
    const versions = () => lines(`SELECT concat_ws(' ', store_id, xmin, ctid) AS line FROM store ORDER BY store_id`);
    const random = seededRandom('same time zones');
    const rows = STORES.map((storeId) => ({ storeId, timezone: 'Asia/Tokyo' }));
    await importZoneRows(rows, random);
    const [a, ...others] = await versions();
    expect(await importZoneRows([...rows, { storeId: 'a', timezone: 'UTC' }], random)).toBe(1);
    const [changed, ...same] = await versions();
    expect(changed).not.toBe(a);
    expect(same).toEqual(others);
  });
});

describe('new stores', () => {
  /** In bytewise order. */
  const IDS = ['0', 'A', 'B', 'B-', 'B.', 'B0', 'a', 'a_', 'aa', 'b'];
  const keys = () => lines(`SELECT concat_ws(' ', store_key / 64, store_id) AS line FROM store ORDER BY store_key`);

  it.each([
    [
      'business hours',
      async (ids: readonly string[]) =>
        importHoursRows(ids.map((storeId) => ({ storeId, dayOfWeek: 0, opens: 0, closes: HOUR }))),
    ],
    [
      'time zones',
      async (ids: readonly string[], random: Random) =>
        importZoneRows(
          ids.map((storeId) => ({ storeId, timezone: 'UTC' })),
          random,
        ),
    ],
  ])('of %s get keys in the order of their ids, of which known stores use up none', async (_what, importOf) => {
    const random = seededRandom('new stores');
    await importOf(IDS.filter((_, index) => index % 2 === 0).reverse(), random);
    await importOf([...IDS].reverse(), random);
    await importOf(IDS, random);
    const inOrder = [...IDS.filter((_, index) => index % 2 === 0), ...IDS.filter((_, index) => index % 2 === 1)];
    expect(await keys()).toEqual(inOrder.map((id, index) => `${index + 1} ${id}`));
  });
});

it('the latest observation is set of each given store, and of no other', async () => {
  await test.database.pool.query(insertIds('a', 'b', 'c'));
  const latest: readonly Micros[] = [1.7e15 + 1, -1];
  const given = `SELECT bucket, store_key, ${fromMicros('at')} AS last_observed_at
                 FROM unnest($1::text[], $2::bigint[]) AS given (store_id, at) JOIN store USING (store_id)`;
  await write((client) => setLastObserved(client, given, [['c', 'a'], latest]));
  expect(
    await lines(`SELECT concat_ws(' ', store_id, ${toMicros('last_observed_at')}) AS line FROM store ORDER BY 1`),
  ).toEqual(['a -1', 'b', `c ${1.7e15 + 1}`]);
});
