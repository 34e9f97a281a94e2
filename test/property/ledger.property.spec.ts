/** The ledger against the naive implementation, over random cases: see calculator.property.spec.ts. */
import { DAY, type Interval } from '../../src/calculator/instants';
import { LEDGER_RULES, LEDGER_SOURCES, ledger, type LedgerStretch } from '../../src/calculator/ledger';
import { formatLocalDate } from '../../src/calculator/schedule/local-date';
import type { Random } from '../../src/common/random';
import { testSeed } from '../support/random';
import { changesOf, LATEST } from './cases/anchors';
import { scheduleOf, timelineOf } from './cases/calculator-input';
import { type Case, CASES, forEachCase, isThorough } from './cases/cases';
import { expectSame } from './cases/compare';
import { naiveFigures } from './naive/figures';
import { midnightOf, openPeriods, type Period } from './naive/openings';
import { naiveReasons } from './naive/reasons';
import type { NaiveStore } from './naive/store';

const seed = testSeed('ledger');

describe(`the ledger of any window (TEST_SEED=${seed})`, () => {
  it('covers it without gap or overlap, adds up to its figures, and names the source of each status', () => {
    const seen = new Set<string>();
    forEachCase(seed, Math.ceil(CASES / 10), (tested, random) => {
      const { store, terms, window } = tested;
      const totals = { active: 0, inactive: 0, unknown: 0, excluded: 0, closed: 0 };
      let reached = window.from;
      const periods = openPeriods(store, window.from, window.to);
      for (const stretch of ledgerOf(tested, window, random)) {
        const { from, to, state, rule, source, observedAt } = stretch;
        if (from !== reached || to <= from) throw new Error(`a stretch at ${from}`);
        reached = to;
        totals[state] += to - from;
        seen.add(rule).add(source ?? state);
        expectSame({ source, observedAt }, sourceOf(tested, stretch));
        // No observation lies within, or the stretch would end there.
        if (source)
          expectSame(
            store.observations.filter(({ at }) => at > from && at < to),
            [],
          );
        // The naive implementation has the same state at any instant of the stretch, here the first and the last.
        expectSame(
          [state, state],
          [from, to - 1].map((instant) => stateAt(tested, instant, periods)),
        );
      }
      expectSame(reached, Math.max(window.from, window.to));
      const figures = naiveFigures(store, window.from, window.to, terms, periods);
      const { scheduled, uptime: active, downtime: inactive, unknown, excluded } = figures;
      expectSame(totals, { active, inactive, unknown, excluded, closed: window.to - window.from - scheduled });
    });
    if (isThorough) expect([...seen].sort()).toEqual([...LEDGER_RULES, ...LEDGER_SOURCES, 'closed', 'excluded'].sort());
  }, 600_000);

  it('tells by which hours of which version and in which zone a store is open or closed, and the closure', () => {
    forEachCase(seed, Math.ceil(CASES / 25), (tested, random) => {
      const { store } = tested;
      for (const stretch of ledgerOf(tested, tested.window, random)) {
        const { from, to, state, rule, hoursRule, timezone, closure } = stretch;
        const hoursFrom = Number.isFinite(stretch.hoursFrom) ? formatLocalDate(stretch.hoursFrom ?? NaN) : undefined;
        const told = { rule: hoursRule, hoursFrom, timezone };
        for (const instant of [from, to - 1]) {
          const reasons = naiveReasons(store, instant).map((reason) => JSON.stringify(reason));
          if (!reasons.includes(JSON.stringify(told)))
            throw new Error(`at ${instant}: ${JSON.stringify(told)}, not ${reasons.join(' or ')}`);
        }
        expectSame(rule === 'closure', state === 'excluded');
        if (!['clock_change', 'zone_change', 'closure'].includes(rule)) expectSame(hoursRule, rule);
        if (rule === 'zone_change')
          expectSame(
            [from, to].some((instant) => changesZoneAt(store, instant)),
            true,
          );
        const covering = (store.closures ?? []).filter((each) => each.from <= from && each.to >= to);
        if (state === 'excluded') expectSame(closure?.from, Math.min(...covering.map((each) => each.from)));
        else expectSame(closure, undefined);
      }
    });
  }, 600_000);

  it('lists each clock change once, in its stretch, of which it is the rule unless it is at its start', () => {
    const seen = { changes: 0, atStart: 0, several: 0 };
    forEachCase(seed, Math.ceil(CASES / 40), (tested, random) => {
      // Far ranges have several changes, near ones begin and end close to one.
      const { window } = tested;
      const far = { from: window.from - 250 * DAY, to: window.to + 250 * DAY };
      const range = tested.range === window ? far : tested.range;
      for (const { from, to, timezone, rule, clockChanges } of ledgerOf(tested, range, random)) {
        const changes = changesOf(timezone)
          .filter(({ instant, before, after }) => before !== after && from <= instant && instant < to)
          .map(({ instant }) => instant);
        expectSame(
          clockChanges.filter((change) => change < LATEST),
          changes,
        );
        if (clockChanges.some((change) => change > from) && !['zone_change', 'closure'].includes(rule))
          expectSame(rule, 'clock_change');
        seen.changes += changes.length;
        if (changes.includes(from)) seen.atStart++;
        if (changes.length > 1) seen.several++;
      }
    });
    if (isThorough) expect(Object.values(seen)).not.toContain(0);
  }, 600_000);
});

function ledgerOf({ store, terms }: Case, range: Interval, random: Random): LedgerStretch[] {
  const closures = terms.ignoresClosures ? [] : [...(store.closures ?? [])].sort((a, b) => a.from - b.from);
  const { defaultStatus = 'active', unknownAfter = Infinity } = terms;
  return [...ledger(scheduleOf(store, random), closures, range, timelineOf(store), { defaultStatus, unknownAfter })];
}

/** Whether a later zone comes into force at an instant. */
function changesZoneAt(store: NaiveStore, instant: number): boolean {
  return Object.keys(store.laterTimezones ?? {}).some((date) => midnightOf(store, Date.parse(date) * 1000) === instant);
}

/** The state at an instant by the naive implementation. */
function stateAt({ store, terms }: Case, instant: number, periods: Period[]): LedgerStretch['state'] {
  const { uptime, downtime, unknown, excluded } = naiveFigures(store, instant, instant + 1, terms, periods);
  if (uptime > 0) return 'active';
  if (downtime > 0) return 'inactive';
  if (unknown > 0) return 'unknown';
  return excluded > 0 ? 'excluded' : 'closed';
}

/** The source of the status at the start of a stretch. */
function sourceOf(
  { store, terms }: Case,
  { from, state }: LedgerStretch,
): Pick<LedgerStretch, 'source' | 'observedAt'> {
  if (state === 'closed' || state === 'excluded') return { source: undefined, observedAt: undefined };
  const before = store.observations.map(({ at }) => at).filter((at) => at <= from);
  if (before.length === 0) return { source: 'default', observedAt: undefined };
  const observedAt = Math.max(...before);
  if (from >= observedAt + (terms.unknownAfter ?? Infinity)) return { source: 'stale', observedAt };
  return { source: observedAt === from ? 'observation' : 'carried', observedAt };
}
