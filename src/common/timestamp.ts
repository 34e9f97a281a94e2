import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../calculator/instants';

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?: ?(?:UTC|Z|([+-])(\d\d)(?::?(\d\d))?))?$/i;

/**
 * An instant from `2024-10-03 23:33:20.412748 UTC` (zero to six decimals), from ISO 8601 with `Z` or an offset, or
 * without a zone, which means UTC (README, "Details"). Undefined where the text is none, or names a day or time that is none.
 * A year far off may be beyond the whole microseconds a number holds: see `isInRange`.
 */
export function parseTimestamp(text: string): Micros | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', sign, offsetHour = '0', offsetMinute = '0'] =
    match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  const midnight = epochDay(Number(year), Number(month), Number(day));
  if (midnight === undefined) return undefined;
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
