import { checked } from '../arrays/checked';
import { DAY, type Interval, type Micros } from '../instants';
import { CELLS_IN_WINDOW, type Cells } from './cells';

/** How many stores are far more than usual (docs/rules.md, R41). */
export interface IncidentLimits {
  /** At least so many times the usual number, in steps of a tenth. */
  readonly times: number;
  /** And so many more. */
  readonly atLeast: number;
}

/** A stretch of time in which far more stores of a group went down than usual. */
export interface UnusualStretch extends Interval {
  /** How many stores go down in the worst window of an ordinary day. */
  readonly usual: number;
}

/**
 * The stretches of a time in which far more stores of a group went down than usual, in time order (docs/rules.md, R40 and R41).
 * @param counts how many went down in each cell
 * @param since a stretch begins at this instant at the earliest: what is before it only tells what is usual
 * @param observedFrom the first observation of all stores: before it, nothing is known
 */
export function unusualStretches(
  counts: Uint32Array,
  cells: Cells,
  since: Micros,
  observedFrom: Micros,
  { times, atLeast }: IncidentLimits,
): UnusualStretch[] {
  const sums = sumsUpTo(counts);
  const inWindow = (cell: number) => between(sums, cell, cell + CELLS_IN_WINDOW);
  const dayOf = (cell: number) => Math.floor((cells.to - 1 - cells.startOf(cell)) / DAY);
  const days = Math.round((cells.to - Math.max(cells.from, observedFrom)) / DAY);
  const usual = onOtherDays(worstOfDays(days, counts.length, dayOf, inWindow));
  // A product with tenths, as a fraction of whole numbers, is not off by the last bit.
  const limitOn = (day: number) => (Math.round(times * 10) * usual(day)) / 10 + atLeast;
  const isUnusual = (cell: number) => inWindow(cell) >= limitOn(dayOf(cell));

  const stretches: UnusualStretch[] = [];
  for (let cell = cells.firstFrom(since); cell < counts.length;) {
    let from = cell++;
    if (!isUnusual(from)) continue;
    const day = dayOf(from);
    let to = from + CELLS_IN_WINDOW;
    // Windows that overlap or touch are one stretch. The first that does not may begin another one.
    for (; cell <= to && cell < counts.length; cell++) if (isUnusual(cell)) to = cell + CELLS_IN_WINDOW;
    to = Math.min(to, counts.length);
    const isNoMore = (each: number) => checked(counts[each]) * CELLS_IN_WINDOW <= usual(day);
    while (isNoMore(from) && between(sums, from + 1, to) >= limitOn(day)) from++;
    while (isNoMore(to - 1) && between(sums, from, to - 1) >= limitOn(day)) to--;
    stretches.push({ from: cells.startOf(from), to: cells.startOf(to), usual: usual(day) });
  }
  return stretches;
}

/** The greatest of some values on each of the last days, the latest first. */
function worstOfDays(
  days: number,
  cells: number,
  dayOf: (cell: number) => number,
  valueOf: (cell: number) => number,
): number[] {
  const worst = Array.from({ length: days }, () => 0);
  for (let cell = 0; cell < cells; cell++) {
    const day = dayOf(cell);
    if (day < days) worst[day] = Math.max(checked(worst[day]), valueOf(cell));
  }
  return worst;
}

/** The median of the other days for each day, of two the greater; `Infinity` if there are no others. */
function onOtherDays(values: readonly number[]): (day: number) => number {
  const medians = [...values, undefined].map((_, day) => {
    const others = values.filter((_value, other) => other !== day).sort((a, b) => a - b);
    return others[Math.floor(others.length / 2)] ?? Infinity;
  });
  return (day) => medians[Math.min(day, values.length)] ?? Infinity;
}

/** The sums of the values before each place, and that of all. */
function sumsUpTo(values: Uint32Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = checked(sums[index]) + value;
  return sums;
}

function between(sums: Float64Array, from: number, to: number): number {
  return checked(sums[Math.min(to, sums.length - 1)]) - checked(sums[Math.min(from, sums.length - 1)]);
}
