import { forwardFill, type Status, type Timeline } from './forward-fill';
import type { Interval, Micros } from '../instants';
import { totalLength, within, without } from '../intervals';

/**
 * The figures of one store in one window, in microseconds:
 * `uptime + downtime + unknown + excluded = scheduled`, always (docs/rules.md, R13).
 */
export interface WindowFigures {
  readonly scheduled: Micros;
  readonly uptime: Micros;
  readonly downtime: Micros;
  readonly unknown: Micros;
  /** Scheduled time that a closure covers. */
  readonly excluded: Micros;
}

/**
 * The figures of a window (docs/rules.md, R13 and R29).
 * @param open the store's open intervals, sorted and disjoint, for at least the window; they are clipped to it
 * @param closures the store's closures that count, sorted and disjoint
 * @param timeline the store's observations up to the window's end, including the latest one before the window
 * @param defaultStatus the status before the first observation
 */
export function windowFigures(
  window: Interval,
  open: readonly Interval[],
  closures: readonly Interval[],
  timeline: Timeline,
  defaultStatus: Status,
): WindowFigures {
  const scheduled = within(open, window);
  const counted = without(scheduled, closures);
  const { active, inactive, unknown } = forwardFill(counted, timeline, defaultStatus);
  // Which is the length of `counted`.
  const length = active + inactive + unknown;
  const total = counted === scheduled ? length : totalLength(scheduled);
  return {
    scheduled: total,
    uptime: active,
    downtime: inactive,
    unknown,
    excluded: total - length,
  };
}
