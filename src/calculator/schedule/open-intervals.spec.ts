import { everyDay, at, iso, range, row, weekly } from '../../../test/support/calculator/schedules';
import { DAY, HOUR, type Interval } from '../instants';
import { openIntervals } from './open-intervals';

/** When a store with these rows is open, as pairs of instants. */
function open(timezone: string, rows: readonly string[], within: Interval, endOfDayGrace = false): string[][] {
  const intervals = openIntervals(weekly(timezone, rows.map(row), endOfDayGrace), within);
  return intervals.map(({ from, to }) => [iso(from), iso(to)]);
}

// 2024-01-01 was a Monday.
const week = range('2024-01-01T00:00:00Z', '2024-01-08T00:00:00Z');

describe('docs/rules.md, R4: a store without rows is always open, one with rows is closed on other weekdays', () => {
  it('a store without rows is open all the time', () => {
    expect(open('America/New_York', [], week)).toEqual([['2024-01-01T00:00:00Z', '2024-01-08T00:00:00Z']]);
  });

  it('a store with one row is closed on the six other days', () => {
    expect(open('UTC', ['Wed 09:00-17:00'], week)).toEqual([['2024-01-03T09:00:00Z', '2024-01-03T17:00:00Z']]);
    expect(open('UTC', ['Wed 09:00-17:00'], range('2024-01-04T00:00:00Z', '2024-01-10T09:00:00Z'))).toEqual([]);
  });
});

describe('docs/rules.md, R3: a row names the local weekday on which it starts, 0 is Monday', () => {
  it.each([
    [0, '2024-01-01T12:00:00Z'],
    [1, '2024-01-02T12:00:00Z'],
    [2, '2024-01-03T12:00:00Z'],
    [3, '2024-01-04T12:00:00Z'],
    [4, '2024-01-05T12:00:00Z'],
    [5, '2024-01-06T12:00:00Z'],
    [6, '2024-01-07T12:00:00Z'],
  ])('day %i opens at %s', (dayOfWeek, opensAt) => {
    const schedule = weekly('UTC', [{ dayOfWeek, opens: 12 * HOUR, closes: 13 * HOUR }]);
    const [interval, ...others] = openIntervals(schedule, week);
    expect(interval).toEqual({ from: at(opensAt), to: at(opensAt) + HOUR });
    expect(others).toEqual([]);
  });

  it('weekdays are the same before 1970', () => {
    // 1969-07-20 was a Sunday, 1900-01-01 a Monday.
    expect(open('UTC', ['Sun 20:00-21:00'], range('1969-07-17T00:00:00Z', '1969-07-24T00:00:00Z'))).toEqual([
      ['1969-07-20T20:00:00Z', '1969-07-20T21:00:00Z'],
    ]);
    expect(open('UTC', ['Mon 00:00-24:00'], range('1899-12-30T00:00:00Z', '1900-01-05T00:00:00Z'))).toEqual([
      ['1900-01-01T00:00:00Z', '1900-01-02T00:00:00Z'],
    ]);
  });

  it('east of Greenwich, a Monday morning is still Sunday in UTC', () => {
    expect(
      open('Pacific/Auckland', ['Mon 09:00-12:00'], range('2023-12-31T00:00:00Z', '2024-01-05T00:00:00Z')),
    ).toEqual([['2023-12-31T20:00:00Z', '2023-12-31T23:00:00Z']]);
  });

  it('west of Greenwich, a Monday evening is already Tuesday in UTC', () => {
    expect(open('Pacific/Honolulu', ['Mon 20:00-22:00'], week)).toEqual([
      ['2024-01-02T06:00:00Z', '2024-01-02T08:00:00Z'],
    ]);
  });
});

describe('docs/rules.md, R3 and R6: how an interval ends', () => {
  it('end after start is the same day', () => {
    expect(open('UTC', ['Mon 09:00-17:30'], week)).toEqual([['2024-01-01T09:00:00Z', '2024-01-01T17:30:00Z']]);
  });

  it('end before start is overnight and ends on the next local day', () => {
    expect(open('UTC', ['Mon 22:00-02:00'], week)).toEqual([['2024-01-01T22:00:00Z', '2024-01-02T02:00:00Z']]);
    expect(open('UTC', ['Mon 22:00-00:00'], week)).toEqual([['2024-01-01T22:00:00Z', '2024-01-02T00:00:00Z']]);
    expect(open('UTC', ['Mon 12:00:01-12:00:00'], week)).toEqual([['2024-01-01T12:00:01Z', '2024-01-02T12:00:00Z']]);
  });

  it('the last part of an overnight interval belongs to a window that starts after midnight', () => {
    const afterMidnight = range('2024-01-02T00:30:00Z', '2024-01-02T06:00:00Z');
    expect(open('UTC', ['Mon 22:00-02:00'], afterMidnight)).toEqual([['2024-01-02T00:30:00Z', '2024-01-02T02:00:00Z']]);
    // It is Sunday's row that reaches into Monday, not Monday's own.
    const monday = range('2024-01-01T00:00:00Z', '2024-01-01T12:00:00Z');
    expect(open('UTC', ['Sun 22:00-02:00'], monday)).toEqual([['2024-01-01T00:00:00Z', '2024-01-01T02:00:00Z']]);
    expect(open('UTC', ['Mon 22:00-02:00'], monday)).toEqual([]);
  });

  it('end equal to start is 24 h, to the same clock time next day', () => {
    expect(open('UTC', ['Mon 09:00-09:00'], week)).toEqual([['2024-01-01T09:00:00Z', '2024-01-02T09:00:00Z']]);
    expect(open('UTC', ['Mon 00:00-00:00'], week)).toEqual([['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z']]);
  });

  it('24:00 is the end of the day', () => {
    expect(open('UTC', ['Mon 18:00-24:00'], week)).toEqual([['2024-01-01T18:00:00Z', '2024-01-02T00:00:00Z']]);
    expect(open('UTC', ['Mon 00:00-24:00'], week)).toEqual([['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z']]);
    expect(open('UTC', everyDay('00:00-24:00'), week)).toEqual([['2024-01-01T00:00:00Z', '2024-01-08T00:00:00Z']]);
  });

  it('24:00 as a start is the midnight at which the day ends', () => {
    expect(open('UTC', ['Mon 24:00-02:00'], week)).toEqual([['2024-01-02T00:00:00Z', '2024-01-02T02:00:00Z']]);
    expect(open('UTC', ['Mon 24:00-24:00'], week)).toEqual([['2024-01-02T00:00:00Z', '2024-01-03T00:00:00Z']]);
    // The last instants of it are two days after the local date on which it starts.
    const lastHour = range('2024-01-02T23:00:00Z', '2024-01-03T06:00:00Z');
    expect(open('UTC', ['Mon 24:00-24:00'], lastHour)).toEqual([['2024-01-02T23:00:00Z', '2024-01-03T00:00:00Z']]);
    // Where dates come late, that is two days after it by UTC, too.
    const late = range('2024-01-03T11:00:00Z', '2024-01-03T13:00:00Z');
    expect(open('Etc/GMT+12', ['Mon 24:00-24:00'], late)).toEqual([['2024-01-03T11:00:00Z', '2024-01-03T12:00:00Z']]);
  });

  it.each([
    ['23:59:59', '2024-01-01T23:59:59Z', '2024-01-02T23:59:59Z'],
    ['23:59:00', '2024-01-01T23:59:00Z', '2024-01-02T23:59:00Z'],
    ['23:59', '2024-01-01T23:59:00Z', '2024-01-02T23:59:00Z'],
  ])('%s is taken literally', (closes, firstClose, secondClose) => {
    expect(open('UTC', [`Mon 00:00-${closes}`, `Tue 00:00-${closes}`], week)).toEqual([
      ['2024-01-01T00:00:00Z', firstClose],
      ['2024-01-02T00:00:00Z', secondClose],
    ]);
  });

  describe('with the grace at the end of the day', () => {
    it.each(['23:59:59', '23:59:30', '23:59:00', '24:00'])('%s closes at midnight', (closes) => {
      expect(open('UTC', [`Mon 00:00-${closes}`, `Tue 00:00-${closes}`], week, true)).toEqual([
        ['2024-01-01T00:00:00Z', '2024-01-03T00:00:00Z'],
      ]);
    });

    it('earlier times are still taken literally', () => {
      expect(open('UTC', ['Mon 00:00-23:58:59', 'Tue 00:00-00:01'], week, true)).toEqual([
        ['2024-01-01T00:00:00Z', '2024-01-01T23:58:59Z'],
        ['2024-01-02T00:00:00Z', '2024-01-02T00:01:00Z'],
      ]);
    });

    it('an interval that opens in the last minute of a day still does so', () => {
      expect(open('UTC', ['Mon 23:59-06:00'], week, true)).toEqual([['2024-01-01T23:59:00Z', '2024-01-02T06:00:00Z']]);
    });

    it('the closing day is determined by the original times', () => {
      expect(open('UTC', ['Mon 23:59-23:59'], week, true)).toEqual([['2024-01-01T23:59:00Z', '2024-01-03T00:00:00Z']]);
      expect(open('UTC', ['Mon 23:59:00-23:59:59'], week, true)).toEqual([
        ['2024-01-01T23:59:00Z', '2024-01-02T00:00:00Z'],
      ]);
    });
  });
});

describe('docs/rules.md, R5: the open time is the union of all rows', () => {
  const nineToFive = [['2024-01-01T09:00:00Z', '2024-01-01T17:00:00Z']];

  it.each([
    ['rows that overlap', ['Mon 09:00-13:00', 'Mon 12:00-17:00']],
    ['rows that touch', ['Mon 09:00-12:00', 'Mon 12:00-17:00']],
    ['a repeated row', ['Mon 09:00-17:00', 'Mon 09:00-17:00']],
    ['a row within another', ['Mon 09:00-17:00', 'Mon 10:00-11:00']],
    ['rows in any order', ['Mon 15:00-17:00', 'Mon 09:00-12:00', 'Mon 11:00-15:00']],
  ])('%s are one interval', (_rows, hours) => {
    expect(open('UTC', hours, week)).toEqual(nineToFive);
  });

  it('rows that do not touch stay apart', () => {
    expect(open('UTC', ['Mon 12:00:01-17:00', 'Mon 09:00-12:00'], week)).toEqual([
      ['2024-01-01T09:00:00Z', '2024-01-01T12:00:00Z'],
      ['2024-01-01T12:00:01Z', '2024-01-01T17:00:00Z'],
    ]);
  });

  it('rows of two days touch at midnight', () => {
    expect(open('UTC', ['Tue 00:00-06:00', 'Mon 18:00-24:00'], week)).toEqual([
      ['2024-01-01T18:00:00Z', '2024-01-02T06:00:00Z'],
    ]);
  });

  it('an overnight row overlaps a row of the next day', () => {
    expect(open('UTC', ['Mon 20:00-04:00', 'Tue 02:00-09:00'], week)).toEqual([
      ['2024-01-01T20:00:00Z', '2024-01-02T09:00:00Z'],
    ]);
  });
});

describe('docs/rules.md, R8 and R9: each end becomes an instant by the time zone database', () => {
  describe('in New York, whose clocks go from 02:00 to 03:00 on 2024-03-10, at 07:00 UTC', () => {
    const weekend = range('2024-03-09T00:00:00Z', '2024-03-11T00:00:00Z');
    const inNewYork = (...rows: string[]) => open('America/New_York', rows, weekend);

    it('01:00 to 04:00 is two hours long', () => {
      expect(inNewYork('Sun 01:00-04:00')).toEqual([['2024-03-10T06:00:00Z', '2024-03-10T08:00:00Z']]);
    });

    it('a store that closes in the skipped hour closes an hour later by the clock', () => {
      expect(inNewYork('Sun 00:00-02:30')).toEqual([['2024-03-10T05:00:00Z', '2024-03-10T07:30:00Z']]);
      expect(inNewYork('Sat 18:00-02:30')).toEqual([['2024-03-09T23:00:00Z', '2024-03-10T07:30:00Z']]);
    });

    it('a store that opens in the skipped hour opens an hour later by the clock', () => {
      expect(inNewYork('Sun 02:30-09:00')).toEqual([['2024-03-10T07:30:00Z', '2024-03-10T13:00:00Z']]);
    });

    it('hours wholly within the skipped hour all move', () => {
      expect(inNewYork('Sun 02:15-02:45')).toEqual([['2024-03-10T07:15:00Z', '2024-03-10T07:45:00Z']]);
    });

    it('an interval that no longer ends after it starts is empty', () => {
      expect(inNewYork('Sun 02:00-03:00')).toEqual([]);
      expect(inNewYork('Sun 02:30-03:15')).toEqual([]);
    });

    it('overnight is an hour shorter, and so is a row that ends when it starts', () => {
      expect(inNewYork('Sat 22:00-06:00')).toEqual([['2024-03-10T03:00:00Z', '2024-03-10T10:00:00Z']]);
      expect(inNewYork('Sat 12:00-12:00')).toEqual([['2024-03-09T17:00:00Z', '2024-03-10T16:00:00Z']]);
    });
  });

  describe('in New York, whose clocks go from 02:00 back to 01:00 on 2024-11-03, at 06:00 UTC', () => {
    const weekend = range('2024-11-02T00:00:00Z', '2024-11-04T00:00:00Z');
    const inNewYork = (...rows: string[]) => open('America/New_York', rows, weekend);

    it('a store that closes in the repeated hour closes at its first occurrence', () => {
      expect(inNewYork('Sun 00:00-01:30')).toEqual([['2024-11-03T04:00:00Z', '2024-11-03T05:30:00Z']]);
    });

    it('a store that opens in the repeated hour opens at its first occurrence', () => {
      expect(inNewYork('Sun 01:30-02:30')).toEqual([['2024-11-03T05:30:00Z', '2024-11-03T07:30:00Z']]);
    });

    it('hours wholly within the repeated hour are not repeated', () => {
      expect(inNewYork('Sun 01:15-01:45')).toEqual([['2024-11-03T05:15:00Z', '2024-11-03T05:45:00Z']]);
    });

    it('overnight is an hour longer, and so is a row that ends when it starts', () => {
      expect(inNewYork('Sat 22:00-06:00')).toEqual([['2024-11-03T02:00:00Z', '2024-11-03T11:00:00Z']]);
      expect(inNewYork('Sat 12:00-12:00')).toEqual([['2024-11-02T16:00:00Z', '2024-11-03T17:00:00Z']]);
    });
  });

  it("in St John's, whose clocks went from 00:01 on Sunday back to 23:01 on Saturday, Sunday had begun before", () => {
    const hours = ['Sun 00:00-06:00'];
    expect(open('America/St_Johns', hours, range('2006-10-29T00:00:00Z', '2006-10-29T12:00:00Z'))).toEqual([
      ['2006-10-29T02:30:00Z', '2006-10-29T09:30:00Z'],
    ]);
    // A range that ends when it is Saturday again.
    expect(open('America/St_Johns', hours, range('2006-10-29T00:00:00Z', '2006-10-29T02:45:00Z'))).toEqual([
      ['2006-10-29T02:30:00Z', '2006-10-29T02:45:00Z'],
    ]);
  });

  describe('in Lord Howe, whose daylight saving is half an hour', () => {
    it('skips from 02:00 to 02:30 in October', () => {
      const sunday = range('2024-10-05T13:00:00Z', '2024-10-06T13:00:00Z');
      expect(open('Australia/Lord_Howe', ['Sun 01:00-03:00'], sunday)).toEqual([
        ['2024-10-05T14:30:00Z', '2024-10-05T16:00:00Z'],
      ]);
      expect(open('Australia/Lord_Howe', ['Sun 01:00-02:15'], sunday)).toEqual([
        ['2024-10-05T14:30:00Z', '2024-10-05T15:45:00Z'],
      ]);
    });

    it('repeats 01:30 to 02:00 in April', () => {
      const sunday = range('2024-04-06T13:00:00Z', '2024-04-07T13:00:00Z');
      expect(open('Australia/Lord_Howe', ['Sun 01:00-02:00'], sunday)).toEqual([
        ['2024-04-06T14:00:00Z', '2024-04-06T15:30:00Z'],
      ]);
      expect(open('Australia/Lord_Howe', ['Sun 01:00-01:45'], sunday)).toEqual([
        ['2024-04-06T14:00:00Z', '2024-04-06T14:45:00Z'],
      ]);
    });
  });

  describe('in Apia, which skipped Friday 2011-12-30', () => {
    it('the hours of the skipped day move to the next day and merge with its hours', () => {
      const days = range('2011-12-29T00:00:00Z', '2012-01-01T12:00:00Z');
      const expected = [
        ['2011-12-29T00:00:00Z', '2011-12-29T03:00:00Z'],
        ['2011-12-29T19:00:00Z', '2011-12-30T03:00:00Z'],
        ['2011-12-30T19:00:00Z', '2011-12-31T03:00:00Z'],
        ['2011-12-31T19:00:00Z', '2012-01-01T03:00:00Z'],
      ];
      expect(open('Pacific/Apia', everyDay('09:00-17:00'), days)).toEqual(expected);
      expect(open('Pacific/Apia', ['Fri 09:00-17:00'], days)).toEqual([expected[2]]);
    });

    it('overnight into the skipped day is as long as on any other night', () => {
      expect(open('Pacific/Apia', ['Thu 22:00-02:00'], range('2011-12-29T12:00:00Z', '2012-01-01T12:00:00Z'))).toEqual([
        ['2011-12-30T08:00:00Z', '2011-12-30T12:00:00Z'],
      ]);
      // Its last part lies in a window whose local dates are two days later than its own.
      expect(open('Pacific/Apia', ['Thu 22:00-02:00'], range('2011-12-30T11:00:00Z', '2011-12-30T13:00:00Z'))).toEqual([
        ['2011-12-30T11:00:00Z', '2011-12-30T12:00:00Z'],
      ]);
    });
  });

  it('in Kwajalein, which repeated all but an hour of Tuesday 1969-09-30, hours apply to the first occurrence', () => {
    const days = range('1969-09-29T12:00:00Z', '1969-10-02T12:00:00Z');
    expect(open('Pacific/Kwajalein', ['Tue 09:00-17:00', 'Wed 09:00-17:00'], days)).toEqual([
      ['1969-09-29T22:00:00Z', '1969-09-30T06:00:00Z'],
      ['1969-10-01T21:00:00Z', '1969-10-02T05:00:00Z'],
    ]);
    expect(open('Pacific/Kwajalein', ['Tue 20:00-02:00'], days)).toEqual([
      ['1969-09-30T09:00:00Z', '1969-10-01T14:00:00Z'],
    ]);
  });

  it('offsets with minutes and seconds are exact', () => {
    expect(open('Asia/Kathmandu', ['Mon 09:00-17:00'], week)).toEqual([
      ['2024-01-01T03:15:00Z', '2024-01-01T11:15:00Z'],
    ]);
    // Local mean time, 5:41:16 ahead; 1910-01-03 was a Monday.
    expect(open('Asia/Kathmandu', ['Mon 09:00-17:00'], range('1910-01-01T00:00:00Z', '1910-01-08T00:00:00Z'))).toEqual([
      ['1910-01-03T03:18:44Z', '1910-01-03T11:18:44Z'],
    ]);
    // Monrovia was 44 min 30 s behind, and skipped those at midnight of Friday 1972-01-07.
    expect(open('Africa/Monrovia', ['Fri 00:30-02:00'], range('1972-01-05T00:00:00Z', '1972-01-09T00:00:00Z'))).toEqual(
      [['1972-01-07T01:14:30Z', '1972-01-07T02:00:00Z']],
    );
  });

  it('fractions of a second are exact', () => {
    const hours = [{ dayOfWeek: 0, opens: 9 * HOUR + 1, closes: 17 * HOUR - 1 }];
    expect(openIntervals(weekly('UTC', hours), week)).toEqual([
      { from: at('2024-01-01T09:00:00Z') + 1, to: at('2024-01-01T17:00:00Z') - 1 },
    ]);
  });

  it('an unknown zone is refused', () => {
    expect(() => open('Mars/Olympus_Mons', ['Mon 09:00-17:00'], week)).toThrow(RangeError);
  });
});

describe('the range', () => {
  it('clips intervals at both ends', () => {
    expect(open('UTC', ['Mon 09:00-17:00'], range('2024-01-01T10:00:00Z', '2024-01-01T11:00:00Z'))).toEqual([
      ['2024-01-01T10:00:00Z', '2024-01-01T11:00:00Z'],
    ]);
  });

  it('excludes an interval that only touches it', () => {
    expect(open('UTC', ['Mon 09:00-17:00'], range('2024-01-01T17:00:00Z', '2024-01-01T18:00:00Z'))).toEqual([]);
    expect(open('UTC', ['Mon 09:00-17:00'], range('2024-01-01T08:00:00Z', '2024-01-01T09:00:00Z'))).toEqual([]);
  });

  it('that is empty has no intervals', () => {
    const instant = at('2024-01-01T10:00:00Z');
    for (const rows of [[], ['Mon 09:00-17:00']]) {
      expect(open('UTC', rows, { from: instant, to: instant })).toEqual([]);
      expect(open('UTC', rows, { from: instant, to: instant - DAY })).toEqual([]);
    }
  });

  it('that is longer than a week includes every week', () => {
    expect(open('UTC', ['Mon 09:00-10:00'], range('2024-01-01T00:00:00Z', '2024-01-15T09:30:00Z'))).toEqual([
      ['2024-01-01T09:00:00Z', '2024-01-01T10:00:00Z'],
      ['2024-01-08T09:00:00Z', '2024-01-08T10:00:00Z'],
      ['2024-01-15T09:00:00Z', '2024-01-15T09:30:00Z'],
    ]);
  });
});
