import type { Interval, Micros } from '../instants';
import { without } from '../intervals';
import { eachStretch, type Status, STATUSES, type Timeline } from './forward-fill';
import { ExactSums } from './exact-sums';

/** A range that is cut into steps of equal length, of which the last may be shorter. */
export interface Steps extends Interval {
  readonly step: Micros;
}

/** How many steps there are. */
export function stepCount({ from, to, step }: Steps): number {
  return Math.ceil((to - from) / step);
}

/**
 * The figures of many stores together, step by step: how many of them have scheduled time, downtime, or unknown time within a step,
 * and the sums of their figures (docs/rules.md, R13 and R35).
 */
export class StepFigures {
  readonly storesOpen: Uint32Array;
  readonly storesDown: Uint32Array;
  readonly storesUnknown: Uint32Array;
  readonly uptime: ExactSums;
  readonly downtime: ExactSums;
  readonly unknown: ExactSums;
  readonly excluded: ExactSums;

  constructor(private readonly steps: Steps) {
    const count = stepCount(steps);
    this.storesOpen = new Uint32Array(count);
    this.storesDown = new Uint32Array(count);
    this.storesUnknown = new Uint32Array(count);
    this.uptime = new ExactSums(count);
    this.downtime = new ExactSums(count);
    this.unknown = new ExactSums(count);
    this.excluded = new ExactSums(count);
  }

  /**
   * Adds a store.
   * @param scheduled its open intervals within the range, sorted and disjoint
   * @param closures those of its closures that count, sorted and disjoint
   * @param timeline its observations up to the end of the range, including the latest one before it
   * @param defaultStatus its status before the first observation
   */
  add(scheduled: readonly Interval[], closures: readonly Interval[], timeline: Timeline, defaultStatus: Status): void {
    const open = new StepsTouched(this.storesOpen);
    for (const { from, to } of scheduled)
      this.eachStep(from, to, (step) => {
        open.touch(step);
      });
    const counted = closures.length === 0 ? scheduled : without(scheduled, closures);
    if (closures.length > 0) {
      for (const { from, to } of without(scheduled, counted)) {
        this.eachStep(from, to, (step, length) => {
          this.excluded.add(step, length);
        });
      }
    }
    const down = new StepsTouched(this.storesDown);
    const unknown = new StepsTouched(this.storesUnknown);
    eachStretch(counted, timeline, defaultStatus, (code, from, to) => {
      if (code === ACTIVE) {
        this.eachStep(from, to, (step, length) => {
          this.uptime.add(step, length);
        });
      } else if (code === INACTIVE) {
        this.eachStep(from, to, (step, length) => {
          down.touch(step);
          this.downtime.add(step, length);
        });
      } else {
        this.eachStep(from, to, (step, length) => {
          unknown.touch(step);
          this.unknown.add(step, length);
        });
      }
    });
  }

  /** Calls back for each step that some time within the range reaches into, with how much of it lies in that step. */
  private eachStep(from: Micros, to: Micros, onStep: (step: number, length: Micros) => void): void {
    const { from: start, step } = this.steps;
    let index = Math.floor((from - start) / step);
    for (let at = from; at < to; index++) {
      const end = Math.min(start + (index + 1) * step, to);
      onStep(index, end - at);
      at = end;
    }
  }
}

const ACTIVE = STATUSES.indexOf('active');
const INACTIVE = STATUSES.indexOf('inactive');

/** Counts a store in each step that it touches, once, however often: it does so in the order of time. */
class StepsTouched {
  private last = -1;

  constructor(private readonly counts: Uint32Array) {}

  touch(step: number): void {
    if (step === this.last) return;
    this.counts[step] = (this.counts[step] ?? 0) + 1;
    this.last = step;
  }
}
