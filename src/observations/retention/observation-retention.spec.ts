import { Logger } from '@nestjs/common';
import { TestDatabase } from '../../../test/support/postgres';
import { until } from '../../../test/support/service';
import { type Micros, WEEK } from '../../calculator/instants';
import { readSettings } from '../../platform/config/settings';
import { fromMicros } from '../../platform/database/sql';
import { lockAllBuckets } from '../../stores/buckets/bucket-locks';
import { closeFence } from '../../stores/buckets/fence';
import { keptFrom } from './kept-from';
import { ObservationRetention } from './observation-retention';
import { insertStores } from '../../../test/support/stores';

const DAYS_KEPT = 10;
const DAY_MS = 86_400_000;
const MONDAY: Micros = Date.UTC(2024, 9, 7) * 1000;

let test: TestDatabase;
let retention: ObservationRetention;
let warnings: jest.SpyInstance;
let messages: jest.SpyInstance;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

beforeEach(async () => {
  retention = keepingFor(DAYS_KEPT);
  warnings = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  messages = jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  for (const name of await partitions()) await test.query(`DROP TABLE ${name}`);
  await test.query(`UPDATE observation_retention SET kept_from = '-infinity', retention_ms = NULL`);
});

afterEach(() => {
  retention.onApplicationShutdown();
  jest.restoreAllMocks();
});

function keepingFor(days: number): ObservationRetention {
  const settings = readSettings({ OBSERVATION_RETENTION: `${days}d` });
  return new ObservationRetention({ ...settings, DATABASE_URL: '', REDIS_URL: '' }, test.database);
}

async function partitions(): Promise<string[]> {
  const found = await test.query(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'observation'::regclass ORDER BY 1`,
  );
  return found.map(({ name }) => String(name));
}

/**
 * Stores an observation, a microsecond before each of some instants, as a writer does: a sweep that has begun must not
 * drop a week between its creation and its first observation.
 */
async function observeBefore(...instants: readonly Micros[]): Promise<void> {
  const earlier = instants.map((instant) => instant - 1);
  await test.database.transaction(async (client) => {
    await lockAllBuckets(client);
    await client.query(
      `SELECT create_observation_partition(${fromMicros('at')}) FROM unnest($1::bigint[]) AS given (at)`,
      [earlier],
    );
    await client.query(
      `INSERT INTO observation (bucket, store_key, observed_at, active, import_key)
       SELECT 0, 64, ${fromMicros('at')}, true, 1 FROM unnest($1::bigint[]) AS given (at)`,
      [earlier],
    );
  });
}

/** Makes an instant that of the latest observation. */
async function observeLast(instant: Micros): Promise<void> {
  await test.query(
    `${insertStores(`SELECT 'a' AS store_id, ${fromMicros('$1::bigint')} AS last_observed_at`)}
     ON CONFLICT (store_id, bucket) DO UPDATE SET last_observed_at = excluded.last_observed_at`,
    [instant],
  );
}

/** Lets the retention look for old observations when those before an instant are too old. */
async function dropBefore(instant: Micros): Promise<void> {
  await observeLast(instant + DAYS_KEPT * DAY_MS * 1000);
  retention.onModuleInit();
}

/** The retention in days as it was recorded, and when; undefined if none was. */
async function recorded(): Promise<{ readonly days: number; readonly at: Date } | undefined> {
  const [row] = await test.query('SELECT retention_ms, retention_set_at AS at FROM observation_retention');
  if (!row || !(row.at instanceof Date) || row.retention_ms === null) return undefined;
  return { days: Number(row.retention_ms) / DAY_MS, at: row.at };
}

/** Until a partition is gone and the log says so, which is the last thing that is done. */
async function untilDropped(name: string): Promise<void> {
  const isLogged = () => messages.mock.calls.some(([line]) => String(line).includes(name));
  await until(async () => ((await partitions()).includes(name) || !isLogged() ? undefined : true));
}

describe('ObservationRetention', () => {
  it.each([
    ['that end when observations are old enough', MONDAY, MONDAY],
    ['but not one that ends a millisecond later', MONDAY - 1000, MONDAY - WEEK],
  ])('drops the weeks %s', async (_which, before, expected) => {
    await observeBefore(MONDAY - WEEK, MONDAY, MONDAY + WEEK);
    expect(await keptFrom(test.database.pool)).toBe(-Infinity);
    await dropBefore(before);
    await untilDropped('observation_20240923');
    const left = ['observation_20240930', 'observation_20241007'];
    expect(await partitions()).toEqual(expected === MONDAY ? left.slice(1) : left);
    expect(await keptFrom(test.database.pool)).toBe(expected);
  });

  it('drops what is before 2000 as one week that ends on 3 January', async () => {
    const firstMonday = Date.UTC(2000, 0, 3) * 1000;
    await observeBefore(firstMonday - WEEK, firstMonday, firstMonday + WEEK);
    await dropBefore(firstMonday);
    await untilDropped('observation_before_2000');
    expect(await partitions()).toEqual(['observation_20000103']);
    expect(await keptFrom(test.database.pool)).toBe(firstMonday);
  });

  it('never accepts again what was dropped before', async () => {
    await test.query(`UPDATE observation_retention SET kept_from = ${fromMicros('$1::bigint')}`, [MONDAY]);
    await observeBefore(MONDAY - WEEK);
    await dropBefore(MONDAY);
    await untilDropped('observation_20240923');
    expect(await keptFrom(test.database.pool)).toBe(MONDAY);
  });

  it('waits for its turn, but not for as long as it takes, and tries again', async () => {
    await observeBefore(MONDAY);
    await test.database.transaction(async (holder) => {
      await lockAllBuckets(holder);
      await dropBefore(MONDAY);
      const gaveUp = () => (warnings.mock.calls.length > 0 ? true : undefined);
      const outcome = await until(async () => gaveUp() ?? ((await partitions()).length === 0 ? false : undefined));
      expect(outcome).toBe(true);
      expect(warnings.mock.calls).toEqual([[expect.stringContaining('were not dropped, which is tried again')]]);
      expect(await partitions()).toEqual(['observation_20240930']);
      expect(await keptFrom(test.database.pool)).toBe(-Infinity);
    });
    retention.onApplicationShutdown();
    await dropBefore(MONDAY);
    await untilDropped('observation_20240930');
    expect(messages.mock.calls).toEqual([['dropped observation_20240930']]);
  });

  it('does not end its transaction while a report takes its snapshot', async () => {
    await observeBefore(MONDAY);
    await test.database.transaction(async (gate) => {
      await closeFence(gate);
      await dropBefore(MONDAY);
      await test.untilWaiting(1);
      expect(await keptFrom(test.database.pool)).toBe(-Infinity);
    });
    await untilDropped('observation_20240930');
  });

  it('looks every minute until it is stopped', async () => {
    jest.useFakeTimers({
      doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout', 'clearTimeout'],
    });
    try {
      const looks = jest.spyOn(test.database.pool, 'query').mock;
      retention.onModuleInit();
      await looks.results[0]?.value;
      await observeBefore(MONDAY);
      await until(async () => {
        jest.advanceTimersByTime(60_000);
        return (await partitions()).length === 0 ? true : undefined;
      });
      retention.onApplicationShutdown();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('drops one week at a time, and all at once only if the retention was changed', async () => {
    await dropBefore(MONDAY - 9 * WEEK);
    await until(() => recorded());
    retention.onApplicationShutdown();
    await observeBefore(MONDAY - WEEK, MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK);
    await dropBefore(MONDAY + WEEK);
    await until(() => (messages.mock.calls.length > 0 ? true : undefined));
    expect(messages.mock.calls).toEqual([['dropped observation_20240923']]);
    expect(await keptFrom(test.database.pool)).toBe(MONDAY - WEEK);
    retention.onApplicationShutdown();

    const before = await recorded();
    retention = keepingFor(DAYS_KEPT - 1);
    retention.onModuleInit();
    await until(() => (messages.mock.calls.length > 1 ? true : undefined));
    expect(messages.mock.calls[1]).toEqual(['dropped observation_20240930, observation_20241007']);
    expect(await partitions()).toEqual(['observation_20241014']);
    const after = await recorded();
    expect([before?.days, after?.days]).toEqual([DAYS_KEPT, DAYS_KEPT - 1]);
    expect(Number(after?.at)).toBeGreaterThan(Number(before?.at));
  });

  it.each([
    ['ahead', 61_000],
    ['behind', -61_000],
  ])('drops nothing while the clock of this process or that of PostgreSQL is wrong: %s', async (which, error) => {
    await observeBefore(MONDAY);
    const now = Date.now.bind(Date);
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + error);
    await dropBefore(MONDAY);
    await until(() => (warnings.mock.calls.length > 0 ? true : undefined));
    expect(warnings.mock.calls).toEqual([
      [expect.stringContaining(`the clock of this process is 61 seconds ${which}`)],
    ]);
    expect(await partitions()).toEqual(['observation_20240930']);
    retention.onApplicationShutdown();
    clock.mockImplementation(() => now() + error - Math.sign(error) * 4_000);
    retention.onModuleInit();
    await untilDropped('observation_20240930');
  });

  it('takes a latest observation in the future for one of now', async () => {
    const now = Date.now() * 1000;
    await observeBefore(now - WEEK, now);
    await dropBefore(now + 9 * WEEK);
    await until(() => recorded());
    expect(await partitions()).toHaveLength(2);
  });

  it('drops nothing unless it is set', () => {
    const looked = jest.spyOn(test.database.pool, 'query');
    const unset = new ObservationRetention({ ...readSettings({}), DATABASE_URL: '', REDIS_URL: '' }, test.database);
    unset.onModuleInit();
    expect(looked).not.toHaveBeenCalled();
    unset.onApplicationShutdown();
  });
});
