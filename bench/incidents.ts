import { checked } from '../src/calculator/arrays/checked';
import type { Timeline } from '../src/calculator/figures/forward-fill';
import { CellCounts, Cells } from '../src/calculator/incidents/cells';
import { type Downtime, downtimesOf } from '../src/calculator/incidents/downtimes';
import { type UnusualStretch, unusualStretches } from '../src/calculator/incidents/unusual-stretches';
import { DAY, HOUR, type Interval, type Micros, MINUTE, SECOND, WEEK } from '../src/calculator/instants';
import { openIntervals } from '../src/calculator/schedule/open-intervals';
import { offsetAt, zoneOf } from '../src/calculator/schedule/zones';
import { makeStores, type Store } from '../src/cli/data-set/sample-stores';
import { table } from '../src/cli/screen/format';
import { parseLocalTime } from '../src/common/timestamp';
import { Random } from '../src/common/random';
import { print, progress, runBench } from './support';

/**
 * Which planted incidents are found, and which are invented, by limits and by size. Stores are those of `npm run generate`, down on their own as
 * often as those of real files; each week, one incident is planted in a group of each kind. Nothing is stored: it measures the rule.
 */

const STORES = 14_000;
const WEEKS = 30;
const RANGE: Interval = { from: Date.UTC(2024, 9, 7) * 1000, to: Date.UTC(2024, 9, 14) * 1000 };
const LAG = 8 * MINUTE;
/** How long after the end of an incident a poll may still find what it did. */
const LATE = 90 * MINUTE;
const SHARES = [0.05, 0.1, 0.2, 0.4, 0.6];
const LENGTHS = [30 * MINUTE, 2 * HOUR, 6 * HOUR];
const DEFAULTS = { within: HOUR, times: 1.5, atLeast: 5 };

/** By what stores are grouped, with the group in which incidents are planted. */
const KINDS: Readonly<
  Record<string, { readonly of: (store: Store, index: number) => string; readonly planted: string }>
> = {
  'a large zone (8,150)': { of: (store) => store.zone ?? 'none', planted: 'America/New_York' },
  'a platform across zones (4,667)': { of: (_, index) => String(index % 3), planted: '1' },
  'a region (700)': { of: (_, index) => String(index % 20), planted: '7' },
  'a small zone (407)': { of: (store) => store.zone ?? 'none', planted: 'America/Phoenix' },
  'an owner (50)': { of: (_, index) => String(index % 280), planted: '33' },
};
/** Each grouping once. */
const GROUPINGS = Object.keys(KINDS).filter((kind) => kind !== 'a small zone (407)');

type Polling = 'in waves' | 'evenly';

interface Planted extends Interval {
  readonly kind: string;
  readonly share: number;
  readonly stores: ReadonlySet<number>;
}

interface Limits {
  readonly within: Micros;
  readonly times: number;
  readonly atLeast: number;
}

interface Result {
  readonly planted: readonly (Planted & { readonly isFound: boolean })[];
  readonly found: number;
  readonly invented: number;
}

function main(): Promise<boolean> {
  for (const polling of ['in waves', 'evenly'] as const) {
    const weeks = Array.from({ length: WEEKS }, (_, seed) => makeWeek(seed, polling));
    const variants: Limits[] = [
      DEFAULTS,
      ...[15, 30, 120].map((minutes) => ({ ...DEFAULTS, within: minutes * MINUTE })),
      ...[1, 1.2, 1.3, 2, 3].map((times) => ({ ...DEFAULTS, times })),
      ...[3, 10, 20].map((atLeast) => ({ ...DEFAULTS, atLeast })),
    ];
    print(['', `stores polled ${polling}, ${WEEKS} weeks`, '']);
    print(
      table([
        ['within', 'times', 'at_least', 'found of planted', 'precision', 'invented a week'],
        ...variants.map((limits) => {
          const results = weeks.map((each) => resultOf(each, limits));
          const planted = results.flatMap((each) => each.planted);
          const [found, invented] = [sum(results, 'found'), sum(results, 'invented')];
          return [
            `${limits.within / MINUTE}m`,
            String(limits.times),
            String(limits.atLeast),
            percent(planted.filter(({ isFound }) => isFound).length / planted.length),
            percent((found - invented) / found),
            (invented / WEEKS).toFixed(2),
          ];
        }),
      ]),
    );
    const planted = weeks.flatMap((each) => resultOf(each, DEFAULTS).planted);
    print(['', 'by size, of those that last 2 hours or more', '']);
    print(
      table([
        ['group (stores)', ...SHARES.map(percent)],
        ...Object.keys(KINDS).map((kind) => [
          kind,
          ...SHARES.map((share) =>
            rate(planted.filter((each) => each.kind === kind && each.share === share && each.to - each.from > HOUR)),
          ),
        ]),
      ]),
    );
    print(['', 'by length, of a tenth of the group or more', '']);
    const large = planted.filter(({ share }) => share >= 0.1);
    print(
      table(
        LENGTHS.map((length) => [`${length / MINUTE}m`, rate(large.filter(({ from, to }) => to - from === length))]),
      ),
    );
  }
  return Promise.resolve(true);
}

/** The downtimes of each store in a week, and what was planted. */
interface Week {
  readonly stores: readonly Store[];
  readonly downtimes: readonly (readonly Downtime[])[];
  readonly planted: readonly Planted[];
}

function makeWeek(seed: number, polling: Polling): Week {
  const random = new Random(seed);
  const stores = makeStores({ stores: STORES, days: 7, pollsPerDay: 16 }, random);
  const planted = Object.entries(KINDS).map(([kind, { of, planted: value }], index) => {
    // So that each share meets each length, for each kind.
    const share = checked(SHARES[(seed + index) % SHARES.length]);
    const length = checked(LENGTHS[Math.floor(seed / SHARES.length) % LENGTHS.length]);
    const from = RANGE.from + Math.floor(random.fraction() * (WEEK - DAY - length)) + DAY / 2;
    const group = [...stores.keys()].filter((each) => of(stores[each] ?? NOBODY, each) === value);
    random.shuffle(group);
    return { kind, share, from, to: from + length, stores: new Set(group.slice(0, Math.round(group.length * share))) };
  });
  const downtimes = stores.map((store, index) => {
    const own = planted.filter((each) => each.stores.has(index));
    return downtimesOf(openOf(store), timelineOf(store, own, polling, random), RANGE);
  });
  progress(`week ${seed + 1} of ${WEEKS}, polled ${polling}`);
  return { stores, downtimes, planted };
}

const NOBODY: Store = { id: '', zone: undefined, week: { rows: [], polls: [] }, changes: [], firstHour: 0 };
const FALLBACK_ZONE = 'America/Chicago';
const openTimes = new Map<string, readonly Interval[]>();

function openOf({ zone = FALLBACK_ZONE, week: { rows } }: Store): readonly Interval[] {
  const key = `${zone} ${rows.join(' ')}`;
  const known = openTimes.get(key);
  if (known) return known;
  const hours = rows.map((row) => {
    const [day, opens = '', closes = ''] = row.split(',');
    return { dayOfWeek: Number(day), opens: parseLocalTime(opens) ?? NaN, closes: parseLocalTime(closes) ?? NaN };
  });
  const open = openIntervals(
    {
      timezones: [{ from: -Infinity, value: zone }],
      defaultTimezone: FALLBACK_ZONE,
      hours: hours.length === 0 ? [] : [{ from: -Infinity, value: hours }],
      specialHours: new Map(),
      archivedFrom: Infinity,
      endOfDayGrace: false,
    },
    RANGE,
  );
  openTimes.set(key, open);
  return open;
}

/** The changes of status that polls see. */
function timelineOf(store: Store, planted: readonly Planted[], polling: Polling, random: Random): Timeline {
  const observedAt: Micros[] = [];
  const status: number[] = [];
  let passed = 0;
  const offset = offsetAt(zoneOf(store.zone ?? FALLBACK_ZONE), RANGE.from);
  for (let hour = 0; hour < 7 * 24; hour++) {
    const start = RANGE.from + hour * HOUR;
    const localHour = (Math.floor((start + offset) / HOUR) + 3 * 24) % (7 * 24);
    const polls = Math.floor(checked(store.week.polls[localHour]) + random.fraction());
    const lags = Array.from({ length: polls }, (_, poll) => {
      const wave = (poll * HOUR) / polls + random.exponential(LAG);
      return Math.floor(polling === 'in waves' ? wave % HOUR : random.fraction() * HOUR);
    });
    for (const lag of lags.sort((a, b) => a - b)) {
      const at = start + lag;
      while ((store.changes[passed] ?? Infinity) <= (at - RANGE.from) / SECOND) passed++;
      const isActive = passed % 2 === 0 && !planted.some(({ from, to }) => at >= from && at < to);
      if (status.at(-1) === Number(isActive) || observedAt.at(-1) === at) continue;
      observedAt.push(at);
      status.push(Number(isActive));
    }
  }
  return { observedAt: Float64Array.from(observedAt), status: Uint8Array.from(status) };
}

function resultOf({ stores, downtimes, planted }: Week, { within, times, atLeast }: Limits): Result {
  const cells = new Cells(RANGE.from, RANGE.to, within);
  const found = GROUPINGS.flatMap((kind) => {
    const groups = new Map<string, CellCounts>();
    for (const [index, own] of downtimes.entries()) {
      const value = KINDS[kind]?.of(stores[index] ?? NOBODY, index) ?? '';
      let counts = groups.get(value);
      if (!counts) groups.set(value, (counts = new CellCounts(cells)));
      counts.add(own.map(({ from }) => from));
    }
    return [...groups].flatMap(([value, { counts }]) =>
      unusualStretches(counts, cells, RANGE.from, RANGE.from, { times, atLeast }).map((stretch) => ({
        kind,
        value,
        stretch,
      })),
    );
  });
  const kindOf = (kind: string) => (kind === 'a small zone (407)' ? 'a large zone (8,150)' : kind);
  const isOf = (each: Planted, stretch: UnusualStretch) => stretch.from < each.to + LATE && stretch.to > each.from;
  return {
    planted: planted.map((each) => ({
      ...each,
      isFound: found.some(
        ({ kind, value, stretch }) =>
          kind === kindOf(each.kind) && value === KINDS[each.kind]?.planted && isOf(each, stretch),
      ),
    })),
    found: found.length,
    // What is planted in one group shows in others that have stores in common with it.
    invented: found.filter(({ stretch }) => !planted.some((each) => isOf(each, stretch))).length,
  };
}

function sum(results: readonly Result[], what: 'found' | 'invented'): number {
  return results.reduce((total, each) => total + each[what], 0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function rate(planted: Result['planted']): string {
  return `${planted.filter(({ isFound }) => isFound).length} of ${planted.length}`;
}

runBench('bench:incidents', main);
