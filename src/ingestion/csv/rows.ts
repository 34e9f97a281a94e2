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

/**
 * The store of a rejected row, as far as it can be told. If a comma or quote too many or too few has moved the fields of the
 * row, its id is looked for from the nearer end of the row, where it has moved least.
 */
export function storeIdOf(record: CsvRecord, { width, columns }: Layout): string | undefined {
  const column = columns[0] ?? 0;
  const place = column < width / 2 ? column : column - width;
  const id = record.fields?.at(place)?.trim() ?? '';
  if (isStoreId(id)) return id;
  // Quotes that do not close leave a row in one piece, and one that is not UTF-8 has no fields.
  const found = record.text.replaceAll('"', '').split(',').at(place)?.trim() ?? '';
  return isStoreId(found) ? found : undefined;
}

/** The values of the kind's columns, trimmed, or why the row is rejected. */
function requiredFields(record: CsvRecord, layout: Layout): Decoded<string[]> {
  // Told without its text, so that wrong rows cost little.
  if (record.isPlain && record.width !== layout.width) return 'column_count';
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
