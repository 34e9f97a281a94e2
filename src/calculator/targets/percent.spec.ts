import { formatPercent, parsePercent } from './percent';

describe('a target', () => {
  it.each([
    ['99.95', 99_950_000],
    ['99.950000', 99_950_000],
    ['100', 100_000_000],
    ['100.000000', 100_000_000],
    ['0.000001', 1],
    ['7', 7_000_000],
  ])('%s is a whole number of millionths of a percent', (text, millionths) => {
    expect(parsePercent(text)).toBe(millionths);
  });

  it.each(['0', '0.000', '100.000001', '101', '99.9999999', '099', '.5', '5.', '1e1', '-1', '+1', ' 99', '99,5', ''])(
    'is not %j',
    (text) => {
      expect(parsePercent(text)).toBeUndefined();
    },
  );

  it.each(['99.95', '100', '0.000001', '7', '10.5'])('is shown as it is, without zeros at its end: %s', (text) => {
    expect(formatPercent(parsePercent(text) ?? NaN)).toBe(text);
  });
});
