import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TestDatabase } from '../../test/support/postgres';
import { addStores, removeStores } from '../../test/support/stores';
import { CalculatorModule } from '../calculator/calculator.module';
import { HOUR, type Micros, MINUTE, WEEK } from '../calculator/instants';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { StoresModule } from '../stores/stores.module';
import { type ExplainedStretch, type UptimeRequest, UptimeService } from './uptime.service';

/** Wednesday noon. */
const NOON = Date.UTC(2024, 9, 9, 12) * 1000;
const LEDGER_MAX = 10;

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

async function query(sql: string, parameters: unknown[] = []): Promise<void> {
  await test.database.pool.query(sql, parameters);
}

/** Pretends that retention dropped the observations before an instant. */
async function keepFrom(instant: Micros): Promise<void> {
  await query('UPDATE observation_retention SET kept_from = to_timestamp($1)', [instant / 1e6]);
  await query('DELETE FROM observation WHERE observed_at < to_timestamp($1)', [instant / 1e6]);
}

interface Observed {
  readonly at: Micros;
  readonly active: boolean;
}

/** Adds the store `s` with its observations, each of which changes its status, so that it begins a run. */
async function add(observations: readonly Observed[], hours: Parameters<typeof addStores>[1][number]['hours'] = []) {
  const runs = observations.map(({ at, active }) => ({ startedAt: at, active }));
  await addStores(test.database, [{ id: 's', hours, runs }]);
  await query(`SELECT create_observation_partition(started_at) FROM status_run`);
  await query(
    `INSERT INTO observation (store_key, observed_at, import_key, active)
     SELECT store_key, started_at, 1, active FROM status_run`,
  );
}

/** Observations a minute apart from noon on, the first of which is inactive. */
function minutes(count: number): Observed[] {
  return Array.from({ length: count }, (_, index) => ({ at: NOON + index * MINUTE, active: index % 2 === 1 }));
}

function request(from: Micros, to: Micros): UptimeRequest {
  return { storeId: 's', range: { from, to }, defaultStatus: undefined };
}

/** The ledger of a range, page by page. */
async function ledgerOf(asked: UptimeRequest): Promise<ExplainedStretch[][]> {
  const pages: ExplainedStretch[][] = [];
  for (let start = asked.range.from; ;) {
    const { ledger } = await uptime.explained(asked, start);
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
    expect(pages.flat().map(({ from, to, state, observation }) => [from, to, state, observation?.observedAt])).toEqual(
      minutes(count).map(({ at, active }) => [at, at + MINUTE, active ? 'active' : 'inactive', at]),
    );
  });

  it('cover closed time with many observations, in which no stretch begins', async () => {
    const opens = 14 * HOUR;
    await add(minutes(36), [{ dayOfWeek: 2, opens, closes: opens + HOUR }]);
    const stretches = (await ledgerOf(request(NOON - HOUR, NOON + 4 * HOUR))).flat();
    const closed = stretches.filter(({ state, to }) => state === 'closed' && to <= NOON + 2 * HOUR);
    expect(closed.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(3 * HOUR);
    expect(stretches.filter(({ state }) => state !== 'closed')).toMatchObject([
      { from: NOON + 2 * HOUR, to: NOON + 3 * HOUR, state: 'active', source: 'carried' },
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
    await query(change, [new Date((NOON + 12 * MINUTE) / 1000)]);
    const { ledger } = await uptime.explained(asked, NOON);
    expect(ledger.next).toBe(NOON + 10 * MINUTE);
    await expect(uptime.explained(asked, NOON + 10 * MINUTE)).rejects.toThrow('does not add up');
  });

  it('is an error if an observation is missing', async () => {
    await add(minutes(5));
    await query('DELETE FROM observation WHERE observed_at = $1', [new Date((NOON + 2 * MINUTE) / 1000)]);
    await expect(uptime.explained(asked, NOON)).rejects.toThrow('does not add up');
  });
});

describe('the figures of a store', () => {
  it('cover at most 50,000 openings', async () => {
    const hours = Array.from({ length: 100 }, (_, row) => ({
      dayOfWeek: row % 7,
      opens: row * MINUTE,
      closes: HOUR * 3,
    }));
    await add([], hours);
    const from = Date.UTC(2010, 0, 1) * 1000;
    const longest = await uptime.figures(request(from, from + 500 * WEEK));
    expect(longest.figures.businessTime).toBeGreaterThan(500 * 7 * HOUR);
    await expect(uptime.figures(request(from, from + 500 * WEEK + 1))).rejects.toThrow('range_too_long');
  });

  it('have the default status before the first observation, or that of the request', async () => {
    await add([{ at: NOON, active: true }]);
    const asked = request(NOON - HOUR, NOON + HOUR);
    expect((await uptime.figures(asked)).figures).toMatchObject({ uptime: 2 * HOUR, downtime: 0 });
    const inactive = await uptime.figures({ ...asked, defaultStatus: 'inactive' });
    expect(inactive.figures).toMatchObject({ uptime: HOUR, downtime: HOUR });
    const { ledger } = await uptime.explained({ ...asked, defaultStatus: 'inactive' }, asked.range.from);
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
  });
});
