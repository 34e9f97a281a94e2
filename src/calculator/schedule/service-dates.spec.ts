import { at, date, everyDay, iso, opening, range, row, weekly } from '../../../test/support/calculator/schedules';
import type { Interval } from '../instants';
import { openIntervals } from './open-intervals';
import type { Schedule, Version, WeeklyHours } from './schedule';

function open(schedule: Schedule, within: Interval): string[][] {
  return openIntervals(schedule, within).map(({ from, to }) => [iso(from), iso(to)]);
}

/** Versions of hours in UTC, by the date from which they are in force; an empty one: from the beginning of time. */
function versions(hours: Readonly<Record<string, readonly string[] | 'always_open'>>): Schedule {
  return { ...weekly('UTC', []), hours: Object.entries(hours).map(([from, rows]) => version(from, rows)) };
}

function version(from: string, rows: readonly string[] | 'always_open'): Version<WeeklyHours> {
  return { from: from === '' ? -Infinity : date(from), value: rows === 'always_open' ? rows : rows.map(row) };
}

/** A schedule in one zone, and another one from Thursday, 10 October 2024, on. */
function moving(before: string, after: string, hours: readonly string[]): Schedule {
  const timezones = [
    { from: -Infinity, value: before },
    { from: date('2024-10-10'), value: after },
  ];
  return { ...weekly('UTC', hours.map(row)), timezones };
}

// Monday to Sunday.
const week = range('2024-10-07T00:00:00Z', '2024-10-14T00:00:00Z');

describe('docs/rules.md, R27: each date has the hours in force on it', () => {
  it('so new ones begin with their date', () => {
    const schedule = versions({ '': everyDay('09:00-17:00'), '2024-10-09': everyDay('10:00-12:00') });
    expect(open(schedule, range('2024-10-08T00:00:00Z', '2024-10-10T00:00:00Z'))).toEqual([
      ['2024-10-08T09:00:00Z', '2024-10-08T17:00:00Z'],
      ['2024-10-09T10:00:00Z', '2024-10-09T12:00:00Z'],
    ]);
  });

  it('and an opening that started the night before is not cut by them', () => {
    const schedule = versions({ '': everyDay('22:00-06:00'), '2024-10-09': everyDay('05:00-07:00') });
    expect(open(schedule, range('2024-10-08T12:00:00Z', '2024-10-10T00:00:00Z'))).toEqual([
      ['2024-10-08T22:00:00Z', '2024-10-09T07:00:00Z'],
    ]);
  });

  it('the store is open all of each date on which no version is in force', () => {
    const schedule = versions({ '2024-10-10': ['Thu 09:00-17:00'] });
    expect(open(schedule, week)).toEqual([
      ['2024-10-07T00:00:00Z', '2024-10-10T00:00:00Z'],
      ['2024-10-10T09:00:00Z', '2024-10-10T17:00:00Z'],
    ]);
  });

  it('a version may say always open, or closed', () => {
    const schedule = versions({
      '': everyDay('09:00-10:00'),
      '2024-10-08': [],
      '2024-10-10': 'always_open',
      '2024-10-12': [],
    });
    expect(open(schedule, week)).toEqual([
      ['2024-10-07T09:00:00Z', '2024-10-07T10:00:00Z'],
      ['2024-10-10T00:00:00Z', '2024-10-12T00:00:00Z'],
    ]);
  });

  it('openings on both sides of a midnight at which a version begins are one', () => {
    const schedule = versions({
      '': everyDay('18:00-24:00'),
      '2024-10-09': 'always_open',
      '2024-10-10': everyDay('00:00-06:00'),
    });
    expect(open(schedule, range('2024-10-08T12:00:00Z', '2024-10-10T12:00:00Z'))).toEqual([
      ['2024-10-08T18:00:00Z', '2024-10-10T06:00:00Z'],
    ]);
  });

  it.each(['America/New_York', 'Africa/Cairo', 'Pacific/Apia', 'Australia/Lord_Howe'])(
    'a store that is always open on every date has no gap, whatever the clocks do in %s',
    (zone) => {
      // With a version that is not always open, each date counts on its own.
      const schedule = { ...weekly(zone, []), hours: [version('', 'always_open'), version('2025-01-01', [])] };
      const years = range('2011-01-01T00:00:00Z', '2024-12-31T00:00:00Z');
      expect(openIntervals(schedule, years)).toEqual([years]);
    },
  );
});

describe('docs/rules.md, R27: each date has the zone in force on it', () => {
  it('by which both ends of its openings are read', () => {
    const days = range('2024-10-09T00:00:00Z', '2024-10-11T12:00:00Z');
    expect(open(moving('America/New_York', 'Asia/Tokyo', everyDay('22:00-02:00')), days)).toEqual([
      ['2024-10-09T02:00:00Z', '2024-10-09T06:00:00Z'],
      // On the 9th still in New York, although it ends on the 10th.
      ['2024-10-10T02:00:00Z', '2024-10-10T06:00:00Z'],
      ['2024-10-10T13:00:00Z', '2024-10-10T17:00:00Z'],
    ]);
  });

  it('so openings of two dates may be at the same time, and count once', () => {
    // A date later at the same instants.
    const days = range('2024-10-09T00:00:00Z', '2024-10-11T00:00:00Z');
    expect(open(moving('Pacific/Honolulu', 'Pacific/Kiritimati', everyDay('09:00-17:00')), days)).toEqual([
      ['2024-10-09T00:00:00Z', '2024-10-09T03:00:00Z'],
      ['2024-10-09T19:00:00Z', '2024-10-10T03:00:00Z'],
      ['2024-10-10T19:00:00Z', '2024-10-11T00:00:00Z'],
    ]);
  });

  it('so a store that moves west over the date line has a day without openings', () => {
    const days = range('2024-10-09T00:00:00Z', '2024-10-11T00:00:00Z');
    expect(open(moving('Pacific/Kiritimati', 'Pacific/Honolulu', everyDay('09:00-17:00')), days)).toEqual([
      ['2024-10-09T00:00:00Z', '2024-10-09T03:00:00Z'],
      ['2024-10-10T19:00:00Z', '2024-10-11T00:00:00Z'],
    ]);
  });

  it.each([
    ['Pacific/Kiritimati', 'Pacific/Honolulu'],
    ['Pacific/Honolulu', 'Pacific/Kiritimati'],
    ['Etc/GMT+12', 'Pacific/Kiritimati'],
    ['America/New_York', 'Asia/Kathmandu'],
  ])('and one that is always open has no gap, from %s to %s', (before, after) => {
    const schedule = { ...moving(before, after, []), hours: [version('', 'always_open'), version('2025-01-01', [])] };
    expect(openIntervals(schedule, week)).toEqual([week]);
  });

  it('and one that is closed until its move opens at midnight there', () => {
    const schedule = {
      ...moving('America/New_York', 'Asia/Tokyo', []),
      hours: [version('', []), version('2024-10-10', 'always_open'), version('2024-10-11', [])],
    };
    expect(open(schedule, week)).toEqual([['2024-10-09T15:00:00Z', '2024-10-10T15:00:00Z']]);
  });

  it('refuses one that is unknown, if one of its dates may reach into the range', () => {
    expect(() => open(moving('UTC', 'Mars/Olympus_Mons', everyDay('09:00-17:00')), week)).toThrow(RangeError);
  });
});

describe('docs/rules.md, R28: special dates', () => {
  const NIGHTS = weekly('America/New_York', everyDay('18:00-02:00').map(row));
  const withSpecial = (special: Readonly<Record<string, readonly string[]>>, schedule = NIGHTS): Schedule => ({
    ...schedule,
    specialHours: new Map(Object.entries(special).map(([day, rows]) => [date(day), rows.map(opening)])),
  });
  const days = range('2024-10-08T12:00:00Z', '2024-10-11T12:00:00Z');
  const [eighth, ninth, tenth] = ['08', '09', '10'].map((day) => [
    `2024-10-${day}T22:00:00Z`,
    iso(at(`2024-10-${day}T22:00:00Z`) + 8 * 3_600_000_000),
  ]);

  it('take the place of what the week says for openings that start on them', () => {
    expect(open(NIGHTS, days)).toEqual([eighth, ninth, tenth]);
    expect(open(withSpecial({ '2024-10-09': ['09:00-10:00', '11:00-12:30'] }), days)).toEqual([
      eighth,
      ['2024-10-09T13:00:00Z', '2024-10-09T14:00:00Z'],
      ['2024-10-09T15:00:00Z', '2024-10-09T16:30:00Z'],
      tenth,
    ]);
  });

  it('without hours are closed, and do not cut the opening that started the day before', () => {
    expect(open(withSpecial({ '2024-10-09': [] }), days)).toEqual([eighth, tenth]);
  });

  it('have hours that may end on the next day', () => {
    expect(open(withSpecial({ '2024-10-09': ['20:00-06:00', '12:00-12:00'] }), days)).toEqual([
      eighth,
      ['2024-10-09T16:00:00Z', '2024-10-10T16:00:00Z'],
      tenth,
    ]);
  });

  it('close or open a store that is always open, or closed', () => {
    expect(open(withSpecial({ '2024-10-09': ['09:00-17:00'] }, weekly('UTC', [])), days)).toEqual([
      [iso(days.from), '2024-10-09T00:00:00Z'],
      ['2024-10-09T09:00:00Z', '2024-10-09T17:00:00Z'],
      ['2024-10-10T00:00:00Z', iso(days.to)],
    ]);
    expect(open(withSpecial({ '2024-10-09': ['09:00-17:00'] }, versions({ '': [] })), days)).toEqual([
      ['2024-10-09T09:00:00Z', '2024-10-09T17:00:00Z'],
    ]);
  });

  it('are whatever version is in force, in the zone of their date', () => {
    const schedule = moving('America/New_York', 'Asia/Tokyo', everyDay('09:00-17:00'));
    const special = withSpecial({ '2024-10-09': ['10:00-11:00'], '2024-10-10': ['10:00-11:00'] }, schedule);
    expect(open(special, range('2024-10-09T06:00:00Z', '2024-10-10T22:00:00Z'))).toEqual([
      ['2024-10-09T14:00:00Z', '2024-10-09T15:00:00Z'],
      ['2024-10-10T01:00:00Z', '2024-10-10T02:00:00Z'],
    ]);
  });

  it('end by the grace, too', () => {
    const grace = {
      ...weekly('UTC', [], true),
      specialHours: new Map([[date('2024-10-09'), [opening('09:00-23:59')]]]),
    };
    expect(open(grace, range('2024-10-09T00:00:00Z', '2024-10-10T12:00:00Z'))).toEqual([
      ['2024-10-09T09:00:00Z', '2024-10-10T12:00:00Z'],
    ]);
  });
});

describe('docs/rules.md, R32: a store that is archived', () => {
  const archived = (schedule: Schedule): Schedule => ({ ...schedule, archivedFrom: date('2024-10-10') });

  it('is open until the midnight at which its date begins, and never again', () => {
    expect(open(archived(weekly('Asia/Tokyo', [])), week)).toEqual([[iso(week.from), '2024-10-09T15:00:00Z']]);
    expect(open(archived(weekly('UTC', [])), range('2024-10-10T00:00:00Z', '2024-10-11T00:00:00Z'))).toEqual([]);
  });

  it('is not open for the rest of an opening that started before', () => {
    expect(
      open(archived(weekly('UTC', everyDay('22:00-06:00').map(row))), range('2024-10-09T12:00:00Z', iso(week.to))),
    ).toEqual([['2024-10-09T22:00:00Z', '2024-10-10T00:00:00Z']]);
  });
});
