import { escapeLiteral } from 'pg';
import type { Micros } from '../../calculator/instants';

/**
 * SQL for a timestamptz expression as whole microseconds since the epoch; a bigint, which node-postgres reads as text.
 */
export function toMicros(expression: string): string {
  return `(extract(epoch FROM ${expression}) * 1000000)::bigint`;
}

/**
 * SQL for the timestamptz of an expression in whole microseconds since the epoch. Immutable, unlike the sum of a timestamptz
 * and an interval, whose days are those of the session's time zone.
 */
export function fromMicros(expression: string): string {
  return `((timestamp 'epoch' + ${expression} * interval '1 microsecond') AT TIME ZONE 'UTC')`;
}

/** A text as an SQL literal, for commands that take no parameters: COPY and SET TRANSACTION SNAPSHOT. */
export function literal(text: string): string {
  return escapeLiteral(text);
}

/** SQL for the timestamptz of an instant in whole microseconds, for the same commands. */
export function instantLiteral(instant: Micros): string {
  if (!Number.isSafeInteger(instant)) throw new RangeError(`not a whole number of microseconds: ${instant}`);
  return fromMicros(`${instant}::bigint`);
}
