import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Micros } from '../calculator/instants';
import { type TargetStatus, targetStatus } from '../calculator/targets/target-status';
import { CodedError } from '../common/coded-error';
import { KeptAnswers } from '../fleet/over-time/kept-answers';
import { BEGIN_SNAPSHOT } from '../platform/database/begin';
import { Database } from '../platform/database/database';
import { type GroupKey, type Grouping, inOrder, StoreGroups } from '../stores/attributes/store-groups';
import { StoresService } from '../stores/stores.service';
import type { SetTarget } from './effective-targets';
import { type GroupTargetStatus, TargetGroup } from './target-group';
import { type MonthQuery, type StoreInMonth, StoreMonths } from './store-months';
import { Targets } from './targets';

/** How many stores are read at a time, which bounds the memory that their runs take. */
const STORES_AT_A_TIME = 2000;
/** How many days all groups may have together: what is held in memory. */
const MAX_DAYS = 1_000_000;
/** How many answers are kept. */
const MAX_KEPT = 50;

/** How a store stands to its target. */
export interface StoreTargetStatus extends StoreInMonth {
  /** Undefined: it has no target. */
  readonly status: TargetStatus | undefined;
}

/** Tells how stores and groups stand to their targets in a month (docs/rules.md, R36 to R39). */
@Injectable()
export class TargetStatuses {
  private readonly kept: KeptAnswers<readonly GroupTargetStatus[]>;

  constructor(
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly groups: StoreGroups,
    private readonly targets: Targets,
    private readonly months: StoreMonths,
  ) {
    this.kept = new KeptAnswers(database, MAX_KEPT);
  }

  /**
   * The end of what is seen unless a request says otherwise: the latest observation.
   * @throws CodedError `no_observations`
   */
  async latest(): Promise<Micros> {
    const latest = await this.stores.latestObservedAt();
    if (latest === undefined) throw new CodedError('no_observations');
    return latest;
  }

  /** @throws CodedError `store_not_found`, `observations_dropped` */
  async ofStore(storeId: string, query: MonthQuery): Promise<StoreTargetStatus> {
    return this.database.transaction(async (client) => {
      await this.stores.find(storeId, client);
      let found: StoreInMonth | undefined;
      await this.months.read(
        client,
        [{ first: storeId, last: storeId }],
        query,
        await this.targets.all(client),
        (store) => {
          found = store;
        },
      );
      // Archived before the month.
      if (!found) throw new CodedError('store_not_found');
      return { ...found, status: found.target && statusOf(found, found.target) };
    }, BEGIN_SNAPSHOT);
  }

  /**
   * The groups of all stores, in the order of their keys; with no grouping all together. Computed once, and again when anything
   * has changed that they come from.
   * @throws CodedError `observations_dropped`, `too_many_groups`
   */
  async ofGroups(query: MonthQuery, by: Grouping): Promise<readonly GroupTargetStatus[]> {
    // Before the data: an answer for targets that were changed since is kept for those alone.
    const targets = await this.database.transaction((client) => this.targets.all(client), BEGIN_SNAPSHOT);
    const basis = targets.map(({ scope, attributeKey, subject, target }) => [scope, attributeKey, subject, target]);
    const digest = createHash('sha256').update(JSON.stringify(basis)).digest('base64');
    const key = JSON.stringify([query, by, digest]);
    return this.kept.of(key, query.asOf, (client) => this.compute(client, query, by, targets));
  }

  private async compute(
    client: PoolClient,
    query: MonthQuery,
    by: Grouping,
    targets: readonly SetTarget[],
  ): Promise<GroupTargetStatus[]> {
    const { days } = query.month;
    const keyOf = await this.groups.keys(client, by);
    const groups = new Map<string, TargetGroup>();
    const groupOf = (key: GroupKey) => {
      const text = JSON.stringify(key);
      let group = groups.get(text);
      if (!group) {
        if ((groups.size + 1) * days > MAX_DAYS) {
          throw new CodedError('too_many_groups', { values: { most: MAX_DAYS, what: 'days' } });
        }
        groups.set(text, (group = new TargetGroup(key, days)));
      }
      return group;
    };
    if (by.length === 0) groupOf([]);
    const ranges = await this.stores.cutByKey(client, STORES_AT_A_TIME);
    await this.months.read(client, ranges, query, targets, (store) => {
      groupOf(keyOf(store.storeId, store.zone)).add(store);
    });
    return [...groups.values()].map((group) => group.take()).sort((a, b) => inOrder(a.key, b.key));
  }
}

/** How one store stands to its target. */
function statusOf({ figures }: StoreInMonth, { target }: SetTarget): TargetStatus {
  const { seen, ahead, downtimeOn, aheadOn } = figures;
  const days = Array.from(downtimeOn, (downtime, day) => ({
    downtime: BigInt(downtime),
    ahead: BigInt(aheadOn[day] ?? 0),
  }));
  const part = { target, uptime: BigInt(seen.uptime), downtime: BigInt(seen.downtime), ahead: BigInt(ahead) };
  return targetStatus([part], days);
}
