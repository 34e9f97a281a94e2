/** Tells instants in a time zone that is named, whatever the browser's own is. */
export interface Clock {
  readonly zone: string;
  /** To the second. */
  readonly tell: (instant: string) => string;
}

export function clockOf(zone: string): Clock {
  // Of all locales, the Swedish one writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return { zone, tell: (instant) => format.format(Date.parse(instant)) };
}

const OFFSET = /([+-])(\d\d):(\d\d)(?::(\d\d))?$/;

/** The offset at the end of a text, such as `2024-11-03T01:30:00-05:00`, in milliseconds. */
export function offsetOf(text: string): number {
  const match = OFFSET.exec(text);
  if (!match) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}
