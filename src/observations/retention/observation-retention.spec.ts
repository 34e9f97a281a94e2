import { Logger } from '@nestjs/common';
import { TestDatabase } from '../../../test/support/postgres';
import { until } from '../../../test/support/service';
import { type Micros, WEEK } from '../../calculator/instants';
import { readSettings } from '../../platform/config/settings';
import { fromMicros } from '../../platform/database/sql';
import { acquireWriteLock } from '../../stores/write-lock';
import { keptFrom } from './kept-from';
import { ObservationRetention } from './observation-retention';

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
  const settings = readSettings({ OBSERVATION_RETENTION: `${DAYS_KEPT}d` });
  retention = new ObservationRetention({ ...settings, DATABASE_URL: '', REDIS_URL: '' }, test.database);
  warnings = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  messages = jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  for (const name of await partitions()) await test.query(`DROP TABLE ${name}`);
  await test.query(`UPDATE observation_retention SET kept_from = '-infinity'`);
});

afterEach(() => {
  retention.onApplicationShutdown();
  jest.restoreAllMocks();
});

async function partitions(): Promise<string[]> {
  const found = await test.query(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'observation'::regclass ORDER BY 1`,
  );
  return found.map(({ name }) => String(name));
}

/** Stores an observation, a microsecond before each of some instants. */
async function observeBefore(...instants: readonly Micros[]): Promise<void> {
  const earlier = instants.map((instant) => instant - 1);
  await test.query(`SELECT create_observation_partition(${fromMicros('at')}) FROM unnest($1::bigint[]) AS given (at)`, [
    earlier,
  ]);
  await test.query(
    `INSERT INTO observation (store_key, observed_at, active, import_key)
     SELECT 1, ${fromMicros('at')}, true, 1 FROM unnest($1::bigint[]) AS given (at)`,
    [earlier],
  );
}

/** Lets the retention look for old observations at a time at which those before an instant are too old. */
function dropBefore(instant: Micros): void {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(instant / 1000 + DAYS_KEPT * DAY_MS);
  retention.onModuleInit();
  clock.mockRestore();
}

async function untilDropped(name: string): Promise<void> {
  await until(async () => ((await partitions()).includes(name) ? undefined : true));
}

describe('ObservationRetention', () => {
  it.each([
    ['that end when observations are old enough', MONDAY, MONDAY],
    ['but not one that ends a millisecond later', MONDAY - 1000, MONDAY - WEEK],
  ])('drops the weeks %s', async (_which, before, expected) => {
    await observeBefore(MONDAY - WEEK, MONDAY, MONDAY + WEEK);
    expect(await keptFrom(test.database.pool)).toBe(-Infinity);
    dropBefore(before);
    await untilDropped('observation_20240923');
    const left = ['observation_20240930', 'observation_20241007'];
    expect(await partitions()).toEqual(expected === MONDAY ? left.slice(1) : left);
    expect(await keptFrom(test.database.pool)).toBe(expected);
  });

  it('drops what is before 2000 as one week that ends on 3 January', async () => {
    const firstMonday = Date.UTC(2000, 0, 3) * 1000;
    await observeBefore(firstMonday - WEEK, firstMonday, firstMonday + WEEK);
    dropBefore(firstMonday);
    await untilDropped('observation_before_2000');
    expect(await partitions()).toEqual(['observation_20000103']);
    expect(await keptFrom(test.database.pool)).toBe(firstMonday);
  });

  it('never accepts again what was dropped before', async () => {
    await test.query(`UPDATE observation_retention SET kept_from = ${fromMicros('$1::bigint')}`, [MONDAY]);
    await observeBefore(MONDAY - WEEK);
    dropBefore(MONDAY);
    await untilDropped('observation_20240923');
    expect(await keptFrom(test.database.pool)).toBe(MONDAY);
  });

  it('waits for its turn, but not for as long as it takes, and tries again', async () => {
    await observeBefore(MONDAY);
    await test.database.transaction(async (holder) => {
      await acquireWriteLock(holder);
      dropBefore(MONDAY);
      const gaveUp = () => (warnings.mock.calls.length > 0 ? true : undefined);
      const outcome = await until(async () => gaveUp() ?? ((await partitions()).length === 0 ? false : undefined));
      expect(outcome).toBe(true);
      expect(warnings.mock.calls).toEqual([[expect.stringContaining('were not dropped, which is tried again')]]);
      expect(await partitions()).toEqual(['observation_20240930']);
      expect(await keptFrom(test.database.pool)).toBe(-Infinity);
    });
    retention.onApplicationShutdown();
    dropBefore(MONDAY);
    await untilDropped('observation_20240930');
    await until(() => (messages.mock.calls.length > 0 ? true : undefined));
    expect(messages.mock.calls).toEqual([['dropped observation_20240930']]);
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

  it('drops nothing unless it is set', () => {
    const looked = jest.spyOn(test.database.pool, 'query');
    const unset = new ObservationRetention({ ...readSettings({}), DATABASE_URL: '', REDIS_URL: '' }, test.database);
    unset.onModuleInit();
    expect(looked).not.toHaveBeenCalled();
    unset.onApplicationShutdown();
  });
});
