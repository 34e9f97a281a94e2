import { checked } from '../calculator/arrays/checked';

/** Why a row or a message was rejected (docs/imports.md, "Rejects"). */
export const REJECT_REASONS = [
  'column_count',
  'missing_field',
  'invalid_store_id',
  'invalid_status',
  'invalid_timestamp',
  'timestamp_in_future',
  'invalid_day',
  'invalid_time',
  'invalid_date',
  'invalid_closure',
  'invalid_reason',
  'unknown_timezone',
  'invalid_attribute',
  'too_many_attributes',
  'invalid_encoding',
  'store_incomplete',
  'not_an_object',
  'before_retention',
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

/** A decoded row, or the first reason to reject it. */
export type Decoded<Row> = Row | RejectReason;

const MAX_TEXT_BYTES = 1024;

/**
 * The text of a rejected row as it is stored: at most 1 KiB, cut between characters; NUL, which PostgreSQL's text cannot
 * hold, is replaced.
 */
export function truncated(text: string): string {
  const clean = text.replaceAll('\0', '\ufffd');
  const bytes = Buffer.from(clean);
  if (bytes.length <= MAX_TEXT_BYTES) return clean;
  let end = MAX_TEXT_BYTES;
  while ((checked(bytes[end]) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
