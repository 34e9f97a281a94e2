import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Calculator } from '../calculator/calculator';
import { goingStale, type Timeline } from '../calculator/figures/forward-fill';
import type { Interval, Micros } from '../calculator/instants';
import type { Schedule } from '../calculator/schedule/schedule';
import type { CountingTerms } from '../calculator/figures/terms';
import type { InactiveRun } from '../observations/read/inactive-runs';
import { inactiveObservations } from '../observations/read/inactive-observations';
import { requireObservations } from '../observations/retention/kept-from';
import { Closures } from '../stores/schedules/closures';

/** An inactive run and whose it is. */
export interface RunOfStore extends InactiveRun {
  readonly storeId: string;
}

/** How much business time a run costs its store, which is open by a schedule. */
export type LostTimeOf = (run: RunOfStore, schedule: Schedule) => Micros;

const NO_CLOSURES = () => [];

/** Computes the business time that inactive runs cost within a range: what reports count as downtime. */
@Injectable()
export class LostTime {
  constructor(
    private readonly closures: Closures,
    private readonly calculator: Calculator,
  ) {}

  /**
   * Reads what the terms need to know of some runs.
   * @throws CodedError `observations_dropped` if the terms need observations that retention has dropped
   */
  async of(
    client: PoolClient,
    runs: readonly RunOfStore[],
    range: Interval,
    { closures, unknownAfter }: CountingTerms,
  ): Promise<LostTimeOf> {
    const ids = runs.map(({ storeId }) => storeId).sort();
    const stores = { first: ids[0] ?? '', last: ids.at(-1) ?? '' };
    const closuresOf = closures === 'exclude' ? await this.closures.readRange(client, stores, range) : NO_CLOSURES;
    const timelineOf = await this.timelines(client, runs, range, unknownAfter);
    return (run, schedule) => {
      const window = withinRange(range, run);
      const open = this.calculator.openIntervals(schedule, window);
      return this.calculator.windowFigures(window, open, closuresOf(run.storeId), timelineOf(run), 'unknown').downtime;
    };
  }

  private async timelines(
    client: PoolClient,
    runs: readonly RunOfStore[],
    range: Interval,
    unknownAfter: Micros,
  ): Promise<(run: RunOfStore) => Timeline> {
    if (unknownAfter === Infinity) return ({ startedAt }) => inactiveAt([startedAt]);
    const spoken = { from: range.from - unknownAfter, to: range.to };
    await requireObservations(client, spoken.from);
    const observed = await inactiveObservations(client, runs, spoken);
    const timelines = new Map(runs.map((run, index) => [run, inactiveAt(observed[index] ?? [])]));
    return (run) => goingStale(timelines.get(run) ?? inactiveAt([]), unknownAfter, undefined);
  }
}

/** The part of a run that lies within a range. */
export function withinRange(range: Interval, { startedAt, endedAt = Infinity }: InactiveRun): Interval {
  return { from: Math.max(startedAt, range.from), to: Math.min(endedAt, range.to) };
}

function inactiveAt(instants: readonly Micros[]): Timeline {
  return { observedAt: Float64Array.from(instants), status: new Uint8Array(instants.length) };
}
