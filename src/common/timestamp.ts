import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../calculator/instants';
import { epochDay } from '../calculator/schedule/local-date';

/** A timestamp; without flags, which the patterns of the OpenAPI document cannot have. */
export const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[ Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?: ?(?:[Uu][Tt][Cc]|[Zz]|([+-])(\d\d)(?::?(\d\d))?))?$/;

/**
 * An instant from `2024-10-03 23:33:20.412748 UTC` (zero to six decimals), from ISO 8601 with `Z` or an offset, or
 * without a zone, which means UTC (docs/rules.md, R18). Undefined if the text is not a timestamp, or its date or time does
 * not exist. Distant years may exceed the whole microseconds that a number can hold: see `isInRange`.
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

/** An instant in ISO 8601 as local time, `offset` ahead of UTC: `2024-10-03T19:33:20.412748-04:00`. */
export function formatLocal(instant: Micros, offset: Micros): string {
  const sign = offset < 0 ? '-' : '+';
  const ahead = Math.abs(offset);
  const parts = [Math.floor(ahead / HOUR), Math.floor((ahead % HOUR) / MINUTE), Math.floor((ahead % MINUTE) / SECOND)];
  // The offsets of local mean times include seconds.
  const shown = parts[2] === 0 ? parts.slice(0, 2) : parts;
  const text = shown.map((part) => String(part).padStart(2, '0')).join(':');
  return `${formatTimestamp(instant + offset).slice(0, -1)}${sign}${text}`;
}

/** Whether an instant, and the start of every window that ends there, is a safe integer of microseconds (1684 to 2255; docs/rules.md, R17). */
export function isInRange(instant: Micros): boolean {
  return Number.isSafeInteger(instant) && Number.isSafeInteger(instant - 8 * DAY);
}

/** A local time of day, up to the end of the day. */
export const LOCAL_TIME = /^(?:([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?|24:00(?::00(?:\.0{1,6})?)?)$/;

/**
 * A local time of day (docs/rules.md, R19), `HH:MM` or `HH:MM:SS` with up to six decimals, in microseconds after midnight.
 * `24:00` is the end of the day. Undefined if the text is not a time.
 */
export function parseLocalTime(text: string): Micros | undefined {
  const match = LOCAL_TIME.exec(text);
  if (!match) return undefined;
  const [, hour, minute, second = '0', fraction = ''] = match;
  return hour === undefined ? DAY : timeOfDay(hour, minute, second, fraction);
}

/** A local time of day, given in microseconds after midnight: `09:30:00`, with six decimals unless it is a whole second. */
export function formatLocalTime(time: Micros): string {
  const parts = [Math.floor(time / HOUR), Math.floor((time % HOUR) / MINUTE), Math.floor((time % MINUTE) / SECOND)];
  const fraction = time % SECOND;
  const whole = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return fraction === 0 ? whole : `${whole}.${String(fraction).padStart(6, '0')}`;
}

function timeOfDay(hour: string | undefined, minute: string | undefined, second: string, fraction: string): Micros {
  return Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND + Number(fraction.padEnd(6, '0'));
}
