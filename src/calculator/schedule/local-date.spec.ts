import { dateOf, epochDay, formatLocalDate, parseLocalDate } from './local-date';

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

describe('a date', () => {
  it.each([
    ['1700-01-01', -98_615],
    ['1969-12-31', -1],
    ['1970-01-01', 0],
    ['2024-02-29', 19_782],
    ['2254-12-31', 104_093],
  ])('%s is a number of days since 1970', (text, days) => {
    expect(parseLocalDate(text)).toBe(days);
    expect(formatLocalDate(days)).toBe(text);
  });

  it.each([
    ['does not exist', ['2023-02-29', '2024-13-01', '2024-00-10', '2024-01-32', '2024-04-31']],
    ['is out of range', ['1699-12-31', '2255-01-01', '0000-01-01', '9999-12-31']],
    ['has other digits', ['2024-1-1', '24-01-01', '20240101', '02024-01-01', '٢٠٢٤-٠١-٠١']],
    [
      'has more than a date',
      ['2024-01-01T00:00', ' 2024-01-01', '2024-01-01 ', '2024-01-01\n', '+2024-01-01', '-2024-01-01'],
    ],
    ['is none', ['', 'today', '2024/01/01', '01.01.2024', 'constructor']],
  ])('%s and is refused', (_why, texts) => {
    expect(texts.map(parseLocalDate)).toEqual(texts.map(() => undefined));
  });

  it('is none of parts that are no numbers', () => {
    expect(dateOf(NaN, 1, 1)).toBeUndefined();
    expect(dateOf(2024, NaN, 1)).toBeUndefined();
  });
});
