import { Random } from '../../src/common/random';

/**
 * The seed of a random test: `TEST_SEED`, to repeat the run that printed it, or else another one.
 * @param otherwise left out: a new one
 */
export function testSeed(test: string, otherwise = Math.floor(Math.random() * 2 ** 31)): number {
  const { TEST_SEED } = process.env;
  const seed = TEST_SEED ? Number(TEST_SEED) : otherwise;
  process.stderr.write(`${test}: TEST_SEED=${seed}\n`);
  return seed;
}

/** The random numbers of a test: see `testSeed`. */
export function seededRandom(test: string): Random {
  return new Random(testSeed(test));
}
