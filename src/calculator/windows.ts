import { parseLocalDate } from '../common/local-date';
import { epochDay } from '../common/timestamp';
import { DAY, HOUR, type Interval, type Micros, WEEK } from './instants';
import { type LocalDate, midnight, type Schedule, weekday } from './schedule';

/** A window of a report: so much elapsed time before its as of, or local dates, both included (docs/rules.md, R2 and R32). */
export type ReportWindow = { readonly name: string } & (
  | { readonly elapsed: Micros }
  | { readonly first: LocalDate; readonly last: LocalDate }
);

/** The longest range of dates, in days. */
export const MAX_WINDOW_DAYS = 366;

const ELAPSED: Readonly<Record<string, Micros>> = { last_hour: HOUR, last_day: DAY, last_week: WEEK };

/**
 * The window with a name: `last_hour`, `last_day`, `last_week`, a date `2024-10-05`, a month `2024-10`, an ISO week
 * `2024-W41`, or dates `2024-10-01..2024-10-14`. Undefined if there is no such window.
 */
export function windowNamed(name: string): ReportWindow | undefined {
  const elapsed = ELAPSED[name];
  if (elapsed !== undefined) return { name, elapsed };
  const dates = datesOf(name);
  if (!dates) return undefined;
  const [first, last] = dates;
  const isPossible = first <= last && last - first < MAX_WINDOW_DAYS && first >= EARLIEST && last <= LATEST;
  return isPossible ? { name, first, last } : undefined;
}

/** All instants of these years are safe integers of microseconds (docs/rules.md, R17). */
const EARLIEST = epochDay(1700, 1, 1) ?? NaN;
const LATEST = epochDay(2254, 12, 31) ?? NaN;

function datesOf(name: string): readonly [LocalDate, LocalDate] | undefined {
  const [firstText = '', lastText = firstText, ...others] = name.split('..');
  const [first, last] = [parseLocalDate(firstText), parseLocalDate(lastText)];
  if (first !== undefined && last !== undefined && others.length === 0) return [first, last];
  const [, year, month, week] = /^(\d{4})-(?:(\d\d)|W(\d\d))$/.exec(name) ?? [];
  if (month !== undefined) return monthOf(Number(year), Number(month));
  return week === undefined ? undefined : weekOf(Number(year), Number(week));
}

function monthOf(year: number, month: number): readonly [LocalDate, LocalDate] | undefined {
  const first = epochDay(year, month, 1);
  const next = month === 12 ? epochDay(year + 1, 1, 1) : epochDay(year, month + 1, 1);
  return first === undefined || next === undefined ? undefined : [first, next - 1];
}

/** A week of ISO 8601: it starts on a Monday, and the first one has the year's first Thursday. */
function weekOf(year: number, week: number): readonly [LocalDate, LocalDate] | undefined {
  const [first, next] = [firstWeek(year), firstWeek(year + 1)];
  const monday = first + (week - 1) * 7;
  return week >= 1 && monday < next ? [monday, monday + 6] : undefined;
}

/** The Monday of the first week of a year, which has 4 January. */
function firstWeek(year: number): LocalDate {
  const fourth = epochDay(year, 1, 4) ?? NaN;
  return fourth - weekday(fourth);
}

/** The interval of a window for a store: it ends at now at the latest, and is empty if it begins then or later. */
export function windowInterval(window: ReportWindow, schedule: Schedule, asOf: Micros): Interval {
  if ('elapsed' in window) return { from: asOf - window.elapsed, to: asOf };
  const from = Math.min(midnight(schedule, window.first), asOf);
  return { from, to: Math.max(from, Math.min(midnight(schedule, window.last + 1), asOf)) };
}

/** The time in which the intervals of a window lie, whatever a store's zone. */
export function windowReach(window: ReportWindow, asOf: Micros): Interval {
  if ('elapsed' in window) return { from: asOf - window.elapsed, to: asOf };
  return { from: (window.first - 2) * DAY, to: Math.min((window.last + 3) * DAY, asOf) };
}
