import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { ExactSums } from '../../calculator/figures/exact-sums';
import { LostSales } from '../../calculator/lost-sales';
import type { Micros } from '../../calculator/instants';
import { RecentResults } from '../../common/collections/recent-results';
import { hasAttributesChangedSince, lastWriteNo } from '../../ingestion/data-changes';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { Database } from '../../platform/database/database';
import { SalesRates, type SalesRatesOf } from '../../stores/attributes/sales-rates';
import { type GroupKey, type Grouping, inOrder, StoreGroups } from '../../stores/attributes/store-groups';
import { apartFromZones, isInZone, isUnfiltered, type StoreFilter } from '../../stores/finding/store-filter';
import { StoreFinder } from '../../stores/finding/store-finder';
import type { Report } from '../report.entity';
import { KEPT_FIGURES } from './exact-figures';
import { exactShards } from './exact-shards';
import { WorstStores, type WorstStore } from './worst-stores';

/** What groups to make of a report. */
export interface GroupQuery {
  readonly by: Grouping;
  readonly filter: StoreFilter;
  /** How many of the worst stores of each group to name. */
  readonly worst: number;
  /** Whether to add up lost sales (docs/rules.md, R39). */
  readonly withSales: boolean;
}

/** The sums of a group in one window, in microseconds. */
export interface GroupFigures extends Readonly<Record<(typeof KEPT_FIGURES)[number], bigint>> {
  /** Those with the most downtime, the worst first. */
  readonly worst: readonly WorstStore[];
}

/** Stores with the same values, and their figures together. */
export interface ReportGroup {
  readonly key: GroupKey;
  readonly stores: number;
  /** In the order of the report's windows. */
  readonly windows: readonly GroupFigures[];
  /** In the same order; empty unless they were asked for. */
  readonly sales: readonly LostSales[];
}

interface Group {
  readonly key: GroupKey;
  stores: number;
  readonly sums: ExactSums;
  readonly worst: WorstStores;
  readonly sales: readonly LostSales[];
}

interface Kept {
  /** The last write that it has seen. */
  readonly writeNo: number;
  readonly groups: readonly ReportGroup[];
}

/** How many results are kept, for their pages. */
const MAX_KEPT = 5;

/** Divides the stores of complete reports into groups. */
@Injectable()
export class ReportGroups {
  private readonly kept = new RecentResults<Kept>(MAX_KEPT);

  constructor(
    private readonly database: Database,
    private readonly groups: StoreGroups,
    private readonly finder: StoreFinder,
    private readonly rates: SalesRates,
  ) {}

  /**
   * The groups of a complete report by what its stores have now, in the order of their keys (docs/rules.md, R34). Their sums are
   * exactly those of its stores that match. They are added up once, and again when attributes have changed.
   * @throws CodedError `no_exact_figures` if the report was completed by a release that did not keep them
   */
  async of(report: Report, query: GroupQuery): Promise<readonly ReportGroup[]> {
    const { groups } = await this.kept.get(
      JSON.stringify([report.reportId, query]),
      () =>
        this.database.transaction(async (client) => {
          const writeNo = await lastWriteNo(client);
          return { writeNo, groups: await this.addUp(client, report, query) };
        }, BEGIN_SNAPSHOT),
      async ({ writeNo }) => !(await hasAttributesChangedSince(this.database.pool, writeNo)),
    );
    return groups;
  }

  private async addUp(client: PoolClient, report: Report, query: GroupQuery): Promise<ReportGroup[]> {
    const { reportId, windows } = report;
    const { by, filter, withSales } = query;
    const groups = new Map<string, Group>();
    const rates: SalesRatesOf = withSales ? await this.rates.ofAll(client) : new Map();
    for await (const { storeIds, rows } of exactShards(client, report)) {
      const keyOf = await this.groups.keys(client, by, { first: storeIds[0] ?? '', last: storeIds.at(-1) ?? '' });
      const isWanted = await this.isWanted(client, storeIds, filter);
      const ids = storeIds.values();
      for (const { zone, figures } of rows) {
        const storeId = ids.next().value;
        if (storeId === undefined) throw new Error(`report ${reportId} has figures without a line`);
        if (!isWanted(storeId, zone)) continue;
        const key = keyOf(storeId, zone);
        const text = JSON.stringify(key);
        let group = groups.get(text);
        if (!group) groups.set(text, (group = newGroup(key, windows.length, query)));
        group.stores++;
        for (const [index, figure] of figures.entries()) group.sums.add(index, figure);
        for (const window of windows.keys()) group.worst.add(window, storeId, downtimeIn(figures, window));
        for (const [window, sales] of group.sales.entries()) sales.add(rates.get(storeId), downtimeIn(figures, window));
      }
    }
    return [...groups.values()]
      .sort((a, b) => inOrder(a.key, b.key))
      .map((group) => ({
        key: group.key,
        stores: group.stores,
        windows: windows.map((_, window) => figuresOf(group, window)),
        sales: group.sales,
      }));
  }

  private async isWanted(client: PoolClient, storeIds: readonly string[], filter: StoreFilter) {
    const searched = apartFromZones(filter);
    const found = isUnfiltered(searched) ? undefined : await this.finder.among(storeIds, searched, client);
    return (storeId: string, zone: string) => (found?.has(storeId) ?? true) && isInZone(filter, zone);
  }
}

function newGroup(key: GroupKey, windows: number, { worst, withSales }: GroupQuery): Group {
  return {
    key,
    stores: 0,
    sums: new ExactSums(windows * KEPT_FIGURES.length),
    worst: new WorstStores(windows, worst),
    sales: Array.from({ length: withSales ? windows : 0 }, () => new LostSales()),
  };
}

function placeOf(window: number, figure: (typeof KEPT_FIGURES)[number]): number {
  return window * KEPT_FIGURES.length + KEPT_FIGURES.indexOf(figure);
}

function downtimeIn(figures: Float64Array, window: number): Micros {
  return figures[placeOf(window, 'downtime')] ?? NaN;
}

function figuresOf({ sums, worst }: Group, window: number): GroupFigures {
  const at = (figure: (typeof KEPT_FIGURES)[number]) => sums.at(placeOf(window, figure));
  return {
    uptime: at('uptime'),
    downtime: at('downtime'),
    unknown: at('unknown'),
    excluded: at('excluded'),
    worst: worst.in(window),
  };
}
