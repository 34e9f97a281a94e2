import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TestDatabase } from '../../../test/support/postgres';
import {
  addClosures,
  addObservations,
  addSchedules,
  addStores,
  type Observed,
  removeStores,
  runsOf,
  type TestSchedule,
} from '../../../test/support/stores';
import { CalculatorModule } from '../../calculator/calculator.module';
import { DAY, HOUR, type Micros, MINUTE } from '../../calculator/instants';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { StoresModule } from '../../stores/stores.module';
import { FigureData } from '../../observations/read/figure-data';
import { type ReportParameters, ShardReport, type ShardResult } from './shard-report';

/** Thursday, 10 October 2024, at noon. */
const AS_OF = Date.UTC(2024, 9, 10, 12) * 1000;
const STANDARD: ReportParameters = {
  asOf: AS_OF,
  defaultStatus: 'active',
  unknownAfter: Infinity,
  closures: 'exclude',
  columns: 'all',
  windows: ['last_day'],
  defaultTimezone: 'UTC',
  endOfDayGrace: false,
};

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let shardReport: ShardReport;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({}), DATABASE_URL: test.url };
  app = await NestFactory.createApplicationContext(
    {
      module: StoresModule,
      imports: [ConfigModule.with(settings), CalculatorModule],
      providers: [FigureData, ShardReport],
    },
    { logger: false },
  );
  shardReport = app.get(ShardReport);
});

beforeEach(async () => {
  await removeStores(test.database);
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

async function compute(changed: Partial<ReportParameters>, range = { first: '0', last: 'z' }): Promise<ShardResult> {
  const parameters = { ...STANDARD, ...changed };
  return test.database.transaction((client) => shardReport.compute(client, range, parameters), BEGIN_SNAPSHOT);
}

/** The figures of each store, in the order of the columns. */
async function lines(changed: Partial<ReportParameters> = {}): Promise<string[]> {
  return (await compute(changed)).csv.split('\n').slice(0, -1);
}

async function add(
  stores: Readonly<Record<string, { readonly schedule?: TestSchedule; readonly observed?: Observed }>>,
) {
  const added = Object.entries(stores).map(([id, { schedule = {}, observed = [] }]) => ({ id, schedule, observed }));
  await addStores(
    test.database,
    added.map(({ id, schedule, observed }) => ({ id, schedule, runs: runsOf(observed) })),
  );
  await addObservations(test.database, added);
}

/** An observation so long before the as of. */
const before = (ago: Micros, active: boolean) => ({ at: AS_OF - ago, active });
/** Open every day. */
const EVERY_DAY = (times: string): TestSchedule => ({
  hours: { '': [0, 1, 2, 3, 4, 5, 6].map((day) => `${day} ${times}`).join() },
});

describe('docs/rules.md, R29: the closures of a report', () => {
  const hour = (from: number, to: number) => ({ from: AS_OF - from * HOUR, to: AS_OF - to * HOUR });

  it('are those of each store and of all stores that are not revoked, each instant of which counts once', async () => {
    await add({ a: {}, b: {}, c: {} });
    await addClosures(test.database, [
      { storeId: 'a', ...hour(6, 4) },
      { storeId: 'b', ...hour(6, 4) },
      { storeId: 'b', ...hour(5, 3) },
      { storeId: 'b', ...hour(12, 0), isRevoked: true },
      { storeId: '*', ...hour(4, 2) },
      { storeId: 'new', ...hour(24, 0) },
    ]);
    expect(await lines()).toEqual(['a,20.00,0.00,0.00,4.00', 'b,20.00,0.00,0.00,4.00', 'c,22.00,0.00,0.00,2.00']);
  });

  it('count within the windows only, and while the store is open', async () => {
    const observed = [before(DAY, false)];
    await add({ a: { observed, schedule: EVERY_DAY('08:00 16:00') } });
    // From before the window to its first half hour, and from three hours before its end to beyond it: open for an hour and for three.
    await addClosures(test.database, [
      { storeId: 'a', ...hour(30, 23) },
      { storeId: 'a', ...hour(3, -10) },
    ]);
    expect(await lines()).toEqual(['a,0.00,4.00,0.00,4.00']);
  });

  it('are as if there were none, if the report ignores them', async () => {
    await add({ a: { observed: [before(HOUR, false)] } });
    await addClosures(test.database, [{ storeId: 'a', ...hour(6, 0) }]);
    expect(await lines()).toEqual(['a,18.00,0.00,0.00,6.00']);
    expect(await lines({ closures: 'ignore' })).toEqual(['a,23.00,1.00,0.00,0.00']);
    expect(await lines({ columns: 'standard' })).toEqual(['a,18.00,0.00']);
  });

  it('are left out of the sums of uptime and downtime', async () => {
    await add({ a: { observed: [before(4 * HOUR, false)] }, b: {} });
    await addClosures(test.database, [{ storeId: '*', ...hour(6, 3) }]);
    expect(await compute({})).toMatchObject({ uptime: [(18 + 21) * HOUR], downtime: [3 * HOUR] });
  });
});

describe('docs/rules.md, R30: unknown time of a report', () => {
  it('is that for which no observation speaks, but for the default status', async () => {
    await add({
      'long-ago': { observed: [before(9 * DAY, false)] },
      never: {},
      often: { observed: [before(25 * HOUR, true), before(22 * HOUR, true), before(2 * HOUR, false)] },
      once: { observed: [before(10 * HOUR, false)] },
    });
    expect(await lines({ unknownAfter: 3 * HOUR })).toEqual([
      'long-ago,0.00,0.00,24.00,0.00',
      'never,24.00,0.00,0.00,0.00',
      // It speaks for the first two hours of the window, and for three more.
      'often,5.00,2.00,17.00,0.00',
      'once,14.00,3.00,7.00,0.00',
    ]);
    expect(await lines()).toEqual([
      'long-ago,0.00,24.00,0.00,0.00',
      'never,24.00,0.00,0.00,0.00',
      'often,22.00,2.00,0.00,0.00',
      'once,14.00,10.00,0.00,0.00',
    ]);
  });

  it('is that before the first observation, if that is the default status', async () => {
    await add({ never: {}, once: { observed: [before(10 * HOUR, false)] } });
    expect(await lines({ defaultStatus: 'unknown' })).toEqual([
      'never,0.00,0.00,24.00,0.00',
      'once,0.00,10.00,14.00,0.00',
    ]);
  });

  it('is excluded where a closure covers it', async () => {
    await add({ a: { observed: [before(10 * HOUR, false)] } });
    await addClosures(test.database, [{ storeId: 'a', from: AS_OF - 8 * HOUR, to: AS_OF - 6 * HOUR }]);
    expect(await lines({ unknownAfter: 3 * HOUR })).toEqual(['a,14.00,2.00,6.00,2.00']);
  });
});

describe('docs/rules.md, R31: the windows of a report', () => {
  it('are in the order of the request, figure by figure, the last hour in minutes', async () => {
    await add({
      a: { observed: [before(30 * MINUTE, false)] },
      'in-tokyo': { schedule: { timezones: { '': 'Asia/Tokyo' } } },
    });
    const windows = ['2024-10-10', 'last_hour', '2024-10-05..2024-10-06', '2024-10-11', '2024-W41'];
    expect(await lines({ windows, columns: 'standard' })).toEqual([
      'a,11.50,30.00,48.00,0.00,83.50,0.50,30.00,0.00,0.00,0.50',
      // Its 10th began at 15:00 on the 9th, and ends at 15:00: after now.
      'in-tokyo,21.00,60.00,48.00,0.00,93.00,0.00,0.00,0.00,0.00,0.00',
    ]);
    expect(await compute({ windows, columns: 'standard' })).toMatchObject({
      uptime: [32.5 * HOUR, 90 * MINUTE, 96 * HOUR, 0, 176.5 * HOUR],
      downtime: [30 * MINUTE, 30 * MINUTE, 0, 0, 30 * MINUTE],
    });
  });

  it('may lie far apart, with observations and closures of each', async () => {
    const inJune = Date.UTC(2023, 5, 1) * 1000;
    await add({ a: { observed: [{ at: inJune + 6 * HOUR, active: false }, before(2 * HOUR, true)] } });
    await addClosures(test.database, [
      { storeId: 'a', from: inJune, to: inJune + HOUR },
      { storeId: 'a', from: AS_OF - 30 * MINUTE, to: AS_OF },
    ]);
    expect(await lines({ windows: ['2023-06-01', 'last_day'], unknownAfter: 3 * HOUR })).toEqual([
      'a,5.00,1.50,3.00,0.00,15.00,22.00,1.00,0.50',
    ]);
  });

  it('have all hours of a year', async () => {
    await add({ a: {} });
    expect(await lines({ windows: ['2023-01-01..2023-12-31'], columns: 'standard' })).toEqual(['a,8760.00,0.00']);
  });
});

describe('the schedules of a report', () => {
  const windows = ['2024-10-09', '2024-10-08..2024-10-10'];

  it('are those in force on each date', async () => {
    await add({
      closed: { schedule: { hours: { '': 'closed' } } },
      later: { schedule: { hours: { '': '2 09:00 17:00', '2024-10-09': '2 10:00 12:00,3 08:00 09:00' } } },
      special: {
        schedule: {
          ...EVERY_DAY('09:00 10:00'),
          special_hours: { '2024-10-09': '20:00 02:00', '2024-10-10': 'closed' },
        },
      },
      tomorrow: { schedule: { hours: { '': 'closed', '2024-10-10': 'always_open' } } },
      west: { schedule: { ...EVERY_DAY('09:00 17:00'), timezones: { '': 'UTC', '2024-10-09': 'Pacific/Honolulu' } } },
    });
    expect(await lines({ windows, columns: 'standard' })).toEqual([
      'closed,0.00,0.00,0.00,0.00',
      'later,2.00,3.00,0.00,0.00',
      'special,4.00,7.00,0.00,0.00',
      'tomorrow,0.00,12.00,0.00,0.00',
      // Of the 9th, 09:00 there is 19:00.
      'west,8.00,16.00,0.00,0.00',
    ]);
  });

  it('end when a store is archived, which has no line once nothing of its schedule is in the windows', async () => {
    const archived = (day: string) => ({ schedule: { timezones: { '': 'Asia/Tokyo' }, archived: { '': day } } });
    await add({
      a: archived('2024-10-10'),
      b: archived('2024-10-09'),
      c: archived('2024-10-08'),
      d: archived('2024-10-07'),
      e: {},
    });
    expect(await lines({ windows: ['2024-10-08', '2024-10-09'], columns: 'standard' })).toEqual([
      'a,24.00,24.00,0.00,0.00',
      'b,24.00,0.00,0.00,0.00',
      'e,24.00,24.00,0.00,0.00',
    ]);
  });

  it('of an open store without time in the windows leave its line', async () => {
    await add({ closed: { schedule: { hours: { '': 'closed' } } } });
    expect(await lines()).toEqual(['closed,0.00,0.00,0.00,0.00']);
  });

  it('of stores that nothing else names add no line', async () => {
    await add({ a: {} });
    await addSchedules(test.database, [{ id: 'new', schedule: { special_hours: { '2024-10-09': 'closed' } } }]);
    expect(await lines()).toEqual(['a,24.00,0.00,0.00,0.00']);
  });
});
