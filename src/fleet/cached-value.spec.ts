import { setImmediate as nextTurn } from 'node:timers/promises';
import { CachedValue } from './cached-value';

describe('CachedValue', () => {
  let now: number;
  let loads: number;
  let cached: CachedValue<number>;

  beforeEach(() => {
    now = 0;
    loads = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    cached = new CachedValue(async () => {
      loads++;
      now += 100;
      if (loads === 3) throw new Error('not this time');
      return Promise.resolve(loads);
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('loads once for all callers, and again when it is ten times as old as it took to load', async () => {
    expect(await Promise.all([cached.get(), cached.get()])).toEqual([1, 1]);
    now = 999;
    expect(await cached.get()).toBe(1);
    now = 1000;
    // The old value while the new one is loading.
    expect(await cached.get()).toBe(1);
    await nextTurn();
    expect(await cached.get()).toBe(2);
    expect(loads).toBe(2);
  });

  it('returns a value up to twenty times as old as it took to load', async () => {
    await cached.get();
    now = 2000;
    expect(await cached.get()).toBe(1);
    await nextTurn();
    // The second value was loaded from 2000 to 2100.
    now = 4001;
    await expect(cached.get()).rejects.toThrow('not this time');
  });

  it('neither returns a value that is too old nor caches a failure', async () => {
    await cached.get();
    now = 2_100;
    expect(await cached.get()).toBe(2);
    now = 40_000;
    await expect(cached.get()).rejects.toThrow('not this time');
    expect(await cached.get()).toBe(4);
  });

  it('keeps a value that took no time to load for ten milliseconds', async () => {
    const load = jest.fn(() => Promise.resolve(1));
    const instant = new CachedValue(load);
    for (now of [0, 0, 9.9]) await instant.get();
    expect(load).toHaveBeenCalledTimes(1);
    now = 10;
    await instant.get();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('keeps the failure of a refresh that nobody waits for from ending the process', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    try {
      await cached.get();
      now = 1000;
      await cached.get();
      await nextTurn();
      now = 2100;
      // The third load fails.
      expect(await cached.get()).toBe(2);
      await nextTurn();
      expect(loads).toBe(3);
      expect(unhandled).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unhandled);
    }
  });
});
