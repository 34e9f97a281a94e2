import { escapeLiteral } from 'pg';
import type { Micros } from '../../calculator/instants';

/** SQL for an expression's instant (timestamptz) as whole microseconds since the epoch; node-postgres hands it over as text. */
export function toMicros(expression: string): string {
  return `(extract(epoch FROM ${expression}) * 1000000)::bigint`;
}

/** SQL for the instant (timestamptz) of an expression in whole microseconds since the epoch. */
export function fromMicros(expression: string): string {
  return `('epoch'::timestamptz + ${expression} * interval '1 microsecond')`;
}

/** A text as an SQL literal, for the few commands that take no parameters: COPY and SET TRANSACTION SNAPSHOT. */
export function literal(text: string): string {
  return escapeLiteral(text);
}

/** An instant in whole microseconds as an SQL literal (timestamptz), for the same commands. */
export function instantLiteral(instant: Micros): string {
  if (!Number.isSafeInteger(instant)) throw new RangeError(`not a whole number of microseconds: ${instant}`);
  return fromMicros(`${instant}::bigint`);
}
