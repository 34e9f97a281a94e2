import { DAY, type Interval, type Micros, MINUTE } from './instants';
import { instantOf, offsetAt, type Zone, zoneOf } from './zones';

/** One row of business hours: an interval of local wall-clock time that starts on a given weekday. */
export interface BusinessHours {
  /** The weekday in the store's zone on which the interval starts: 0 = Monday … 6 = Sunday. */
  readonly dayOfWeek: number;
  /** Microseconds after local midnight, 0 to 24 h. */
  readonly opens: Micros;
  /** Like `opens`. If it is not later than `opens`, the interval ends on the next local day. */
  readonly closes: Micros;
}

/** Everything that determines when a store is open. */
export interface Schedule {
  /** The IANA name of the store's time zone. */
  readonly timezone: string;
  /** In any order; may overlap or repeat. Empty means open 24×7. */
  readonly hours: readonly BusinessHours[];
  /** Whether an interval that ends within the last minute of a day closes at midnight instead. */
  readonly endOfDayGrace: boolean;
}

/** A text that is the same only for schedules with the same time zone, grace and rows in the same order. */
export function scheduleKey({ timezone, hours, endOfDayGrace }: Schedule): string {
  return hours.reduce(
    (key, { dayOfWeek, opens, closes }) => `${key};${dayOfWeek},${opens},${closes}`,
    endOfDayGrace ? `${timezone};grace` : timezone,
  );
}

/**
 * How many local dates before or after a range's own an interval may start and still reach into it: it may start at 24:00
 * and last 24 h (two days), and its zone may skip or repeat a day meanwhile.
 */
const DAYS_BEFORE = 4;
const DAYS_AFTER = 2;

/**
 * When a store is open within a range: sorted, disjoint and non-touching intervals, clipped to the range.
 * The rules are those of docs/rules.md, R3 to R9: each end of each row, for each local date, becomes an instant by the
 * time zone database, and the open time is the union. An interval that does not end after it starts, which can happen
 * around a skipped hour, is empty.
 * @throws RangeError if the time zone is unknown.
 */
export function openIntervals(schedule: Schedule, range: Interval): Interval[] {
  if (range.to <= range.from) return [];
  if (schedule.hours.length === 0) return [range];
  const intervals: Interval[] = [];
  eachOpening(schedule, range, (opening) => {
    const from = Math.max(range.from, opening.from);
    const to = Math.min(range.to, opening.to);
    intervals.push({ from, to });
  });
  return union(intervals);
}

/** One row of business hours on one local date, as instants. */
export interface Opening extends Interval {
  readonly row: BusinessHours;
  /** Local time, in microseconds since 1970-01-01T00:00:00 on the zone's own clocks. */
  readonly localFrom: Micros;
  readonly localTo: Micros;
}

/**
 * Calls back for each opening that reaches into a range. Openings are not clipped to the range, may overlap, and come in no
 * particular order.
 * @throws RangeError if the time zone is unknown.
 */
export function eachOpening(schedule: Schedule, range: Interval, callback: (opening: Opening) => void): void {
  const zone = zoneOf(schedule.timezone);
  const firstDay = localDay(zone, range.from) - DAYS_BEFORE;
  const lastDay = localDay(zone, range.to) + DAYS_AFTER;
  for (const row of schedule.hours) {
    const firstMatchingDay = firstDay + modulo(row.dayOfWeek - weekday(firstDay), 7);
    for (let day = firstMatchingDay; day <= lastDay; day += 7) {
      const localFrom = day * DAY + row.opens;
      const localTo = localClose(schedule, row, day);
      const from = instantOf(zone, localFrom);
      const to = instantOf(zone, localTo);
      if (from < to && from < range.to && to > range.from) callback({ from, to, row, localFrom, localTo });
    }
  }
}

/** The local time at which the interval that starts on the local date `day` ends. */
function localClose(schedule: Schedule, row: BusinessHours, day: number): Micros {
  const closingDay = row.closes > row.opens ? day : day + 1;
  return closingDay * DAY + (isGrace(schedule, row) ? DAY : row.closes);
}

/** Whether the grace at the end of the day extends a row's end to midnight (docs/rules.md, R6). */
export function isGrace(schedule: Schedule, { closes }: BusinessHours): boolean {
  return schedule.endOfDayGrace && closes >= DAY - MINUTE && closes < DAY;
}

function union(intervals: Interval[]): Interval[] {
  intervals.sort((a, b) => a.from - b.from);
  const merged: Interval[] = [];
  let last: Interval | undefined;
  for (const interval of intervals) {
    if (last && interval.from <= last.to) {
      if (interval.to > last.to) merged[merged.length - 1] = last = { from: last.from, to: interval.to };
    } else {
      merged.push((last = interval));
    }
  }
  return merged;
}

/** The local date of an instant, as days since 1970-01-01. */
export function localDay(zone: Zone, instant: Micros): number {
  return Math.floor((instant + offsetAt(zone, instant)) / DAY);
}

/** The weekday, 0 = Monday, of a date given as days since 1970-01-01, which was a Thursday. */
export function weekday(day: number): number {
  return modulo(day + 3, 7);
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
