import type { Micros } from '../../calculator/instants';
import { zoneName } from '../../calculator/zones';
import { parseLocalTime } from '../../common/timestamp';
import { isStoreId } from '../../stores/store-id';
import { type Observation, type ObservationLimits, toObservation } from '../observation';
import type { Decoded } from '../reject-reasons';
import type { Layout } from './columns';
import type { CsvRecord } from './csv-records';

interface BusinessHoursRow {
  readonly storeId: string;
  readonly dayOfWeek: number;
  readonly opens: Micros;
  readonly closes: Micros;
}

interface TimezoneRow {
  readonly storeId: string;
  readonly timezone: string;
}

/** Decodes a row of a store-status file. */
export function decodeObservation(record: CsvRecord, layout: Layout, limits: ObservationLimits): Decoded<Observation> {
  const fields = requiredFields(record, layout);
  if (typeof fields === 'string') return fields;
  const [storeId = '', status = '', timestamp = ''] = fields;
  return toObservation(storeId, status, timestamp, limits);
}

/** Decodes a row of a business-hours file. */
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

/** Decodes a row of a timezones file; the zone is returned in the spelling of the time zone database. */
export function decodeTimezone(record: CsvRecord, layout: Layout): Decoded<TimezoneRow> {
  const fields = requiredFields(record, layout);
  if (typeof fields === 'string') return fields;
  const [storeId = '', timezoneText = ''] = fields;
  if (!isStoreId(storeId)) return 'invalid_store_id';
  const timezone = zoneName(timezoneText);
  return timezone === undefined ? 'unknown_timezone' : { storeId, timezone };
}

/** The values of the kind's columns, trimmed, or why the row is rejected. */
function requiredFields(record: CsvRecord, layout: Layout): Decoded<string[]> {
  const { fields } = record;
  if (fields === undefined) return 'invalid_encoding';
  if (fields.length !== layout.width) return 'column_count';
  const values: string[] = [];
  for (const column of layout.columns) {
    const value = (fields[column] ?? '').trim();
    if (value === '') return 'missing_field';
    values.push(value);
  }
  return values;
}
