import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { seededRandom } from '../../../test/support/random';
import { insertIds, removeStores } from '../../../test/support/stores';
import type { Random } from '../../common/random';
import { lockAllBuckets } from '../buckets/bucket-locks';
import {
  addScheduleRows,
  createScheduleRows,
  type SchedulePart,
  type ScheduleRow,
  writeVersions,
} from './write-versions';

const ROUNDS = 60;
const STORES = ['a', 'b', 'c'];
const DATES = ['2024-10-07', '2024-10-14', '2025-01-01'];

interface GivenRow extends ScheduleRow {
  readonly storeId: string;
}

/** By store and date. */
type Known = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

beforeEach(async () => {
  await removeStores(test.database);
  await test.query('TRUNCATE import CASCADE');
  await test.query(
    `INSERT INTO import (import_key, import_id, kind, source) OVERRIDING SYSTEM VALUE
     VALUES (7, gen_random_uuid(), 'timezones', 'csv')`,
  );
});

/** Writes as every writer does: in its own transaction, in its turn. */
async function write(part: SchedulePart, rows: readonly GivenRow[]) {
  return test.database.transaction(async (client: PoolClient) => {
    await lockAllBuckets(client);
    await createScheduleRows(client);
    for (const row of rows) await addScheduleRows(client, row.storeId, [row]);
    return writeVersions(client, 7, part);
  });
}

async function lines(query: string): Promise<unknown[]> {
  return (await test.query(query)).map(({ line }) => line);
}

const stored = async (part: SchedulePart) =>
  lines(
    `SELECT concat_ws(' ', store_id, key, value) AS line
     FROM schedule CROSS JOIN LATERAL jsonb_each_text(${part}) ORDER BY store_id, key`,
  );

const changes = async () =>
  lines(
    `SELECT concat_ws(' ', store_id, part, subject, coalesce(before, 'none'), coalesce(after, 'none')) AS line
     FROM schedule_change WHERE part <> 'store' ORDER BY store_id, subject`,
  );

function inLines(known: Known): string[] {
  return [...known]
    .flatMap(([storeId, versions]) => [...versions].map(([date, rows]) => `${storeId} ${date} ${rows.join(',')}`))
    .sort();
}

/** What is known after a write by the rule, worked out for one store after the other. */
function after(known: Known, rows: readonly GivenRow[], isRemovedByUndated: boolean): Known {
  const next = new Map(known);
  for (const storeId of new Set(rows.map((row) => row.storeId))) {
    const own = rows.filter((row) => row.storeId === storeId);
    const replacesAll = isRemovedByUndated && own.some(({ date }) => date === '');
    const versions = new Map(replacesAll ? [] : known.get(storeId));
    for (const date of new Set(own.map((row) => row.date))) {
      const given = own.filter((row) => row.date === date).flatMap(({ row }) => (row === null ? [] : [row]));
      const distinct = [...new Set(given)].sort();
      const open = distinct.filter((row) => row !== 'closed');
      const kept = open.length > 0 ? open : distinct;
      if (kept.length > 0) versions.set(date, kept);
      else versions.delete(date);
    }
    next.set(storeId, versions);
  }
  return next;
}

/** Checks random writes of a part, each made up by `make` for a store and a date, against the rule. */
async function checkWrites(
  part: SchedulePart,
  dates: readonly string[],
  make: (random: Random) => readonly (string | null)[],
): Promise<void> {
  const random = seededRandom(part);
  let known: Known = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    const rows: GivenRow[] = [];
    for (const storeId of STORES) {
      for (const date of dates) {
        if (random.chance(0.3)) rows.push(...make(random).map((row) => ({ storeId, date, row })));
      }
    }
    random.shuffle(rows);
    const before = known;
    known = after(before, rows, part !== 'special_hours');
    await test.query('TRUNCATE schedule_change');
    const outcome = await write(part, rows);

    const hasHours = (row: GivenRow) => rows.some((other) => isSame(row, other) && other.row !== 'closed');
    const effective = rows.filter((row) => row.row !== 'closed' || !hasHours(row));
    const distinct = new Set(effective.map(({ storeId, date, row }) => JSON.stringify([storeId, date, row])));
    const isNew = (text: string) => {
      const [storeId, date, row]: [string, string, string | null] = JSON.parse(text);
      const old = before.get(storeId)?.get(date);
      return row === null ? old !== undefined : !old?.includes(row);
    };
    const expectedChanges = STORES.flatMap((storeId) => {
      const [old, now] = [before.get(storeId), known.get(storeId)];
      return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].flatMap((date) => {
        const [was, is] = [old?.get(date)?.join(',') ?? 'none', now?.get(date)?.join(',') ?? 'none'];
        return was === is ? [] : [[storeId, part, date, was, is].join(' ')];
      });
    });
    const removed = [...before].flatMap(([storeId, versions]) =>
      [...versions.keys()].filter((date) => !known.get(storeId)?.has(date)),
    );
    expect({ round, rows, outcome, stored: await stored(part), changes: await changes() }).toEqual({
      ...{ round, rows, stored: inLines(known), changes: expectedChanges.sort() },
      outcome: {
        accepted: [...distinct].filter(isNew).length,
        removed: removed.length,
        hasChanged: expectedChanges.length > 0,
      },
    });
  }
}

function isSame(a: GivenRow, b: GivenRow): boolean {
  return a.storeId === b.storeId && a.date === b.date;
}

function some<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: random.integer(1, most) }, make);
}

describe('a write of versions', () => {
  it('replaces all versions of hours if it has undated rows, and otherwise those of its dates', async () => {
    await checkWrites('hours', ['', ...DATES], (random) =>
      some(random, 4, () => `${random.integer(0, 1)} 0${random.integer(8, 9)}:00:00 17:00:00`),
    );
  });

  it('does the same with zones, of which each date has one', async () => {
    await checkWrites('timezones', ['', ...DATES], (random) => [random.pick(['Asia/Tokyo', 'Europe/Paris', 'UTC'])]);
  });

  it('replaces the hours of special dates, among which closed has no effect, or removes them', async () => {
    await checkWrites('special_hours', DATES, (random) =>
      random.chance(0.2)
        ? [null]
        : some(random, 4, () => random.pick(['closed', '10:00:00 15:00:00', '09:00:00 12:00:00', '18:00:00 02:00:00'])),
    );
  });

  it('names its stores, but for special hours, which are kept until something else names theirs', async () => {
    await write('hours', [{ storeId: 'hours', date: '2024-10-07', row: '0 09:00:00 17:00:00' }]);
    await write('timezones', [{ storeId: 'zone', date: '', row: 'UTC' }]);
    await write('special_hours', [{ storeId: 'special', date: '2024-10-07', row: 'closed' }]);
    const names = () => lines('SELECT store_id AS line FROM store ORDER BY store_id');
    expect(await names()).toEqual(['hours', 'zone']);
    await write('timezones', [{ storeId: 'special', date: '2024-10-07', row: 'UTC' }]);
    expect(await names()).toEqual(['hours', 'special', 'zone']);
    expect(await stored('special_hours')).toEqual(['special 2024-10-07 closed']);
  });

  it('leaves the rows alone that it does not change, so that a large file writes little', async () => {
    const places = async () =>
      lines(`SELECT concat_ws(' ', store_id, xmin, ctid) AS line FROM schedule ORDER BY store_id`);
    const rows = STORES.map((storeId) => ({ storeId, date: '', row: 'Asia/Tokyo' }));
    await write('timezones', rows);
    const [a, ...others] = await places();
    expect(await write('timezones', [{ storeId: 'a', date: '', row: 'UTC' }, ...rows.slice(1)])).toEqual({
      ...{ accepted: 1, removed: 0, hasChanged: true },
    });
    const [changed, ...same] = await places();
    expect(changed).not.toBe(a);
    expect(same).toEqual(others);
  });
});

describe('the default zone', () => {
  const zone = async (date: string, row: string) => write('timezones', [{ storeId: 'a', date, row }]);

  it('from the beginning of time on is the same as no version, and from a date on is one', async () => {
    expect(await zone('', '')).toEqual({ accepted: 0, removed: 0, hasChanged: false });
    expect(await zone('', 'UTC')).toEqual({ accepted: 1, removed: 0, hasChanged: true });
    expect(await zone('2024-10-07', '')).toEqual({ accepted: 1, removed: 0, hasChanged: true });
    expect(await zone('2024-10-07', '')).toEqual({ accepted: 0, removed: 0, hasChanged: false });
    expect(await stored('timezones')).toEqual(['a  UTC', 'a 2024-10-07 ']);
    expect(await zone('', '')).toEqual({ accepted: 1, removed: 2, hasChanged: true });
    expect(await stored('timezones')).toEqual([]);
  });
});

describe('the time that a change of a schedule can reach', () => {
  const UNKNOWN = ['-infinity', 'infinity'];

  async function reached(part: SchedulePart, date: string, row: string | null): Promise<unknown> {
    await test.query('TRUNCATE schedule_change');
    await write(part, [{ storeId: 'a', date, row }]);
    const found = await test.query(
      `SELECT subject, changed_from::text AS since, changed_to::text AS until FROM schedule_change
       WHERE part <> 'store' ORDER BY subject`,
    );
    return found.map(({ subject, since, until }) => [subject, since, until]);
  }

  beforeEach(async () => {
    await test.query(insertIds('a'));
  });

  it('of a version is up to the next one, with room for zones and for openings that end later', async () => {
    expect(await reached('hours', '', 'closed')).toEqual([['', ...UNKNOWN]]);
    expect(await reached('hours', '2024-10-07', 'always_open')).toEqual([
      ['2024-10-07', '2024-10-06 00:00:00+00', 'infinity'],
    ]);
    expect(await reached('hours', '2024-10-01', 'always_open')).toEqual([
      ['2024-10-01', '2024-09-30 00:00:00+00', '2024-10-10 00:00:00+00'],
    ]);
    expect(await reached('hours', '', 'always_open')).toEqual([
      ['', '-infinity', '2024-10-04 00:00:00+00'],
      ['2024-10-01', '2024-09-30 00:00:00+00', '2024-10-10 00:00:00+00'],
      ['2024-10-07', '2024-10-06 00:00:00+00', 'infinity'],
    ]);
  });

  it('of a version is not cut by the version of another store', async () => {
    await write('hours', [
      { storeId: 'a', date: '2024-10-07', row: 'closed' },
      { storeId: 'b', date: '2024-10-14', row: 'closed' },
    ]);
    expect(await lines(`SELECT changed_to::text AS line FROM schedule_change WHERE part = 'hours'`)).toEqual([
      'infinity',
      'infinity',
    ]);
  });

  it('of a special date is that date, with room for zones and for openings that end later', async () => {
    const place = ['2024-11-28', '2024-11-27 00:00:00+00', '2024-12-02 00:00:00+00'];
    expect(await reached('special_hours', '2024-11-28', 'closed')).toEqual([place]);
    expect(await reached('special_hours', '2024-12-25', 'closed')).toHaveLength(1);
    expect(await reached('special_hours', '2024-11-28', null)).toEqual([place]);
    expect(await reached('special_hours', '2024-11-28', null)).toEqual([]);
  });

  it('of the end of a store is all of it: a report may have no row for it', async () => {
    for (const date of ['2024-10-07', '2024-10-01', '']) {
      expect(await reached('archived', '', date)).toEqual([['', ...UNKNOWN]]);
    }
    expect(await reached('archived', '', '')).toEqual([]);
  });

  it('is all of it if the store is new, which adds a row to every report', async () => {
    const created = async () =>
      lines(
        `SELECT concat_ws(' ', store_id, part, changed_from, changed_to) AS line FROM schedule_change WHERE part = 'store'`,
      );
    await reached('hours', '2024-10-07', '0 09:00:00 17:00:00');
    expect(await created()).toEqual([]);
    await removeStores(test.database);
    await reached('special_hours', '2024-10-07', 'closed');
    expect(await created()).toEqual([]);
    await reached('timezones', '2024-10-07', 'UTC');
    expect(await created()).toEqual(['a store -infinity infinity']);
    await reached('hours', '2024-10-07', 'closed');
    expect(await created()).toEqual([]);
  });
});

describe('new stores', () => {
  /** In bytewise order. */
  const IDS = ['0', 'A', 'B', 'B-', 'B.', 'B0', 'a', 'a_', 'aa', 'b'];

  it.each(['hours', 'timezones'] as const)(
    'of %s get keys in the order of their ids, of which known stores use up none',
    async (part) => {
      const row = part === 'hours' ? '0 00:00:00 01:00:00' : 'UTC';
      const importOf = async (ids: readonly string[]) =>
        write(
          part,
          ids.map((storeId) => ({ storeId, date: '', row })),
        );
      const [even, odd] = [0, 1].map((rest) => IDS.filter((_, index) => index % 2 === rest));
      await importOf([...(even ?? [])].reverse());
      await importOf([...IDS].reverse());
      await importOf(IDS);
      expect(
        await lines(`SELECT concat_ws(' ', store_key / 64, store_id) AS line FROM store ORDER BY store_key`),
      ).toEqual([...(even ?? []), ...(odd ?? [])].map((id, index) => `${index + 1} ${id}`));
    },
  );
});
