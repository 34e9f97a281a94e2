/**
 * A whole number of microseconds (docs/rules.md, R17): since 1970-01-01T00:00:00Z for an instant, or a length for a duration.
 * Microseconds are PostgreSQL's own resolution, and every instant from the year 1684 to 2255 is a safe integer.
 */
export type Micros = number;

export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;
export const WEEK: Micros = 7 * DAY;

/** The instants from `from` (inclusive) to `to` (exclusive). */
export interface Interval {
  readonly from: Micros;
  readonly to: Micros;
}
