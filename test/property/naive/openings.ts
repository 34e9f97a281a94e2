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
  // Five days on each side are more than a period may last, a clock be off UTC and a date be skipped, together.
  const firstDate = new Date(from / 1000).setUTCHours(0, 0, 0, 0) * 1000 - 5 * DAY;
  for (let date = firstDate; date <= to + 5 * DAY; date += DAY) {
    periods.push(...periodsOf(store, date));
  }
  return periods;
}

/** The instant at which a date begins, by the zone in force on it. A date is given as its midnight in UTC. */
export function midnightOf(store: NaiveStore, date: number): number {
  return instantOfLocal(timezoneOn(store, date), date);
}

/** The periods that start on a date. */
function periodsOf(store: NaiveStore, date: number): Period[] {
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

function openingsOn(store: NaiveStore, date: number): NaiveOpening[] | 'all day' {
  const special = store.specialHours?.[textOf(date)];
  if (special) return special;
  const week = inForce(store.laterHours, date) ?? store.hours;
  if (week === 'closed') return [];
  if (week.length === 0) return 'all day';
  const dayOfWeek = [6, 0, 1, 2, 3, 4, 5][new Date(date / 1000).getUTCDay()];
  return week.filter((row) => row.dayOfWeek === dayOfWeek);
}

function timezoneOn(store: NaiveStore, date: number): string {
  return inForce(store.laterTimezones, date) ?? store.timezone;
}

/** Of what holds from some dates on, that of the latest date that has come; undefined if none has. */
function inForce<T>(byDate: Record<string, T> = {}, date: number): T | undefined {
  const [latest] = Object.entries(byDate)
    .filter(([from]) => from <= textOf(date))
    .sort(([a], [b]) => (a < b ? 1 : -1));
  return latest?.[1];
}

/** `2024-10-05` */
function textOf(date: number): string {
  return new Date(date / 1000).toISOString().slice(0, 10);
}
