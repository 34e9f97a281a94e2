import { formatTimestamp, parseTimestamp } from './timestamp';

describe('parseTimestamp', () => {
  const noon = Date.UTC(2024, 9, 7, 12) * 1000;

  it.each([
    ['2024-10-07 12:00:00.000001 UTC', noon + 1],
    ['2024-10-07 12:00:00.1 UTC', noon + 100_000],
    ['2024-10-07 12:00:00.123456', noon + 123_456],
    ['2024-10-07T12:00:00Z', noon],
    ['2024-10-07T12:00:00.5Z', noon + 500_000],
    ['2024-10-07 12:00', noon],
    ['2024-10-07 12:00:00utc', noon],
    ['2024-10-07t12:00:00z', noon],
    ['2024-10-07 14:00:00+02:00', noon],
    ['2024-10-07 08:30:00 -0330', noon],
    ['2024-10-07 24:00:00', undefined],
    ['2024-10-07 12:60:00', undefined],
    ['2024-10-07 12:00:60', undefined],
    ['2024-10-07 12:00:00.', undefined],
    ['2024-10-07 12:00:00.1234567', undefined],
    ['2024-10-07 12:00:00 UT', undefined],
    ['2024-10-07 12:00:0:', undefined],
    ['2024-10-07-12:00:00', undefined],
    ['2024-10-32 12:00:00', undefined],
  ])('reads %p, whether the day is a new one or that of the text before', (text, expected) => {
    parseTimestamp('2000-01-01 00:00:00');
    expect(parseTimestamp(text)).toBe(expected);
    parseTimestamp('2024-10-07 00:00:00');
    expect(parseTimestamp(text)).toBe(expected);
  });

  it('reads what formatTimestamp writes', () => {
    for (let step = 0; step < 1000; step++) {
      const instant = noon + step * 86_399_123_457;
      expect(parseTimestamp(formatTimestamp(instant))).toBe(instant);
    }
  });
});
