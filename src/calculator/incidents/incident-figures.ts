/** A number of an incident's stores, and one of all stores. */
export interface StoreCounts {
  readonly ofIncident: number;
  readonly ofAll: number;
}

/**
 * Whether a value is so frequent in an incident that its stores have it in common: at least half of them have it, a share at least 25
 * percentage points above that of all stores (docs/rules.md, R43).
 * @param having how many stores have it
 * @param stores how many there are
 */
export function isInCommon(having: StoreCounts, stores: StoreCounts): boolean {
  // In whole numbers: the difference of two shares may be off by the last bit.
  const excess = having.ofIncident * stores.ofAll - having.ofAll * stores.ofIncident;
  return having.ofIncident * 2 >= stores.ofIncident && excess * 4 >= stores.ofIncident * stores.ofAll;
}

/** How many stores of an incident must be up again for it to be over. */
const OVER = 0.9;

/**
 * When an incident is over: as soon as nine in ten of its stores are up again (docs/rules.md, R42).
 * @param ends when each is up again; `Infinity`: it is still down. At least one
 */
export function endOf(ends: readonly number[]): number {
  return ends.toSorted((a, b) => a - b)[Math.ceil(ends.length * OVER) - 1] ?? Infinity;
}
