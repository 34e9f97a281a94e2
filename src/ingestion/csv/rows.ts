import type { Micros } from '../../calculator/instants';
import { zoneName } from '../../calculator/zones';
import { isInRange, parseLocalTime, parseTimestamp } from '../../common/timestamp';
import { isStoreId } from '../../stores/store-id';
import type { Layout } from './columns';
import type { CsvRecord } from './csv-records';

/** Why a row was turned away (README, "Imports"). */
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
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

/** A row as it is meant, or the first reason why it means nothing. */
export type Decoded<Row> = Row | RejectReason;

export interface ObservationRow {
  readonly storeId: string;
  readonly active: boolean;
  readonly observedAt: Micros;
}

export interface BusinessHoursRow {
  readonly storeId: string;
  readonly dayOfWeek: number;
  readonly opens: Micros;
  readonly closes: Micros;
}

export interface TimezoneRow {
  readonly storeId: string;
  readonly timezone: string;
}

/** One row of a store-status file. `latest` is the instant after which an observation lies in the future. */
export function decodeObservation(record: CsvRecord, layout: Layout, latest: Micros): Decoded<ObservationRow> {
  const fields = requiredFields(record, layout);
  if (typeof fields === 'string') return fields;
  const [storeId = '', statusText = '', timestampText = ''] = fields;
  if (!isStoreId(storeId)) return 'invalid_store_id';
  const active = parseStatus(statusText);
  if (active === undefined) return 'invalid_status';
  const observedAt = parseTimestamp(timestampText);
  if (observedAt === undefined) return 'invalid_timestamp';
  if (observedAt > latest) return 'timestamp_in_future';
  if (!isInRange(observedAt)) return 'invalid_timestamp';
  return { storeId, active, observedAt };
}

/** One row of a business-hours file. */
export function decodeBusinessHours(record: CsvRecord, layout: Layout): Decoded<BusinessHoursRow> {
  const fields = requiredFields(record, layout);
  if (typeof fields === 'string') return fields;
  const [storeId = '', dayText = '', opensText = '', closesText = ''] = fields;
  if (!isStoreId(storeId)) return 'invalid_store_id';
  if (!/^[0-6]$/.test(dayText)) return 'invalid_day';
  const opens = parseLocalTime(opensText);
  const closes = parseLocalTime(closesText);
  if (opens === undefined || closes === undefined) return 'invalid_time';
  return { storeId, dayOfWeek: Number(dayText), opens, closes };
}

/** One row of a timezones file; the zone in the time zone database's own spelling. */
export function decodeTimezone(record: CsvRecord, layout: Layout): Decoded<TimezoneRow> {
  const fields = requiredFields(record, layout);
  if (typeof fields === 'string') return fields;
  const [storeId = '', timezoneText = ''] = fields;
  if (!isStoreId(storeId)) return 'invalid_store_id';
  const timezone = zoneName(timezoneText);
  return timezone === undefined ? 'unknown_timezone' : { storeId, timezone };
}

/** The kind's own columns, trimmed, or why the row does not have them. */
function requiredFields(record: CsvRecord, layout: Layout): Decoded<string[]> {
  const { fields } = record;
  if (fields === undefined) return 'invalid_encoding';
  if (fields.length !== layout.width) return 'column_count';
  const values: string[] = [];
  for (const place of layout.places) {
    const value = (fields[place] ?? '').trim();
    if (value === '') return 'missing_field';
    values.push(value);
  }
  return values;
}

function parseStatus(text: string): boolean | undefined {
  if (text === 'active') return true;
  if (text === 'inactive') return false;
  const lower = text.toLowerCase();
  return lower === 'active' ? true : lower === 'inactive' ? false : undefined;
}
