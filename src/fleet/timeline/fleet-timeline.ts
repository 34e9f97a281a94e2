import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Calculator } from '../../calculator/calculator';
import { StepFigures, stepCount, type Steps } from '../../calculator/figures/step-figures';
import type { CountingTerms } from '../../calculator/figures/terms';
import { localDate, zoneOn } from '../../calculator/schedule/schedule';
import { CodedError } from '../../common/coded-error';
import { RecentResults } from '../../common/collections/recent-results';
import { memoize } from '../../common/memo';
import { hasChangedSince, lastWriteNo } from '../../ingestion/data-changes';
import { READ_IN_KEY_ORDER, Timelines } from '../../observations/read/timelines';
import { requireObservations } from '../../observations/retention/kept-from';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { Database } from '../../platform/database/database';
import { type GroupKey, type Grouping, inOrder, StoreGroups } from '../../stores/attributes/store-groups';
import { isInZone, type StoreFilter } from '../../stores/finding/store-filter';
import { Closures } from '../../stores/schedules/closures';
import { scheduleIn, scheduleOf } from '../../stores/schedules/schedule-text';
import { StoreSchedules } from '../../stores/schedules/store-schedules';
import type { StoreRange } from '../../stores/store-range';
import { StoresService } from '../../stores/stores.service';

/** How many stores are read at a time, which bounds the memory that their runs take. */
const STORES_AT_A_TIME = 2000;
/** How many schedules are remembered: many stores share theirs. */
const MAX_SCHEDULES = 10_000;
/** How many steps all groups may have together: what is kept in memory, and sent. */
const MAX_CELLS = 100_000;
/** How many timelines are kept: those used last. */
const MAX_KEPT = 50;

/** What to compute. */
export interface TimelineQuery {
  readonly steps: Steps;
  /** Empty: all stores together. */
  readonly by: Grouping;
  readonly filter: StoreFilter;
  readonly terms: CountingTerms;
}

/** The stores of a group over time. */
export interface TimelineGroup {
  readonly key: GroupKey;
  readonly figures: StepFigures;
}

interface Kept {
  /** The last write that it has seen. */
  readonly writeNo: number;
  readonly groups: readonly TimelineGroup[];
}

const NO_CLOSURES = () => [];

/** Computes the figures of all stores together, step by step, from schedules, closures and status runs. */
@Injectable()
export class FleetTimeline {
  private readonly kept = new RecentResults<Kept>(MAX_KEPT);

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly schedules: StoreSchedules,
    private readonly closures: Closures,
    private readonly groups: StoreGroups,
    private readonly calculator: Calculator,
  ) {}

  /**
   * The groups of a query, in the order of their keys. They are computed once, and again when something has changed that they
   * come from.
   * @throws CodedError `observations_dropped`; `too_many_groups`
   */
  async of(query: TimelineQuery): Promise<readonly TimelineGroup[]> {
    const { groups } = await this.kept.get(
      JSON.stringify(query),
      () => this.begin(query),
      async ({ writeNo }) => !(await hasChangedSince(this.database.pool, writeNo, query.steps.to)),
    );
    return groups;
  }

  private async begin(query: TimelineQuery): Promise<Kept> {
    return this.database.transaction(async (client) => {
      await client.query(READ_IN_KEY_ORDER);
      const writeNo = await lastWriteNo(client);
      return { writeNo, groups: await this.compute(client, query) };
    }, BEGIN_SNAPSHOT);
  }

  private async compute(client: PoolClient, { steps, by, filter, terms }: TimelineQuery): Promise<TimelineGroup[]> {
    if (terms.unknownAfter !== Infinity) await requireObservations(client, steps.from - terms.unknownAfter);
    const keyOf = await this.groups.keys(client, by);
    const openTimes = this.openTimes(steps);
    const groups = new Map<string, TimelineGroup>();
    const groupOf = (key: GroupKey) => {
      const text = JSON.stringify(key);
      let group = groups.get(text);
      if (!group) {
        if ((groups.size + 1) * stepCount(steps) > MAX_CELLS) {
          throw new CodedError('too_many_groups', { values: { most: MAX_CELLS } });
        }
        groups.set(text, (group = { key, figures: new StepFigures(steps) }));
      }
      return group.figures;
    };
    if (by.length === 0) groupOf([]);
    for (const range of await this.stores.cutIntoRanges(client, STORES_AT_A_TIME, { filter })) {
      const { stores, closuresOf, timelines } = await this.read(client, range, steps, terms);
      for (const { storeId, storeKey, schedule } of stores) {
        const { zone, open } = openTimes(schedule);
        if (!isInZone(filter, zone)) continue;
        const figures = groupOf(keyOf(storeId, zone));
        figures.add(open, closuresOf(storeId), timelines.of(storeKey), terms.defaultStatus);
      }
    }
    return [...groups.values()].sort((a, b) => inOrder(a.key, b.key));
  }

  private async read(client: PoolClient, range: StoreRange, steps: Steps, terms: CountingTerms) {
    return {
      stores: await this.schedules.readRange(client, range),
      closuresOf: terms.closures === 'exclude' ? await this.closures.readRange(client, range, steps) : NO_CLOSURES,
      timelines: await Timelines.forFigures(client, range, steps, terms),
    };
  }

  /** Tells when a store with a schedule is open, and its zone at the end. */
  private openTimes(steps: Steps) {
    return memoize(
      (schedule: string | null) => schedule ?? '',
      (text) => {
        const schedule = scheduleOf(scheduleIn(text), this.settings);
        const zone = zoneOn(schedule, localDate(schedule, steps.to)).name;
        return { zone, open: this.calculator.openIntervals(schedule, steps) };
      },
      MAX_SCHEDULES,
    );
  }
}
