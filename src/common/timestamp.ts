import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../calculator/instants';

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?: ?(?:UTC|Z|([+-])(\d\d)(?::?(\d\d))?))?$/i;

/**
 * An instant from `2024-10-03 23:33:20.412748 UTC` (zero to six decimals), from ISO 8601 with `Z` or an offset, or
 * without a zone, which means UTC (README, "Details"). Undefined where the text is none, or names a day or time that is none.
 * A year far off may be beyond the whole microseconds a number holds: see `isInRange`.
 */
export function parseTimestamp(text: string): Micros | undefined {
  return parseUsualTimestamp(text) ?? parseAnyTimestamp(text);
}

/** What nearly all are, read several times as fast: seconds are there, the zone is UTC, and the day is the one of the text before. */
function parseUsualTimestamp(text: string): Micros | undefined {
  if (text.length < 19 || !text.startsWith(usualDay.date)) return undefined;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined;
  const separator = text.charCodeAt(10);
  if (separator !== SPACE && separator !== CAPITAL_T) return undefined;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  let fraction = 0;
  let end = 19;
  if (text.charCodeAt(end) === POINT) {
    let unit = SECOND;
    for (end++; end < 26; end++) {
      const digit = text.charCodeAt(end) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      unit /= 10;
      fraction += digit * unit;
    }
    if (end === 20) return undefined;
  }
  const rest = text.length - end;
  const isUtc = rest === 0 || (rest === 1 && text.endsWith('Z')) || (rest === 4 && text.endsWith(' UTC'));
  return isUtc ? usualDay.midnight + hour * HOUR + minute * MINUTE + second * SECOND + fraction : undefined;
}

/** The day that was read last: polls come in about the order of their time. */
let usualDay = { date: '1970-01-01', midnight: 0 };

const ZERO = 0x30;
const COLON = 0x3a;
const SPACE = 0x20;
const POINT = 0x2e;
const CAPITAL_T = 0x54;

/** NaN where there are no two digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function parseAnyTimestamp(text: string): Micros | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', sign, offsetHour = '0', offsetMinute = '0'] =
    match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  const midnight = epochDay(Number(year), Number(month), Number(day));
  if (midnight === undefined) return undefined;
  usualDay = { date: text.slice(0, 10), midnight: midnight * DAY };
  const offset = (sign === '-' ? -1 : 1) * (Number(offsetHour) * HOUR + Number(offsetMinute) * MINUTE);
  return midnight * DAY + timeOfDay(hour, minute, second, fraction) - offset;
}

/** An instant in ISO 8601, to the microsecond: `2024-10-03T23:33:20.412748Z`. */
export function formatTimestamp(instant: Micros): string {
  const fraction = ((instant % SECOND) + SECOND) % SECOND;
  const seconds = new Date((instant - fraction) / 1000).toISOString().slice(0, -5);
  return `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}

/** Whether an instant, and those of the windows that end there, fit a number in whole microseconds (1684 to 2255). */
export function isInRange(instant: Micros): boolean {
  return Number.isSafeInteger(instant) && Number.isSafeInteger(instant - 8 * DAY);
}

const LOCAL_TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/;

/** A local time of day, `HH:MM` or `HH:MM:SS` with up to six decimals, in microseconds after midnight; `24:00` is the day's end. */
export function parseLocalTime(text: string): Micros | undefined {
  const match = LOCAL_TIME.exec(text);
  if (!match) return undefined;
  const [, hour, minute, second = '0', fraction = ''] = match;
  if (Number(minute) > 59 || Number(second) > 59) return undefined;
  const time = timeOfDay(hour, minute, second, fraction);
  return time <= DAY ? time : undefined;
}

function timeOfDay(hour: string | undefined, minute: string | undefined, second: string, fraction: string): Micros {
  return Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND + Number(fraction.padEnd(6, '0'));
}

/** Days since 1970-01-01 of a date of the Gregorian calendar; undefined where there is no such date. */
function epochDay(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / (DAY / 1000) : undefined;
}
