import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { StepFigures, stepCount, type Steps } from '../../calculator/figures/step-figures';
import type { CountingTerms } from '../../calculator/figures/terms';
import { CodedError } from '../../common/coded-error';
import { Database } from '../../platform/database/database';
import { type GroupKey, type Grouping, inOrder } from '../../stores/attributes/store-groups';
import type { StoreFilter } from '../../stores/finding/store-filter';
import { KeptAnswers } from '../over-time/kept-answers';
import { StoresOverTime } from '../over-time/stores-over-time';

/** How many steps all groups may have together: what is kept in memory, and sent. */
const MAX_CELLS = 100_000;
/** How many timelines are kept. */
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

/** Computes the figures of all stores together, step by step, from schedules, closures and status runs. */
@Injectable()
export class FleetTimeline {
  private readonly kept: KeptAnswers<readonly TimelineGroup[]>;

  constructor(
    database: Database,
    private readonly stores: StoresOverTime,
  ) {
    this.kept = new KeptAnswers(database, MAX_KEPT);
  }

  /**
   * The groups of a query, in the order of their keys. They are computed once, and again when something has changed that they
   * come from.
   * @throws CodedError `observations_dropped`; `too_many_groups`
   */
  async of(query: TimelineQuery): Promise<readonly TimelineGroup[]> {
    return this.kept.of(JSON.stringify(query), query.steps.to, (client) => this.compute(client, query));
  }

  private async compute(client: PoolClient, { steps, by, filter, terms }: TimelineQuery): Promise<TimelineGroup[]> {
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
    for await (const stores of this.stores.read(client, steps, by, terms, filter)) {
      for (const { group, open, closures, timeline } of stores) {
        groupOf(group).add(open, closures, timeline, terms.defaultStatus);
      }
    }
    return [...groups.values()].sort((a, b) => inOrder(a.key, b.key));
  }
}
