import { DAY, HOUR, type Interval, type Micros, MINUTE, SECOND } from '../../../src/calculator/instants';
import { Random } from '../../../src/common/random';
import type { NaiveStore, NaiveTerms } from '../naive/store';
import { type Anchor, randomZoneAndAnchor } from './anchors';
import { aroundStaleness, edgesOfChanges, randomChanges, randomClosures, randomTerms } from './changes';
import { edgesOf, randomHours } from './hours';

export interface Case {
  readonly store: NaiveStore;
  readonly terms: NaiveTerms;
  readonly window: Interval;
  /** The range that open intervals are computed for: the window, or a wider one. */
  readonly range: Interval;
  readonly anchor: Anchor;
}

/** How many cases a test has if nobody says otherwise. */
export const CASES = setting('PROPERTY_CASES') ?? 100_000;
const onlyCase = setting('PROPERTY_CASE');

/** Whether a test has so many cases that everything that is likely must have happened. */
export const isThorough = onlyCase === undefined && CASES >= 50_000;

function setting(name: string): number | undefined {
  const value = process.env[name];
  return value ? Number(value) : undefined;
}

/** Each case has its own generator, so it can be repeated without the cases before it. */
export function forEachCase(seed: number, count: number, check: (tested: Case, random: Random) => void): void {
  const first = onlyCase ?? 0;
  const end = onlyCase === undefined ? count : onlyCase + 1;
  for (let number = first; number < end; number++) {
    const random = new Random(seed ^ Math.imul(number + 1, 0x9e3779b1));
    const tested = random.chance(0.5) ? plainCase(random) : changedCase(random);
    try {
      check(tested, random);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`TEST_SEED=${seed} PROPERTY_CASE=${number}: ${reason}\n${JSON.stringify(tested)}`);
    }
  }
}

/** A store with one zone and the same hours every week, and a report with the oldest terms. */
function plainCase(random: Random): Case {
  const { timezone, anchor } = randomZoneAndAnchor(random);
  const hours = randomHours(random, anchor);
  const edges = edgesOf(hours, anchor);
  const window = randomWindow(random, anchor, edges);
  const observations = randomObservations(random, window, [...edges, anchor.instant]);
  const store = { timezone, hours, endOfDayGrace: random.chance(0.5), observations };
  const terms: NaiveTerms = { defaultStatus: random.pick(['active', 'inactive']) };
  return { store, terms, window, range: randomRange(random, window), anchor };
}

/** A store with anything that changes its schedule, closures, and a report with any terms. */
function changedCase(random: Random): Case {
  const { timezone, anchor } = randomZoneAndAnchor(random);
  const hours = randomHours(random, anchor);
  const hasAll = random.chance(0.2);
  const changes = randomChanges(random, anchor, timezone, hasAll);
  const schedule = { timezone, hours, ...changes, endOfDayGrace: random.chance(0.5), observations: [] };
  const edges = [...edgesOf(hours, anchor), ...edgesOfChanges(random, schedule, anchor), anchor.instant];
  const window = randomWindow(random, anchor, edges);
  const closures = hasAll || random.chance(0.5) ? randomClosures(random, window, edges) : [];
  const edgesWithClosures = [...edges, ...closures.flatMap(({ from, to }) => [from, to])];
  const terms = randomTerms(random);
  const first = randomObservations(random, window, edgesWithClosures);
  const observations =
    terms.unknownAfter === undefined
      ? first
      : aroundStaleness(random, first, terms.unknownAfter, [
          window.from,
          window.to,
          ...(random.chance(0.5) ? edgesWithClosures : []),
        ]);
  return { store: { ...schedule, closures, observations }, terms, window, range: randomRange(random, window), anchor };
}

function randomRange(random: Random, window: Interval): Interval {
  if (random.chance(0.5)) return window;
  return { from: window.from - random.integer(0, 5 * DAY), to: window.to + random.integer(0, 5 * DAY) };
}

function randomWindow(random: Random, anchor: Anchor, edges: readonly Micros[]): Interval {
  const length = random.chance(0.7)
    ? random.pick([HOUR, 24 * HOUR, 24 * HOUR, 168 * HOUR])
    : random.pick([random.integer(1, 10 * DAY), random.integer(1, DAY), random.integer(1, MINUTE), 1]);
  const style = random.fraction();
  const near = random.pick([anchor.instant, ...edges]) + random.integer(-1, 1);
  if (style < 0.15) return { from: near, to: near + length };
  if (style < 0.3) return { from: near - length, to: near };
  const unit = random.pick([1, SECOND, MINUTE, HOUR]);
  const from = Math.floor(random.integer(anchor.instant - length - DAY, anchor.instant + DAY) / unit) * unit;
  return { from, to: from + length };
}

function randomObservations(random: Random, window: Interval, edges: readonly Micros[]): NaiveStore['observations'] {
  const onlyLongAgo = random.chance(0.1);
  const instants = new Set<Micros>();
  for (let count = random.pick([0, 1, 2, 3, 4, 5, 6, 12]); count > 0; count--) {
    instants.add(
      onlyLongAgo ? window.from - random.integer(30 * DAY, 7000 * DAY) : randomObservedAt(random, window, edges),
    );
  }
  return [...instants].map((at) => ({ at, active: random.chance(0.5) }));
}

function randomObservedAt(random: Random, window: Interval, edges: readonly Micros[]): Micros {
  const style = random.fraction();
  if (style < 0.25) return random.pick(edges) + random.integer(-1, 1);
  if (style < 0.4) return random.pick([window.from, window.to]) + random.integer(-1, 1);
  if (style < 0.5) return window.from - random.integer(0, 400 * DAY);
  if (style < 0.55) return window.to + random.integer(0, DAY);
  return random.integer(window.from, window.to);
}
