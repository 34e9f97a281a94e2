import type { BusinessHours } from '../../calculator/open-intervals';
import { zoneName } from '../../calculator/zones';
import { Problem } from '../http/problem';
import { parseLocalTime } from '../../common/timestamp';
import type { Decoded } from '../../ingestion/reject-reasons';

/** Hours that one body may have: a few for each weekday, with room to spare. */
export const MAX_HOURS = 100;

export const INVALID_SCHEDULE_BODY = {
  invalid_body: 'The body must be an object.',
  unknown_field: 'The body has a field that there is not.',
};
export const INVALID_TIMEZONE = { invalid_timezone: 'timezone must be an IANA name, or null for the default.' };
export const MISSING_TIMEZONE = { missing_field: 'The body lacks a timezone.' };
export const UNKNOWN_TIMEZONE = { unknown_timezone: 'The time zone database does not know this name.' };
export const INVALID_HOURS = {
  invalid_hours: `hours must be an array of at most ${MAX_HOURS}, each {"dayOfWeek", "opens", "closes"}.`,
};

/**
 * The zone of a body `{"timezone": "America/New_York"}`, in the database's own spelling; null: the default time zone.
 * @throws Problem 422 `invalid_body`, `unknown_field`, `missing_field`, `invalid_timezone` or `unknown_timezone`
 */
export function timezoneOf(body: unknown): string | null {
  const timezone = onlyField(body, 'timezone');
  if (timezone === null) return null;
  if (timezone === undefined || (typeof timezone === 'string' && timezone.trim() === '')) {
    throw new Problem(422, 'missing_field', MISSING_TIMEZONE.missing_field);
  }
  if (typeof timezone !== 'string') throw new Problem(422, 'invalid_timezone', INVALID_TIMEZONE.invalid_timezone);
  const name = zoneName(timezone.trim());
  if (name === undefined) throw new Problem(422, 'unknown_timezone', UNKNOWN_TIMEZONE.unknown_timezone);
  return name;
}

/**
 * The hours of a body `{"hours": [{"dayOfWeek": 0, "opens": "09:00", "closes": "17:00"}, …]}`.
 * @throws Problem 422 `invalid_body`, `unknown_field` or `invalid_hours`; or, with the `index` of the first that is wrong, the
 *   reason for which a row of a file would be rejected: `not_an_object`, `missing_field`, `invalid_day` or `invalid_time`
 */
export function hoursOf(body: unknown): BusinessHours[] {
  const hours = onlyField(body, 'hours');
  if (!Array.isArray(hours) || hours.length > MAX_HOURS) {
    throw new Problem(422, 'invalid_hours', INVALID_HOURS.invalid_hours);
  }
  return hours.map((given: unknown, index) => {
    const row = decodeHours(given);
    if (isRecord(given) && Object.keys(given).some((field) => !HOURS_FIELDS.includes(field))) {
      throw new Problem(422, 'unknown_field', `hours[${index}] has a field other than ${HOURS_FIELDS.join(', ')}.`, {
        index,
      });
    }
    if (typeof row === 'string') throw new Problem(422, row, `hours[${index}] ${WRONG[row] ?? 'is wrong'}.`, { index });
    return row;
  });
}

const HOURS_FIELDS = ['dayOfWeek', 'opens', 'closes'];

/** What is wrong with hours, by reason. */
const WRONG: Readonly<Record<string, string>> = {
  not_an_object: 'is no object',
  missing_field: 'lacks dayOfWeek, opens or closes',
  invalid_day: 'has a dayOfWeek that is not 0 to 6',
  invalid_time: 'has a time that is not HH:MM or HH:MM:SS, with up to six decimals, to 24:00',
};

/** What a body is told whose hours are wrong, by reason. */
export const WRONG_HOURS = Object.fromEntries(
  Object.entries(WRONG).map(([reason, detail]) => [reason, `hours[3] ${detail}.`]),
);

function decodeHours(given: unknown): Decoded<BusinessHours> {
  if (!isRecord(given)) return 'not_an_object';
  const { dayOfWeek, opens: opensText, closes: closesText } = given;
  for (const field of [dayOfWeek, opensText, closesText]) {
    if (field === undefined || field === null) return 'missing_field';
    if (typeof field === 'string' && field.trim() === '') return 'missing_field';
  }
  if (typeof dayOfWeek !== 'number' || !Number.isInteger(dayOfWeek) || dayOfWeek < 0 || dayOfWeek > 6) {
    return 'invalid_day';
  }
  const opens = typeof opensText === 'string' ? parseLocalTime(opensText.trim()) : undefined;
  const closes = typeof closesText === 'string' ? parseLocalTime(closesText.trim()) : undefined;
  return opens === undefined || closes === undefined ? 'invalid_time' : { dayOfWeek, opens, closes };
}

function onlyField(body: unknown, name: string): unknown {
  if (!isRecord(body)) throw new Problem(422, 'invalid_body', INVALID_SCHEDULE_BODY.invalid_body);
  if (Object.keys(body).some((field) => field !== name)) {
    throw new Problem(422, 'unknown_field', `The body has a field other than ${name}.`);
  }
  return body[name];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
