import type { Micros } from '../instants';

/** Sums of whole microseconds that stay exact beyond 2⁵³, which the week of 15,000 stores exceeds. */
export class ExactSums {
  /** What is below `CARRY`, at which it moves to `carried`. */
  private readonly low: Float64Array;
  private readonly carried: bigint[];

  constructor(length: number) {
    this.low = new Float64Array(length);
    this.carried = Array.from({ length }, () => 0n);
  }

  add(index: number, value: Micros): void {
    const sum = (this.low[index] ?? 0) + value;
    if (sum < CARRY) {
      this.low[index] = sum;
      return;
    }
    this.carried[index] = (this.carried[index] ?? 0n) + BigInt(sum);
    this.low[index] = 0;
  }

  at(index: number): bigint {
    return (this.carried[index] ?? 0n) + BigInt(this.low[index] ?? 0);
  }
}

/** Each addend is below 2⁵², as it is shorter than a century, so no sum reaches 2⁵³. */
const CARRY = 2 ** 52;
