import type { BusinessHours, LocalDate, OpeningHours } from '../../calculator/schedule/schedule';
import { zoneName } from '../../calculator/schedule/zones';
import { parseLocalDate } from '../../calculator/schedule/local-date';
import { isInRange, parseLocalTime, parseTimestamp } from '../../common/timestamp';
import { ALL_STORES, isReason, type NewClosure } from '../../stores/schedules/write-closures';
import { attributeKey, attributeValue, type GivenAttributes } from '../../stores/attributes/attribute-values';
import { isStoreId } from '../../stores/store-id';
import { type Observation, type ObservationLimits, toObservation } from '../observation';
import type { Decoded } from '../reject-reasons';
import type { Layout } from './columns';
import type { CsvRecord } from './csv-records';

interface BusinessHoursRow extends BusinessHours {
  readonly storeId: string;
  readonly from: LocalDate;
}

interface TimezoneRow {
  readonly storeId: string;
  readonly from: LocalDate;
  readonly timezone: string;
}

interface SpecialHoursRow {
  readonly storeId: string;
  readonly date: LocalDate;
  /** Undefined: closed. */
  readonly hours: OpeningHours | undefined;
}

interface StoreRow {
  readonly storeId: string;
  readonly attributes: GivenAttributes;
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
  const hours = openingHours(opensText, closesText);
  if (!hours) return 'invalid_time';
  const from = effectiveFrom(record, layout);
  return from === undefined ? 'invalid_date' : { storeId, from, dayOfWeek: Number(dayText), ...hours };
}

/** Decodes a row of a timezones file; the zone is returned in the spelling of the time zone database. */
export function decodeTimezone(record: CsvRecord, layout: Layout): Decoded<TimezoneRow> {
  const fields = requiredFields(record, layout);
  if (typeof fields === 'string') return fields;
  const [storeId = '', timezoneText = ''] = fields;
  if (!isStoreId(storeId)) return 'invalid_store_id';
  const timezone = zoneName(timezoneText);
  if (timezone === undefined) return 'unknown_timezone';
  const from = effectiveFrom(record, layout);
  return from === undefined ? 'invalid_date' : { storeId, from, timezone };
}

/** Decodes a row of a special-hours file. */
export function decodeSpecialHours(record: CsvRecord, layout: Layout): Decoded<SpecialHoursRow> {
  const fields = fieldsOf(record, layout, 2);
  if (typeof fields === 'string') return fields;
  const [storeId = '', dateText = '', opensText = '', closesText = ''] = fields;
  if (!isStoreId(storeId)) return 'invalid_store_id';
  const date = parseLocalDate(dateText);
  if (date === undefined) return 'invalid_date';
  if (opensText === '' && closesText === '') return { storeId, date, hours: undefined };
  if (opensText === '' || closesText === '') return 'missing_field';
  const hours = openingHours(opensText, closesText);
  return hours ? { storeId, date, hours } : 'invalid_time';
}

/** Decodes a row of a closures file. */
export function decodeClosure(record: CsvRecord, layout: Layout): Decoded<NewClosure> {
  const fields = fieldsOf(record, layout, 3);
  if (typeof fields === 'string') return fields;
  const [storeId = '', fromText = '', toText = '', reason = ''] = fields;
  if (storeId !== ALL_STORES && !isStoreId(storeId)) return 'invalid_store_id';
  const [from, to] = [fromText, toText].map(parseTimestamp);
  if (from === undefined || to === undefined || !isInRange(from) || !isInRange(to)) return 'invalid_timestamp';
  if (to <= from) return 'invalid_closure';
  return isReason(reason) ? { storeId, from, to, reason } : 'invalid_reason';
}

/** Decodes a row of a stores file. */
export function decodeStore(record: CsvRecord, layout: Layout): Decoded<StoreRow> {
  const fields = requiredFields(record, layout);
  if (typeof fields === 'string') return fields;
  const [storeId = ''] = fields;
  if (!isStoreId(storeId)) return 'invalid_store_id';
  const attributes: Record<string, string | null> = {};
  for (const { name, column } of layout.attributes) {
    const value = attributeValue(record.fields?.[column] ?? '');
    if (value === undefined) return 'invalid_attribute';
    attributes[attributeKey(name)] = value;
  }
  return { storeId, attributes };
}

function openingHours(opensText: string, closesText: string): OpeningHours | undefined {
  const opens = parseLocalTime(opensText);
  const closes = parseLocalTime(closesText);
  return opens === undefined || closes === undefined ? undefined : { opens, closes };
}

/** The date from which a row's version is in force; undefined if it is wrong. */
function effectiveFrom({ fields }: CsvRecord, layout: Layout): LocalDate | undefined {
  const text = layout.effectiveFrom === undefined ? '' : (fields?.[layout.effectiveFrom]?.trim() ?? '');
  return text === '' ? -Infinity : parseLocalDate(text);
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

function requiredFields(record: CsvRecord, layout: Layout): Decoded<string[]> {
  return fieldsOf(record, layout, layout.columns.length);
}

/**
 * The values of the kind's columns, trimmed, or why the row is rejected.
 * @param required how many of the first of them must not be empty
 */
function fieldsOf(record: CsvRecord, layout: Layout, required: number): Decoded<string[]> {
  // Told without its text, so that wrong rows cost little.
  if (record.isPlain && record.width !== layout.width) return 'column_count';
  const { fields } = record;
  if (fields === undefined) return 'invalid_encoding';
  if (fields.length !== layout.width) return 'column_count';
  const values: string[] = [];
  for (const column of layout.columns) {
    const value = (fields[column] ?? '').trim();
    if (value === '' && values.length < required) return 'missing_field';
    values.push(value);
  }
  return values;
}
