import type { PipeTransform } from '@nestjs/common';
import type { BusinessHours } from '../../calculator/open-intervals';
import { CodedError } from '../../common/coded-error';
import { parseLocalTime } from '../../common/timestamp';
import { bodyFields } from '../http/validation/body-fields';
import { MAX_HOURS } from './schedules.dto';

const FIELDS = ['dayOfWeek', 'opens', 'closes'] as const;

/**
 * The hours in a body, read by the rules of the files. The error of a wrong row has its `index`, and the reason for which a
 * row of a file would be rejected.
 */
export class HoursPipe implements PipeTransform {
  /**
   * @throws CodedError `invalid_body`, `unknown_field`, `invalid_hours`, `not_an_object`, `missing_field`, `invalid_day`,
   *   `invalid_time`
   */
  transform(body: unknown): BusinessHours[] {
    const { hours } = bodyFields(body, ['hours']);
    if (!Array.isArray(hours) || hours.length > MAX_HOURS) {
      throw new CodedError('invalid_hours', { values: { most: MAX_HOURS } });
    }
    return hours.map(toHours);
  }
}

function toHours(row: unknown, index: number): BusinessHours {
  if (!isRecord(row)) throw wrongRow('not_an_object', index);
  const unknown = Object.keys(row).find((name) => !FIELDS.some((field) => field === name));
  if (unknown !== undefined) throw wrongRow('unknown_field', index, unknown);
  const missing = FIELDS.find((field) => isMissing(row[field]));
  if (missing !== undefined) throw wrongRow('missing_field', index, missing);
  const { dayOfWeek } = row;
  if (typeof dayOfWeek !== 'number' || !Number.isInteger(dayOfWeek) || dayOfWeek < 0 || dayOfWeek > 6) {
    throw wrongRow('invalid_day', index, 'dayOfWeek');
  }
  return { dayOfWeek, opens: toTime(row.opens, index, 'opens'), closes: toTime(row.closes, index, 'closes') };
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
