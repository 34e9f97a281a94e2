import { checked } from '../arrays/checked';
import { STATUSES, type Timeline } from '../figures/forward-fill';
import type { Interval, Micros } from '../instants';

/** An inactive status run that costs business time. */
export interface Downtime {
  /** The first instant that it costs: it may have begun while the store was closed. */
  readonly from: Micros;
  /** The next active observation; `Infinity`: there is none within the timeline. */
  readonly to: Micros;
  /** The business time that it costs up to the end of the range. */
  readonly lost: Micros;
}

const INACTIVE = STATUSES.indexOf('inactive');
const ACTIVE = STATUSES.indexOf('active');
const NEVER: Interval = { from: Infinity, to: Infinity };

/**
 * The downtimes of a store, in time order. One that goes stale in between (docs/rules.md, R30) is still one.
 * @param counted the time that counts of a range: open, and covered by no closure that counts; sorted and disjoint
 * @param timeline its changes of status; runs that begin before `range` are left out, as it is not known what they cost before
 */
export function downtimesOf(counted: readonly Interval[], timeline: Timeline, range: Interval): Downtime[] {
  const { observedAt, status } = timeline;
  const found: Downtime[] = [];
  let passed = 0;
  for (let index = 0; index < status.length; index++) {
    if (status[index] !== INACTIVE) continue;
    const isWhole = checked(observedAt[index]) >= range.from;
    let first: Micros | undefined;
    let lost = 0;
    for (; index < status.length && status[index] !== ACTIVE; index++) {
      if (status[index] !== INACTIVE) continue;
      const from = checked(observedAt[index]);
      const to = Math.min(observedAt[index + 1] ?? range.to, range.to);
      while ((counted[passed]?.to ?? Infinity) <= from) passed++;
      for (let next = passed; next < counted.length; next++) {
        const { from: opens, to: closes } = counted[next] ?? NEVER;
        if (opens >= to) break;
        const start = Math.max(opens, from);
        first ??= start;
        lost += Math.min(closes, to) - start;
      }
    }
    if (isWhole && first !== undefined) found.push({ from: first, to: observedAt[index] ?? Infinity, lost });
  }
  return found;
}
