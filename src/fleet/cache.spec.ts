import { setImmediate as nextTurn } from 'node:timers/promises';
import { Kept } from './cache';

describe('Kept', () => {
  let now: number;
  let loads: number;
  let kept: Kept<number>;

  beforeEach(() => {
    now = 0;
    loads = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    kept = new Kept(async () => {
      loads++;
      now += 100;
      if (loads === 3) throw new Error('not this time');
      return Promise.resolve(loads);
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('loads once for all, and again when it is ten times as old as that took', async () => {
    expect(await Promise.all([kept.get(), kept.get()])).toEqual([1, 1]);
    now = 999;
    expect(await kept.get()).toBe(1);
    now = 1000;
    // The old value, while the new one comes.
    expect(await kept.get()).toBe(1);
    await nextTurn();
    expect(await kept.get()).toBe(2);
    expect(loads).toBe(2);
  });

  it('does not give what is too old, nor keep a failure', async () => {
    await kept.get();
    now = 2_100;
    expect(await kept.get()).toBe(2);
    now = 40_000;
    await expect(kept.get()).rejects.toThrow('not this time');
    expect(await kept.get()).toBe(4);
  });
});
