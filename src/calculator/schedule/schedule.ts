import { DAY, type Interval, type Micros, MINUTE } from '../instants';
import { instantOf, type Zone, zoneOf } from './zones';

/** A date on a store's own calendar, as days since 1970-01-01. */
export type LocalDate = number;

/** An interval of local wall-clock time that starts on a date given elsewhere. */
export interface OpeningHours {
  /** Microseconds after local midnight, 0 to 24 h. */
  readonly opens: Micros;
  /** Like `opens`. If it is not later than `opens`, the interval ends on the next local day. */
  readonly closes: Micros;
}

/** One row of business hours: an interval of local wall-clock time that starts on a given weekday. */
export interface BusinessHours extends OpeningHours {
  /** The weekday on which the interval starts: 0 = Monday … 6 = Sunday. */
  readonly dayOfWeek: number;
}

/** What holds in each week: rows in any order, which may overlap or repeat; with no rows at all the store is closed. */
export type WeeklyHours = readonly BusinessHours[] | 'always_open';

/** A value that is in force from a local date until the next version begins (docs/rules.md, R27). */
export interface Version<Value> {
  /** `-Infinity`: from the beginning of time. */
  readonly from: LocalDate;
  readonly value: Value;
}

/** Everything that determines when a store is open. */
export interface Schedule {
  /** The IANA names of the store's time zones, by date, ascending. */
  readonly timezones: readonly Version<string>[];
  /** The zone of dates on which none of these is in force. */
  readonly defaultTimezone: string;
  /** By date, ascending. A store is open all day on dates on which none is in force. */
  readonly hours: readonly Version<WeeklyHours>[];
  /** The openings that start on special dates, in place of the weekly ones; none: closed (docs/rules.md, R28). */
  readonly specialHours: ReadonlyMap<LocalDate, readonly OpeningHours[]>;
  /** The date on which its last scheduled time ends; `Infinity`: it is not archived (docs/rules.md, R32). */
  readonly archivedFrom: LocalDate;
  /** Whether an interval that ends within the last minute of a day closes at midnight instead. */
  readonly endOfDayGrace: boolean;
}

/** The version in force on a date; undefined if there is none. */
export function inForce<Value>(versions: readonly Version<Value>[], date: LocalDate): Version<Value> | undefined {
  return versions.findLast(({ from }) => from <= date);
}

/** The zone by which the times of a date are read. */
export function zoneOn({ timezones, defaultTimezone }: Schedule, date: LocalDate): Zone {
  return zoneOf(inForce(timezones, date)?.value ?? defaultTimezone);
}

/** The instant at which a date begins: 00:00 in the zone in force on it (docs/rules.md, R27). */
export function midnight(schedule: Schedule, date: LocalDate): Micros {
  return instantOf(zoneOn(schedule, date), date * DAY);
}

/** The date on a store's calendar to which an instant belongs: the last one that has begun. */
export function localDate(schedule: Schedule, instant: Micros): LocalDate {
  let date = Math.floor(instant / DAY) + 2;
  while (midnight(schedule, date) > instant) date--;
  return date;
}

/** The first instant after another at which a date begins: dates need not begin in their order if the zone changes. */
export function nextMidnight(schedule: Schedule, instant: Micros): Micros {
  const date = Math.floor(instant / DAY);
  const midnights = [-1, 0, 1, 2, 3, 4].map((days) => midnight(schedule, date + days));
  return Math.min(...midnights.filter((each) => each > instant));
}

/** The part of a range in which a store is not archived. */
export function beforeArchiving(schedule: Schedule, { from, to }: Interval): Interval {
  const { archivedFrom } = schedule;
  return { from, to: archivedFrom === Infinity ? to : Math.min(to, midnight(schedule, archivedFrom)) };
}

/** Whether a store is archived at an instant. */
export function isArchived(schedule: Schedule, instant: Micros): boolean {
  return schedule.archivedFrom !== Infinity && midnight(schedule, schedule.archivedFrom) <= instant;
}

/** Whether no instant before archiving is closed, whatever the zone. */
export function isNeverClosed({ hours, specialHours }: Schedule): boolean {
  return specialHours.size === 0 && hours.every(({ value }) => value === 'always_open');
}

/** Whether the grace at the end of the day extends a row's end to midnight (docs/rules.md, R6). */
export function isGrace({ endOfDayGrace }: Schedule, { closes }: OpeningHours): boolean {
  return endOfDayGrace && closes >= DAY - MINUTE && closes < DAY;
}

/** The weekday, 0 = Monday, of a date. 1970-01-01 was a Thursday. */
export function weekday(date: LocalDate): number {
  return (((date + 3) % 7) + 7) % 7;
}
