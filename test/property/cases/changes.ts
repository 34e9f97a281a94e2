import { DAY, HOUR, type Interval, type Micros, MINUTE } from '../../../src/calculator/instants';
import type { Random } from '../../../src/common/random';
import { midnightOf, openPeriods, textOf } from '../naive/openings';
import type { NaiveClosure, NaiveStore, NaiveTerms } from '../naive/store';
import { type Anchor, randomZone, randomZoneAtDateLine } from './anchors';
import { randomHours, randomOpening } from './hours';

/** What may change a store's schedule by date. */
export function randomChanges(
  random: Random,
  anchor: Anchor,
  timezone: string,
  hasAll: boolean,
): Pick<NaiveStore, 'laterTimezones' | 'laterHours' | 'specialHours' | 'archivedFrom'> {
  const later = () =>
    random.choose([
      [3, randomZoneAtDateLine(random)],
      [3, randomZone(random)],
      [2, timezone],
    ]);
  const week = () => (random.chance(0.1) ? 'closed' : randomHours(random, anchor));
  const special = () => Array.from({ length: random.integer(0, 2) }, () => randomOpening(random, anchor));
  return {
    ...((hasAll || random.chance(0.5)) && { laterTimezones: byDate(random, anchor, later) }),
    ...((hasAll || random.chance(0.5)) && { laterHours: byDate(random, anchor, week) }),
    ...((hasAll || random.chance(0.5)) && { specialHours: byDate(random, anchor, special) }),
    ...(random.chance(0.1) && { archivedFrom: randomDate(random, anchor) }),
  };
}

function byDate<T>(random: Random, anchor: Anchor, value: () => T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: random.integer(1, 4) }, () => [randomDate(random, anchor), value()]));
}

/** A date near the anchor, mostly, such as `2024-10-05`. */
export function randomDate(random: Random, { instant, before, after }: Anchor): string {
  const local = instant + random.pick([before, after]);
  const days = random.chance(0.9) ? random.pick([-3, -2, -1, -1, 0, 0, 1, 1, 2, 3]) : random.integer(-400, 400);
  return textOf((Math.floor(local / DAY) + days) * DAY);
}

/** The instants near the anchor at which a date that changes something begins, or the store opens or closes. */
export function edgesOfChanges(random: Random, store: NaiveStore, { instant }: Anchor): Micros[] {
  const { laterTimezones, laterHours, specialHours } = store;
  const dates = Object.keys({ ...laterTimezones, ...laterHours, ...specialHours });
  const periods = random.chance(0.5) ? openPeriods(store, instant, instant) : [];
  return [
    ...dates.map((date) => midnightOf(store, Date.parse(date) * 1000)),
    ...periods.flatMap(({ opens, closes }) => [opens, closes]),
  ].filter((edge) => Math.abs(edge - instant) < 3 * DAY);
}

/** Closures near the window, some of which overlap or touch. */
export function randomClosures(random: Random, window: Interval, edges: readonly Micros[]): NaiveClosure[] {
  const closures: NaiveClosure[] = [];
  for (let count = random.integer(1, 4); count > 0; count--) {
    const starts = closures.flatMap(({ from, to }) => [from, to, from - 1]);
    const from = random.choose([
      [2, random.pick([...edges, window.from]) + random.integer(-1, 1)],
      [2, random.integer(window.from - DAY, window.to)],
      [1, random.pick([...starts, window.from])],
    ]);
    const length = random.choose([
      [2, random.pick([1, MINUTE, HOUR, 6 * HOUR, DAY])],
      [1, random.integer(1, 2 * DAY)],
      [1, random.integer(1, Math.max(1, window.to - window.from))],
      [0.2, 400 * DAY],
    ]);
    closures.push({ from, to: from + length });
  }
  return closures;
}

export function randomTerms(random: Random): NaiveTerms {
  const lengths = [MINUTE, 45 * MINUTE, HOUR, 3 * HOUR, DAY, 2 * DAY, 400 * DAY];
  return {
    defaultStatus: random.pick(['active', 'inactive', 'unknown']),
    ignoresClosures: random.chance(0.2),
    ...(random.chance(0.7) && {
      unknownAfter: random.chance(0.6) ? random.pick(lengths) : random.integer(MINUTE, 3 * DAY),
    }),
  };
}

/** More observations: where others go stale, one microsecond beside that, and so that they go stale at an edge. */
export function aroundStaleness(
  random: Random,
  observations: NaiveStore['observations'],
  unknownAfter: Micros,
  edges: readonly Micros[],
): NaiveStore['observations'] {
  const instants = new Map(observations.map(({ at, active }) => [at, active]));
  const add = (at: Micros) => instants.has(at) || instants.set(at, random.chance(0.5));
  for (const { at } of observations) {
    if (random.chance(0.4)) add(at + unknownAfter + random.pick([-1, 0, 1]));
  }
  if (random.chance(0.5)) add(random.pick(edges) - unknownAfter + random.integer(-1, 1));
  return [...instants].map(([at, active]) => ({ at, active }));
}
