/** The attribute that says how much a store sells in an hour. */
export const SALES_PER_HOUR = 'sales_per_hour';

const DECIMALS = 6;
const RATE = /^[0-9]{1,15}(?:\.[0-9]{1,6})?$/;
/** What the product of a rate and microseconds holds of one hundredth: hours, and six decimals of the rate. */
const HUNDREDTH = (3_600_000_000n * 1_000_000n) / 100n;

/**
 * The value of the attribute in millionths: a number in decimals, such as `1250.50`, in whatever currency the store counts in.
 * Undefined if the text is no such number.
 */
export function parseSalesPerHour(text: string): bigint | undefined {
  if (!RATE.test(text)) return undefined;
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}

/** Adds up lost sales exactly, and rounds them only in the end (docs/rules.md, R39). */
export class LostSales {
  /** Millionths times microseconds. */
  private sum = 0n;
  private count = 0;

  /**
   * @param rate as from `parseSalesPerHour`; undefined: nothing is known of the store
   * @param downtime in microseconds
   */
  add(rate: bigint | undefined, downtime: number | bigint): void {
    if (rate === undefined) return;
    this.sum += rate * BigInt(downtime);
    this.count++;
  }

  /** How many of the stores have a rate. */
  get stores(): number {
    return this.count;
  }

  /** With two decimals, half up; undefined if no store has a rate. */
  get shown(): string | undefined {
    return this.count === 0 ? undefined : rounded(this.sum);
  }
}

/** The lost sales of a store with a rate, as `LostSales.shown`. */
export function lostSalesOf(rate: bigint, downtime: number): string {
  return rounded(rate * BigInt(downtime));
}

function rounded(millionthMicros: bigint): string {
  const digits = String((millionthMicros + HUNDREDTH / 2n) / HUNDREDTH).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
