import { HOUR } from '../calculator/instants';
import { memoize, scheduleKey } from './memo';
import type { Schedule } from '../calculator/open-intervals';

describe('memoize', () => {
  it('computes once per key, even if the result is undefined', () => {
    const compute = jest.fn((text: string) => (text === '' ? undefined : text.length));
    const length = memoize((text: string) => text.toLowerCase(), compute);
    expect(['ab', 'AB', '', '', 'c'].map(length)).toEqual([2, 2, undefined, undefined, 1]);
    expect(compute.mock.calls).toEqual([['ab'], [''], ['c']]);
  });

  it('keeps no more than the maximum number of entries', () => {
    const compute = jest.fn((text: string) => text.length);
    const length = memoize((text: string) => text, compute, 2);
    expect(['a', 'b', 'a', 'c', 'a'].map(length)).toEqual([1, 1, 1, 1, 1]);
    expect(compute.mock.calls).toEqual([['a'], ['b'], ['c'], ['a']]);
  });
});

describe('the key of a schedule', () => {
  const row = { dayOfWeek: 0, opens: 9 * HOUR, closes: 17 * HOUR };
  const schedule: Schedule = { timezone: 'UTC', hours: [row, row], endOfDayGrace: false };

  it('is the same for equal schedules', () => {
    expect(scheduleKey({ ...schedule, hours: [{ ...row }, { ...row }] })).toBe(scheduleKey(schedule));
  });

  it('depends on the zone, the grace, and each value of each row', () => {
    const others: Schedule[] = [
      schedule,
      { ...schedule, timezone: 'Asia/Tokyo' },
      { ...schedule, endOfDayGrace: true },
      { ...schedule, hours: [] },
      { ...schedule, hours: [], endOfDayGrace: true },
      { ...schedule, hours: [row] },
      { ...schedule, hours: [row, { ...row, dayOfWeek: 1 }] },
      { ...schedule, hours: [row, { ...row, opens: 10 * HOUR }] },
      { ...schedule, hours: [row, { ...row, closes: 18 * HOUR }] },
    ];
    expect(new Set(others.map(scheduleKey)).size).toBe(others.length);
  });
});
