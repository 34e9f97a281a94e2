import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { CountingTerms } from '../../calculator/figures/terms';
import { CellCounts, Cells } from '../../calculator/incidents/cells';
import { type Downtime, downtimesOf } from '../../calculator/incidents/downtimes';
import { unusualStretches } from '../../calculator/incidents/unusual-stretches';
import { DAY, type Interval, WEEK } from '../../calculator/instants';
import { without } from '../../calculator/intervals';
import { CodedError } from '../../common/coded-error';
import { firstObservedFrom } from '../../observations/read/first-observed';
import { Database } from '../../platform/database/database';
import { type GroupKey } from '../../stores/attributes/store-groups';
import { isUnfiltered } from '../../stores/finding/store-filter';
import { KeptAnswers } from '../over-time/kept-answers';
import { type StoreOverTime, StoresOverTime } from '../over-time/stores-over-time';
import { type Fleet, InCommonReader } from './in-common-reader';
import { type Incident, IncidentDraft, type IncidentQuery } from './incident';

/** The longest range. */
const LONGEST_RANGE = 31 * DAY;
/** How many cells all groups may have together, in memory. */
const MAX_CELLS = 10_000_000;
/** How many answers are kept, and how many stores all of their incidents may have together, each of which takes about 200 bytes. */
const MAX_KEPT = 10;
const MAX_KEPT_STORES = 500_000;

/** Finds incidents: far more outages of a group than usual that began together (docs/rules.md, R40 to R43). */
@Injectable()
export class Incidents {
  private readonly kept: KeptAnswers<readonly Incident[]>;

  constructor(
    database: Database,
    private readonly stores: StoresOverTime,
    private readonly inCommon: InCommonReader,
  ) {
    this.kept = new KeptAnswers(database, MAX_KEPT, { of: storesOf, most: MAX_KEPT_STORES });
  }

  /**
   * The incidents of a range, the latest first. They are found once, and again when something has changed that they come from.
   * @throws CodedError `range_too_long`; `observations_dropped`; `too_many_groups`
   */
  async of(query: IncidentQuery): Promise<readonly Incident[]> {
    const { from, to } = query.range;
    if (to - from > LONGEST_RANGE) throw new CodedError('range_too_long', { values: { limit: '31 days' } });
    return this.kept.of(JSON.stringify(query), to, (client) => this.find(client, query));
  }

  private async find(client: PoolClient, query: IncidentQuery): Promise<Incident[]> {
    const drafts = await this.unusual(client, query);
    if (drafts.size === 0) return [];
    const fleet = await this.fill(client, query, drafts);
    const all = [...drafts.values()].flat();
    const inCommon = await this.inCommon.read(client, query.by, all, fleet);
    return all
      .map((draft, index) => draft.finished(query.by, inCommon[index] ?? []))
      .sort((a, b) => b.from - a.from || (a.id < b.id ? -1 : 1));
  }

  /** In a first pass, when unusually many stores of a group went down. By the text of the group's key. */
  private async unusual(client: PoolClient, query: IncidentQuery): Promise<Map<string, IncidentDraft[]>> {
    const seen = timeSeen(query);
    const cells = new Cells(seen.from, seen.to, query.within);
    const groups = new Map<string, { readonly key: GroupKey; readonly counted: CellCounts }>();
    for await (const stores of this.stores.read(client, seen, query.by, termsOf(query), query.filter)) {
      for (const store of stores) {
        const downtimes = downtimesIn(store, seen);
        if (downtimes.length === 0) continue;
        const { group: key } = store;
        const text = JSON.stringify(key);
        let group = groups.get(text);
        if (!group) {
          if ((groups.size + 1) * cells.count > MAX_CELLS) {
            throw new CodedError('too_many_groups', { values: { most: MAX_CELLS, what: 'quarters of within' } });
          }
          groups.set(text, (group = { key, counted: new CellCounts(cells) }));
        }
        group.counted.add(downtimes.map(({ from }) => from));
      }
    }
    const observedFrom = await firstObservedFrom(client, seen.from);
    const drafts = new Map<string, IncidentDraft[]>();
    for (const [text, { key, counted }] of groups) {
      const stretches = unusualStretches(counted.counts, cells, query.range.from, observedFrom, query.limits);
      if (stretches.length === 0) continue;
      drafts.set(
        text,
        stretches.map((stretch) => new IncidentDraft(key, stretch)),
      );
    }
    return drafts;
  }

  /** In a second pass, the stores of the incidents; returns all stores that match the filter. */
  private async fill(
    client: PoolClient,
    query: IncidentQuery,
    drafts: ReadonlyMap<string, IncidentDraft[]>,
  ): Promise<Fleet> {
    const seen = timeSeen(query);
    const zones = new Map<string, number>();
    const matching = isUnfiltered(query.filter) ? undefined : new Set<string>();
    for await (const stores of this.stores.read(client, seen, query.by, termsOf(query), query.filter)) {
      for (const store of stores) {
        zones.set(store.zone, (zones.get(store.zone) ?? 0) + 1);
        matching?.add(store.storeId);
        const ofGroup = drafts.get(JSON.stringify(store.group));
        if (!ofGroup) continue;
        const open = without(store.open, store.closures);
        const downtimes = downtimesIn(store, seen);
        for (const draft of ofGroup) draft.add(store, open, downtimes);
      }
    }
    return { zones, matching };
  }
}

/** How many stores some incidents have. */
function storesOf(incidents: readonly Incident[]): number {
  return incidents.reduce((sum, { stores }) => sum + stores.length, 0);
}

/** The range, and before it what tells what is usual: the last seven days at least. */
function timeSeen({ range }: IncidentQuery): Interval {
  return { from: Math.min(range.from, range.to - WEEK), to: range.to };
}

/** What was not observed is no outage. */
function termsOf({ terms }: IncidentQuery): CountingTerms {
  return { ...terms, defaultStatus: 'active' };
}

function downtimesIn({ timeline, open, closures }: StoreOverTime, seen: Interval): Downtime[] {
  if (timeline.status.length === 0) return [];
  return downtimesOf(without(open, closures), timeline, seen);
}
