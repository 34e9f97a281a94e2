/**
 * The figures of a store (docs/rules.md), computed a second time in the plainest possible way, to compare the calculator
 * with. This folder shares no code with `src` and is slow, but simple enough to check by reading it once.
 */
import { archivedAt, openPeriods } from './openings';
import type { NaiveStore, NaiveTerms } from './store';

export interface NaiveFigures {
  /** The sum of the four below it. */
  scheduled: number;
  uptime: number;
  downtime: number;
  unknown: number;
  excluded: number;
  observationCount: number;
}

/**
 * The figures of the window from `from` (included) to `to` (excluded).
 * @param openPeriodsNearby those of any window that contains this one, for several windows of one store
 */
export function naiveFigures(
  store: NaiveStore,
  from: number,
  to: number,
  terms: NaiveTerms = {},
  openPeriodsNearby = openPeriods(store, from, to),
): NaiveFigures {
  const periods = openPeriodsNearby.filter(({ opens, closes }) => opens < to && closes > from);
  const ends = archivedAt(store);
  const isOpen = (instant: number) =>
    instant < ends && periods.some(({ opens, closes }) => opens <= instant && instant < closes);

  // Nothing changes between one of these instants and the next, so the first instant represents the whole stretch.
  const edges = [
    from,
    ends,
    ...periods.flatMap(({ opens, closes }) => [opens, closes]),
    ...(store.closures ?? []).flatMap((closure) => [closure.from, closure.to]),
    ...store.observations.flatMap(({ at }) => [at, at + (terms.unknownAfter ?? Infinity)]),
    to,
  ]
    .filter((edge) => from <= edge && edge <= to)
    .sort((a, b) => a - b);

  const figures = { scheduled: 0, uptime: 0, downtime: 0, unknown: 0, excluded: 0, observationCount: 0 };
  edges.forEach((start, index) => {
    const length = (edges[index + 1] ?? to) - start;
    if (!isOpen(start)) return;
    figures.scheduled += length;
    figures[whatCounts(store, start, terms)] += length;
  });
  for (const { at } of store.observations) {
    if (from <= at && at < to && isOpen(at)) figures.observationCount++;
  }
  return figures;
}

/** What an instant at which the store is open counts as. */
function whatCounts(store: NaiveStore, instant: number, terms: NaiveTerms) {
  const isClosure = (store.closures ?? []).some(({ from, to }) => from <= instant && instant < to);
  if (isClosure && !terms.ignoresClosures) return 'excluded';
  const status = statusAt(store, instant, terms);
  return status === 'active' ? 'uptime' : status === 'inactive' ? 'downtime' : 'unknown';
}

/** That of the latest observation at or before the instant, unless it is too old. */
function statusAt(store: NaiveStore, instant: number, terms: NaiveTerms): 'active' | 'inactive' | 'unknown' {
  let latest: { at: number; active: boolean } | undefined;
  for (const observation of store.observations) {
    if (observation.at <= instant && (!latest || observation.at > latest.at)) latest = observation;
  }
  if (!latest) return terms.defaultStatus ?? 'active';
  if (terms.unknownAfter !== undefined && instant >= latest.at + terms.unknownAfter) return 'unknown';
  return latest.active ? 'active' : 'inactive';
}
