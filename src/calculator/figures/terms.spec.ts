import { DAY, HOUR, MINUTE, SECOND } from '../instants';
import { formatUnknownAfter, parseUnknownAfter, termsOf } from './terms';

describe('docs/rules.md, R30: unknown_after', () => {
  it.each([
    ['60s', MINUTE],
    ['90s', 90 * SECOND],
    ['1m', MINUTE],
    ['45m', 45 * MINUTE],
    ['3h', 3 * HOUR],
    ['2d', 2 * DAY],
    ['400d', 400 * DAY],
    ['9600h', 400 * DAY],
    ['34560000s', 400 * DAY],
    ['007m', 7 * MINUTE],
  ])('%s is a duration', (text, duration) => {
    expect(parseUnknownAfter(text)).toBe(duration);
  });

  it.each([
    ...['59s', '0s', '0d', '0m', '401d', '9601h', '576001m', '34560001s'],
    ...[
      '',
      's',
      '3',
      '3 h',
      ' 3h',
      '3h ',
      '3H',
      '3w',
      '1.5h',
      '-3h',
      '+3h',
      '3h30m',
      '1e3s',
      '٣h',
      '123456789s',
      '3h\n',
    ],
    ...['never', 'Infinity', 'null'],
  ])('%j is none', (text) => {
    expect(parseUnknownAfter(text)).toBeUndefined();
  });

  it.each([
    [90 * SECOND, '90s'],
    [60 * SECOND, '1m'],
    [90 * MINUTE, '90m'],
    [3 * HOUR, '3h'],
    [36 * HOUR, '36h'],
    [48 * HOUR, '2d'],
    [400 * DAY, '400d'],
  ])('%d µs are shown as %s, which is the same duration', (duration, text) => {
    expect(formatUnknownAfter(duration)).toBe(text);
    expect(parseUnknownAfter(text)).toBe(duration);
  });
});

describe('the terms of a request', () => {
  const settings = { DEFAULT_STATUS: 'inactive', UNKNOWN_AFTER: HOUR, CLOSURES: 'ignore' } as const;
  const left = { defaultStatus: undefined, unknownAfter: undefined, closures: undefined };

  it('are those of the service where it leaves them open', () => {
    expect(termsOf(left, settings)).toEqual({ defaultStatus: 'inactive', unknownAfter: HOUR, closures: 'ignore' });
  });

  it('are its own where it has them', () => {
    const requested = { defaultStatus: 'unknown', unknownAfter: 2 * HOUR, closures: 'exclude' } as const;
    expect(termsOf(requested, settings)).toEqual(requested);
  });

  it('let observations speak until the next one if neither says for how long', () => {
    expect(termsOf(left, { DEFAULT_STATUS: 'active', CLOSURES: 'exclude' })).toEqual({
      defaultStatus: 'active',
      unknownAfter: Infinity,
      closures: 'exclude',
    });
  });
});
