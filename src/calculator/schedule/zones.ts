import moment from 'moment-timezone';
import { HOUR, type Interval, type Micros, MINUTE, SECOND } from '../instants';

/**
 * A time zone as a list of segments in time order. Segment `i` lasts from `untils[i - 1]` (inclusive) to `untils[i]`
 * (exclusive); within it, local time = instant + `offsets[i]`. All values are microseconds.
 */
export interface Zone {
  readonly name: string;
  readonly untils: Float64Array;
  readonly offsets: Float64Array;
}

/** No offset in the time zone database reaches 16 hours (the widest is Manila's, 15 h 56 min, before 1844). */
const WIDEST_OFFSET = 16 * HOUR;

const zones = new Map<string, Zone>();

/** The canonical spelling of an IANA zone name, which is matched case-insensitively; undefined if it is unknown. */
export function zoneName(name: string): string | undefined {
  const known = moment.tz.zone(name)?.name;
  // moment-timezone also accepts an underscore in place of a slash; we do not.
  return known?.toLowerCase() === name.toLowerCase() ? known : undefined;
}

/** The release of the time zone database. */
export const TZ_RELEASE = moment.tz.dataVersion;

/** The names of all zones, links such as `US/Eastern` among them. */
export function zoneNames(): readonly string[] {
  return moment.tz.names();
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
    // The tables give minutes west of Greenwich; local mean times include seconds, so round to the second.
    offsets: Float64Array.from(table.offsets, (minutesWest) => -Math.round((minutesWest * MINUTE) / SECOND) * SECOND),
  };
  zones.set(name, zone);
  return zone;
}

/** The index of the segment in force at an instant. */
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

/** The offset from UTC at an instant: local time minus UTC, in microseconds. */
export function offsetAt(zone: Zone, instant: Micros): Micros {
  return at(zone.offsets, segmentAt(zone, instant));
}

/** The instants within an interval, its start included, at which the offset from UTC changes. */
export function clockChanges(zone: Zone, { from, to }: Interval): Micros[] {
  const changes: Micros[] = [];
  for (let segment = segmentAt(zone, from - 1); at(zone.untils, segment) < to; segment++) {
    // Some segments differ only in the name of the time; the clocks do not change there.
    if (at(zone.offsets, segment) !== at(zone.offsets, segment + 1)) changes.push(at(zone.untils, segment));
  }
  return changes;
}

/**
 * The instant of a local time, given as microseconds since 1970-01-01T00:00:00 on the zone's own clocks.
 * A local time that occurs twice means its first occurrence; one that is skipped moves forward by the length of the gap
 * (RFC 5545, section 3.3.5; docs/rules.md, R8).
 */
export function instantOf(zone: Zone, local: Micros): Micros {
  const segment = segmentOfLocal(zone, local);
  const instant = local - at(zone.offsets, segment);
  const skipped = segment > 0 && instant < at(zone.untils, segment - 1);
  return skipped ? local - at(zone.offsets, segment - 1) : instant;
}

/** Whether a local time occurs exactly once: it is neither skipped nor repeated. */
export function occursOnce(zone: Zone, local: Micros): boolean {
  const segment = segmentOfLocal(zone, local);
  const isSkipped = segment > 0 && local - at(zone.offsets, segment) < at(zone.untils, segment - 1);
  // By the clocks of the next segment, which is longer than any time that repeats.
  const isRepeated = local - at(zone.offsets, segment + 1) >= at(zone.untils, segment);
  return !isSkipped && !isRepeated;
}

/** The first segment whose clocks reach a local time, or are already past it when the segment begins. */
function segmentOfLocal(zone: Zone, local: Micros): number {
  let segment = segmentAt(zone, local - WIDEST_OFFSET);
  while (local - at(zone.offsets, segment) >= at(zone.untils, segment)) segment++;
  return segment;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Infinity;
}
