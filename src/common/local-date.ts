import { DAY } from '../calculator/instants';
import { epochDay } from './timestamp';

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
