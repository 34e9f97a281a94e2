import { z } from 'zod';
import { DAY, type Micros, MINUTE } from '../../calculator/instants';
import { epochDay, parseLocalTime } from '../../common/timestamp';

/** A local date, as days since 1970-01-01. */
export type LocalDate = number;

const DAYS_OF_WEEK = 7;
/** 1970-01-01 was a Thursday, and 0 is Monday. */
const FIRST_WEEKDAY = 3;
const MILLISECONDS_OF_DAY = 24 * 60 * 60 * 1000;

/** The date of a text such as `2024-11-28`; undefined if it is none. */
export function parseLocalDate(text: string): LocalDate | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match ? epochDay(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** A date as `2024-11-28`. */
export function formatLocalDate(date: LocalDate): string {
  return new Date(date * MILLISECONDS_OF_DAY).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayOf(date: LocalDate): number {
  return (((date + FIRST_WEEKDAY) % DAYS_OF_WEEK) + DAYS_OF_WEEK) % DAYS_OF_WEEK;
}

/** Times of which the last minute of a day means its end: 00:00 to 23:59 is 24 hours. */
export function throughLastMinute(opens: Micros, closes: Micros) {
  return { opens, closes: closes > opens && closes >= DAY - MINUTE ? DAY : closes };
}

/** A local time of day such as `09:30` (docs/specifications.md, R19). */
export const localTime = z.string().transform((text, context): Micros => {
  const time = parseLocalTime(text);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: 'must be a local time such as "09:30"' });
  return z.NEVER;
});
