import { instantOfLocal } from './clocks';
import type { NaiveOpening, NaiveStore } from './store';
import { DAY, MINUTE } from './units';

/** A period in which a store is open, as instants, `closes` excluded. */
export interface Period {
  opens: number;
  closes: number;
}

/**
 * Every period of business hours that can matter to the window; periods may overlap, lie outside it, or end before they
 * begin, which means nothing.
 */
export function openPeriods(store: NaiveStore, from: number, to: number): Period[] {
  const periods: Period[] = [];
  // A period may begin 24 hours after its date and last as long; clocks are less than a day off UTC, and zones skip a day.
  const firstDate = new Date(from / 1000).setUTCHours(0, 0, 0, 0) * 1000 - 4 * DAY;
  for (let date = firstDate; date <= to + DAY; date += DAY) {
    periods.push(...periodsOf(store, date));
  }
  return periods;
}

/** The instant at which a date begins, by the zone in force on it. A date is given as its midnight in UTC. */
export function midnightOf(store: NaiveStore, date: number): number {
  return instantOfLocal(timezoneOn(store, date), date);
}

/** The instant at which all scheduled time ends. */
export function archivedAt(store: NaiveStore): number {
  return store.archivedFrom === undefined ? Infinity : midnightOf(store, Date.parse(store.archivedFrom) * 1000);
}

/** The periods that start on a date. */
export function periodsOf(store: NaiveStore, date: number): Period[] {
  const openings = openingsOn(store, date);
  if (openings === 'all day') return [{ opens: midnightOf(store, date), closes: midnightOf(store, date + DAY) }];
  const timezone = timezoneOn(store, date);
  return openings.map(({ opens, closes }) => {
    const sameDay = opens < closes;
    const lastMinute = closes >= DAY - MINUTE;
    const closingTime = store.endOfDayGrace && lastMinute ? DAY : closes;
    return {
      opens: instantOfLocal(timezone, date + opens),
      closes: instantOfLocal(timezone, sameDay ? date + closingTime : date + DAY + closingTime),
    };
  });
}

export function openingsOn(store: NaiveStore, date: number): NaiveOpening[] | 'all day' {
  const special = store.specialHours?.[textOf(date)];
  if (special) return special;
  const week = latestBegun(store.laterHours, date)?.[1] ?? store.hours;
  if (week === 'closed') return [];
  if (week.length === 0) return 'all day';
  // 1970-01-01 was a Thursday.
  const dayOfWeek = (((date / DAY + 3) % 7) + 7) % 7;
  return week.filter((row) => row.dayOfWeek === dayOfWeek);
}

export function timezoneOn(store: NaiveStore, date: number): string {
  return latestBegun(store.laterTimezones, date)?.[1] ?? store.timezone;
}

/** The date of the version of the hours that applies on a date; undefined if it is not a later one. */
export function versionOn(store: NaiveStore, date: number): string | undefined {
  return latestBegun(store.laterHours, date)?.[0];
}

/** Of what holds from some dates on, the date and the value of the latest that has come; undefined if none has. */
function latestBegun<T>(byDate: Record<string, T> | undefined, date: number): [string, T] | undefined {
  if (!byDate) return undefined;
  const text = textOf(date);
  const begun = Object.entries(byDate).filter(([from]) => from <= text);
  return begun.sort(([a], [b]) => (a < b ? 1 : -1))[0];
}

const texts = new Map<number, string>();

/** `2024-10-05`. Written once for each date, as that is slow, and each case asks for the same ones again and again. */
export function textOf(date: number): string {
  const known = texts.get(date);
  if (known !== undefined) return known;
  const text = new Date(date / 1000).toISOString().slice(0, 10);
  texts.set(date, text);
  return text;
}
