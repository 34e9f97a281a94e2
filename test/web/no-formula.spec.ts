import { noFormula } from '../../src/api/http/no-formula';

it.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  ' =1',
  '\u200B=1',
  '\uFEFF-1',
  '\t1',
  '\r1',
  '\n1',
])('%j would be a formula, or a cell that may begin one, and begins with an apostrophe', (text) => {
  expect(noFormula(text)).toBe(`'${text}`);
});

it.each(['', 'Main St', '1-2', 'a=1', ' Main St', '–', "'=1", 7, -7, null, undefined])('%j stays as it is', (value) => {
  expect(noFormula(value)).toBe(value);
});
