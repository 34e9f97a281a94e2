import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TestDatabase } from '../../test/support/postgres';
import { addStores, removeStores, type TestStore } from '../../test/support/stores';
import { Calculator } from '../calculator/calculator';
import { CalculatorModule } from '../calculator/calculator.module';
import { HOUR, type Micros, MINUTE, SECOND, WEEK } from '../calculator/instants';
import type { LedgerStretch } from '../calculator/ledger';
import type { RequestedTerms } from '../calculator/figures/terms';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { StoreSchedules } from '../stores/schedules/store-schedules';
import { Closures } from '../stores/schedules/closures';
import { StoresModule } from '../stores/stores.module';
import { StoresService } from '../stores/stores.service';
import { type ExplainedStretch, type UptimeRequest, UptimeService } from './uptime.service';

/** Wednesday noon. */
const NOON = Date.UTC(2024, 9, 9, 12) * 1000;
const LEDGER_MAX = 10;
const IMPORT_ID = '5f0f6a3e-2f0c-4a57-9f3a-0c9a3d1f6b10';

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let uptime: UptimeService;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = readSettings({
    DEFAULT_TIMEZONE: 'America/New_York',
    END_OF_DAY_GRACE: 'true',
    LEDGER_MAX: String(LEDGER_MAX),
  });
  app = await NestFactory.createApplicationContext(
    {
      module: StoresModule,
      imports: [ConfigModule.with({ ...settings, DATABASE_URL: test.url }), CalculatorModule],
      providers: [UptimeService],
    },
    { logger: false },
  );
  uptime = app.get(UptimeService);
  await test.query(
    `INSERT INTO import (import_key, import_id, kind, source) OVERRIDING SYSTEM VALUE VALUES (1, $1, 'store-status', 'csv')`,
    [IMPORT_ID],
  );
});

beforeEach(async () => {
  await removeStores(test.database);
  await keepFrom(-Infinity);
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

/** Pretends that retention dropped the observations before an instant. */
async function keepFrom(instant: Micros): Promise<void> {
  await test.query('UPDATE observation_retention SET kept_from = to_timestamp($1)', [instant / 1e6]);
  await test.query('DELETE FROM observation WHERE observed_at < to_timestamp($1)', [instant / 1e6]);
}

interface Observed {
  readonly at: Micros;
  readonly active: boolean;
}

/**
 * Adds the store `s` with its observations, each of which changes its status, so that it begins a run, between two others
 * that were observed a little later with the opposite status.
 */
async function add(observations: readonly Observed[], store: Omit<TestStore, 'id' | 'runs'> = { timezone: 'UTC' }) {
  const runs = observations.map(({ at, active }) => ({ startedAt: at, active }));
  const others = observations.map(({ at, active }) => ({ startedAt: at + SECOND, active: !active }));
  await addStores(test.database, [
    { id: 'r', runs: others },
    { id: 's', ...store, runs },
    { id: 't', runs: others },
  ]);
  await test.query(`SELECT create_observation_partition(started_at) FROM status_run`);
  await test.query(
    `INSERT INTO observation (bucket, store_key, observed_at, import_key, active)
     SELECT bucket, store_key, started_at, 1, active FROM status_run`,
  );
}

/** Observations a minute apart from noon on, the first of which is inactive. */
function minutes(count: number): Observed[] {
  return Array.from({ length: count }, (_, index) => ({ at: NOON + index * MINUTE, active: index % 2 === 1 }));
}

const NO_TERMS: RequestedTerms = { defaultStatus: undefined, unknownAfter: undefined, closures: undefined };

function request(from: Micros, to: Micros): UptimeRequest {
  return { storeId: 's', range: { from, to }, terms: NO_TERMS };
}

/** The ledger of a range, page by page. */
async function ledgerOf(asked: UptimeRequest, service = uptime): Promise<ExplainedStretch[][]> {
  const pages: ExplainedStretch[][] = [];
  for (let start = asked.range.from; ;) {
    const { ledger } = await service.explained(asked, start);
    expect(ledger.stretches.length).toBeLessThanOrEqual(LEDGER_MAX);
    pages.push([...ledger.stretches]);
    if (ledger.next === undefined) return pages;
    expect(ledger.next).toBeGreaterThan(start);
    start = ledger.next;
  }
}

describe('the pages of a ledger', () => {
  it.each([
    [9, [9]],
    [10, [10]],
    [11, [10, 1]],
    [20, [10, 10]],
    [21, [10, 10, 1]],
  ])('have each of %d stretches once', async (count, lengths) => {
    await add(minutes(count));
    const pages = await ledgerOf(request(NOON, NOON + count * MINUTE));
    expect(pages.map(({ length }) => length)).toEqual(lengths);
    expect(pages.flat().map(({ from, to, state, observation }) => [from, to, state, observation])).toEqual(
      minutes(count).map(({ at, active }) => [
        at,
        at + MINUTE,
        active ? 'active' : 'inactive',
        { observedAt: at, active, received: { importId: IMPORT_ID, at: expect.any(Date) } },
      ]),
    );
  });

  it('have one stretch each if that is the most, also where observations were dropped', async () => {
    await add(minutes(8));
    await keepFrom(NOON + 4 * MINUTE);
    const settings = { ...readSettings({}), DATABASE_URL: test.url, REDIS_URL: '', LEDGER_MAX: 1 };
    const single = new UptimeService(
      settings,
      provided(Database),
      provided(StoresService),
      provided(StoreSchedules),
      provided(Closures),
      new Calculator(),
    );
    const pages = await ledgerOf(request(NOON, NOON + 8 * MINUTE), single);
    expect(pages.map((stretches) => stretches.map(({ from }) => from))).toEqual(minutes(8).map(({ at }) => [at]));
  });

  it('cover closed time with many observations, in which no stretch begins', async () => {
    const opens = 14 * HOUR;
    await add(minutes(36), { timezone: 'UTC', hours: [{ dayOfWeek: 2, opens, closes: opens + HOUR }] });
    const stretches = (await ledgerOf(request(NOON - HOUR, NOON + 4 * HOUR))).flat();
    const closed = stretches.filter(({ state, to }) => state === 'closed' && to <= NOON + 2 * HOUR);
    expect(closed.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(3 * HOUR);
    expect(stretches.filter(({ state }) => state !== 'closed')).toMatchObject([
      {
        from: NOON + 2 * HOUR,
        to: NOON + 3 * HOUR,
        state: 'active',
        source: 'carried',
        observedAt: NOON + 35 * MINUTE,
      },
    ]);
  });
});

describe('a ledger that contradicts the status runs', () => {
  const asked = request(NOON, NOON + 15 * MINUTE);

  it.each([
    [
      'begins a microsecond later',
      `UPDATE status_run SET started_at = started_at + interval '1 us' WHERE started_at = $1`,
    ],
    [
      'begins a microsecond earlier',
      `UPDATE status_run SET started_at = started_at - interval '1 us' WHERE started_at = $1`,
    ],
    ['has the other status', 'UPDATE status_run SET active = NOT active WHERE started_at = $1'],
    ['is missing', 'DELETE FROM status_run WHERE started_at = $1'],
  ])('is an error if a run %s, on the page where it matters', async (_contradiction, change) => {
    await add(minutes(15));
    expect((await ledgerOf(asked)).flat()).toHaveLength(15);
    await test.query(change, [new Date((NOON + 12 * MINUTE) / 1000)]);
    const { ledger } = await uptime.explained(asked, NOON);
    expect(ledger.next).toBe(NOON + 10 * MINUTE);
    await expect(uptime.explained(asked, NOON + 10 * MINUTE)).rejects.toThrow('does not add up');
  });

  it('is an error if an observation is missing', async () => {
    await add(minutes(5));
    await test.query('DELETE FROM observation WHERE observed_at = $1', [new Date((NOON + 2 * MINUTE) / 1000)]);
    await expect(uptime.explained(asked, NOON)).rejects.toThrow('does not add up');
  });

  it.each([
    ['has a gap', (stretch: LedgerStretch) => (stretch.state === 'closed' ? [] : [stretch])],
    [
      'takes open time for closed time',
      (stretch: LedgerStretch) => [stretch.state === 'inactive' ? { ...stretch, state: 'closed' as const } : stretch],
    ],
  ])('is an error if it %s', async (_mistake, mistaken) => {
    const hours = [{ dayOfWeek: 2, opens: 12 * HOUR, closes: 12 * HOUR + 10 * MINUTE }];
    await add(minutes(5), { timezone: 'UTC', hours });
    const around = request(NOON - HOUR, NOON + 10 * MINUTE);
    expect((await ledgerOf(around)).flat().map(({ state }) => state)).toContain('closed');
    const calculator = provided(Calculator);
    const { ledger } = calculator;
    jest.spyOn(calculator, 'ledger').mockImplementation(function* (...values) {
      for (const stretch of ledger(...values)) yield* mistaken(stretch);
    });
    await expect(uptime.explained(around, NOON - HOUR)).rejects.toThrow('does not add up');
  });
});

describe('the figures of a store', () => {
  it('cover at most 50,000 openings', async () => {
    const hours = Array.from({ length: 100 }, (_, row) => ({
      dayOfWeek: row % 7,
      opens: row * MINUTE,
      closes: HOUR * 3,
    }));
    await add([], { timezone: 'UTC', hours });
    const from = Date.UTC(2010, 0, 1) * 1000;
    const longest = await uptime.figures(request(from, from + 500 * WEEK));
    expect(longest.figures.scheduled).toBeGreaterThan(500 * 7 * HOUR);
    await expect(uptime.figures(request(from, from + 500 * WEEK + 1))).rejects.toThrow('range_too_long');
  });

  it('cover at most as many microseconds as a number can hold', async () => {
    await add([]);
    const longest = await uptime.figures(request(1 - 2 ** 52, 2 ** 52));
    expect(longest.figures).toEqual({
      scheduled: 2 ** 53 - 1,
      uptime: 2 ** 53 - 1,
      downtime: 0,
      unknown: 0,
      excluded: 0,
    });
    await expect(uptime.figures(request(-(2 ** 52), 2 ** 52))).rejects.toThrow('range_too_long');
  });

  it('are explained exactly over the longest range', async () => {
    await add([{ at: 2 ** 52 - 4, active: false }]);
    const { figures, ledger } = await uptime.explained(request(1 - 2 ** 52, 2 ** 52), 1 - 2 ** 52);
    expect(figures).toEqual({ scheduled: 2 ** 53 - 1, uptime: 2 ** 53 - 5, downtime: 4, unknown: 0, excluded: 0 });
    expect(ledger.stretches.map(({ from, to }) => to - from)).toEqual([2 ** 53 - 5, 4]);
  });

  it('have the default status before the first observation, or that of the request', async () => {
    await add([{ at: NOON, active: true }]);
    const asked = request(NOON - HOUR, NOON + HOUR);
    expect((await uptime.figures(asked)).figures).toMatchObject({ uptime: 2 * HOUR, downtime: 0 });
    const inactive = await uptime.figures({ ...asked, terms: { ...NO_TERMS, defaultStatus: 'inactive' } });
    expect(inactive.figures).toMatchObject({ uptime: HOUR, downtime: HOUR });
    const { ledger } = await uptime.explained(
      { ...asked, terms: { ...NO_TERMS, defaultStatus: 'inactive' } },
      asked.range.from,
    );
    expect(ledger.stretches.map(({ state }) => state)).toEqual(['inactive', 'active']);
  });

  it('count observations from the first instant that is kept on, and do not where some were dropped', async () => {
    await add(minutes(10));
    const { observationCount } = await uptime.figures(request(NOON, NOON + 10 * MINUTE));
    expect(observationCount).toBe(10);
    await keepFrom(NOON + 5 * MINUTE);
    const kept = await uptime.figures(request(NOON + 5 * MINUTE, NOON + 9 * MINUTE));
    expect(kept.observationCount).toBe(4);
    const dropped = await uptime.figures(request(NOON + 5 * MINUTE - 1, NOON + 9 * MINUTE));
    expect(dropped.observationCount).toBeUndefined();
    expect(dropped.figures).toMatchObject({ uptime: 2 * MINUTE, downtime: 2 * MINUTE + 1 });
  });

  it('are explained by the starts of runs where observations were dropped', async () => {
    await add(minutes(6));
    await keepFrom(NOON + 3 * MINUTE + 1);
    const [stretches = []] = await ledgerOf(request(NOON + MINUTE, NOON + 6 * MINUTE));
    expect(stretches.map(({ from, state, source }) => [from, state, source])).toEqual(
      minutes(6)
        .slice(1)
        .map(({ at, active }) => [at, active ? 'active' : 'inactive', 'observation']),
    );
    // Of those that were dropped it is no longer known how they came.
    expect(stretches.map(({ observation }) => observation?.received?.importId)).toEqual([
      undefined,
      undefined,
      undefined,
      IMPORT_ID,
      IMPORT_ID,
    ]);
  });

  it('are those of one state of the data, whatever is written while they are read', async () => {
    await add([{ at: NOON, active: true }]);
    const asked = request(NOON, NOON + HOUR);
    const schedules = provided(StoreSchedules);
    const find = schedules.find.bind(schedules);
    jest.spyOn(schedules, 'find').mockImplementation(async (...values) => {
      const schedule = await find(...values);
      await test.query('UPDATE status_run SET active = NOT active');
      await test.query('UPDATE observation SET active = NOT active');
      return schedule;
    });
    const before = { uptime: HOUR, downtime: 0 };
    const after = { uptime: 0, downtime: HOUR };
    expect((await uptime.figures(asked)).figures).toMatchObject(before);
    const explained = await uptime.explained(asked, NOON);
    expect(explained.figures).toMatchObject(after);
    expect(explained.ledger.stretches).toMatchObject([{ state: 'inactive' }]);
    jest.restoreAllMocks();
    expect((await uptime.figures(asked)).figures).toMatchObject(before);
  });

  it('are by the default time zone if the store has none, and with the grace at the end of the day', async () => {
    // Until 23:59 in New York, which counts as midnight there.
    await add([], { hours: [{ dayOfWeek: 2, opens: 9 * HOUR, closes: 24 * HOUR - MINUTE }] });
    const found = await uptime.explained(request(NOON, NOON + 24 * HOUR), NOON);
    expect(found).toMatchObject({ timezone: 'America/New_York', figures: { scheduled: 15 * HOUR } });
    expect(found.ledger.stretches).toMatchObject([
      { to: NOON + HOUR, state: 'closed' },
      { to: NOON + 16 * HOUR, state: 'active', rule: 'end_of_day_grace' },
      { to: NOON + 24 * HOUR, state: 'closed' },
    ]);
  });
});
