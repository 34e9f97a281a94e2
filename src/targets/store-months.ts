import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { windowReach } from '../calculator/figures/windows';
import type { CountingTerms } from '../calculator/figures/terms';
import type { Interval, Micros } from '../calculator/instants';
import { parseSalesPerHour, SALES_PER_HOUR } from '../calculator/lost-sales';
import { isArchived, localDate, zoneOn } from '../calculator/schedule/schedule';
import { type Month, type MonthFigures, monthFigures, storeMonth } from '../calculator/targets/month';
import { memoize } from '../common/memo';
import { FigureData } from '../observations/read/figure-data';
import { requireObservations } from '../observations/retention/kept-from';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { StoreAttributes } from '../stores/attributes/store-attributes';
import { scheduleIn, scheduleOf } from '../stores/schedules/schedule-text';
import type { StoreRange } from '../stores/store-range';
import { EffectiveTargets, type SetTarget } from './effective-targets';

/** How many schedules are remembered: many stores share theirs. */
const MAX_SCHEDULES = 10_000;

/** Which month to look at, and how. */
export interface MonthQuery {
  readonly month: Month;
  readonly asOf: Micros;
  readonly terms: CountingTerms;
}

/** A store in a month. */
export interface StoreInMonth {
  readonly storeId: string;
  /** In force at the as of. */
  readonly zone: string;
  /** The month on the store's own calendar. */
  readonly whole: Interval;
  readonly figures: MonthFigures;
  /** The target that holds for it; undefined: none. */
  readonly target: SetTarget | undefined;
  /** As from `parseSalesPerHour`. */
  readonly salesPerHour: bigint | undefined;
}

/** Reads what a month has come to for stores, and the targets that hold for them. */
@Injectable()
export class StoreMonths {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly data: FigureData,
    private readonly attributes: StoreAttributes,
  ) {}

  /**
   * Calls back for each store of some ranges that has a row in a report of the month, in the caller's transaction.
   * @throws CodedError `observations_dropped`
   */
  async read(
    client: PoolClient,
    ranges: readonly StoreRange[],
    { month, asOf, terms }: MonthQuery,
    targets: readonly SetTarget[],
    onStore: (store: StoreInMonth) => void,
  ): Promise<void> {
    const reach = windowReach(month.window, Infinity);
    if (terms.unknownAfter !== Infinity) await requireObservations(client, reach.from - terms.unknownAfter);
    const effective = new EffectiveTargets(targets);
    const keys = [...effective.attributeKeys, SALES_PER_HOUR];
    const monthOf = this.months(month, asOf);
    for (const range of ranges) {
      const attributes = await this.valuesIn(client, range, keys);
      const { stores, closuresOf, timelines } = await this.data.read(client, range, reach, terms);
      for (const { storeId, storeKey, schedule } of stores) {
        const { isGone, zone, ...days } = monthOf(schedule);
        const figures = monthFigures(days, closuresOf(storeId), timelines.of(storeKey), terms.defaultStatus);
        if (isGone && figures.seen.scheduled + figures.ahead + figures.aheadExcluded === 0) continue;
        const values = attributes.get(storeId);
        const target = effective.of(storeId, (key) => values?.get(key));
        const salesPerHour = parseSalesPerHour(values?.get(SALES_PER_HOUR) ?? '');
        onStore({ storeId, zone, whole: days.whole, figures, target, salesPerHour });
      }
    }
  }

  /** Some attributes of the stores of a range, by the ids of those that have any of them. */
  private async valuesIn(client: PoolClient, range: StoreRange, keys: readonly string[]) {
    const values = new Map<string, ReadonlyMap<string, string | undefined>>();
    await this.attributes.readAll(
      client,
      keys,
      (storeId, found) => values.set(storeId, new Map(keys.map((key, index) => [key, found[index]]))),
      range,
    );
    return values;
  }

  /** Tells the month of a store with a schedule, and whether the store is archived at the as of. */
  private months(month: Month, asOf: Micros) {
    return memoize(
      (schedule: string | null) => schedule ?? '',
      (text) => {
        const schedule = scheduleOf(scheduleIn(text), this.settings);
        return {
          ...storeMonth(month, schedule, asOf),
          isGone: isArchived(schedule, asOf),
          zone: zoneOn(schedule, localDate(schedule, asOf)).name,
        };
      },
      MAX_SCHEDULES,
    );
  }
}
