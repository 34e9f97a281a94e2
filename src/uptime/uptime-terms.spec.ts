import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TestDatabase } from '../../test/support/postgres';
import {
  addClosures,
  addObservations,
  addStores,
  type Observed,
  removeStores,
  runsOf,
  type TestSchedule,
} from '../../test/support/stores';
import { CalculatorModule } from '../calculator/calculator.module';
import { DAY, HOUR, type Micros, MINUTE } from '../calculator/instants';
import type { RequestedTerms } from '../calculator/figures/terms';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { StoresModule } from '../stores/stores.module';
import { type ExplainedStretch, UptimeService } from './uptime.service';

/** Wednesday noon. */
const NOON = Date.UTC(2024, 9, 9, 12) * 1000;
const LEDGER_MAX = 3;

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let uptime: UptimeService;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = readSettings({ DEFAULT_TIMEZONE: 'UTC', LEDGER_MAX: String(LEDGER_MAX) });
  app = await NestFactory.createApplicationContext(
    {
      module: StoresModule,
      imports: [ConfigModule.with({ ...settings, DATABASE_URL: test.url }), CalculatorModule],
      providers: [UptimeService],
    },
    { logger: false },
  );
  uptime = app.get(UptimeService);
});

beforeEach(async () => {
  await removeStores(test.database);
  await keepFrom(-Infinity);
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

async function keepFrom(instant: Micros): Promise<void> {
  await test.query('UPDATE observation_retention SET kept_from = to_timestamp($1)', [instant / 1e6]);
}

/** Adds the store `s` between two others that are always active. */
async function add(observed: Observed, schedule: TestSchedule = {}): Promise<void> {
  const others = ['r', 't'].map((id) => ({ id, observed: [{ at: NOON - 9 * DAY, active: true }] }));
  const stores = [...others, { id: 's', observed, schedule }];
  await addStores(
    test.database,
    stores.map((store) => ({ ...store, runs: runsOf(store.observed) })),
  );
  await addObservations(test.database, stores);
}

/** So long after noon. */
const minute = (after: number, active: boolean) => ({ at: NOON + after * MINUTE, active });

const LEFT_OPEN: RequestedTerms = { defaultStatus: undefined, unknownAfter: undefined, closures: undefined };

function request(minutes: number, terms: Partial<RequestedTerms> = {}) {
  return { storeId: 's', range: { from: NOON, to: NOON + minutes * MINUTE }, terms: { ...LEFT_OPEN, ...terms } };
}

/** The figures in minutes: uptime, downtime, unknown, excluded. */
async function figures(...asked: Parameters<typeof request>): Promise<number[]> {
  const { figures: found } = await uptime.figures(request(...asked));
  const { scheduled, uptime: up, downtime, unknown, excluded } = found;
  expect(up + downtime + unknown + excluded).toBe(scheduled);
  return [up, downtime, unknown, excluded].map((figure) => figure / MINUTE);
}

/** The stretches of all pages, each of which must add up, as minutes after noon, state, source and rule. */
async function explained(...asked: Parameters<typeof request>) {
  const wanted = request(...asked);
  const stretches: ExplainedStretch[] = [];
  for (let start = wanted.range.from; ;) {
    const { ledger } = await uptime.explained(wanted, start);
    expect(ledger.stretches.length).toBeLessThanOrEqual(LEDGER_MAX);
    stretches.push(...ledger.stretches);
    if (ledger.next === undefined) break;
    start = ledger.next;
  }
  return stretches.map(({ from, state, source, rule }) => [(from - NOON) / MINUTE, state, source, rule]);
}

describe('docs/rules.md, R29: closures of a store', () => {
  beforeEach(async () => {
    await add([minute(-60, true), minute(30, false)]);
    await addClosures(test.database, [
      { storeId: 's', from: NOON + 10 * MINUTE, to: NOON + 40 * MINUTE },
      { storeId: '*', from: NOON + 35 * MINUTE, to: NOON + 50 * MINUTE },
      { storeId: 's', from: NOON, to: NOON + HOUR, isRevoked: true },
      { storeId: 't', from: NOON, to: NOON + HOUR },
    ]);
  });

  it('are excluded from its figures, unless the request ignores them', async () => {
    expect(await figures(60)).toEqual([10, 10, 0, 40]);
    expect(await figures(60, { closures: 'ignore' })).toEqual([30, 30, 0, 0]);
  });

  it('explain it', async () => {
    expect(await explained(60)).toEqual([
      [0, 'active', 'carried', 'always_open'],
      [10, 'excluded', undefined, 'closure'],
      [40, 'excluded', undefined, 'closure'],
      [50, 'inactive', 'carried', 'always_open'],
    ]);
    const { ledger } = await uptime.explained(request(60), NOON);
    expect(ledger.stretches.map(({ closure }) => closure?.storeId)).toEqual([undefined, 's', '*']);
    expect((await explained(60, { closures: 'ignore' })).map(([from]) => from)).toEqual([0, 30]);
  });

  it('leave the observations in them counted', async () => {
    expect(await uptime.figures(request(60))).toMatchObject({ observationCount: 1 });
  });
});

describe('docs/rules.md, R30: a store whose observations speak for ten minutes at most', () => {
  const unknownAfter = 10 * MINUTE;

  it('is unknown from then on until the next one, on each page of its ledger', async () => {
    await add([minute(-5, true), minute(4, false), minute(20, false), minute(25, true), minute(50, true)]);
    expect(await figures(60, { unknownAfter })).toEqual([4 + 10 + 10, 10 + 5, 6 + 15, 0]);
    expect(await explained(60, { unknownAfter })).toEqual([
      [0, 'active', 'carried', 'always_open'],
      [4, 'inactive', 'observation', 'always_open'],
      [14, 'unknown', 'stale', 'always_open'],
      [20, 'inactive', 'observation', 'always_open'],
      [25, 'active', 'observation', 'always_open'],
      [35, 'unknown', 'stale', 'always_open'],
      [50, 'active', 'observation', 'always_open'],
    ]);
    expect(await uptime.figures(request(60, { unknownAfter }))).toMatchObject({ terms: { unknownAfter } });
  });

  it('is unknown at once if the latest one no longer speaks, but the default before any', async () => {
    await add([minute(-10, true), minute(30, true)]);
    expect(await figures(60, { unknownAfter })).toEqual([10, 0, 50, 0]);
    expect(await explained(60, { unknownAfter })).toEqual([
      [0, 'unknown', 'stale', 'always_open'],
      [30, 'active', 'observation', 'always_open'],
      [40, 'unknown', 'stale', 'always_open'],
    ]);
    await removeStores(test.database);
    await add([minute(30, true)]);
    expect(await figures(60, { unknownAfter, defaultStatus: 'inactive' })).toEqual([10, 30, 20, 0]);
    expect(await figures(60, { unknownAfter, defaultStatus: 'unknown' })).toEqual([10, 0, 50, 0]);
  });

  it('has pages of its ledger that go on where it is stale', async () => {
    const every = [0, 20, 40, 60, 80].map((after) => minute(after, true));
    await add(every);
    expect((await explained(100, { unknownAfter })).map(([from, state]) => [from, state])).toEqual(
      [0, 20, 40, 60, 80].flatMap((after) => [
        [after, 'active'],
        [after + 10, 'unknown'],
      ]),
    );
  });

  it('is refused if observations that it needs were dropped', async () => {
    await add([minute(-10, true), minute(30, true)]);
    await keepFrom(NOON - unknownAfter);
    expect(await figures(60, { unknownAfter })).toEqual([10, 0, 50, 0]);
    await keepFrom(NOON - unknownAfter + 1);
    await expect(uptime.figures(request(60, { unknownAfter }))).rejects.toThrow('observations_dropped');
    await expect(uptime.explained(request(60, { unknownAfter }), NOON)).rejects.toThrow('observations_dropped');
    expect(await figures(60)).toEqual([60, 0, 0, 0]);
  });
});

describe('docs/rules.md, R27 and R28: the schedule of a store', () => {
  it('is the one in force on each date, in the zone of which it is shown', async () => {
    await add([], {
      timezones: { '': 'America/New_York', '2024-10-10': 'Asia/Tokyo' },
      hours: { '': 'closed', '2024-10-09': '2 09:00 10:00' },
      special_hours: { '2024-10-10': '08:00 08:30' },
    });
    // 13:00 to 14:00, and 23:00 to 23:30.
    expect(await figures(24 * 60)).toEqual([90, 0, 0, 0]);
    expect(await explained(24 * 60)).toEqual([
      [0, 'closed', undefined, 'outside_hours'],
      [60, 'active', 'default', 'business_hours'],
      [120, 'closed', undefined, 'zone_change'],
      [180, 'closed', undefined, 'zone_change'],
      [660, 'active', 'default', 'special_hours'],
      [690, 'closed', undefined, 'outside_hours'],
    ]);
    const zoneAt = async (end: Micros) =>
      (await uptime.figures({ ...request(0), range: { from: NOON, to: end } })).timezone;
    const midnight = NOON + 3 * HOUR;
    expect([await zoneAt(midnight), await zoneAt(midnight + 1)]).toEqual(['America/New_York', 'Asia/Tokyo']);
  });

  it('may have as many openings as special dates and its fullest version allow', async () => {
    const rows = Array.from(
      { length: 100 },
      (_, index) => `${index % 7} 0${Math.floor(index / 60)}:${String(index % 60).padStart(2, '0')} 03:00`,
    );
    await add([], {
      hours: { '': 'closed', '2024-10-01': rows.join() },
      special_hours: { '2024-10-09': '08:00 09:00' },
    });
    const from = Date.UTC(2010, 0, 1) * 1000;
    const over = async (length: Micros) => uptime.figures({ ...request(0), range: { from, to: from + length } });
    // 100 a week, and one special date: 50,000 and no more.
    const longest = ((50_000 - 1) / 100) * 7 * DAY;
    expect((await over(longest)).figures.scheduled).toBe(0);
    await expect(over(longest + MINUTE)).rejects.toThrow('range_too_long');
  });
});
