/** How figures and timestamps are written for people. */

import { percentage } from '../../src/calculator/rounding';

const WHOLE = new Intl.NumberFormat('en');
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export function whole(value: number): string {
  return WHOLE.format(value);
}

/** A share from 0 to 1 as a percentage; a dash without business time. */
export function share(value: number | null): string {
  return value === null ? '–' : percentage(value);
}

/** Minutes or hours with two decimals, as in the CSV. */
export function figure(value: number): string {
  return value.toFixed(2);
}

const UTC_INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/;

/** A timestamp of the API (always UTC), to the second. */
export function instant(text: string | null): string {
  const time = inUtc(text);
  return time === '–' ? time : `${time} UTC`;
}

/** The same without its zone, for columns that name UTC in their heading. */
export function inUtc(text: string | null): string {
  const match = UTC_INSTANT.exec(text ?? '');
  return match ? `${match[1] ?? ''} ${match[2] ?? ''}` : '–';
}

/** How long ago a timestamp is, in the largest unit that fits. */
export function ago(text: string): string {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(text)) / 1000));
  const [unit, length] = UNITS.find((candidate) => seconds >= candidate[1]) ?? ['second', 1];
  return AGO.format(-Math.floor(seconds / length), unit);
}

/** Microseconds rounded to the second, such as `140 h 52 min 12 s`. */
export function duration(microseconds: number): string {
  const seconds = Math.round(microseconds / 1e6);
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.length === 0 ? '0 s' : shown.join(' ');
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** A timestamp of the API moved back by milliseconds; its microseconds are kept. */
export function earlier(text: string, milliseconds: number): string {
  const seconds = new Date(Date.parse(`${text.slice(0, 19)}Z`) - milliseconds).toISOString().slice(0, 19);
  return `${seconds}${text.slice(19)}`;
}
