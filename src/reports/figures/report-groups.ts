import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { ExactSums } from '../../calculator/figures/exact-sums';
import { LostSales } from '../../calculator/lost-sales';
import { CodedError } from '../../common/coded-error';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { Database } from '../../platform/database/database';
import { SalesRates, type SalesRatesOf } from '../../stores/attributes/sales-rates';
import { type GroupKey, type Grouping, inOrder, StoreGroups } from '../../stores/attributes/store-groups';
import type { Report } from '../report.entity';
import { type ExactFigures, exactRows, KEPT_FIGURES } from './exact-figures';

/** The sums of a group in one window, in microseconds. */
export type GroupFigures = Readonly<Record<(typeof KEPT_FIGURES)[number], bigint>>;

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
  readonly sales: readonly LostSales[];
}

/** Divides the stores of complete reports into groups. */
@Injectable()
export class ReportGroups {
  constructor(
    private readonly database: Database,
    private readonly groups: StoreGroups,
    private readonly rates: SalesRates,
  ) {}

  /**
   * The groups of a complete report by what its stores have now, in the order of their keys (docs/rules.md, R34). Their sums are
   * exactly those of the report.
   * @param withSales whether to add up lost sales (docs/rules.md, R39)
   * @throws CodedError `no_exact_figures` if the report was completed by a release that did not keep them
   */
  async of({ reportId, windows }: Report, by: Grouping, withSales: boolean): Promise<ReportGroup[]> {
    const groups = new Map<string, Group>();
    await this.database.transaction(async (client) => {
      const keyOf = await this.groups.keys(client, by);
      const rates: SalesRatesOf = withSales ? await this.rates.ofAll(client) : new Map();
      for await (const { csv, ...exact } of shards(client, reportId)) {
        const storeIds = idsIn(csv);
        for (const { zone, figures } of exactRows(exact, windows.length)) {
          const storeId = storeIds.next().value;
          if (storeId === undefined) throw new Error(`report ${reportId} has figures without a line`);
          const key = keyOf(storeId, zone);
          const text = JSON.stringify(key);
          let group = groups.get(text);
          if (!group) groups.set(text, (group = newGroup(key, windows.length, withSales)));
          group.stores++;
          for (const [index, figure] of figures.entries()) group.sums.add(index, figure);
          for (const [window, sales] of group.sales.entries()) {
            sales.add(rates.get(storeId), figures[window * KEPT_FIGURES.length + DOWNTIME] ?? NaN);
          }
        }
      }
    }, BEGIN_SNAPSHOT);
    return [...groups.values()]
      .sort((a, b) => inOrder(a.key, b.key))
      .map(({ key, stores, sums, sales }) => ({
        key,
        stores,
        windows: windows.map((_, window) => figuresOf(sums, window)),
        sales,
      }));
  }
}

const DOWNTIME = KEPT_FIGURES.indexOf('downtime');

function newGroup(key: GroupKey, windows: number, withSales: boolean): Group {
  const sales = Array.from({ length: withSales ? windows : 0 }, () => new LostSales());
  return { key, stores: 0, sums: new ExactSums(windows * KEPT_FIGURES.length), sales };
}

function figuresOf(sums: ExactSums, window: number): GroupFigures {
  const at = (figure: (typeof KEPT_FIGURES)[number]) =>
    sums.at(window * KEPT_FIGURES.length + KEPT_FIGURES.indexOf(figure));
  return { uptime: at('uptime'), downtime: at('downtime'), unknown: at('unknown'), excluded: at('excluded') };
}

interface Shard extends ExactFigures {
  readonly csv: string;
}

async function* shards(client: PoolClient, reportId: string): AsyncGenerator<Shard> {
  for (let shard = -1; ;) {
    const found = await client.query<{ shard: number; csv: Buffer; figures: Buffer | null; zones: string[] | null }>(
      'SELECT shard, csv, figures, zones FROM report_shard WHERE report_id = $1 AND shard > $2 ORDER BY shard LIMIT 1',
      [reportId, shard],
    );
    const [row] = found.rows;
    if (!row) return;
    const { figures, zones } = row;
    if (!figures || !zones) throw new CodedError('no_exact_figures');
    yield { csv: row.csv.toString(), figures, zones };
    ({ shard } = row);
  }
}

function* idsIn(csv: string): Generator<string, undefined> {
  for (let start = 0; start < csv.length; start = csv.indexOf('\n', start) + 1) {
    yield csv.slice(start, csv.indexOf(',', start));
  }
}
