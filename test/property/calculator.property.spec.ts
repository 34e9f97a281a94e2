/**
 * The calculator against a second implementation, over random cases. `TEST_SEED` repeats a run, `PROPERTY_CASES`
 * sets the number of cases, and `PROPERTY_CASE` with the seed repeats the one case that a failure names.
 */
import { type Durations, forwardFill, type Timeline } from '../../src/calculator/figures/forward-fill';
import type { Interval } from '../../src/calculator/instants';
import { openIntervals } from '../../src/calculator/schedule/open-intervals';
import { inHours, inMinutes } from '../../src/calculator/rounding';
import { windowFigures } from '../../src/calculator/figures/window-figures';
import { requireWindow, windowInterval, windowReach } from '../../src/calculator/figures/windows';
import { testSeed } from '../support/random';
import { ALL_ZONES } from './cases/anchors';
import { closuresOf, scheduleOf, staleTimelineOf, statusChangesOf, timelineOf } from './cases/calculator-input';
import { CASES, forEachCase, isThorough } from './cases/cases';
import { expectSame } from './cases/compare';
import { situationsOf } from './cases/situations';
import { randomWindows } from './cases/windows';
import { naiveFigures } from './naive/figures';
import { openPeriods } from './naive/openings';
import { naiveRow, naiveWindow } from './naive/report';
import type { NaiveStore, NaiveTerms } from './naive/store';

const seed = testSeed('calculator');

describe(`the calculator and the naive implementation agree (TEST_SEED=${seed})`, () => {
  it('in the figures of any window', () => {
    const seen = new Map<string, number>();
    const zones = new Set<string>();
    forEachCase(seed, CASES, (tested, random) => {
      const { store, terms, window, range } = tested;
      const open = openIntervals(scheduleOf(store, random), range);
      const figures = figuresOf(window, open, store, terms);
      const periods = openPeriods(store, window.from, window.to);
      const naive = naiveFigures(store, window.from, window.to, terms, periods);
      const { scheduled, uptime, downtime, unknown, excluded } = naive;
      expectSame(figures, { scheduled, uptime, downtime, unknown, excluded });
      expectSame(figures.uptime + figures.downtime + figures.unknown + figures.excluded, figures.scheduled);
      expectSame(open, untangled(open, range));
      expectSame(filled(open, statusChangesOf(timelineOf(store)), terms), filled(open, timelineOf(store), terms));
      const situations = situationsOf(tested, naive, periods);
      for (const situation in situations) {
        seen.set(situation, (seen.get(situation) ?? 0) + (situations[situation] ? 1 : 0));
      }
      if (scheduled > 0) zones.add(store.timezone);
    });
    if (!isThorough) return;
    // If nothing happened in the cases, they would agree whatever the calculator does.
    const share = (situation: string) => (seen.get(situation) ?? 0) / CASES;
    expect(share('nothing new')).toBeGreaterThan(0.4);
    expect(share('open time')).toBeGreaterThan(0.6);
    expect(share('uptime and downtime')).toBeGreaterThan(0.15);
    expect([...seen.keys()].filter((situation) => share(situation) < 0.0003)).toEqual([]);
    if (CASES >= 100_000) expect(ALL_ZONES.filter((zone) => !zones.has(zone))).toEqual([]);
  }, 600_000);

  it('in the windows and the rows of a report', () => {
    const seen = { windows: 0, cut: 0, empty: 0, elapsed: 0 };
    forEachCase(seed, Math.ceil(CASES / 10), ({ store, terms, window: { to: asOf }, anchor }, random) => {
      const names = randomWindows(random, anchor);
      const schedule = scheduleOf(store, random);
      const windows = names.map((name) => {
        const window = requireWindow(name);
        const interval = windowInterval(window, schedule, asOf);
        expectSame(interval, naiveWindow(store, name, asOf));
        const reach = windowReach(window, asOf);
        if (interval.from < interval.to) expectSame(reach.from <= interval.from && interval.to <= reach.to, true);
        seen.windows++;
        if (!('elapsed' in window) && interval.from < asOf && interval.to === asOf) seen.cut++;
        if (interval.from === interval.to) seen.empty++;
        if ('elapsed' in window) seen.elapsed++;
        return { interval, text: name === 'last_hour' ? inMinutes : inHours };
      });
      const range = {
        from: Math.min(...windows.map(({ interval }) => interval.from)),
        to: Math.max(...windows.map(({ interval }) => interval.to)),
      };
      const open = openIntervals(schedule, range);
      const figures = windows.map(({ interval, text }) => ({
        text,
        ...figuresOf(interval, open, store, terms),
      }));
      const allColumns = random.chance(0.5);
      const fields = [
        ...figures.map(({ uptime, text }) => text(uptime)),
        ...figures.map(({ downtime, text }) => text(downtime)),
        ...(allColumns ? figures.map(({ unknown, text }) => text(unknown)) : []),
        ...(allColumns ? figures.map(({ excluded, text }) => text(excluded)) : []),
      ];
      const expected = naiveRow('store-1', store, asOf, { ...terms, windows: names, allColumns });
      expectSame(['store-1', ...fields].join(','), expected);
    });
    if (!isThorough) return;
    expect(seen.cut / seen.windows).toBeGreaterThan(0.1);
    expect(seen.empty / seen.windows).toBeGreaterThan(0.1);
    expect(seen.elapsed / seen.windows).toBeGreaterThan(0.1);
  }, 600_000);
});

function figuresOf(window: Interval, open: readonly Interval[], store: NaiveStore, terms: NaiveTerms) {
  const { defaultStatus = 'active', unknownAfter } = terms;
  const timeline = unknownAfter === undefined ? timelineOf(store) : staleTimelineOf(store, window, unknownAfter);
  if (timeline.observedAt.some((at, index) => at <= (timeline.observedAt[index - 1] ?? -Infinity))) {
    throw new Error(`a timeline that is not in order: ${timeline.observedAt.join()}`);
  }
  return windowFigures(window, open, closuresOf(store, terms), timeline, defaultStatus);
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

function filled(open: readonly Interval[], timeline: Timeline, { defaultStatus = 'active' }: NaiveTerms): Durations {
  return forwardFill(open, timeline, defaultStatus);
}
