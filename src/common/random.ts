/** A value to choose, and its share of the choices. */
export type Choice<T> = readonly [share: number, value: T];

/**
 * A seeded random number generator (sfc32, by Chris Doty-Humphrey): the same seed gives the same numbers on every
 * machine.
 */
export class Random {
  private b = 0x9e3779b9;
  private c = 0x85ebca6b;
  private counter = 1;

  /** @param a the seed: a whole number, of which the lowest 32 bits count */
  constructor(private a: number) {
    // The first numbers of neighbouring seeds are alike.
    for (let i = 0; i < 16; i++) this.uint32();
  }

  /** A whole number of 32 bits. */
  uint32(): number {
    const result = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** From 0 (included) to 1 (excluded). */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A whole number from 0 (included) to `bound` (excluded). */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** A whole number from `lowest` to `highest`, both included, which may lie further apart than 32 bits reach. */
  integer(lowest: number, highest: number): number {
    const fraction = ((this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6)) / 2 ** 53;
    return lowest + Math.floor(fraction * (highest - lowest + 1));
  }

  /** True with a probability from 0 to 1. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** The time until the next of some independent events, in the unit of `mean`. */
  exponential(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  /** A number between the two, of which each order of magnitude is equally likely. */
  logUniform(least: number, most: number): number {
    return least * Math.exp(this.fraction() * Math.log(most / least));
  }

  /**
   * One of the items, each equally likely.
   * @throws RangeError if there are none
   */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /**
   * The value of one of the choices, by their shares.
   * @throws RangeError if there are none
   */
  choose<T>(choices: readonly Choice<T>[]): T {
    let rest = this.fraction() * choices.reduce((sum, [share]) => sum + share, 0);
    for (const [share, value] of choices) {
      rest -= share;
      if (rest < 0) return value;
    }
    throw new RangeError('nothing to choose from');
  }

  /** Puts the items into a random order, in place (Fisher and Yates). */
  shuffle(items: unknown[]): void {
    for (let last = items.length - 1; last > 0; last--) {
      const chosen = this.below(last + 1);
      [items[last], items[chosen]] = [items[chosen], items[last]];
    }
  }
}
