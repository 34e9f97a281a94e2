import { DAY } from '../instants';

/** A date as `2024-10-05`. */
export const LOCAL_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** The dates that are accepted: all their instants are whole microseconds that a number can hold (docs/rules.md, R17). */
const FIRST_YEAR = 1700;
const LAST_YEAR = 2254;

/**
 * A date `YYYY-MM-DD`, from 1700 to 2254, as days since 1970-01-01. Undefined if the text is not a date, or the date does not
 * exist.
 */
export function parseLocalDate(text: string): number | undefined {
  const [, year, month, day] = LOCAL_DATE.exec(text) ?? [];
  return dateOf(Number(year), Number(month), Number(day));
}

/** A date from 1700 to 2254 as days since 1970-01-01. Undefined if it does not exist. */
export function dateOf(year: number, month: number, day: number): number | undefined {
  return year >= FIRST_YEAR && year <= LAST_YEAR ? epochDay(year, month, day) : undefined;
}

/** A date, given as days since 1970-01-01, as `2024-10-05`. */
export function formatLocalDate(date: number): string {
  return new Date(date * (DAY / 1000)).toISOString().slice(0, 10);
}

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A date of the Gregorian calendar, from the year 0 on, as days since 1970-01-01; undefined if it does not exist. */
export function epochDay(year: number, month: number, day: number): number | undefined {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS_OF_MONTH[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  if (!(day >= 1 && day <= days)) return undefined;
  // Years that start in March end with the leap day. From March on, every 5 months have 153 days.
  const marchYear = month > 2 ? year : year - 1;
  const monthsSinceMarch = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((monthsSinceMarch * 153 + 2) / 5) + day - 1 - MARCH_OF_YEAR_0;
}

/** Days from 1 March of the year 0 to 1970-01-01. */
const MARCH_OF_YEAR_0 = 719_468;
