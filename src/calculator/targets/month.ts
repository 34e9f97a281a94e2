import { eachStretch, type Status, STATUSES, type Timeline } from '../figures/forward-fill';
import { type WindowFigures, windowFigures } from '../figures/window-figures';
import { type ReportWindow, requireWindow, windowInterval } from '../figures/windows';
import type { Interval, Micros } from '../instants';
import { totalLength, within, without } from '../intervals';
import { formatLocalDate, parseLocalDate } from '../schedule/local-date';
import { openIntervals } from '../schedule/open-intervals';
import { type LocalDate, midnight, type Schedule } from '../schedule/schedule';

/** A month from 1700-01 to 2254-12, as the dates that are accepted. */
export const MONTH = /^(?:1[7-9][0-9]{2}|2[01][0-9]{2}|22[0-4][0-9]|225[0-4])-(?:0[1-9]|1[0-2])$/;

/** A calendar month of all stores. */
export interface Month {
  /** As `2024-10`. */
  readonly name: string;
  readonly window: ReportWindow;
  readonly first: LocalDate;
  readonly days: number;
}

/** The month with a name such as `2024-10`. Undefined if there is none. */
export function monthNamed(name: string): Month | undefined {
  const first = MONTH.test(name) ? parseLocalDate(`${name}-01`) : undefined;
  if (first === undefined) return undefined;
  const days = [31, 30, 29, 28].find((day) => parseLocalDate(`${name}-${day}`) !== undefined) ?? NaN;
  return { name, window: requireWindow(name), first, days };
}

/** A date of a month, counted from 0, as `2024-10-05`. */
export function dateIn({ first }: Month, day: number): string {
  return formatLocalDate(first + day);
}

/** A month on the calendar of a store, cut at the as of (docs/rules.md, R31). */
export interface StoreMonth {
  readonly whole: Interval;
  readonly seen: Interval;
  /** What is not seen yet. */
  readonly ahead: Interval;
  /** When the store is open, in all of the month. */
  readonly open: readonly Interval[];
  /** When each date begins, and the end of the last one. */
  readonly starts: readonly Micros[];
}

/** The month of a store with a schedule. */
export function storeMonth({ window, first, days }: Month, schedule: Schedule, asOf: Micros): StoreMonth {
  const whole = windowInterval(window, schedule, Infinity);
  const cut = Math.max(whole.from, Math.min(asOf, whole.to));
  const starts = [whole.from];
  // Where the zone changes, dates need not begin in their order.
  for (let day = 1; day < days; day++) {
    const start = Math.min(midnight(schedule, first + day), whole.to);
    starts.push(Math.max(start, starts.at(-1) ?? start));
  }
  starts.push(whole.to);
  return {
    whole,
    seen: { from: whole.from, to: cut },
    ahead: { from: cut, to: whole.to },
    open: openIntervals(schedule, whole),
    starts,
  };
}

/** What a month has come to for a store, and what of it is to come; all in microseconds. */
export interface MonthFigures {
  /** Up to the as of: the figures that a report has in the window of the month. */
  readonly seen: WindowFigures;
  /** Scheduled time from the as of on that no closure covers. */
  readonly ahead: Micros;
  /** Scheduled time from the as of on that a closure covers. */
  readonly aheadExcluded: Micros;
  /** `seen.downtime` and `ahead`, date by date. */
  readonly downtimeOn: Float64Array;
  readonly aheadOn: Float64Array;
}

/**
 * The figures of a month for one store (docs/rules.md, R13 and R37).
 * @param closures the store's closures that count, sorted and disjoint
 * @param timeline its observations up to the as of, including the latest one before the month
 * @param defaultStatus its status before the first observation
 */
export function monthFigures(
  month: StoreMonth,
  closures: readonly Interval[],
  timeline: Timeline,
  defaultStatus: Status,
): MonthFigures {
  const { open, starts } = month;
  const seen = windowFigures(month.seen, open, closures, timeline, defaultStatus);
  const downtimeOn = new Float64Array(starts.length - 1);
  if (seen.downtime > 0) {
    const counted = without(within(open, month.seen), closures);
    eachStretch(counted, timeline, defaultStatus, (code, from, to) => {
      if (code === INACTIVE) addByDate(downtimeOn, starts, { from, to });
    });
  }
  const scheduled = within(open, month.ahead);
  const counted = without(scheduled, closures);
  const aheadOn = new Float64Array(starts.length - 1);
  for (const interval of counted) addByDate(aheadOn, starts, interval);
  const ahead = totalLength(counted);
  return { seen, ahead, aheadExcluded: totalLength(scheduled) - ahead, downtimeOn, aheadOn };
}

const INACTIVE = STATUSES.indexOf('inactive');

/** Adds some time to the dates on which it falls. */
function addByDate(lengths: Float64Array, starts: readonly Micros[], { from, to }: Interval): void {
  for (let day = dayAt(starts, from); day < lengths.length; day++) {
    const [start = Infinity, end = Infinity] = [starts[day], starts[day + 1]];
    if (start >= to) return;
    lengths[day] = (lengths[day] ?? 0) + Math.max(0, Math.min(to, end) - Math.max(from, start));
  }
}

/** The last date that has begun at an instant. */
function dayAt(starts: readonly Micros[], instant: Micros): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= instant) low = middle;
    else high = middle;
  }
  return low;
}
