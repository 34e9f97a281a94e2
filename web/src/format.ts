/** How figures and instants are written for people. */

const WHOLE = new Intl.NumberFormat('en');
const SHARE = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
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

/** Rounded down short of all, so that 100 % is said only where nothing is missing. */
export function share(value: number | null): string {
  if (value === null) return '–';
  return SHARE.format(Math.floor(value * 1000) / 1000);
}

/** As in the CSV: two decimals. */
export function figure(value: number): string {
  return value.toFixed(2);
}

const UTC_INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/;

/** An instant of the API, which are all in UTC, to the second. */
export function instant(text: string | null): string {
  const told = inUtc(text);
  return told === '–' ? told : `${told} UTC`;
}

/** The same where UTC is named elsewhere. */
export function inUtc(text: string | null): string {
  const match = UTC_INSTANT.exec(text ?? '');
  return match ? `${match[1] ?? ''} ${match[2] ?? ''}` : '–';
}

/** How long ago an instant is, in its largest unit. */
export function ago(text: string): string {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(text)) / 1000));
  const [unit, length] = UNITS.find((candidate) => seconds >= candidate[1]) ?? ['second', 1];
  return AGO.format(-Math.floor(seconds / length), unit);
}

/** Microseconds to the second, as in `140 h 52 min 12 s`. */
export function duration(microseconds: number): string {
  const seconds = Math.round(microseconds / 1e6);
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return told.length === 0 ? '0 s' : told.join(' ');
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** An instant of the API some milliseconds earlier, to the same microsecond. */
export function earlier(text: string, milliseconds: number): string {
  const seconds = new Date(Date.parse(`${text.slice(0, 19)}Z`) - milliseconds).toISOString().slice(0, 19);
  return `${seconds}${text.slice(19)}`;
}
