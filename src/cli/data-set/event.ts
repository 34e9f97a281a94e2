import { DAY, HOUR, type Micros, SECOND } from '../../calculator/instants';
import { offsetAt, zoneOf } from '../../calculator/schedule/zones';
import { Random } from '../../common/random';
import type { Store } from './sample-stores';
import { regionOf } from './store-names';

/** Something that takes many stores of one region down together, such as the failure of a provider. */
export interface Event {
  readonly region: string;
  /** The part of the region's stores that it takes down, from 0 to 1. */
  readonly share: number;
  readonly from: Micros;
  readonly to: Micros;
}

const NEW_YORK = zoneOf('America/New_York');
/** Decides which day it is, as on the page. */
const DEFAULT = zoneOf('America/Chicago');

/** Two of five stores in the East are down on the evening before the day of an instant, from 18:00 to 21:30 in New York. */
export function eveningBefore(instant: Micros): Event {
  const today = Math.floor((instant + offsetAt(DEFAULT, instant)) / DAY) * DAY;
  const evening = today - 6 * HOUR;
  const from = evening - offsetAt(NEW_YORK, evening);
  return { region: 'East', share: 0.4, from, to: from + 3.5 * HOUR };
}

/** Sets the seed apart, so that all else is as it would be without the event. */
const SEED = 0xe7e47;

/** Seconds within which the stores go down, and come up again. */
const SPREAD = 300;

/** The same stores, some of which an event takes down. */
export function plantEvent(
  stores: readonly Store[],
  { region, share, from, to }: Event,
  seed: number,
  start: Micros,
): Store[] {
  const random = new Random(seed ^ SEED);
  return stores.map((store) => {
    if (regionOf(store.zone) !== region || !random.chance(share)) return store;
    const down = (from - start) / SECOND + random.below(SPREAD);
    const up = (to - start) / SECOND + random.below(SPREAD);
    return { ...store, changes: withOutage(store.changes, down, up) };
  });
}

/** The changes with one more outage, which takes in those that it overlaps. */
function withOutage(changes: readonly number[], down: number, up: number): number[] {
  const outages = changes.flatMap((change, index): [number, number][] =>
    index % 2 === 0 ? [[change, changes[index + 1] ?? Infinity]] : [],
  );
  const others = outages.filter(([from, to]) => to < down || from > up);
  const overlapped = outages.filter(([from, to]) => to >= down && from <= up);
  const from = Math.min(down, ...overlapped.map(([begin]) => begin));
  const to = Math.max(up, ...overlapped.map(([, end]) => end));
  return [...others, [from, to] as const].sort(([a], [b]) => a - b).flat();
}
