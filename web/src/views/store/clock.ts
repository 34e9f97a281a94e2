const DAY = 86_400_000;

/** Tells instants in a time zone that is named, whatever the browser's own is. */
export interface Clock {
  readonly zone: string;
  /** To the second; within a day of a clock change with the offset, for an hour may occur twice. */
  readonly tell: (instant: string) => string;
}

/** The clock of a zone; of UTC where the browser does not know the zone. */
export function clockOf(zone: string): Clock {
  if (!isKnown(zone)) return clockOf('UTC');
  // Of all locales, the Swedish one writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const offsets = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number) =>
    offsets
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')
      ?.value.replace(/^GMT$/, 'GMT+00:00')
      .replace('GMT', '') ?? '';
  return {
    zone,
    tell: (instant) => {
      const at = Date.parse(instant);
      const text = format.format(at);
      return offsetAt(at - DAY) === offsetAt(at + DAY) ? text : `${text} ${offsetAt(at)}`;
    },
  };
}

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
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
