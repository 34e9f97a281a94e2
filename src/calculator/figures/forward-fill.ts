import { checked } from '../arrays/checked';
import type { Interval, Micros } from '../instants';

/** What a store can be at an instant, in the order of their codes in a `Timeline`. */
export const STATUSES = ['inactive', 'active', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

const UNKNOWN = STATUSES.indexOf('unknown');

/**
 * The observations of one store, or only those that change its status: two arrays of the same length, in time order,
 * with no instant twice. Forward fill gives the same result for either.
 */
export interface Timeline {
  /** Instants in microseconds, strictly ascending. */
  readonly observedAt: Float64Array;
  /** Indexes in `STATUSES`. */
  readonly status: Uint8Array;
}

/** The time spent in each status within some intervals; the three add up to the intervals' length. */
export type Durations = Readonly<Record<Status, Micros>>;

/**
 * How long each status held within some intervals, which must be sorted and disjoint. A status holds from its observation
 * until the next one; before the first observation the default holds (docs/rules.md, R10 and R11).
 */
export function forwardFill(intervals: readonly Interval[], timeline: Timeline, defaultStatus: Status): Durations {
  const durations = [0, 0, 0];
  eachStretch(intervals, timeline, defaultStatus, (code, from, to) => {
    durations[code] = checked(durations[code]) + (to - from);
  });
  const [inactive = 0, active = 0, unknown = 0] = durations;
  return { inactive, active, unknown };
}

/**
 * Calls back for each stretch of some intervals, which must be sorted and disjoint, with the one status that holds in it, as an
 * index in `STATUSES`. Stretches with the same status may follow each other.
 */
export function eachStretch(
  intervals: readonly Interval[],
  timeline: Timeline,
  defaultStatus: Status,
  onStretch: (code: number, from: Micros, to: Micros) => void,
): void {
  const before = STATUSES.indexOf(defaultStatus);
  const { observedAt, status } = timeline;
  let next = firstAfter(timeline, intervals[0]?.from ?? Infinity);
  for (const { from, to } of intervals) {
    while (next < observedAt.length && checked(observedAt[next]) <= from) next++;
    let start = from;
    for (;;) {
      const code = status[next - 1] ?? before;
      const end = Math.min(observedAt[next] ?? to, to);
      onStretch(code, start, end);
      if (end === to) break;
      start = end;
      next++;
    }
  }
}

/**
 * The changes of status in a timeline in which an observation speaks for `unknownAfter` at most; then the status is unknown
 * until the next one (docs/rules.md, R30).
 * @param timeline all observations within a time, not only those that change the status
 * @param earlier an instant before all of them at which the status was unknown, since what had been observed before no
 *   longer spoke; undefined if nothing had been observed
 */
export function goingStale(
  { observedAt, status }: Timeline,
  unknownAfter: Micros,
  earlier: Micros | undefined,
): Timeline {
  // Each observation changes the status twice at most.
  const most = 2 * observedAt.length + 1;
  const changes = { observedAt: new Float64Array(most), status: new Uint8Array(most) };
  let length = 0;
  const change = (instant: Micros, code: number) => {
    if (length > 0 && changes.status[length - 1] === code) return;
    changes.observedAt[length] = instant;
    changes.status[length] = code;
    length++;
  };
  if (earlier !== undefined) change(earlier, UNKNOWN);
  for (let index = 0; index < observedAt.length; index++) {
    const instant = checked(observedAt[index]);
    change(instant, checked(status[index]));
    const staleFrom = instant + unknownAfter;
    if (staleFrom < (observedAt[index + 1] ?? Infinity)) change(staleFrom, UNKNOWN);
  }
  return { observedAt: changes.observedAt.subarray(0, length), status: changes.status.subarray(0, length) };
}

/** The status by the observation with an index. */
export function statusAt({ status }: Timeline, index: number): Status {
  return STATUSES[checked(status[index])] ?? 'unknown';
}

/** The index of the first observation after an instant; the number of observations if there is none. */
export function firstAfter({ observedAt }: Timeline, instant: Micros): number {
  let low = 0;
  let high = observedAt.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (checked(observedAt[middle]) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
