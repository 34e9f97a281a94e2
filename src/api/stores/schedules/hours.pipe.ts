import type { PipeTransform } from '@nestjs/common';
import type { BusinessHours, LocalDate, OpeningHours, WeeklyHours } from '../../../calculator/schedule/schedule';
import { CodedError } from '../../../common/coded-error';
import { parseLocalDate } from '../../../calculator/schedule/local-date';
import { parseLocalTime } from '../../../common/timestamp';
import { bodyFields } from '../../http/validation/body-fields';
import { MAX_HOURS } from './schedules.dto';

/** The weekly hours in a body, and the date from which they are in force: `-Infinity` without one. */
export interface GivenHours {
  readonly hours: WeeklyHours;
  readonly from: LocalDate;
}

/**
 * The weekly hours in a body, read by the rules of the files. The error of a wrong row has its `index`, and the reason for which
 * a row of a file would be rejected.
 */
export class HoursPipe implements PipeTransform {
  /**
   * @throws CodedError `invalid_body`, `unknown_field`, `ambiguous_hours`, `invalid_hours`, `not_an_object`, `missing_field`,
   *   `invalid_day`, `invalid_time`, `invalid_date`
   */
  transform(body: unknown): GivenHours {
    const fields = bodyFields(body, ['hours', 'always_open', 'closed', 'effective_from']);
    const rows = oneOf(fields, ['hours', 'always_open', 'closed'], 'invalid_hours');
    const from = effectiveFrom(fields.effective_from);
    if (rows === 'always_open') return { hours: 'always_open', from };
    return { hours: rows === 'closed' ? [] : rows.map(toBusinessHours), from };
  }
}

/** The hours of a special date in a body: see `HoursPipe`. */
export class SpecialHoursPipe implements PipeTransform {
  /**
   * @throws CodedError `invalid_body`, `unknown_field`, `ambiguous_hours`, `invalid_special_hours`, `not_an_object`,
   *   `missing_field`, `invalid_time`
   */
  transform(body: unknown): OpeningHours[] {
    const fields = bodyFields(body, ['hours', 'closed']);
    const rows = oneOf(fields, ['hours', 'closed'], 'invalid_special_hours');
    return Array.isArray(rows) ? rows.map((row, index) => toOpeningHours(row, index, ['opens', 'closes'])) : [];
  }
}

/**
 * A date in a body: `-Infinity` if it is left out or null.
 * @throws CodedError `invalid_date`
 */
function effectiveFrom(value: unknown): LocalDate {
  if (value === undefined || value === null) return -Infinity;
  const date = typeof value === 'string' ? parseLocalDate(value.trim()) : undefined;
  if (date === undefined) throw new CodedError('invalid_date', { values: { field: 'effective_from' } });
  return date;
}

type Choice = 'hours' | 'always_open' | 'closed';

/** The rows, or the word that stands in their place; a body must have exactly one of them. */
function oneOf(
  fields: Readonly<Record<string, unknown>>,
  choices: readonly Choice[],
  code: string,
): unknown[] | Exclude<Choice, 'hours'> {
  const [chosen, ...others] = choices.filter((choice) => fields[choice] !== undefined);
  const wrong = new CodedError(code, { values: { most: MAX_HOURS } });
  if (chosen === undefined || others.length > 0) throw wrong;
  const value = fields[chosen];
  if (chosen !== 'hours') {
    if (value !== true) throw wrong;
    return chosen;
  }
  if (!Array.isArray(value) || value.length > MAX_HOURS) throw wrong;
  if (value.length === 0) throw new CodedError('ambiguous_hours', { values: { open: openForm(choices) } });
  const rows: unknown[] = value;
  return rows;
}

/** How a body says that the store is open all day. */
function openForm(choices: readonly Choice[]): string {
  return choices.includes('always_open')
    ? '{"always_open": true}'
    : '{"hours": [{"opens": "00:00", "closes": "24:00"}]}';
}

function toBusinessHours(row: unknown, index: number): BusinessHours {
  const hours = toOpeningHours(row, index, ['dayOfWeek', 'opens', 'closes']);
  const dayOfWeek = isRecord(row) ? row.dayOfWeek : undefined;
  if (typeof dayOfWeek !== 'number' || !Number.isInteger(dayOfWeek) || dayOfWeek < 0 || dayOfWeek > 6) {
    throw wrongRow('invalid_day', index, 'dayOfWeek');
  }
  return { dayOfWeek, ...hours };
}

function toOpeningHours(row: unknown, index: number, fields: readonly string[]): OpeningHours {
  if (!isRecord(row)) throw wrongRow('not_an_object', index);
  const unknown = Object.keys(row).find((name) => !fields.includes(name));
  if (unknown !== undefined) throw wrongRow('unknown_field', index, unknown);
  const missing = fields.find((field) => isMissing(row[field]));
  if (missing !== undefined) throw wrongRow('missing_field', index, missing);
  return { opens: toTime(row.opens, index, 'opens'), closes: toTime(row.closes, index, 'closes') };
}

function toTime(value: unknown, index: number, field: string): number {
  const time = typeof value === 'string' ? parseLocalTime(value.trim()) : undefined;
  if (time === undefined) throw wrongRow('invalid_time', index, field);
  return time;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function wrongRow(code: string, index: number, field?: string): CodedError {
  const path = field === undefined ? `hours[${index}]` : `hours[${index}].${field}`;
  return new CodedError(code, { values: { field: path }, members: { index } });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
