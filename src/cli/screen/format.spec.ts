import { count, since, size, table } from './format';

describe('figures and tables', () => {
  it('groups the digits of large numbers', () => {
    expect([0, 999, 1_750_004].map(count)).toEqual(['0', '999', '1,750,004']);
  });

  it('gives sizes in the unit that fits', () => {
    const sizes = [0, 999, 1000, 1_234_567, 5_000_000_000, 7e15];
    expect(sizes.map(size)).toEqual(['0 bytes', '999 bytes', '1.0 kB', '1.2 MB', '5.0 GB', '7000.0 TB']);
  });

  it.each([
    [0, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [3605, '60 min 5 s'],
  ])('gives %d seconds as %s', (seconds, expected) => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(1e6);
    expect(since(1e6 - seconds * 1000)).toBe(expected);
    now.mockRestore();
  });

  it('lines up the columns of a table, even where rows lack cells', () => {
    const rows = [['', 'read'], ['menu_hours.csv', '7', '1,000'], ['a'], []];
    expect(table(rows)).toEqual(['                 read', 'menu_hours.csv      7   1,000', 'a', '']);
  });
});
