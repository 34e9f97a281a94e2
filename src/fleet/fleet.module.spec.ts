import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { TestDatabase } from '../../test/support/postgres';
import { REPORT_HEADER } from '../../test/support/reports/header';
import { addStores, removeStores, type TestStore } from '../../test/support/stores';
import { CalculatorModule } from '../calculator/calculator.module';
import { DAY, HOUR, type Micros, MINUTE } from '../calculator/instants';
import type { BusinessHours } from '../calculator/schedule/schedule';
import { InactiveRuns } from '../observations/read/inactive-runs';
import { StoreStates } from '../observations/read/store-states';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { fromMicros } from '../platform/database/sql';
import { FiguresCache } from '../reports/figures/figures-cache';
import { ReportRows } from '../reports/figures/report-rows';
import { ReportQueue } from '../reports/queue/report-queue';
import { Report } from '../reports/report.entity';
import { ReportsService } from '../reports/reports.service';
import { NO_FILTER, type StoreFilter } from '../stores/finding/store-filter';
import { StoreSchedules } from '../stores/schedules/store-schedules';
import { StoresModule } from '../stores/stores.module';
import { StoresService } from '../stores/stores.service';
import { type FleetCounts, FleetCountsService } from './fleet-counts';
import { OpenHours } from './open-hours';
import { STORE_SORTS, StoreList } from './store-list';

/** Wednesday noon. */
const NOW = Date.UTC(2024, 9, 9, 12) * 1000;
const WEDNESDAY = 2;
const STALE_AFTER = 3 * HOUR;

let test: TestDatabase;
let app: INestApplicationContext | undefined;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({ DEFAULT_TIMEZONE: 'UTC' }), DATABASE_URL: test.url, REDIS_URL: '' };
  app = await NestFactory.createApplicationContext(
    {
      module: StoresModule,
      imports: [ConfigModule.with(settings), CalculatorModule, TypeOrmModule.forFeature([Report])],
      providers: [
        FiguresCache,
        InactiveRuns,
        OpenHours,
        { provide: ReportQueue, useValue: {} },
        ReportRows,
        ReportsService,
        StoreList,
        StoreStates,
      ],
    },
    { logger: false },
  );
});

beforeEach(async () => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW / 1000);
  await removeStores(test.database);
  await test.database.pool.query('TRUNCATE report CASCADE');
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

function provided<T>(type: new (...dependencies: never[]) => T): T {
  if (!app) throw new Error('the module did not start');
  return app.get(type);
}

function open(opens: Micros, closes: Micros, dayOfWeek = WEDNESDAY): BusinessHours[] {
  return [{ dayOfWeek, opens, closes }];
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

type StoreQuery = Parameters<StoreList['page']>[0];

function withPart(part: string): StoreFilter {
  return { ...NO_FILTER, part };
}

const ALL: StoreQuery = {
  filter: NO_FILTER,
  status: undefined,
  open: undefined,
  stale: undefined,
  sort: 'store_id',
  reportId: undefined,
};

/** What a test says about a report that was triggered after those before it. */
interface TestReport {
  readonly status?: 'Running' | 'Complete' | 'Error' | 'Cancelled';
  readonly asOf?: Micros;
  /** Whether its request had an `as_of`. */
  readonly requested?: boolean;
  readonly storeIds?: readonly string[];
  readonly defaultStatus?: 'active' | 'inactive' | 'unknown';
  /** In microseconds. */
  readonly unknownAfter?: number;
}

/** Adds a report with the downtime of some stores in minutes, hours and hours, finished at `NOW`; returns its id. */
async function addReport(
  downtimes: ReadonlyMap<string, readonly [number, number, number]>,
  {
    status = 'Complete',
    asOf = NOW,
    requested = true,
    storeIds,
    defaultStatus = 'active',
    unknownAfter,
  }: TestReport = {},
): Promise<string> {
  const reportId = randomUUID();
  const lines = [...downtimes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, downtime]) => `${id},0.00,0.00,0.00,${downtime.map((figure) => figure.toFixed(2)).join(',')}\n`);
  const csv = Buffer.from(lines.join(''));
  const instant = (parameter: string) => fromMicros(`${parameter}::bigint`);
  await test.database.pool.query(
    `INSERT INTO report (report_id, status, request_sha256, default_status, default_timezone, end_of_day_grace,
                         store_ids, as_of, requested_as_of, finished_at, error, csv_bytes, csv_sha256, stores_total,
                         stores_done, tz_release, unknown_after)
     VALUES ($1, $2, '', $10, 'UTC', false, $3, ${instant('$4')}, ${instant('$5')}, ${instant('$6')}, $7, $8, '',
             $9, $9, '', $11)`,
    [
      reportId,
      status,
      storeIds,
      asOf,
      requested ? asOf : null,
      status === 'Running' ? null : NOW,
      status === 'Error' ? 'lost' : null,
      REPORT_HEADER.length + csv.length,
      downtimes.size,
      defaultStatus,
      unknownAfter,
    ],
  );
  await test.database.pool.query(
    `INSERT INTO report_shard (report_id, shard, part, first_store_id, last_store_id, stores, csv)
     VALUES ($1, 0, 0, 'a', 'z', $2, $3)`,
    [reportId, downtimes.size, csv],
  );
  return reportId;
}

describe('the list of stores', () => {
  /** The ids on all pages. */
  async function listed(query: Partial<StoreQuery>, limit: number): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | undefined, left = 1000; left > 0; left--) {
      const page = await provided(StoreList).page({ ...ALL, ...query }, limit, after);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      ids.push(...page.items.map(({ state }) => state.storeId));
      if (page.next === undefined) return ids;
      after = page.next;
    }
    throw new Error('the pages do not end');
  }

  describe('with a report of some of them', () => {
    /** The downtime in each window; the figures of some stores are equal. */
    const REPORTED = new Map<string, readonly [number, number, number]>([
      ['A-1', [5, 1, 9]],
      ['a', [60, 24, 168]],
      ['a-', [1, 2, 3]],
      ['a-1', [0, 9, 3]],
      ['a-Z', [7, 2, 100.01]],
      ['a-zz', [7, 1, 0]],
      ['a.', [8, 2, 3]],
      ['a1', [7, 2, 3]],
      ['b-1', [7, 2, 3]],
    ]);
    const NEW = ['0', 'a-2', 'a-new', 'aa', 'b-2'];

    const states = ['active', 'inactive'] as const;
    const stores: TestStore[] = [...REPORTED.keys(), ...NEW].map((id, index) => ({
      id,
      hours: index % 3 === 0 ? open(0, HOUR) : [],
      runs: [{ startedAt: NOW - (index % 4) * STALE_AFTER, active: states[index % 2] === 'active' }],
    }));
    const byId = stores.map(({ id }) => id).sort();

    beforeEach(async () => {
      await addStores(test.database, stores);
      await addReport(REPORTED);
    });

    /** The order that a sort gives to all stores: the largest figure first, and last those without figures. */
    function ordered(sort: (typeof STORE_SORTS)[number]): string[] {
      if (sort === 'store_id') return byId;
      const window = STORE_SORTS.indexOf(sort) - 1;
      const figure = (id: string) => REPORTED.get(id)?.[window] ?? -1;
      return byId.toSorted((a, b) => figure(b) - figure(a));
    }

    it.each(STORE_SORTS)('shows each store once by %s, whatever the size of a page', async (sort) => {
      for (const limit of [1, 2, 5, 13, 14, 15]) expect(await listed({ sort }, limit)).toEqual(ordered(sort));
    });

    const hasA = (id: string) => id.toLowerCase().includes('a');

    it.each(STORE_SORTS)('shows only stores with something in their id by %s, on each page', async (sort) => {
      for (const part of ['a-', 'a', '-1', '1', 'b', '0', 'c']) {
        const expected = ordered(sort).filter((id) => id.toLowerCase().includes(part));
        for (const limit of [1, 2, 3, 50])
          expect(await listed({ sort, filter: withPart(part) }, limit)).toEqual(expected);
      }
    });

    it.each(STORE_SORTS)('shows only stores that pass each filter by %s, on each page', async (sort) => {
      const place = (id: string) => stores.findIndex((store) => store.id === id);
      const shown = (passes: (place: number) => boolean) => ordered(sort).filter((id) => hasA(id) && passes(place(id)));
      for (const limit of [1, 2, 50]) {
        const asked = { sort, filter: withPart('a') };
        expect(await listed({ ...asked, status: 'inactive' }, limit)).toEqual(shown((index) => index % 2 === 1));
        expect(await listed({ ...asked, open: true }, limit)).toEqual(shown((index) => index % 3 !== 0));
        expect(await listed({ ...asked, open: false }, limit)).toEqual(shown((index) => index % 3 === 0));
        expect(await listed({ ...asked, stale: true }, limit)).toEqual(shown((index) => index % 4 > 1));
        expect(await listed({ ...asked, stale: false, status: 'active' }, limit)).toEqual(
          shown((index) => index % 4 === 0),
        );
      }
    });

    it.each(STORE_SORTS)('by %s stays with the report of its first page, and ends if that is removed', async (sort) => {
      const query: StoreQuery = { ...ALL, sort, filter: withPart('a') };
      const first = await provided(StoreList).page(query, 2, undefined);
      const later = await addReport(new Map([['a-new', [60, 24, 168]]]));
      const second = await provided(StoreList).page(query, 2, first.next);
      const third = ordered(sort).filter(hasA)[2];
      expect(second.items[0]?.state.storeId).toBe(third);
      expect(second.items[0]?.figures?.downtime_last_week).toBe(REPORTED.get(third ?? '')?.[2]);
      expect(second.report?.reportId).toBe(first.report?.reportId);
      expect((await provided(StoreList).page(query, 2, undefined)).report?.reportId).toBe(later);
      await test.database.pool.query('DELETE FROM report WHERE report_id = $1', [first.report?.reportId]);
      await expect(provided(StoreList).page(query, 2, first.next)).rejects.toThrow('report_gone');
    });

    it('refuses a position of another order, and one that no page gave', async () => {
      const list = provided(StoreList);
      const byDowntime: StoreQuery = { ...ALL, sort: 'downtime_last_day' };
      const [id, figure] = await Promise.all([list.page(ALL, 1, undefined), list.page(byDowntime, 1, undefined)]);
      await expect(list.page(byDowntime, 1, id.next)).rejects.toThrow('invalid_cursor');
      await expect(list.page(ALL, 1, figure.next)).rejects.toThrow('invalid_cursor');
      await expect(list.page(byDowntime, 1, `${'-'.repeat(36)} in 1`)).rejects.toThrow('invalid_cursor');
      await expect(list.page(ALL, 1, `${'-'.repeat(36)} a`)).rejects.toThrow('invalid_cursor');
      await expect(list.page(ALL, 1, 'none a~')).rejects.toThrow('invalid_cursor');
    });
  });

  it('shows no report on any page if there was none for its first one', async () => {
    await addStores(test.database, [{ id: 'a' }, { id: 'b' }]);
    const first = await provided(StoreList).page(ALL, 1, undefined);
    await addReport(new Map([['b', [1, 2, 3]]]));
    const second = await provided(StoreList).page(ALL, 1, first.next);
    expect(second.items.map(({ state, figures }) => [state.storeId, figures])).toEqual([['b', undefined]]);
    expect(second.report).toBeUndefined();
  });

  it('cannot be by downtime without a report', async () => {
    await expect(listed({ sort: 'downtime_last_day' }, 1)).rejects.toThrow('no_report');
  });

  it.each([999, 1000, 1001, 5000, 5001])('finds the one store of %d that matches, in each order', async (count) => {
    const ids = numbers(count).map((index) => `s${1_000_000 + index}`);
    const last = ids.at(-1) ?? '';
    await addStores(
      test.database,
      ids.map((id) => ({ id, runs: [{ startedAt: NOW, active: id !== last }] })),
    );
    await addReport(new Map(ids.slice(0, -1).map((id) => [id, [0, 0, 0]])));
    expect(await listed({ status: 'inactive' }, 3)).toEqual([last]);
    expect(await listed({ status: 'inactive', sort: 'downtime_last_day' }, 3)).toEqual([last]);
    await addReport(new Map(ids.map((id) => [id, [0, 0, 0]])));
    expect(await listed({ status: 'inactive', sort: 'downtime_last_day' }, 3)).toEqual([last]);
  });
});

describe('the report whose figures are shown', () => {
  const FIGURES = new Map([['a', [1, 2, 3] as const]]);
  const OVERTAKEN = { asOf: NOW - DAY };

  async function shown(reportId?: string): Promise<string | undefined> {
    return (await provided(ReportsService).findShown(reportId))?.reportId;
  }

  it.each<[string, TestReport[], number]>([
    ['the one with the greatest as_of, although others were triggered later', [{ asOf: NOW }, OVERTAKEN], 0],
    ['the one whose as_of is a microsecond greater', [{ asOf: NOW - 1 }, { asOf: NOW }, { asOf: NOW - 1 }], 1],
    ['the one triggered last of several with the same as_of', [{}, {}, OVERTAKEN], 1],
    ['none that is limited to some stores', [OVERTAKEN, { storeIds: ['a'] }], 0],
    ['none that is not complete', [OVERTAKEN, { status: 'Running' }, { status: 'Error' }, { status: 'Cancelled' }], 0],
    ['none that was requested as of a time yet to come', [OVERTAKEN, { asOf: NOW + 5 * MINUTE + 1 }], 0],
    ['one that was requested as of now by a clock somewhat ahead', [{}, { asOf: NOW + 5 * MINUTE }], 1],
    ['one as of the latest observation, whatever the clock says', [{}, { asOf: NOW + DAY, requested: false }], 1],
    ['one with another status before the first observation', [OVERTAKEN, { defaultStatus: 'inactive' }], 1],
    ['none in which time before the first observation is unknown', [OVERTAKEN, { defaultStatus: 'unknown' }], 0],
    ['none in which observations go stale', [OVERTAKEN, { unknownAfter: 3 * HOUR }], 0],
    [
      'one in which more is unknown if there is no other',
      [{ ...OVERTAKEN, defaultStatus: 'unknown' }, { unknownAfter: 3 * HOUR }, { asOf: NOW + DAY }],
      1,
    ],
    [
      'one as of a time yet to come if there is no other',
      [
        { asOf: NOW + DAY },
        { asOf: NOW + 2 * DAY },
        {
          storeIds: ['a'],
        },
      ],
      1,
    ],
  ])('is, unless it is named, %s', async (_which, reports, expected) => {
    const ids: string[] = [];
    for (const report of reports) ids.push(await addReport(FIGURES, report));
    expect(await shown()).toBe(ids[expected]);
  });

  it('is none without a complete report', async () => {
    await addReport(FIGURES, { status: 'Running' });
    expect(await shown()).toBeUndefined();
  });

  it('is the named one, also of some stores only, in lists and for a single store', async () => {
    await addStores(test.database, [{ id: 'a' }, { id: 'b' }]);
    const named = await addReport(new Map([['b', [1, 2, 3]]]), { ...OVERTAKEN, storeIds: ['b'] });
    await addReport(new Map(['a', 'b'].map((id) => [id, [60, 24, 168]])));
    const list = provided(StoreList);
    for (const sort of STORE_SORTS) {
      const first = await list.page({ ...ALL, sort, reportId: named }, 1, undefined);
      const second = await list.page({ ...ALL, sort, reportId: named }, 1, first.next);
      for (const { report, items } of [first, second]) {
        expect([report?.reportId, report?.asOf]).toEqual([named, OVERTAKEN.asOf]);
        for (const { state, figures } of items) {
          expect(figures?.downtime_last_week).toBe(state.storeId === 'b' ? 3 : undefined);
        }
      }
      const ids = [...first.items, ...second.items].map(({ state }) => state.storeId);
      expect(ids).toEqual(sort === 'store_id' ? ['a', 'b'] : ['b', 'a']);
    }
    const { figures, report } = await list.find('b', named);
    expect([figures?.downtime_last_week, report?.reportId]).toEqual([3, named]);
    expect((await list.find('b', undefined)).figures?.downtime_last_week).toBe(168);
  });

  it('is refused if it is unknown, removed, or not complete', async () => {
    await addStores(test.database, [{ id: 'a' }, { id: 'b' }]);
    const list = provided(StoreList);
    await expect(list.page({ ...ALL, reportId: randomUUID() }, 1, undefined)).rejects.toThrow('report_not_found');
    await expect(list.find('a', randomUUID())).rejects.toThrow('report_not_found');
    for (const status of ['Running', 'Error', 'Cancelled'] as const) {
      const reportId = await addReport(FIGURES, { status });
      const refused = `report_not_complete {"status":"${status}"}`;
      await expect(list.page({ ...ALL, reportId }, 1, undefined)).rejects.toThrow(refused);
      await expect(list.find('a', reportId)).rejects.toThrow(refused);
    }
    const reportId = await addReport(FIGURES);
    const first = await list.page({ ...ALL, reportId }, 1, undefined);
    await test.database.pool.query('DELETE FROM report WHERE report_id = $1', [reportId]);
    await expect(list.page({ ...ALL, reportId }, 1, first.next)).rejects.toThrow('report_not_found');
  });
});

describe('the next change of a store', () => {
  it.each([
    ['its opening, a microsecond ahead', open(12 * HOUR + 1, 13 * HOUR), { change: 'opens', at: NOW + 1 }],
    [
      'its opening next week, if it has just closed',
      open(11 * HOUR, 12 * HOUR),
      { change: 'opens', at: NOW + 7 * DAY - HOUR },
    ],
    ['its closing, if it has just opened', open(12 * HOUR, 13 * HOUR), { change: 'closes', at: NOW + HOUR }],
    ['its closing, a microsecond ahead', open(11 * HOUR, 12 * HOUR + 1), { change: 'closes', at: NOW + 1 }],
    ['none if it is always open', [], undefined],
  ])('is %s', async (_change, hours, nextChange) => {
    await addStores(test.database, [{ id: 's', hours }]);
    const store = await provided(StoreList).find('s', undefined);
    expect(store.nextChange).toEqual(nextChange);
    expect(store.isOpen).toBe(nextChange?.change !== 'opens');
  });
});

describe('a single store', () => {
  it('has its hours by weekday and time, and the status of its latest run', async () => {
    const [monday, morning, noon, sunday] = [
      ...open(9 * HOUR, 10 * HOUR, 0),
      ...open(8 * HOUR, 9 * HOUR),
      ...open(12 * HOUR, 13 * HOUR),
      ...open(0, HOUR, 6),
    ];
    if (!monday || !morning || !noon || !sunday) throw new Error('four rows are four rows');
    const runs = [true, false, true].map((active, index) => ({ startedAt: NOW + index * HOUR, active }));
    await addStores(test.database, [
      { id: 'other', hours: open(1, 2), runs: [{ startedAt: NOW, active: false }] },
      { id: 's', hours: [sunday, noon, morning, monday], runs, lastObservedAt: NOW + DAY },
    ]);
    const { hours, state } = await provided(StoreList).find('s', undefined);
    expect(hours).toEqual([monday, morning, noon, sunday]);
    expect(state).toMatchObject({ status: 'active', statusSince: NOW + 2 * HOUR, lastObservedAt: NOW + DAY });
    await expect(provided(StoreList).find('t', undefined)).rejects.toThrow('store_not_found');
  });
});

describe('the counts of the fleet', () => {
  async function counted(stores: readonly TestStore[]): Promise<FleetCounts> {
    await addStores(test.database, stores);
    return count();
  }

  async function count(): Promise<FleetCounts> {
    // Each time a new service, which has nothing in its cache.
    const service = new FleetCountsService(
      provided(Database),
      provided(StoresService),
      provided(StoreSchedules),
      provided(InactiveRuns),
      provided(OpenHours),
    );
    return service.get();
  }

  it('are zero without stores', async () => {
    expect(await counted([])).toEqual({
      countedAt: NOW,
      stores: 0,
      withTimezone: 0,
      withHours: 0,
      neverObserved: 0,
      active: 0,
      inactive: 0,
      open: 0,
      latestObservedAt: undefined,
      stale: 0,
      stalest: [],
    });
  });

  it('have each store in its states', async () => {
    const run = (active: boolean, startedAt = NOW) => ({ startedAt, active });
    expect(
      await counted([
        { id: 'new' },
        { id: 'zoned', timezone: 'UTC', hours: open(0, HOUR) },
        { id: 'up', timezone: 'UTC', runs: [run(false, NOW - 2 * HOUR), run(true)] },
        { id: 'down', hours: open(0, HOUR), runs: [run(true, NOW - DAY), run(false, NOW - HOUR)] },
        { id: 'down-for-days', hours: [...open(0, HOUR), ...open(HOUR, DAY)], runs: [run(false, NOW - 9 * DAY)] },
        { id: 'old', runs: [run(true, NOW - STALE_AFTER - 1)] },
      ]),
    ).toMatchObject({
      stores: 6,
      withTimezone: 2,
      withHours: 3,
      neverObserved: 2,
      active: 2,
      inactive: 2,
      open: 4,
      latestObservedAt: NOW,
      stale: 2,
    });
  });

  it.each([
    ['that closes later', { hours: open(9 * HOUR, 12 * HOUR + 1) }],
    ['that opens later', { hours: open(12 * HOUR, 12 * HOUR), timezone: 'UTC' }],
    ['in another zone', { hours: open(9 * HOUR, 12 * HOUR), timezone: 'Atlantic/Cape_Verde' }],
    ['with another row', { hours: [...open(9 * HOUR, 12 * HOUR), ...open(12 * HOUR, DAY)] }],
    ['without hours', { hours: [] }],
  ])('tell an open store %s from closed ones before and after it', async (_difference, store) => {
    const closed = { hours: open(9 * HOUR, 12 * HOUR), timezone: 'UTC' };
    const stores = [
      { id: '1', ...closed },
      { id: '2', ...store },
      { id: '3', ...closed },
      { id: '4', ...store },
    ];
    expect(await counted(stores)).toMatchObject({ open: 2 });
  });

  it('tell a closed store whose hours are on another weekday from open ones before and after it', async () => {
    const hours = (dayOfWeek: number) => open(9 * HOUR, 13 * HOUR, dayOfWeek);
    const stores = [WEDNESDAY, WEDNESDAY + 1, WEDNESDAY].map((day, index) => ({ id: `${index}`, hours: hours(day) }));
    expect(await counted(stores)).toMatchObject({ open: 2 });
  });

  it('have each store once, however many rows of hours it has', async () => {
    const hours = [0, 1, 2, 3, 4, 5, 6].flatMap((day) => open(9 * HOUR, 17 * HOUR, day));
    const stores = numbers(20).map((index) => ({ id: `${100 + index}`, hours }));
    expect(await counted(stores)).toMatchObject({ stores: 20, withHours: 20, open: 20 });
  });

  it('are those of one state of the data, whatever is written while they are counted', async () => {
    const service = provided(StoresService);
    const latestObservedAt = service.latestObservedAt.bind(service);
    jest.spyOn(service, 'latestObservedAt').mockImplementation(async (client) => {
      const latest = await latestObservedAt(client);
      await test.database.pool.query(`
        DELETE FROM status_run;
        DELETE FROM schedule;
        UPDATE store SET last_observed_at = NULL`);
      return latest;
    });
    const hours = open(0, 12 * HOUR);
    const stores = [{ id: 'down', hours, runs: [{ startedAt: NOW, active: false }] }];
    const before = { withHours: 1, neverObserved: 0, inactive: 1, open: 0, latestObservedAt: NOW };
    expect(await counted(stores)).toMatchObject(before);
    const after = { withHours: 0, neverObserved: 1, inactive: 0, open: 1, latestObservedAt: undefined };
    expect(await count()).toMatchObject(after);
  });

  it('have as stale the stores observed more than three hours before the latest, the 20 oldest first', async () => {
    const old = numbers(22).map((index) => ({
      id: `old-${String(index).padStart(2, '0')}`,
      lastObservedAt: NOW - STALE_AFTER - 1 - (index % 11) * MINUTE,
    }));
    const counts = await counted([
      { id: 'latest', lastObservedAt: NOW },
      { id: 'not-yet', lastObservedAt: NOW - STALE_AFTER },
      ...old,
    ]);
    const oldest = old.toSorted((a, b) => a.lastObservedAt - b.lastObservedAt || (a.id < b.id ? -1 : 1));
    expect(counts.stale).toBe(22);
    expect(counts.stalest).toEqual(
      oldest.slice(0, 20).map(({ id, lastObservedAt }) => ({ storeId: id, lastObservedAt })),
    );
  });
});
