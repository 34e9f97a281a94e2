import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Calculator } from '../../calculator/calculator';
import type { Timeline } from '../../calculator/figures/forward-fill';
import type { CountingTerms } from '../../calculator/figures/terms';
import type { Interval } from '../../calculator/instants';
import { localDate, zoneOn } from '../../calculator/schedule/schedule';
import { memoize } from '../../common/memo';
import { FigureData } from '../../observations/read/figure-data';
import { requireObservations } from '../../observations/retention/kept-from';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { type GroupKey, type Grouping, StoreGroups } from '../../stores/attributes/store-groups';
import { isInZone, NO_FILTER, type StoreFilter } from '../../stores/finding/store-filter';
import { scheduleIn, scheduleOf } from '../../stores/schedules/schedule-text';
import type { StoreRange } from '../../stores/store-range';
import { type StoreRecord, StoresService } from '../../stores/stores.service';

/** How many stores are read at a time, which bounds the memory that their runs take. */
const STORES_AT_A_TIME = 2000;
/** How many schedules are remembered: many stores share theirs. */
const MAX_SCHEDULES = 10_000;

/** A store within a range. */
export interface StoreOverTime extends StoreRecord {
  /** The zone in force at the end. */
  readonly zone: string;
  readonly group: GroupKey;
  /** When it is open: sorted and disjoint. */
  readonly open: readonly Interval[];
  /** Those of its closures that count: sorted and disjoint. */
  readonly closures: readonly Interval[];
  /** Its changes of status up to the end, including the one in force at the beginning. */
  readonly timeline: Timeline;
}

/** Reads all stores with what happened to them within a range. */
@Injectable()
export class StoresOverTime {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly stores: StoresService,
    private readonly data: FigureData,
    private readonly groups: StoreGroups,
    private readonly calculator: Calculator,
  ) {}

  /**
   * The stores that match a filter by key, a part at a time, in the caller's transaction, which reads nothing else meanwhile: the next part is read while
   * the caller computes.
   * @param by by what they are grouped
   * @throws CodedError `observations_dropped`
   */
  async *read(
    client: PoolClient,
    window: Interval,
    by: Grouping,
    terms: CountingTerms,
    filter: StoreFilter = NO_FILTER,
  ): AsyncGenerator<StoreOverTime[]> {
    if (terms.unknownAfter !== Infinity) await requireObservations(client, window.from - terms.unknownAfter);
    const openTimes = this.openTimes(window);
    const ranges = await this.stores.cutByKey(client, STORES_AT_A_TIME, filter);
    const begin = (range: StoreRange | undefined) => {
      const part = range && this.readRange(client, range, window, by, terms, openTimes);
      // Whoever waits for it gets the error; nobody does if the caller stops before.
      part?.catch(() => undefined);
      return part;
    };
    let next = begin(ranges[0]);
    try {
      for (let index = 1; next; index++) {
        const part = await next;
        next = begin(ranges[index]);
        yield part.filter(({ zone }) => isInZone(filter, zone));
      }
    } finally {
      await next?.catch(() => undefined);
    }
  }

  private async readRange(
    client: PoolClient,
    range: StoreRange,
    window: Interval,
    by: Grouping,
    terms: CountingTerms,
    openTimes: ReturnType<StoresOverTime['openTimes']>,
  ): Promise<StoreOverTime[]> {
    const groupOf = await this.groups.keys(client, by, range);
    const { stores, closuresOf, timelines } = await this.data.read(client, range, window, terms);
    return stores.map(({ storeKey, storeId, schedule }) => {
      const { zone, open } = openTimes(schedule);
      const [closures, timeline] = [closuresOf(storeId), timelines.of(storeKey)];
      return { storeKey, storeId, zone, open, closures, timeline, group: groupOf(storeId, zone) };
    });
  }

  /** Tells when a store with a schedule is open, and its zone at the end. */
  private openTimes(window: Interval) {
    return memoize(
      (schedule: string | null) => schedule ?? '',
      (text) => {
        const schedule = scheduleOf(scheduleIn(text), this.settings);
        const zone = zoneOn(schedule, localDate(schedule, window.to)).name;
        return { zone, open: this.calculator.openIntervals(schedule, window) };
      },
      MAX_SCHEDULES,
    );
  }
}
