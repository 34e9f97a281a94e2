import { z } from 'zod';
import type { Micros } from '../../calculator/instants';
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

/** A local time of day such as `09:30` (docs/rules.md, R19). */
export const localTime = z.string().transform((text, context): Micros => {
  const time = parseLocalTime(text);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: 'must be a local time such as "09:30"' });
  return z.NEVER;
});
