import { checked } from './arrays/checked';
import type { Interval, Micros } from './instants';

/**
 * The observations of one store, or only those that change its status: two arrays of the same length, in time order,
 * with no instant twice. Forward fill gives the same result for either.
 */
export interface Timeline {
  /** Instants in microseconds, strictly ascending. */
  readonly observedAt: Float64Array;
  /** 1 = active, 0 = inactive. */
  readonly active: Uint8Array;
}

/** The time spent in each status within an interval; the two add up to the interval's length. */
export interface Durations {
  readonly active: Micros;
  readonly inactive: Micros;
}

/**
 * How long each status held within an interval. A status holds from its observation until the next one; before the
 * first observation `defaultActive` holds (docs/rules.md, R10 and R11).
 */
export function forwardFill(interval: Interval, timeline: Timeline, defaultActive: boolean): Durations {
  let next = firstAfter(timeline, interval.from);
  let status = next > 0 ? timeline.active[next - 1] === 1 : defaultActive;
  let active = 0;
  for (let from = interval.from; from < interval.to; next++) {
    const to = Math.min(timeline.observedAt[next] ?? interval.to, interval.to);
    if (status) active += to - from;
    status = timeline.active[next] === 1;
    from = to;
  }
  return { active, inactive: interval.to - interval.from - active };
}

/** The number of observations in an interval, including its start and excluding its end. */
export function countObservations(interval: Interval, timeline: Timeline): number {
  return firstAtOrAfter(timeline, interval.to) - firstAtOrAfter(timeline, interval.from);
}

/** The index of the first observation at or after an instant; the number of observations if there is none. */
function firstAtOrAfter(timeline: Timeline, instant: Micros): number {
  return firstIndex(timeline, (observedAt) => observedAt >= instant);
}

/** The index of the first observation after an instant; the number of observations if there is none. */
export function firstAfter(timeline: Timeline, instant: Micros): number {
  return firstIndex(timeline, (observedAt) => observedAt > instant);
}

/** Binary search for the first observation that passes a test; all later ones must pass it too. */
function firstIndex({ observedAt }: Timeline, passes: (observedAt: Micros) => boolean): number {
  let low = 0;
  let high = observedAt.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(checked(observedAt[middle]))) high = middle;
    else low = middle + 1;
  }
  return low;
}
