import type { Interval, Micros } from './instants';

/** The union of some intervals: sorted, disjoint and non-touching. */
export function union(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  let last: Interval | undefined;
  for (const interval of intervals.toSorted((a, b) => a.from - b.from)) {
    if (last && interval.from <= last.to) {
      if (interval.to > last.to) merged[merged.length - 1] = last = { from: last.from, to: interval.to };
    } else {
      merged.push((last = interval));
    }
  }
  return merged;
}

/** The parts of some intervals that lie within another one. */
export function within(intervals: readonly Interval[], { from, to }: Interval): readonly Interval[] {
  if (intervals.every((interval) => interval.from >= from && interval.to <= to)) return intervals;
  const clipped: Interval[] = [];
  for (const interval of intervals) {
    if (interval.from < to && interval.to > from) {
      clipped.push({ from: Math.max(interval.from, from), to: Math.min(interval.to, to) });
    }
  }
  return clipped;
}

/** What is left of some intervals without others; both must be sorted and disjoint. */
export function without(intervals: readonly Interval[], holes: readonly Interval[]): readonly Interval[] {
  if (holes.length === 0) return intervals;
  const left: Interval[] = [];
  for (const { from, to } of intervals) {
    let start = from;
    for (const hole of holes) {
      if (hole.to <= start) continue;
      if (hole.from >= to) break;
      if (hole.from > start) left.push({ from: start, to: hole.from });
      start = hole.to;
    }
    if (start < to) left.push({ from: start, to });
  }
  return left;
}

/** The interval from the first start to the last end of some intervals. */
export function hull(intervals: readonly Interval[]): Interval {
  return {
    from: Math.min(...intervals.map(({ from }) => from)),
    to: Math.max(...intervals.map(({ to }) => to)),
  };
}

/** How long some disjoint intervals are together. */
export function totalLength(intervals: readonly Interval[]): Micros {
  return intervals.reduce((sum, { from, to }) => sum + (to - from), 0);
}
