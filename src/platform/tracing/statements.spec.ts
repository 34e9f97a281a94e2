import { withoutValues } from './statements';

it.each([
  ['SELECT $1, x2 FROM t WHERE id = $12', 'SELECT $1, x2 FROM t WHERE id = $12'],
  [
    `COPY (SELECT 'it''s', E'a\\\\b' FROM t1 WHERE key >= 17.5) TO STDOUT`,
    'COPY (SELECT ?, E? FROM t1 WHERE key >= ?) TO STDOUT',
  ],
  [`SET TRANSACTION SNAPSHOT '00000003-1'`, 'SET TRANSACTION SNAPSHOT ?'],
])('values of a statement are not recorded: %s', (statement, recorded) => {
  expect(withoutValues(statement)).toBe(recorded);
});

it('what is cut off leaves no value behind', () => {
  expect(withoutValues(`SELECT ${' '.repeat(3_980)} 'a secret of some length'`).trim()).toMatch(/^SELECT +\?$/);
});
