import { dateText, daysAfter, daysFrom, isDate } from '../dates';
import { clockOf } from '../views/store/clock';

/** Whole days of each store's own calendar. */
export interface Period {
  readonly first: string;
  /** Included. */
  readonly last: string;
}

export const PRESETS = [
  ['yesterday', 'Yesterday'],
  ['week', 'Last 7 days'],
  ['month', 'This month'],
  ['dates', 'Pick dates'],
] as const;
export type Preset = (typeof PRESETS)[number][0];

/** The longest period that a report can have, in days. */
const MAX_DAYS = 366;
const DAY = 86_400_000;
/** On the western edge of the calendar, a date ends this much later than in UTC. */
const LAST_TO_END = DAY / 2;

/** The date at an instant in a time zone. */
export function dateAt(instant: string, zone: string): string {
  return clockOf(zone).format(instant).slice(0, 'yyyy-mm-dd'.length);
}

/**
 * The days of a preset on a date; undefined if dates are to be picked and were not, or make no period.
 * @param today the date at the as of of the report
 */
export function periodOf(preset: Preset, today: string, picked: Period): Period | undefined {
  switch (preset) {
    case 'yesterday':
      return { first: daysAfter(today, -1), last: daysAfter(today, -1) };
    case 'week':
      return { first: daysAfter(today, -7), last: daysAfter(today, -1) };
    case 'month':
      return { first: `${today.slice(0, 'yyyy-mm'.length)}-01`, last: today };
    case 'dates':
      return isPeriod(picked) ? picked : undefined;
  }
}

function isPeriod({ first, last }: Period): boolean {
  if (!isDate(first) || !isDate(last)) return false;
  const days = daysFrom(first, last);
  return days >= 1 && days <= MAX_DAYS;
}

/** The same weekdays before it, by whole weeks. */
function weeksBefore({ first, last }: Period): Period {
  const days = Math.ceil(daysFrom(first, last) / 7) * 7;
  return { first: daysAfter(first, -days), last: daysAfter(last, -days) };
}

/** The same days of the month before, as far as it has them; undefined of a period that is not the beginning of a month. */
function monthBefore({ first, last }: Period): Period | undefined {
  const month = first.slice(0, 'yyyy-mm'.length);
  if (first !== `${month}-01` || !last.startsWith(month)) return undefined;
  const end = daysAfter(first, -1);
  const day = last.slice(-2);
  const monthOfEnd = end.slice(0, 'yyyy-mm'.length);
  return { first: `${monthOfEnd}-01`, last: day < end.slice(-2) ? `${monthOfEnd}-${day}` : end };
}

/** What the days of a preset are compared with: this month with the same days of the month before, others with weeks before. */
export function comparedWith(preset: Preset, period: Period): Period {
  return (preset === 'month' ? monthBefore(period) : undefined) ?? weeksBefore(period);
}

/** The window among those of a report that another one of them is compared with. */
export function comparedWindow(window: string, windows: readonly string[]): string | undefined {
  const period = periodIn(window);
  if (!period) return undefined;
  const before = [monthBefore(period), weeksBefore(period)].flatMap((other) => (other ? [windowOf(other)] : []));
  return before.find((other) => windows.includes(other));
}

/** Its name as a window of a report. */
export function windowOf({ first, last }: Period): string {
  return first === last ? first : `${first}..${last}`;
}

/** A period for people. */
export function periodText({ first, last }: Period): string {
  return first === last ? dateText(first) : `${dateText(first)} to ${dateText(last)}`;
}

/** The period that is a window of a report; undefined if it is another kind of window. */
export function periodIn(window: string): Period | undefined {
  const [first = '', last = first] = window.split('..');
  return isDate(first) && isDate(last) ? { first, last } : undefined;
}

/** Reports with these can be the default report. */
export const STANDARD_WINDOWS = ['last_hour', 'last_day', 'last_week'];
const WINDOWS: Readonly<Record<string, string>> = {
  last_hour: 'last hour',
  last_day: 'last day',
  last_week: 'last week',
};

/** The name of any window for people. */
export function windowText(window: string): string {
  const period = periodIn(window);
  return period ? periodText(period) : (WINDOWS[window] ?? window);
}

/** Whether a period was over for every store, wherever it is. */
export function isOver({ last }: Period, at: string): boolean {
  return Date.parse(at) >= Date.parse(last) + DAY + LAST_TO_END;
}
