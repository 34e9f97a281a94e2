import moment from 'moment-timezone';
import { type Micros, SECOND } from '../../../src/calculator/instants';
import type { Random } from '../../../src/common/random';

export const EARLIEST: Micros = Date.UTC(1900, 0, 1) * 1000;
export const LATEST: Micros = Date.UTC(2100, 0, 1) * 1000;

export const ALL_ZONES = moment.tz.names();

/** Zones with whole days skipped or repeated, odd offsets, and small, large, double or negative daylight saving. */
const ODD_ZONES = [
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'Africa/Monrovia',
  'America/Caracas',
  'America/Juneau',
  'America/New_York',
  'America/St_Johns',
  'Antarctica/Casey',
  'Antarctica/Macquarie',
  'Antarctica/Troll',
  'Antarctica/Vostok',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Asia/Manila',
  'Asia/Pyongyang',
  'Australia/Lord_Howe',
  'Europe/Dublin',
  'Europe/Kaliningrad',
  'Europe/London',
  'Pacific/Apia',
  'Pacific/Enderbury',
  'Pacific/Fakaofo',
  'Pacific/Guam',
  'Pacific/Kiritimati',
  'Pacific/Kwajalein',
  'Pacific/Pago_Pago',
];

/** Zones on either side of the date line. */
const DATE_LINE = ['Pacific/Apia', 'Pacific/Auckland', 'Pacific/Honolulu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];

export function randomZone(random: Random): string {
  return random.chance(0.5) ? random.pick(ODD_ZONES) : random.pick(ALL_ZONES);
}

export function randomZoneAtDateLine(random: Random): string {
  return random.pick(DATE_LINE);
}

/** The instant that a case revolves around, with the offsets of the local clocks before and from it on. */
export interface Anchor {
  readonly instant: Micros;
  readonly before: Micros;
  readonly after: Micros;
}

/** Days that zones skipped or repeated: when Manila and Juneau changed sides, for example. */
export const FAMOUS_CHANGES = [
  ['Asia/Manila', '1844-12-31T15:56:08Z'],
  ['America/Juneau', '1867-10-19T00:31:13Z'],
  ['Pacific/Kwajalein', '1969-09-30T13:00:00Z'],
  ['Pacific/Kwajalein', '1993-08-21T12:00:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
] as const;

export function randomZoneAndAnchor(random: Random): { timezone: string; anchor: Anchor } {
  if (random.chance(0.97)) {
    const timezone = randomZone(random);
    return { timezone, anchor: randomAnchor(random, timezone) };
  }
  const [timezone, change] = random.pick(FAMOUS_CHANGES);
  const anchor = changesOf(timezone).find(({ instant }) => instant === Date.parse(change) * 1000);
  if (!anchor) throw new Error(`no change in ${timezone} at ${change}`);
  return { timezone, anchor };
}

/** A clock change of a zone, mostly, or any instant. */
function randomAnchor(random: Random, timezone: string): Anchor {
  const changes = changesOf(timezone);
  if (changes.length > 0 && random.chance(0.7)) {
    if (random.chance(0.7)) return random.pick(changes);
    return widestOf(timezone, changes);
  }
  const instant = random.integer(EARLIEST, LATEST);
  const offset = offsetInMicros(moment.tz.zone(timezone)?.utcOffset(Math.floor(instant / 1000)));
  return { instant, before: offset, after: offset };
}

const changesOfZone = new Map<string, Anchor[]>();

/** All clock changes of a zone up to `LATEST`, including the days skipped in 1844 and 1867. */
export function changesOf(timezone: string): Anchor[] {
  const known = changesOfZone.get(timezone);
  if (known) return known;
  const zone = moment.tz.zone(timezone);
  if (!zone) throw new Error(`no zone ${timezone}`);
  const changes = zone.untils
    .map((until, index) => ({
      instant: until * 1000,
      before: offsetInMicros(zone.offsets[index]),
      after: offsetInMicros(zone.offsets[index + 1]),
    }))
    .filter(({ instant }) => instant < LATEST);
  changesOfZone.set(timezone, changes);
  return changes;
}

const widestOfZone = new Map<string, Anchor>();

/** The first of a zone's changes by the most. */
function widestOf(timezone: string, changes: readonly Anchor[]): Anchor {
  const known = widestOfZone.get(timezone);
  if (known) return known;
  const jump = ({ before, after }: Anchor) => Math.abs(after - before);
  const found = changes.reduce((widest, change) => (jump(change) > jump(widest) ? change : widest));
  widestOfZone.set(timezone, found);
  return found;
}

function offsetInMicros(minutesWest = 0): Micros {
  return -Math.round(minutesWest * 60) * SECOND;
}
