import { at, date, iso, weekly } from '../../../test/support/calculator/schedules';
import {
  beforeArchiving,
  inForce,
  isNeverClosed,
  localDate,
  type LocalDate,
  midnight,
  type Schedule,
  type Version,
  weekday,
  zoneOn,
} from './schedule';

/** Always open, in one zone after another. */
function inZones(...timezones: readonly Version<string>[]): Schedule {
  return { ...weekly('UTC', []), timezones, defaultTimezone: 'America/Chicago' };
}

const MOVE = date('2024-10-10');
const WESTWARD = inZones({ from: -Infinity, value: 'Pacific/Kiritimati' }, { from: MOVE, value: 'Pacific/Honolulu' });
const EASTWARD = inZones({ from: -Infinity, value: 'Pacific/Honolulu' }, { from: MOVE, value: 'Pacific/Kiritimati' });

describe('docs/rules.md, R27: the version in force on a date', () => {
  const versions = [
    { from: date('2024-10-01'), value: 'first' },
    { from: date('2024-10-05'), value: 'second' },
  ];

  it.each([
    ['2024-09-30', undefined],
    ['2024-10-01', 'first'],
    ['2024-10-04', 'first'],
    ['2024-10-05', 'second'],
    ['2254-12-31', 'second'],
  ])('on %s is that with the greatest date at or before it', (text, value) => {
    expect(inForce(versions, date(text))?.value).toBe(value);
  });

  it('is that without a date from the beginning of time', () => {
    const undated = [{ from: -Infinity, value: 'always' }, ...versions];
    expect(inForce(undated, date('1700-01-01'))?.value).toBe('always');
    expect(inForce(undated, date('2024-10-01'))?.value).toBe('first');
    expect(inForce([], date('2024-10-01'))).toBeUndefined();
  });

  it('is the default zone where there is none', () => {
    const schedule = inZones({ from: date('2024-10-05'), value: 'Asia/Tokyo' });
    expect(zoneOn(schedule, date('2024-10-04')).name).toBe('America/Chicago');
    expect(zoneOn(schedule, date('2024-10-05')).name).toBe('Asia/Tokyo');
  });
});

describe('docs/rules.md, R27: a date begins at midnight in the zone in force on it', () => {
  const beginnings = (schedule: Schedule, ...dates: string[]) =>
    dates.map((text) => iso(midnight(schedule, date(text))));

  it('also where that midnight is skipped or occurs twice', () => {
    // Cairo skips from 00:00 to 01:00; Havana repeats 00:00 to 01:00.
    expect(beginnings(weekly('Africa/Cairo', []), '2024-04-26')).toEqual(['2024-04-25T22:00:00Z']);
    expect(beginnings(weekly('America/Havana', []), '2024-11-03')).toEqual(['2024-11-03T04:00:00Z']);
  });

  it('so a date that a zone skips has no length', () => {
    expect(beginnings(weekly('Pacific/Apia', []), '2011-12-29', '2011-12-30', '2011-12-31', '2012-01-01')).toEqual([
      '2011-12-29T10:00:00Z',
      '2011-12-30T10:00:00Z',
      '2011-12-30T10:00:00Z',
      '2011-12-31T10:00:00Z',
    ]);
  });

  it('so the day before a move over the date line is as long as two, or has no length', () => {
    expect(beginnings(WESTWARD, '2024-10-09', '2024-10-10')).toEqual(['2024-10-08T10:00:00Z', '2024-10-10T10:00:00Z']);
    expect(beginnings(EASTWARD, '2024-10-09', '2024-10-10')).toEqual(['2024-10-09T10:00:00Z', '2024-10-09T10:00:00Z']);
  });
});

describe('the date of an instant', () => {
  const dateOf = (schedule: Schedule, instant: number) =>
    iso(localDate(schedule, instant) * 86_400_000_000).slice(0, 10);

  it.each<[string, Schedule, string, string, string]>([
    ['in the west', weekly('America/New_York', []), '2024-10-09T04:00:00Z', '2024-10-08', '2024-10-09'],
    ['in the far west', weekly('Etc/GMT+12', []), '2024-10-09T12:00:00Z', '2024-10-08', '2024-10-09'],
    ['in the far east', weekly('Pacific/Kiritimati', []), '2024-10-08T10:00:00Z', '2024-10-08', '2024-10-09'],
    ['before 1970', weekly('America/New_York', []), '1960-01-05T05:00:00Z', '1960-01-04', '1960-01-05'],
    ['after a date that is skipped', weekly('Pacific/Apia', []), '2011-12-30T10:00:00Z', '2011-12-29', '2011-12-31'],
    ['where clocks skip midnight', weekly('Africa/Cairo', []), '2024-04-25T22:00:00Z', '2024-04-25', '2024-04-26'],
    ['where a zone comes into force', WESTWARD, '2024-10-10T10:00:00Z', '2024-10-09', '2024-10-10'],
    ['where a date is left out', EASTWARD, '2024-10-09T10:00:00Z', '2024-10-08', '2024-10-10'],
  ])('changes with its midnight: %s', (_where, schedule, instant, before, after) => {
    expect([dateOf(schedule, at(instant) - 1), dateOf(schedule, at(instant))]).toEqual([before, after]);
  });

  it('stays the same when the clocks go back over midnight', () => {
    // St John's went from 00:01 on Sunday back to 23:01 on Saturday, at 02:31 UTC.
    const schedule = weekly('America/St_Johns', []);
    for (const instant of ['2006-10-29T02:30:00Z', '2006-10-29T02:31:00Z', '2006-10-29T03:30:00Z']) {
      expect(dateOf(schedule, at(instant))).toBe('2006-10-29');
    }
  });

  it('is that of the later midnight, where that comes first', () => {
    // From 12 hours behind to 14 ahead: the 10th begins two hours before the 9th.
    const schedule = inZones({ from: -Infinity, value: 'Etc/GMT+12' }, { from: MOVE, value: 'Pacific/Kiritimati' });
    expect(dateOf(schedule, at('2024-10-09T10:00:00Z') - 1)).toBe('2024-10-08');
    expect(dateOf(schedule, at('2024-10-09T10:00:00Z'))).toBe('2024-10-10');
    expect(dateOf(schedule, at('2024-10-09T12:00:00Z'))).toBe('2024-10-10');
  });
});

describe('a schedule', () => {
  const CLOSED = { from: date('2024-10-01'), value: [] };
  const OPEN = { from: -Infinity, value: 'always_open' } as const;
  const withHours = (...hours: Schedule['hours']): Schedule => ({ ...weekly('UTC', []), hours });
  const onDates = (...dates: LocalDate[]): Schedule => ({
    ...weekly('UTC', []),
    specialHours: new Map(dates.map((day) => [day, []])),
  });

  it('is never closed without hours, or with versions that are all always open', () => {
    expect(isNeverClosed(withHours())).toBe(true);
    expect(isNeverClosed(withHours(OPEN, { ...OPEN, from: date('2024-10-01') }))).toBe(true);
    expect(isNeverClosed(withHours(OPEN, CLOSED))).toBe(false);
    expect(isNeverClosed(weekly('UTC', [{ dayOfWeek: 0, opens: 0, closes: 0 }]))).toBe(false);
    expect(isNeverClosed(onDates(date('2024-10-01')))).toBe(false);
  });

  it('ends with the midnight at which its store is archived', () => {
    const range = { from: at('2024-10-08T00:00:00Z'), to: at('2024-10-12T00:00:00Z') };
    const archived = (archivedFrom: number) => beforeArchiving({ ...weekly('Asia/Tokyo', []), archivedFrom }, range);
    expect(archived(Infinity)).toEqual(range);
    expect(archived(date('2024-10-10'))).toEqual({ ...range, to: at('2024-10-09T15:00:00Z') });
    expect(archived(date('2024-11-10'))).toEqual(range);
  });
});

it('weekdays are numbered from Monday on, before 1970, too', () => {
  expect(['1969-12-29', '1970-01-01', '2024-10-06', '1900-01-01'].map((text) => weekday(date(text)))).toEqual([
    0, 3, 6, 0,
  ]);
});
