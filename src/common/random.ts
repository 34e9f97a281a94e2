/** Something to choose, and its share of the choices. */
export type Choice<T> = readonly [share: number, value: T];

/**
 * A seeded source of numbers (the generator sfc32, by Chris Doty-Humphrey): the same seed gives the same numbers on
 * every machine.
 */
export class Random {
  private b = 0x9e3779b9;
  private c = 0x85ebca6b;
  private counter = 1;

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

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** Waiting times of events that come independently of one another. */
  exponential(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  /** Every order of magnitude between the two is as likely as any other. */
  logUniform(least: number, most: number): number {
    return least * Math.exp(this.fraction() * Math.log(most / least));
  }

  /** @throws RangeError if there is nothing to choose from. */
  pick<T>(choices: readonly Choice<T>[]): T {
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
