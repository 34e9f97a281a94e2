import { at, date, iso, weekly } from '../../../test/support/calculator/schedules';
import { DAY, HOUR, WEEK } from '../instants';
import type { Schedule } from '../schedule/schedule';
import {
  earliestSpoken,
  isWindowList,
  MAX_WINDOW_DAYS,
  requireWindow,
  windowInterval,
  windowNamed,
  windowReach,
} from './windows';

/** The first and the last date of a window, in words. */
function dates(name: string): string | undefined {
  const window = windowNamed(name);
  if (!window || 'elapsed' in window) return undefined;
  return [window.first, window.last].map((day) => iso(day * DAY).slice(0, 10)).join(' ');
}

describe('docs/rules.md, R31: the name of a window', () => {
  it.each([
    ['last_hour', HOUR],
    ['last_day', DAY],
    ['last_week', WEEK],
  ])('may be %s', (name, elapsed) => {
    expect(windowNamed(name)).toEqual({ name, elapsed });
  });

  it.each([
    ['a date', '2024-10-05', '2024-10-05 2024-10-05'],
    ['a leap day', '2024-02-29', '2024-02-29 2024-02-29'],
    ['a month', '2024-10', '2024-10-01 2024-10-31'],
    ['a month of 30 days', '2024-04', '2024-04-01 2024-04-30'],
    ['a February', '2023-02', '2023-02-01 2023-02-28'],
    ['a February of a leap year', '2024-02', '2024-02-01 2024-02-29'],
    ['a February of a century', '2100-02', '2100-02-01 2100-02-28'],
    ['a week', '2024-W41', '2024-10-07 2024-10-13'],
    ['a first week that begins in January', '2021-W01', '2021-01-04 2021-01-10'],
    ['a first week that begins in December', '2019-W01', '2018-12-31 2019-01-06'],
    ['a last week', '2023-W52', '2023-12-25 2023-12-31'],
    ['a 53rd week', '2020-W53', '2020-12-28 2021-01-03'],
    ['a 53rd week of a year that begins on a Thursday', '2015-W53', '2015-12-28 2016-01-03'],
    ['a week before 1970', '1959-W53', '1959-12-28 1960-01-03'],
    ['dates', '2024-10-01..2024-10-14', '2024-10-01 2024-10-14'],
    ['dates, the first of which is the last', '2024-10-01..2024-10-01', '2024-10-01 2024-10-01'],
    ['the most dates', '2024-01-01..2024-12-31', '2024-01-01 2024-12-31'],
    ['the first date', '1700-01-01', '1700-01-01 1700-01-01'],
    ['the last date', '2254-12-31', '2254-12-31 2254-12-31'],
  ])('may be %s: %s', (_form, name, expected) => {
    expect(dates(name)).toBe(expected);
  });

  it.each([
    ['no form', ['', 'last_month', 'LAST_DAY', ' last_day', '2024', '2024-1', '2024-1-1', '20241005', '2024-10-05Z']],
    ['members of every object', ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']],
    ['months that do not exist', ['2024-13', '2024-00', '1699-12', '2255-01']],
    ['dates that do not exist', ['2024-02-30', '2023-02-29', '2024-00-01', '2024-10-32', '1699-12-31', '2255-01-01']],
    ['weeks that do not exist', ['2023-W53', '2024-W53', '2024-W00', '2024-W54', '2024-W4', '2024-w41', '2024W41']],
    ['a range that ends before it begins', ['2024-10-02..2024-10-01']],
    ['a range that is too long', ['2024-01-01..2025-01-01', '1700-01-01..2254-12-31']],
    ['half a range', ['2024-10-01..', '..2024-10-01', '..', '2024-10-01...2024-10-02']],
    ['a range of three', ['2024-10-01..2024-10-02..2024-10-03']],
    ['a range of other than dates', ['2024-10..2024-11', '2024-W41..2024-W42', 'last_day..2024-10-01']],
    ['other digits or spaces', ['٢٠٢٤-١٠', '2024-10 ', '2024-10\n', '2024-10-05\n']],
  ])('is never %s', (_form, names) => {
    expect(names.map(windowNamed)).toEqual(names.map(() => undefined));
    for (const name of names) expect(() => requireWindow(name)).toThrow(RangeError);
  });

  it('of as many dates as a range may have is right, and of one more is not', () => {
    const last = (days: number) => iso((date('2023-01-01') + days - 1) * DAY).slice(0, 10);
    expect(dates(`2023-01-01..${last(MAX_WINDOW_DAYS)}`)).toBe(`2023-01-01 ${last(MAX_WINDOW_DAYS)}`);
    expect(dates(`2023-01-01..${last(MAX_WINDOW_DAYS + 1)}`)).toBeUndefined();
  });
});

describe('the windows of a report', () => {
  const days = (count: number) => Array.from({ length: count }, (_, index) => `2024-10-${String(index + 10)}`);

  it('are 1 to 12, each once', () => {
    expect([days(1), days(12), ['last_day', '2024-10', '2024-W41']].map(isWindowList)).toEqual([true, true, true]);
    const wrong = [[], days(13), ['last_day', 'last_day'], ['2024-10', 'last_day', '2024-10'], ['last_day', '2024-13']];
    expect(wrong.map(isWindowList)).toEqual(wrong.map(() => false));
  });

  it('are texts', () => {
    const wrong = [[['last_day']], [null], [undefined], [2024], [{ toString: () => 'last_day' }]];
    expect(wrong.map(isWindowList)).toEqual(wrong.map(() => false));
  });
});

describe('the interval of a window', () => {
  const asOf = at('2024-10-09T15:30:00Z');

  function interval(name: string, schedule: Schedule, now = asOf): string[] {
    const { from, to } = windowInterval(requireWindow(name), schedule, now);
    return [iso(from), iso(to)];
  }

  it('of elapsed time ends now, whatever the zone', () => {
    for (const zone of ['UTC', 'Asia/Tokyo']) {
      expect(interval('last_day', weekly(zone, []))).toEqual(['2024-10-08T15:30:00Z', '2024-10-09T15:30:00Z']);
    }
  });

  it("of dates is from the store's midnight at the first to that after the last", () => {
    const newYork = weekly('America/New_York', []);
    expect(interval('2024-10-07..2024-10-08', newYork)).toEqual(['2024-10-07T04:00:00Z', '2024-10-09T04:00:00Z']);
    expect(interval('2024-10-05', weekly('Asia/Tokyo', []))).toEqual(['2024-10-04T15:00:00Z', '2024-10-05T15:00:00Z']);
    // 25 hours.
    expect(interval('2023-11-05', newYork)).toEqual(['2023-11-05T04:00:00Z', '2023-11-06T05:00:00Z']);
  });

  it('of dates is cut at now, and empty if it begins then or later', () => {
    const utc = weekly('UTC', []);
    expect(interval('2024-10', utc)).toEqual(['2024-10-01T00:00:00Z', '2024-10-09T15:30:00Z']);
    for (const name of ['2024-10-10', '2024-11', '2025-W01'])
      expect(interval(name, utc)).toEqual([iso(asOf), iso(asOf)]);
    const midnight = at('2024-10-09T00:00:00Z');
    expect(interval('2024-10-09', utc, midnight)).toEqual([iso(midnight), iso(midnight)]);
    expect(windowInterval(requireWindow('2024-10-09'), utc, midnight + 1)).toEqual({
      from: midnight,
      to: midnight + 1,
    });
  });

  it('of a date that the zone skips is empty', () => {
    const apia = weekly('Pacific/Apia', []);
    expect(interval('2011-12-30', apia)).toEqual(['2011-12-30T10:00:00Z', '2011-12-30T10:00:00Z']);
    expect(interval('2011-12-29..2011-12-31', apia)).toEqual(['2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z']);
  });

  describe('with a zone from one date on', () => {
    const moving = (before: string, after: string): Schedule => ({
      ...weekly('UTC', []),
      timezones: [
        { from: -Infinity, value: before },
        { from: date('2024-10-05'), value: after },
      ],
    });

    it('has each of its ends by the zone in force on its own date', () => {
      const schedule = moving('America/New_York', 'Asia/Tokyo');
      expect(interval('2024-10-04', schedule)).toEqual(['2024-10-04T04:00:00Z', '2024-10-04T15:00:00Z']);
      expect(interval('2024-10-04..2024-10-05', schedule)).toEqual(['2024-10-04T04:00:00Z', '2024-10-05T15:00:00Z']);
    });

    it('is empty if it ends before it begins', () => {
      const schedule = moving('Etc/GMT+12', 'Pacific/Kiritimati');
      expect(interval('2024-10-04', schedule)).toEqual(['2024-10-04T12:00:00Z', '2024-10-04T12:00:00Z']);
    });
  });
});

describe('the time in which the intervals of a window lie', () => {
  const asOf = at('2024-10-09T15:30:00Z');

  it.each(['last_week', '2024-10-05', '2024-10', '2011-12-29..2011-12-31', '1844-12-30', '2024-10-09', '2024-11'])(
    'holds those of every zone: %s',
    (name) => {
      const window = requireWindow(name);
      const reach = windowReach(window, asOf);
      for (const zone of ['UTC', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Pacific/Apia', 'Asia/Manila', 'America/Juneau']) {
        const { from, to } = windowInterval(window, weekly(zone, []), asOf);
        if (from < to) expect([zone, from >= reach.from, to <= reach.to]).toEqual([zone, true, true]);
      }
      expect(reach.to).toBeLessThanOrEqual(asOf);
    },
  );

  it('begins with the earliest window, and before that observations may still speak', () => {
    const windows = ['last_hour', '2024-10-05', 'last_day'].map(requireWindow);
    expect(earliestSpoken(windows, asOf, 3 * HOUR)).toBe(at('2024-10-03T00:00:00Z') - 3 * HOUR);
    expect(earliestSpoken(windows.slice(0, 1), asOf, 3 * HOUR)).toBe(asOf - 4 * HOUR);
  });
});
