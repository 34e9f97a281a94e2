/**
 * The calculator against a second implementation, over random cases. `TEST_SEED` repeats a run, `PROPERTY_CASES`
 * sets the number of cases, and `PROPERTY_CASE` with the seed repeats the one case that a failure names.
 */
import moment from 'moment-timezone';
import { type Durations, forwardFill, type Timeline } from '../../src/calculator/forward-fill';
import { LEDGER_RULES, ledger } from '../../src/calculator/ledger';
import { DAY, HOUR, type Interval, type Micros, MINUTE, SECOND } from '../../src/calculator/instants';
import { openIntervals } from '../../src/calculator/open-intervals';
import { inHours, inMinutes } from '../../src/calculator/rounding';
import { windowFigures } from '../../src/calculator/window';
import { Random } from '../../src/common/random';
import { testSeed } from '../support/random';
import { naiveFigures, naiveRow, type NaiveStore, openPeriods } from './naive';

const seed = testSeed('calculator');
const cases = setting('PROPERTY_CASES') ?? 100_000;
const onlyCase = setting('PROPERTY_CASE');

const EARLIEST: Micros = Date.UTC(1900, 0, 1) * 1000;
const LATEST: Micros = Date.UTC(2100, 0, 1) * 1000;

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

interface Case {
  readonly store: NaiveStore;
  readonly window: Interval;
  /** The range that open intervals are computed for: the window, or a wider one. */
  readonly range: Interval;
}

/** The instant that a case revolves around, with the offsets of the local clocks before and from it on. */
interface Anchor {
  readonly instant: Micros;
  readonly before: Micros;
  readonly after: Micros;
}

describe(`the calculator and the naive implementation agree (TEST_SEED=${seed})`, () => {
  it('in uptime, downtime, business time and observation count of any window', () => {
    const seen = { cases: 0, open: 0, both: 0, counted: 0 };
    forEachCase(cases, (tested) => {
      const { store, window, range } = tested;
      const timeline = timelineOf(store);
      const open = openIntervals(store, range);
      const figures = windowFigures(window, open, timeline, store.defaultActive);
      expectSame(figures, naiveFigures(store, window.from, window.to));
      expectSame(figures.uptime + figures.downtime, figures.businessTime);
      expectSame(open, untangled(open, range));
      expectSame(filled(open, statusChangesOf(timeline), store), filled(open, timeline, store));
      seen.cases++;
      if (figures.businessTime > 0) seen.open++;
      if (figures.uptime > 0 && figures.downtime > 0) seen.both++;
      if (figures.observationCount > 0) seen.counted++;
    });
    if (onlyCase !== undefined || cases < 1000) return;
    // If nothing happened in the cases, they would agree whatever the calculator does.
    expect(seen.open / seen.cases).toBeGreaterThan(0.6);
    expect(seen.both / seen.cases).toBeGreaterThan(0.2);
    expect(seen.counted / seen.cases).toBeGreaterThan(0.3);
  }, 600_000);

  it('in the rows of a report', () => {
    forEachCase(Math.ceil(cases / 10), ({ store, window: { to: asOf } }) => {
      const timeline = timelineOf(store);
      const open = openIntervals(store, { from: asOf - 168 * HOUR, to: asOf });
      const [hour, day, week] = [HOUR, 24 * HOUR, 168 * HOUR].map((length) =>
        windowFigures({ from: asOf - length, to: asOf }, open, timeline, store.defaultActive),
      );
      if (!hour || !day || !week) throw new Error('three lengths give three windows');
      const uptimes = [inMinutes(hour.uptime), inHours(day.uptime), inHours(week.uptime)];
      const downtimes = [inMinutes(hour.downtime), inHours(day.downtime), inHours(week.downtime)];
      expectSame(['store-1', ...uptimes, ...downtimes].join(','), naiveRow('store-1', store, asOf));
    });
  }, 600_000);
});

describe(`the ledger of any window (TEST_SEED=${seed})`, () => {
  it('covers it without gap or overlap, adds up to its figures, and names the source of each status', () => {
    const rules = new Set<string>();
    forEachCase(Math.ceil(cases / 5), ({ store, window }) => {
      const totals = { active: 0, inactive: 0, closed: 0 };
      let reached = window.from;
      const timeline = timelineOf(store);
      const periods = openPeriods(store, window.from, window.to);
      for (const stretch of ledger(store, window, timeline, store.defaultActive)) {
        if (stretch.from !== reached || stretch.to <= stretch.from) throw new Error(`a stretch at ${stretch.from}`);
        reached = stretch.to;
        totals[stretch.state] += stretch.to - stretch.from;
        rules.add(stretch.rule);
        expectSame(stretch.source, sourceAt(store, stretch.from, stretch.state));
        // No observation lies within, or the stretch would end there.
        const within = store.observations.filter(({ at }) => at > stretch.from && at < stretch.to);
        if (stretch.state !== 'closed') expectSame(within, []);
        // The naive implementation has the same state at any instant of the stretch, here the last.
        const { businessTime, uptime } = naiveFigures(store, stretch.to - 1, stretch.to, periods);
        expectSame(stretch.state, businessTime === 0 ? 'closed' : uptime === 1 ? 'active' : 'inactive');
        if (stretch.rule !== 'clock_change') expectSame(stretch.hoursRule, stretch.rule);
      }
      expectSame(reached, Math.max(window.from, window.to));
      const { uptime, downtime, businessTime } = naiveFigures(store, window.from, window.to, periods);
      const closed = window.to - window.from - businessTime;
      expectSame(totals, { active: uptime, inactive: downtime, closed });
    });
    if (onlyCase === undefined && cases >= 10_000) expect([...rules].sort()).toEqual([...LEDGER_RULES].sort());
  }, 600_000);
});

describe(`the clock changes of a ledger (TEST_SEED=${seed})`, () => {
  it('are each listed once, in their stretch, and are its rule unless they are at its start', () => {
    const seen = { changes: 0, atStart: 0, several: 0 };
    forEachCase(Math.ceil(cases / 20), ({ store, window, range: near }) => {
      // Far ranges have several changes, near ones begin and end close to one.
      const far = { from: window.from - 200 * DAY, to: window.to + 200 * DAY };
      const range = near === window ? far : near;
      const listed: Micros[] = [];
      for (const { from, to, rule, clockChanges } of ledger(store, range, timelineOf(store), store.defaultActive)) {
        listed.push(...clockChanges);
        if (clockChanges.some((change) => change < from || change >= to)) throw new Error(`not within ${from}, ${to}`);
        if (clockChanges.some((change) => change > from)) expectSame(rule, 'clock_change');
        if (clockChanges.includes(from)) seen.atStart++;
        if (clockChanges.length > 1) seen.several++;
      }
      const changes = changesOf(store.timezone).filter(
        ({ instant, before, after }) => before !== after && instant >= range.from && instant < range.to,
      );
      seen.changes += changes.length;
      expectSame(
        listed.filter((change) => change < LATEST),
        changes.map(({ instant }) => instant),
      );
    });
    if (onlyCase === undefined && cases >= 10_000) expect(Object.values(seen)).not.toContain(0);
  }, 600_000);
});

/** The source of the status at an instant. */
function sourceAt(store: NaiveStore, instant: Micros, state: string): string | undefined {
  if (state === 'closed') return undefined;
  const before = store.observations.filter(({ at }) => at <= instant).map(({ at }) => at);
  if (before.length === 0) return 'default';
  return before.includes(instant) ? 'observation' : 'carried';
}

function setting(name: string): number | undefined {
  const value = process.env[name];
  return value ? Number(value) : undefined;
}

/** Each case has its own generator, so it can be repeated without the cases before it. */
function forEachCase(count: number, check: (tested: Case) => void): void {
  const first = onlyCase ?? 0;
  const end = onlyCase === undefined ? count : onlyCase + 1;
  for (let number = first; number < end; number++) {
    const tested = randomCase(new Random(seed ^ Math.imul(number + 1, 0x9e3779b1)));
    try {
      check(tested);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`TEST_SEED=${seed} PROPERTY_CASE=${number}: ${reason}\n${JSON.stringify(tested)}`);
    }
  }
}

/** Much faster than `expect`, which matters when called hundreds of thousands of times. */
function expectSame(calculated: unknown, expected: unknown): void {
  if (calculated === expected) return;
  const [left, right] = [sorted(calculated), sorted(expected)];
  if (left !== right) throw new Error(`the calculator gives ${left}, expected ${right}`);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Returns the intervals if they are in order, disjoint and within the range, otherwise what is wrong. */
function untangled(open: readonly Interval[], range: Interval): readonly Interval[] | string {
  let last = -Infinity;
  for (const { from, to } of open) {
    if (from <= last || to <= from) return `an interval after ${last}`;
    last = to;
  }
  const within = open.every(({ from, to }) => from >= range.from && to <= range.to);
  return within ? open : 'intervals within the range';
}

function filled(open: readonly Interval[], timeline: Timeline, store: NaiveStore): Durations[] {
  return open.map((interval) => forwardFill(interval, timeline, store.defaultActive));
}

function timelineOf({ observations }: NaiveStore): Timeline {
  const inOrder = [...observations].sort((a, b) => a.at - b.at);
  return {
    observedAt: Float64Array.from(inOrder, ({ at }) => at),
    active: Uint8Array.from(inOrder, ({ active }) => (active ? 1 : 0)),
  };
}

/** Only the observations that differ from the one before them. */
function statusChangesOf({ observedAt, active }: Timeline): Timeline {
  const changes = [...active.keys()].filter((index) => active[index] !== active[index - 1]);
  return {
    observedAt: Float64Array.from(changes, (index) => observedAt[index] ?? NaN),
    active: Uint8Array.from(changes, (index) => active[index] ?? NaN),
  };
}

function randomCase(random: Random): Case {
  const timezone = random.chance(0.5) ? random.pick(ODD_ZONES) : random.pick(allZones);
  const anchor = randomAnchor(random, timezone);
  const hours = randomHours(random, anchor);
  const edges = edgesOf(hours, anchor);
  const window = randomWindow(random, anchor, edges);
  const range = random.chance(0.5)
    ? window
    : { from: window.from - random.integer(0, 5 * DAY), to: window.to + random.integer(0, 5 * DAY) };
  const store = {
    timezone,
    hours,
    endOfDayGrace: random.chance(0.5),
    observations: randomObservations(random, window, [...edges, anchor.instant]),
    defaultActive: random.chance(0.5),
  };
  return { store, window, range };
}

const allZones = moment.tz.names();
const changesOfZone = new Map<string, Anchor[]>();

/** All clock changes of a zone up to `LATEST`, including the days skipped in 1844 and 1867. */
function changesOf(timezone: string): Anchor[] {
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

function randomHours(random: Random, anchor: Anchor): NaiveStore['hours'] {
  const style = random.fraction();
  if (style < 0.06) return [];
  if (style < 0.12) return everyDay(0, random.pick([0, DAY, DAY - SECOND, DAY - MINUTE]));
  if (style < 0.3) return everyDay(randomClockTime(random, anchor), randomClockTime(random, anchor));
  const hours: NaiveStore['hours'] = [];
  for (let count = random.integer(1, 6); count > 0; count--) hours.push(randomRow(random, anchor, hours));
  return hours;
}

function everyDay(opens: Micros, closes: Micros): NaiveStore['hours'] {
  return [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ dayOfWeek, opens, closes }));
}

function randomRow(random: Random, anchor: Anchor, others: NaiveStore['hours']): NaiveStore['hours'][number] {
  const dayOfWeek = random.chance(0.8)
    ? (weekdayOf(anchor.instant + random.pick([anchor.before, anchor.after])) + random.pick([5, 6, 7, 7, 8, 9])) % 7
    : random.integer(0, 6);
  const opens = randomClockTime(random, anchor);
  const closes = random.chance(0.15) ? opens : randomClockTime(random, anchor);
  if (others.length > 0 && random.chance(0.1)) return { ...random.pick(others) };
  if (others.length > 0 && random.chance(0.15)) {
    const other = random.pick(others);
    const touches = other.closes > other.opens ? other.dayOfWeek : (other.dayOfWeek + 1) % 7;
    return { dayOfWeek: touches, opens: other.closes, closes };
  }
  return { dayOfWeek, opens, closes };
}

function weekdayOf(local: Micros): number {
  return (new Date(local / 1000).getUTCDay() + 6) % 7;
}

/** A time of day from 0 to 24 h: a round one, the start or end of the day, one around the clock change, or any. */
function randomClockTime(random: Random, anchor: Anchor): Micros {
  const style = random.fraction();
  if (style < 0.3) return random.integer(0, 48) * 30 * MINUTE;
  if (style < 0.45) return random.pick([0, DAY, DAY - SECOND, DAY - MINUTE, DAY - MINUTE / 2, DAY - MINUTE - 1]);
  if (style < 0.7) {
    const local = anchor.instant + random.pick([anchor.before, anchor.after]);
    const around = local + random.pick([-HOUR, -30 * MINUTE, -SECOND, -1, 0, 0, 1, 15 * MINUTE, 30 * MINUTE, HOUR]);
    return ((around % DAY) + DAY) % DAY;
  }
  return style < 0.85 ? random.integer(0, DAY / SECOND) * SECOND : random.integer(0, DAY);
}

/** The instants near the anchor at which intervals open or close, by the offset before and after it; may repeat. */
function edgesOf(hours: NaiveStore['hours'], anchor: Anchor): Micros[] {
  const edges: Micros[] = [];
  const anchorDate = Math.floor((anchor.instant + anchor.after) / DAY) * DAY;
  for (const date of [anchorDate - DAY, anchorDate, anchorDate + DAY]) {
    for (const { opens, closes } of hours.slice(0, 4)) {
      for (const offset of [anchor.before, anchor.after]) edges.push(date + opens - offset, date + closes - offset);
    }
  }
  return edges;
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
