/** Why a row or a message was turned away (README, "Imports"). */
export const REJECT_REASONS = [
  'column_count',
  'missing_field',
  'invalid_store_id',
  'invalid_status',
  'invalid_timestamp',
  'timestamp_in_future',
  'invalid_day',
  'invalid_time',
  'unknown_timezone',
  'invalid_encoding',
  'not_an_object',
  'before_retention',
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

/** What was meant, or the first reason why it means nothing. */
export type Decoded<Row> = Row | RejectReason;

const MAX_TEXT_BYTES = 1024;

/** The text of what was turned away, as it is kept: cut at 1 KiB, between characters, and without the one that PostgreSQL's text cannot hold. */
export function keptText(text: string): string {
  const clean = text.replaceAll('\0', '\ufffd');
  const bytes = Buffer.from(clean);
  if (bytes.length <= MAX_TEXT_BYTES) return clean;
  let end = MAX_TEXT_BYTES;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
