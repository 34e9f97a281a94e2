import type { Micros } from '../../calculator/instants';
import { zoneName } from '../../calculator/zones';
import { parseLocalTime } from '../../common/timestamp';
import { isStoreId } from '../../stores/store-id';
import { type Observation, type ObservationLimits, toObservation } from '../observation';
import type { Decoded } from '../reject-reasons';
import type { Layout } from './columns';
import type { CsvRecord } from './csv-records';

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

/** One row of a store-status file. */
export function decodeObservation(record: CsvRecord, layout: Layout, limits: ObservationLimits): Decoded<Observation> {
  const fields = requiredFields(record, layout);
  if (typeof fields === 'string') return fields;
  const [storeId = '', status = '', timestamp = ''] = fields;
  return toObservation(storeId, status, timestamp, limits);
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
