import { dateOf, parseLocalDate } from '../schedule/local-date';
import { DAY, HOUR, type Interval, type Micros, WEEK } from '../instants';
import { hull } from '../intervals';
import { type LocalDate, midnight, type Schedule, weekday } from '../schedule/schedule';

/** A window of a report: so much elapsed time before its as of, or local dates, both included (docs/rules.md, R2 and R31). */
export type ReportWindow = { readonly name: string } & (
  { readonly elapsed: Micros } | { readonly first: LocalDate; readonly last: LocalDate }
);

/** The form of the names of windows; not every date exists. */
export const WINDOW_NAME = /^(?:last_hour|last_day|last_week|\d{4}-(?:W\d\d|\d\d(?:-\d\d(?:\.\.\d{4}-\d\d-\d\d)?)?))$/;

/** How many windows a report may have. */
export const MAX_WINDOWS = 12;
/** The longest range of dates, in days. */
export const MAX_WINDOW_DAYS = 366;

const ELAPSED: ReadonlyMap<string, Micros> = new Map([
  ['last_hour', HOUR],
  ['last_day', DAY],
  ['last_week', WEEK],
]);

/**
 * The window with a name: `last_hour`, `last_day`, `last_week`, a date `2024-10-05`, a month `2024-10`, an ISO week
 * `2024-W41`, or dates `2024-10-01..2024-10-14`. Undefined if there is no such window.
 */
export function windowNamed(name: string): ReportWindow | undefined {
  const elapsed = ELAPSED.get(name);
  if (elapsed !== undefined) return { name, elapsed };
  const dates = datesOf(name);
  if (!dates) return undefined;
  const [first, last] = dates;
  return first <= last && last - first < MAX_WINDOW_DAYS ? { name, first, last } : undefined;
}

/** Whether these are names of windows, each once, and not too many. */
export function isWindowList(names: readonly unknown[]): names is readonly string[] {
  const isRight = names.length >= 1 && names.length <= MAX_WINDOWS && new Set(names).size === names.length;
  return isRight && names.every((name) => typeof name === 'string' && windowNamed(name) !== undefined);
}

/**
 * The window with a name that is known to be right.
 * @throws RangeError if it is not
 */
export function requireWindow(name: string): ReportWindow {
  const window = windowNamed(name);
  if (!window) throw new RangeError(`there is no window ${name}`);
  return window;
}

function datesOf(name: string): readonly [LocalDate, LocalDate] | undefined {
  const [firstText = '', lastText = firstText, ...others] = name.split('..');
  const [first, last] = [parseLocalDate(firstText), parseLocalDate(lastText)];
  if (first !== undefined && last !== undefined && others.length === 0) return [first, last];
  const [, year, month, week] = /^(\d{4})-(?:(\d\d)|W(\d\d))$/.exec(name) ?? [];
  if (month !== undefined) return monthOf(Number(year), Number(month));
  return week === undefined ? undefined : weekOf(Number(year), Number(week));
}

function monthOf(year: number, month: number): readonly [LocalDate, LocalDate] | undefined {
  const first = dateOf(year, month, 1);
  if (first === undefined) return undefined;
  const days = [31, 30, 29, 28].find((day) => dateOf(year, month, day) !== undefined) ?? NaN;
  return [first, first + days - 1];
}

/** A week of ISO 8601: it starts on a Monday; the first one of a year has 4 January, and the last one 28 December. */
function weekOf(year: number, week: number): readonly [LocalDate, LocalDate] | undefined {
  const fourth = dateOf(year, 1, 4);
  const last = dateOf(year, 12, 28);
  if (fourth === undefined || last === undefined || week < 1) return undefined;
  const monday = fourth - weekday(fourth) + (week - 1) * 7;
  return monday <= last ? [monday, monday + 6] : undefined;
}

/** The interval of a window for a store: it ends at now at the latest, and is empty if it begins then or later. */
export function windowInterval(window: ReportWindow, schedule: Schedule, asOf: Micros): Interval {
  if ('elapsed' in window) return { from: asOf - window.elapsed, to: asOf };
  const from = Math.min(midnight(schedule, window.first), asOf);
  return { from, to: Math.max(from, Math.min(midnight(schedule, window.last + 1), asOf)) };
}

/** The earliest instant whose observations may still speak within some windows, whatever a store's zone. */
export function earliestSpoken(windows: readonly ReportWindow[], asOf: Micros, unknownAfter: Micros): Micros {
  return reachOf(windows, asOf).from - unknownAfter;
}

/** The time in which the intervals of some windows lie, whatever a store's zone. */
export function reachOf(windows: readonly ReportWindow[], asOf: Micros): Interval {
  return hull(windows.map((window) => windowReach(window, asOf)));
}

/** The time in which the intervals of a window lie, whatever a store's zone. */
export function windowReach(window: ReportWindow, asOf: Micros): Interval {
  if ('elapsed' in window) return { from: asOf - window.elapsed, to: asOf };
  return { from: (window.first - 2) * DAY, to: Math.min((window.last + 3) * DAY, asOf) };
}
