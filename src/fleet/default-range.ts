import { type Interval, type Micros, WEEK } from '../calculator/instants';
import type { StoresService } from '../stores/stores.service';
import { clock } from './open-hours';

/** A range as it was asked for; undefined ends are left to us. */
export interface RequestedRange {
  readonly from: Micros | undefined;
  readonly to: Micros | undefined;
}

/** A range up to the latest observation of all stores, or now without any, and from seven days before its end on. */
export async function withDefaults({ from, to }: RequestedRange, stores: StoresService): Promise<Interval> {
  const end = to ?? (await stores.latestObservedAt()) ?? clock();
  return { from: from ?? end - WEEK, to: end };
}
