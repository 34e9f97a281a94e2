import moment from 'moment-timezone';
import { DAY, SECOND } from './units';

/**
 * The instant at which the clocks of a zone show a local time. No clock is a whole day off UTC, and no zone changes its
 * clocks twice within two days, so the offset is either that of a day before or that of a day after.
 */
export function instantOfLocal(timezone: string, local: number): number {
  const zone = zoneCalled(timezone);
  const before = offsetOf(zone, local - DAY);
  const after = offsetOf(zone, local + DAY);
  if (before === after) return local - before;
  const instants = [local - before, local - after];
  const showingLocal = instants.filter((instant) => instant + offsetOf(zone, instant) === local);
  if (showingLocal.length > 0) return Math.min(...showingLocal);
  // Clocks skip this time. It means the time later by the length of the gap, with the new offset.
  const gap = after - before;
  return local + gap - after;
}

type Zone = NonNullable<ReturnType<typeof moment.tz.zone>>;

const zones = new Map<string, Zone>();

/** Found once for each name, as the library compares names in any case. */
function zoneCalled(name: string): Zone {
  const zone = zones.get(name) ?? moment.tz.zone(name);
  if (!zone) throw new Error(`no zone ${name}`);
  zones.set(name, zone);
  return zone;
}

/** How far the clocks of a zone are ahead of UTC at an instant. */
function offsetOf(zone: Zone, instant: number): number {
  const minutesBehind = zone.utcOffset(Math.floor(instant / 1000));
  // Offsets of local mean times have odd seconds, which the library gives as fractions of a minute.
  return -Math.round(minutesBehind * 60) * SECOND;
}
