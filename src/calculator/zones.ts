import moment from 'moment-timezone';
import { HOUR, type Interval, type Micros, MINUTE, SECOND } from './instants';

/**
 * A time zone as a list of segments in time order. Segment `i` holds for the instants before `untils[i]` (and not
 * before `untils[i - 1]`); there, local time = instant + `offsets[i]`. All values are microseconds.
 */
export interface Zone {
  readonly name: string;
  readonly untils: Float64Array;
  readonly offsets: Float64Array;
}

/** No offset in the time zone database reaches 16 hours (the widest is Manila's, 15 h 56 min, before 1844). */
const WIDEST_OFFSET = 16 * HOUR;

const zones = new Map<string, Zone>();

/** The database's own spelling of a zone's name (IANA names are matched without regard to case); undefined if unknown. */
export function zoneName(name: string): string | undefined {
  const known = moment.tz.zone(name)?.name;
  // moment-timezone takes an underscore for a slash, too.
  return known?.toLowerCase() === name.toLowerCase() ? known : undefined;
}

/**
 * The segments of an IANA zone, from moment-timezone's tables.
 * @throws RangeError if the database has no zone of that name.
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const table = moment.tz.zone(name);
  if (!table) throw new RangeError(`unknown time zone: ${name}`);
  const zone: Zone = {
    name: table.name,
    untils: Float64Array.from(table.untils, (until) => (Number.isFinite(until) ? until * 1000 : Infinity)),
    // The tables give minutes west of Greenwich; local mean times have odd seconds, so round to the second.
    offsets: Float64Array.from(table.offsets, (minutesWest) => -Math.round((minutesWest * MINUTE) / SECOND) * SECOND),
  };
  zones.set(name, zone);
  return zone;
}

/** The index of the segment that holds at an instant. */
function segmentAt(zone: Zone, instant: Micros): number {
  let low = 0;
  let high = zone.untils.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(zone.untils, middle) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What to add to an instant to get the zone's local time, in microseconds. */
export function offsetAt(zone: Zone, instant: Micros): Micros {
  return at(zone.offsets, segmentAt(zone, instant));
}

/** The instants of an interval, its start included, at which the offset changes. */
export function clockChanges(zone: Zone, { from, to }: Interval): Micros[] {
  const changes: Micros[] = [];
  for (let segment = segmentAt(zone, from - 1); at(zone.untils, segment) < to; segment++) {
    // Where only the name of the time changes, the clocks do not.
    if (at(zone.offsets, segment) !== at(zone.offsets, segment + 1)) changes.push(at(zone.untils, segment));
  }
  return changes;
}

/**
 * The instant of a local time, given as microseconds since 1970-01-01T00:00:00 on the zone's own clocks.
 * A local time that occurs twice is its first occurrence; one that is skipped moves forward by the gap's length
 * (RFC 5545, section 3.3.5; README, "Clock changes").
 */
export function instantOf(zone: Zone, local: Micros): Micros {
  const segment = segmentOfLocal(zone, local);
  const instant = local - at(zone.offsets, segment);
  const skipped = segment > 0 && instant < at(zone.untils, segment - 1);
  return skipped ? local - at(zone.offsets, segment - 1) : instant;
}

/** Whether the zone's clocks show a local time exactly once: it is neither skipped nor shown twice. */
export function isPlainLocalTime(zone: Zone, local: Micros): boolean {
  const segment = segmentOfLocal(zone, local);
  const isSkipped = segment > 0 && local - at(zone.offsets, segment) < at(zone.untils, segment - 1);
  const again = local - at(zone.offsets, segment + 1);
  return !isSkipped && !(again >= at(zone.untils, segment) && again < at(zone.untils, segment + 1));
}

/** The first segment in which the clocks come to a local time, or have passed it when the segment begins. */
function segmentOfLocal(zone: Zone, local: Micros): number {
  let segment = segmentAt(zone, local - WIDEST_OFFSET);
  while (local - at(zone.offsets, segment) >= at(zone.untils, segment)) segment++;
  return segment;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Infinity;
}
