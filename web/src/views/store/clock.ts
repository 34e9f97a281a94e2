const DAY = 86_400_000;

/** Writes timestamps in a given time zone, whatever the browser's own is. */
export interface Clock {
  readonly zone: string;
  /** To the second; with the offset within a day of a clock change, because an hour may occur twice. */
  readonly format: (timestamp: string) => string;
}

/** The clock of a zone; of UTC if the browser does not know the zone. */
export function clockOf(zone: string): Clock {
  if (!isKnown(zone)) return clockOf('UTC');
  // The Swedish locale writes dates as ISO 8601 does.
  const times = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const offsets = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number) =>
    offsets
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')
      ?.value.replace(/^GMT$/, 'GMT+00:00')
      .replace('GMT', '') ?? '';
  return {
    zone,
    format: (timestamp) => {
      const at = Date.parse(timestamp);
      const text = times.format(at);
      return offsetAt(at - DAY) === offsetAt(at + DAY) ? text : `${text} ${offsetAt(at)}`;
    },
  };
}

/**
 * The instant at which a clock in a zone shows a local time such as `2024-10-07T09:00`: the first one if it is shown twice. A
 * browser that does not know the zone takes it for UTC.
 */
export function instantOf(localTime: string, zone: string): string {
  const wall = Date.parse(`${localTime}Z`);
  const offsets = new Intl.DateTimeFormat('en', { timeZone: isKnown(zone) ? zone : 'UTC', timeZoneName: 'longOffset' });
  const offsetAt = (at: number) => offsetOf(offsets.format(at));
  // The offset before the time, so that of two instants the first one is found.
  return new Date(wall - offsetAt(wall - offsetAt(wall - DAY))).toISOString();
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
