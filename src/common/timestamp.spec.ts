import { epochDay, formatTimestamp, parseTimestamp } from './timestamp';

describe('epochDay', () => {
  it('is right for each day from the year 0 to 2400', () => {
    const date = new Date(0);
    date.setUTCFullYear(0, 0, 1);
    for (; date.getUTCFullYear() <= 2400; date.setUTCDate(date.getUTCDate() + 1)) {
      const day = epochDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
      if (day !== date.getTime() / 86_400_000) throw new Error(`${date.toISOString()} is not the day ${day ?? ''}`);
    }
  });

  it.each([
    [2023, 2, 29],
    [1900, 2, 29],
    [2024, 4, 31],
    [2024, 0, 1],
    [2024, 13, 1],
    [2024, 1, 0],
    [2024, 1, 32],
  ])('is undefined for %d-%d-%d', (year, month, day) => {
    expect(epochDay(year, month, day)).toBeUndefined();
  });
});

describe('parseTimestamp', () => {
  it.each([
    ['2024-10-03 23:33:20.412748 UTC', '2024-10-03T23:33:20.412748Z'],
    ['2024-10-03 23:33:20.41 UTC', '2024-10-03T23:33:20.410000Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000000Z'],
    ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00.000000Z'],
    ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999Z'],
  ])('reads %s', (text, instant) => {
    expect(formatTimestamp(parseTimestamp(text) ?? NaN)).toBe(instant);
  });

  it.each(['2024-02-30 00:00:00 UTC', '2024-10-03 24:00:00 UTC', '2024-10-03 23:59:60 UTC', '2024-10-03', ''])(
    'refuses "%s"',
    (text) => {
      expect(parseTimestamp(text)).toBeUndefined();
    },
  );
});
