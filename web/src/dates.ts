/** Local dates, such as `2024-10-07`, which have no time zone; and ranges of instants. */

/** From one instant to another, as the API writes them. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

const DAY = 86_400_000;
const WITH_WEEKDAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A date for people: `Mon 7 Oct 2024`. The text itself if it is no date. */
export function dateText(date: string): string {
  return isDate(date) ? WITH_WEEKDAY.format(Date.parse(date)).replace(',', '') : date;
}

/** The date of today in UTC, for the names of files. */
export function today(): string {
  return new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** The date that is a number of days later; earlier if it is negative. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** The number of dates from one to another, both included. */
export function daysFrom(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY) + 1;
}
