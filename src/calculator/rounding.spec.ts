import { HOUR, MINUTE } from './instants';
import { seededRandom } from '../../test/support/random';
import { inHours, inMinutes, percentage } from './rounding';

describe('docs/rules.md, R14: two decimals, half up, from the exact integer', () => {
  it.each([
    [0, '0.00'],
    [8_640_000_000, '2.40'],
    [HOUR, '1.00'],
    [24 * HOUR, '24.00'],
    [168 * HOUR, '168.00'],
    [360_000_000, '0.10'],
    [36_000_000, '0.01'],
    [12_345_678_901, '3.43'],
  ])('%i µs in hours is %s', (duration, text) => {
    expect(inHours(duration)).toBe(text);
  });

  it.each([
    [0, '0.00'],
    [90_000_000, '1.50'],
    [60 * MINUTE, '60.00'],
    [6_000_000, '0.10'],
    [600_000, '0.01'],
    [59 * MINUTE + 59_000_000, '59.98'],
  ])('%i µs in minutes is %s', (duration, text) => {
    expect(inMinutes(duration)).toBe(text);
  });

  it('a half goes up, one microsecond less goes down', () => {
    expect([inHours(17_999_999), inHours(18_000_000)]).toEqual(['0.00', '0.01']);
    expect([inHours(3_617_999_999), inHours(3_618_000_000)]).toEqual(['1.00', '1.01']);
    expect([inMinutes(299_999), inMinutes(300_000)]).toEqual(['0.00', '0.01']);
    expect([inMinutes(60_299_999), inMinutes(60_300_000)]).toEqual(['1.00', '1.01']);
  });

  it('a half that a float cannot represent also goes up', () => {
    // 1.005 and 8.575 lie just below their half as floats, so that toFixed(2) would give 1.00 and 8.57.
    expect(inMinutes(60_300_000)).toBe('1.01');
    expect(inHours(30_870_000_000)).toBe('8.58');
  });

  it('a carry reaches the whole number', () => {
    expect(inHours(24 * HOUR - 1)).toBe('24.00');
    expect(inHours(10 * HOUR - 18_000_000)).toBe('10.00');
    expect(inHours(10 * HOUR - 18_000_001)).toBe('9.99');
    expect(inMinutes(60 * MINUTE - 300_000)).toBe('60.00');
  });
});

describe('docs/rules.md, R14: a share as a percentage', () => {
  /** Two decimals, half up, in whole numbers only. */
  function exactly(part: number, whole: number): string {
    const halfUp = (BigInt(part) * 20_000n + BigInt(whole)) / (2n * BigInt(whole));
    const hundredths = part > 0 && part < whole ? Math.min(Math.max(Number(halfUp), 1), 9_999) : Number(halfUp);
    return `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}%`;
  }

  it('has two decimals, and a half goes up, though a float cannot represent it', () => {
    expect([0, 0.25, 0.90995, 0.9099499, 0.31415, 1].map(percentage)).toEqual([
      '0.00%',
      '25.00%',
      '91.00%',
      '90.99%',
      '31.42%',
      '100.00%',
    ]);
    const halves = Array.from({ length: 10_000 }, (_, index) => 2 * index + 1);
    expect(halves.filter((half) => percentage(half / 20_000) !== exactly(half, 20_000))).toEqual([]);
  });

  it('is 100.00% only without any downtime, and 0.00% only without any uptime', () => {
    const week = 168 * HOUR;
    expect([week - 1, 1].map((uptime) => percentage(uptime / week))).toEqual(['99.99%', '0.01%']);
  });

  it('is that of the exact numbers, in microseconds and in hundredths of hours', () => {
    const random = seededRandom('percentages');
    for (const whole of [16_800, HOUR, 168 * HOUR, 14_000 * 168 * HOUR]) {
      const parts = Array.from({ length: 2_000 }, () => random.integer(0, whole));
      expect(parts.filter((part) => percentage(part / whole) !== exactly(part, whole))).toEqual([]);
    }
  });
});
