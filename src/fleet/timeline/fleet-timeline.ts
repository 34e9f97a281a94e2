import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Calculator } from '../../calculator/calculator';
import { StepFigures, stepCount, type Steps } from '../../calculator/figures/step-figures';
import type { CountingTerms } from '../../calculator/figures/terms';
import { localDate, zoneOn } from '../../calculator/schedule/schedule';
import { CodedError } from '../../common/coded-error';
import { memoize } from '../../common/memo';
import { FigureData } from '../../observations/read/figure-data';
import { requireObservations } from '../../observations/retention/kept-from';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { type GroupKey, type Grouping, inOrder, StoreGroups } from '../../stores/attributes/store-groups';
import { scheduleIn, scheduleOf } from '../../stores/schedules/schedule-text';
import { StoresService } from '../../stores/stores.service';
import { KeptAnswers } from './kept-answers';

/** How many stores are read at a time, which bounds the memory that their runs take. */
const STORES_AT_A_TIME = 2000;
/** How many schedules are remembered: many stores share theirs. */
const MAX_SCHEDULES = 10_000;
/** How many steps all groups may have together: what is kept in memory, and sent. */
const MAX_CELLS = 100_000;

/** What to compute. */
export interface TimelineQuery {
  readonly steps: Steps;
  /** Empty: all stores together. */
  readonly by: Grouping;
  readonly terms: CountingTerms;
}

/** The stores of a group over time. */
export interface TimelineGroup {
  readonly key: GroupKey;
  readonly figures: StepFigures;
}

/** Computes the figures of all stores together, step by step, from schedules, closures and status runs. */
@Injectable()
export class FleetTimeline {
  private readonly kept: KeptAnswers<readonly TimelineGroup[]>;

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    database: Database,
    private readonly stores: StoresService,
    private readonly data: FigureData,
    private readonly groups: StoreGroups,
    private readonly calculator: Calculator,
  ) {
    this.kept = new KeptAnswers(database);
  }

  /**
   * The groups of a query, in the order of their keys. They are computed once, and again when something has changed that they
   * come from.
   * @throws CodedError `observations_dropped`; `too_many_groups`
   */
  async of(query: TimelineQuery): Promise<readonly TimelineGroup[]> {
    return this.kept.of(JSON.stringify(query), query.steps.to, (client) => this.compute(client, query));
  }

  private async compute(client: PoolClient, { steps, by, terms }: TimelineQuery): Promise<TimelineGroup[]> {
    if (terms.unknownAfter !== Infinity) await requireObservations(client, steps.from - terms.unknownAfter);
    const keyOf = await this.groups.keys(client, by);
    const openTimes = this.openTimes(steps);
    const groups = new Map<string, TimelineGroup>();
    const groupOf = (key: GroupKey) => {
      const text = JSON.stringify(key);
      let group = groups.get(text);
      if (!group) {
        if ((groups.size + 1) * stepCount(steps) > MAX_CELLS) {
          throw new CodedError('too_many_groups', { values: { most: MAX_CELLS, what: 'steps' } });
        }
        groups.set(text, (group = { key, figures: new StepFigures(steps) }));
      }
      return group.figures;
    };
    if (by.length === 0) groupOf([]);
    for (const range of await this.stores.cutIntoRanges(client, STORES_AT_A_TIME, {})) {
      const { stores, closuresOf, timelines } = await this.data.read(client, range, steps, terms);
      for (const { storeId, storeKey, schedule } of stores) {
        const { zone, open } = openTimes(schedule);
        const figures = groupOf(keyOf(storeId, zone));
        figures.add(open, closuresOf(storeId), timelines.of(storeKey), terms.defaultStatus);
      }
    }
    return [...groups.values()].sort((a, b) => inOrder(a.key, b.key));
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
