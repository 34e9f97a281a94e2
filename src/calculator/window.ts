import { countObservations, forwardFill, type Timeline } from './forward-fill';
import type { Interval, Micros } from './instants';

/** The figures of one store in one window. `uptime + downtime = businessTime`, to the microsecond. */
export interface WindowFigures {
  readonly businessTime: Micros;
  readonly uptime: Micros;
  readonly downtime: Micros;
  /** The number of observations within the window's open intervals. */
  readonly observationCount: number;
}

/**
 * The figures of a window (docs/rules.md, R13).
 * @param open the store's open intervals, sorted and disjoint, for at least the window; they are clipped to it.
 * @param timeline the store's observations up to the window's end, including the latest one before the window.
 * @param defaultActive the status before the first observation.
 */
export function windowFigures(
  window: Interval,
  open: readonly Interval[],
  timeline: Timeline,
  defaultActive: boolean,
): WindowFigures {
  let uptime = 0;
  let downtime = 0;
  let observationCount = 0;
  for (const interval of open) {
    const from = Math.max(interval.from, window.from);
    const to = Math.min(interval.to, window.to);
    if (from >= to) continue;
    const durations = forwardFill({ from, to }, timeline, defaultActive);
    uptime += durations.active;
    downtime += durations.inactive;
    observationCount += countObservations({ from, to }, timeline);
  }
  return { businessTime: uptime + downtime, uptime, downtime, observationCount };
}
