import { DAY, type Interval, type Micros } from '../instants';
import { union, within } from '../intervals';
import {
  beforeArchiving,
  inForce,
  isGrace,
  isNeverClosed,
  type LocalDate,
  midnight,
  type OpeningHours,
  type Schedule,
  weekday,
  zoneOn,
} from './schedule';
import { instantOf, type Zone } from './zones';

/**
 * How many dates before or after those of a range, by UTC, an opening may start and still reach into it: local dates are
 * up to a day away from those of UTC, an opening may start at 24:00 and last 24 h, and its zone may skip or repeat a day
 * meanwhile.
 */
const DAYS_BEFORE = 5;
const DAYS_AFTER = 3;

/**
 * When a store is open within a range: sorted, disjoint and non-touching intervals, clipped to the range.
 * The rules are those of docs/rules.md, R3 to R9, R27 and R28: both ends of each opening, for each local date, become
 * instants by the time zone database, in the zone in force on that date, and the open time is the union. An opening that
 * does not end after it starts, which can happen around a skipped hour, is empty.
 * @throws RangeError if a time zone is unknown.
 */
export function openIntervals(schedule: Schedule, range: Interval): readonly Interval[] {
  const active = beforeArchiving(schedule, range);
  if (active.to <= active.from) return [];
  if (isNeverClosed(schedule)) return [active];
  const openings: Interval[] = [];
  eachOpening(schedule, active, ({ from, to }) => openings.push({ from, to }));
  return within(union(openings), active);
}

/** One opening on one local date, as instants. */
export interface Opening extends Interval {
  /** The date on which it starts. */
  readonly date: LocalDate;
  /** The zone in force on that date. */
  readonly zone: Zone;
  /** Undefined if the store is open all of the date. */
  readonly row: OpeningHours | undefined;
  /** Local time, in microseconds since 1970-01-01T00:00:00 on the zone's own clocks. */
  readonly localFrom: Micros;
  readonly localTo: Micros;
}

/**
 * Calls back for each opening that reaches into a range, by date. Openings are not clipped to the range, and may overlap.
 * @throws RangeError if a time zone is unknown.
 */
export function eachOpening(schedule: Schedule, range: Interval, callback: (opening: Opening) => void): void {
  const last = Math.floor(range.to / DAY) + DAYS_AFTER;
  for (let date = Math.floor(range.from / DAY) - DAYS_BEFORE; date <= last; date++) {
    const zone = zoneOn(schedule, date);
    for (const row of rowsOn(schedule, date)) {
      const localFrom = date * DAY + (row?.opens ?? 0);
      const localTo = row ? localClose(schedule, row, date) : (date + 1) * DAY;
      const from = instantOf(zone, localFrom);
      const to = row ? instantOf(zone, localTo) : midnight(schedule, date + 1);
      if (from < to && from < range.to && to > range.from) callback({ from, to, date, zone, row, localFrom, localTo });
    }
  }
}

const ALL_DAY = [undefined];

/** The openings that start on a date; one that is undefined lasts all of the date. */
function rowsOn({ specialHours, hours }: Schedule, date: LocalDate): readonly (OpeningHours | undefined)[] {
  const special = specialHours.get(date);
  if (special) return special;
  const weekly = inForce(hours, date)?.value ?? 'always_open';
  if (weekly === 'always_open') return ALL_DAY;
  const day = weekday(date);
  return weekly.filter(({ dayOfWeek }) => dayOfWeek === day);
}

/** The local time at which an opening that starts on a date ends. */
function localClose(schedule: Schedule, row: OpeningHours, date: LocalDate): Micros {
  const closingDate = row.closes > row.opens ? date : date + 1;
  return closingDate * DAY + (isGrace(schedule, row) ? DAY : row.closes);
}
