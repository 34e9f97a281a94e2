import { DAY, HOUR, MINUTE, SECOND } from '../calculator/instants';
import { formatLocal, formatLocalTime, formatTimestamp, isInRange, parseLocalTime, parseTimestamp } from './timestamp';

describe('docs/rules.md, R18: a timestamp', () => {
  it.each([
    ['2024-10-03 23:33:20.412748 UTC', '2024-10-03T23:33:20.412748Z'],
    ['2024-10-03 23:33:20.41 UTC', '2024-10-03T23:33:20.410000Z'],
    ['2024-10-03 23:33:20.000001 UTC', '2024-10-03T23:33:20.000001Z'],
    ['2024-10-03 23:59:59UTC', '2024-10-03T23:59:59.000000Z'],
    ['2024-10-03t12:00:00z', '2024-10-03T12:00:00.000000Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000000Z'],
    ['2024-02-29 00:00', '2024-02-29T00:00:00.000000Z'],
    ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999Z'],
  ])('is read: %s', (text, instant) => {
    expect(formatTimestamp(parseTimestamp(text) ?? NaN)).toBe(instant);
  });

  it.each([
    ['2024-10-03T12:00:00-05:00', '2024-10-03T17:00:00.000000Z'],
    ['2024-10-03 12:00:00 -05:00', '2024-10-03T17:00:00.000000Z'],
    ['2024-10-03T12:00:00-0330', '2024-10-03T15:30:00.000000Z'],
    ['2024-10-03T12:00:00-05', '2024-10-03T17:00:00.000000Z'],
    ['2024-12-31T23:30:00.5-00:45', '2025-01-01T00:15:00.500000Z'],
    ['2024-10-03T12:00-23:59', '2024-10-04T11:59:00.000000Z'],
    ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00.000000Z'],
    ['2024-10-03T12:00:00+0545', '2024-10-03T06:15:00.000000Z'],
    ['2024-10-03T12:00:00+05', '2024-10-03T07:00:00.000000Z'],
    ['2024-10-03T12:00+23:59', '2024-10-02T12:01:00.000000Z'],
  ])('is read with its offset from UTC: %s', (text, instant) => {
    expect(formatTimestamp(parseTimestamp(text) ?? NaN)).toBe(instant);
  });

  it.each([
    '2024-02-30 00:00:00 UTC',
    '2024-10-03 24:00:00 UTC',
    '2024-10-03 23:60:00 UTC',
    '2024-10-03 23:59:60 UTC',
    '2016-12-31T23:59:60Z',
    '2024-10-03T12:00:00+24:00',
    '2024-10-03T12:00:00-24:00',
    '2024-10-03T12:00:00+05:60',
    '2024-10-03T12:00:00+5:00',
    '2024-10-03T12:00:00 UTC-05:00',
    '2024-10-03T12:00:00 EST',
    '2024-10-03 12:00:00.1234567 UTC',
    '2024-10-03 12:00:00. UTC',
    '2024-10-03 1:00:00 UTC',
    '24-10-03 12:00:00 UTC',
    '2024-10-03  12:00:00 UTC',
    ' 2024-10-03 12:00:00 UTC',
    '2024-10-03 12:00:00 UTC ',
    '2024-10-03',
    '',
  ])('is refused: "%s"', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

describe('formatLocal', () => {
  const noon = Date.UTC(2024, 9, 3, 12) * 1000 + 1;

  it.each([
    [-5 * HOUR, '2024-10-03T07:00:00.000001-05:00'],
    [-(3 * HOUR + 30 * MINUTE), '2024-10-03T08:30:00.000001-03:30'],
    [13 * HOUR + 45 * MINUTE, '2024-10-04T01:45:00.000001+13:45'],
    [0, '2024-10-03T12:00:00.000001+00:00'],
    [-(4 * HOUR + 56 * MINUTE + 2 * SECOND), '2024-10-03T07:03:58.000001-04:56:02'],
  ])('shows local time with its offset: %d µs', (offset, text) => {
    expect(formatLocal(noon, offset)).toBe(text);
  });
});

describe('docs/rules.md, R17: the range of instants', () => {
  it.each([
    ['from 5 August 1684 on', -Number.MAX_SAFE_INTEGER + 8 * DAY],
    ['up to 5 June 2255', Number.MAX_SAFE_INTEGER],
  ])('is %s, to the microsecond', (_bound, instant) => {
    expect(isInRange(instant)).toBe(true);
    expect(isInRange(instant + Math.sign(instant))).toBe(false);
  });
});

describe('docs/rules.md, R19: a local time', () => {
  it.each([
    ['00:00', 0],
    ['09:30', 9 * HOUR + 30 * MINUTE],
    ['9:30', 9 * HOUR + 30 * MINUTE],
    ['9:30:15.5', 9 * HOUR + 30 * MINUTE + 15 * SECOND + 500_000],
    ['0:00', 0],
    ['09:30:15', 9 * HOUR + 30 * MINUTE + 15 * SECOND],
    ['09:30:15.5', 9 * HOUR + 30 * MINUTE + 15 * SECOND + 500_000],
    ['23:59:59.999999', DAY - 1],
    ['24:00', DAY],
    ['24:00:00', DAY],
    ['24:00:00.000000', DAY],
  ])('is read: %s', (text, time) => {
    expect(parseLocalTime(text)).toBe(time);
  });

  it.each([
    '24:00:00.000001',
    '24:00:01',
    '24:01',
    '25:00',
    '23:60',
    '23:59:60',
    '12:00:60',
    '12:60:00',
    '09:30:15.',
    '09:30:15.1234567',
    '09:30 PM',
    '009:30',
    ':30',
    '9:3',
    '9:30:5',
    '9',
    '-09:30',
    ' 09:30',
    '',
  ])('is refused: "%s"', (text) => {
    expect(parseLocalTime(text)).toBeUndefined();
  });

  it.each([
    [0, '00:00:00'],
    [9 * HOUR + 5 * MINUTE + 7 * SECOND, '09:05:07'],
    [DAY - 1, '23:59:59.999999'],
    [SECOND + 20, '00:00:01.000020'],
    [DAY, '24:00:00'],
  ])('is written: %d µs', (time, text) => {
    expect(formatLocalTime(time)).toBe(text);
  });
});
