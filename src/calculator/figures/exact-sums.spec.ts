import { ExactSums } from './exact-sums';

it('adds whole numbers exactly, however large their sum becomes', () => {
  const sums = new ExactSums(2);
  const year = 366 * 86_400_000_000 + 1;
  for (let count = 0; count < 1000; count++) sums.add(1, year);
  expect([sums.at(0), sums.at(1)]).toEqual([0n, BigInt(year) * 1000n]);
  expect(sums.at(1)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  const edge = new ExactSums(1);
  for (const value of [2 ** 52 - 1, 1, 2 ** 52 - 1, 2 ** 52 - 1, 3]) edge.add(0, value);
  expect(edge.at(0)).toBe(3n * (2n ** 52n - 1n) + 4n);
});
