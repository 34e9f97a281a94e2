import { DAY } from '../calculator/instants';
import { epochDay } from './timestamp';

/** A date as `2024-10-05`. */
export const LOCAL_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** A date `YYYY-MM-DD` as days since 1970-01-01. Undefined if the text is not a date, or the date does not exist. */
export function parseLocalDate(text: string): number | undefined {
  const match = LOCAL_DATE.exec(text);
  if (!match) return undefined;
  const [, year, month, day] = match;
  return epochDay(Number(year), Number(month), Number(day));
}

/** A date, given as days since 1970-01-01, as `2024-10-05`. */
export function formatLocalDate(date: number): string {
  return new Date(date * (DAY / 1000)).toISOString().slice(0, 10);
}
