/** The least share of an incident's stores that have something in common. */
const LEAST_SHARE = 0.5;
/** By how much it is at least above their share of all stores. */
const LEAST_EXCESS = 0.25;

/** Whether a value is so frequent in an incident that its stores have it in common (docs/rules.md, R43). */
export function isInCommon(share: number, shareOfFleet: number): boolean {
  return share >= LEAST_SHARE && share - shareOfFleet >= LEAST_EXCESS;
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
