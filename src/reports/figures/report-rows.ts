import { Injectable } from '@nestjs/common';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { Database } from '../../platform/database/database';
import { apartFromZones, isInZone, isUnfiltered, type StoreFilter } from '../../stores/finding/store-filter';
import { StoreFinder } from '../../stores/finding/store-finder';
import type { Report } from '../report.entity';
import { ReportsService } from '../reports.service';
import { exactShards, idsIn } from './exact-shards';
import { FiguresCache } from './figures-cache';
import type { ReportFigures } from './report-figures';

/** Which rows are wanted: those that match both. */
export interface RowFilter {
  readonly filter: StoreFilter;
  /** Undefined: all. */
  readonly storeIds: readonly string[] | undefined;
}

/** A place in an order, and its row; undefined: it is not wanted. */
export interface RowAt {
  readonly position: number;
  readonly row: number | undefined;
}

/** A report's CSV in pieces of whole lines, the first of which is the header alone. */
export interface ReportLines {
  readonly csv: AsyncIterable<string | Buffer>;
  /** Whether it has all stores of the report. */
  readonly isWhole: boolean;
}

/** Up to so many stores, all that match are found first; if there are more, rows are asked about batch by batch. */
const FEW = 10_000;

/** Finds rows of complete reports by what their stores are called, by their attributes and by their time zones. */
@Injectable()
export class ReportRows {
  private readonly zones = new WeakMap<ReportFigures, Promise<readonly string[]>>();

  constructor(
    private readonly database: Database,
    private readonly reports: ReportsService,
    private readonly figures: FiguresCache,
    private readonly finder: StoreFinder,
  ) {}

  /**
   * Rows of an order from a position on, in batches of `size`. The time zones of a filter are those of the schedules as they are now.
   * @param order as from `ReportFigures.order`
   */
  async *batches(
    report: ReportFigures,
    order: Uint32Array,
    from: number,
    { filter, storeIds }: RowFilter,
    size: number,
  ): AsyncGenerator<RowAt[]> {
    const named = storeIds && report.rowsOf(storeIds);
    const few = isUnfiltered(filter) ? undefined : await this.finder.allIds(filter, FEW);
    const found = few && report.rowsOf(few);
    const only = named && found ? new Set([...named].filter((row) => found.has(row))) : (named ?? found);
    const isKnown = isUnfiltered(filter) || found !== undefined;
    for (let position = from; ;) {
      const rows = report.rowsFrom(order, position, only, size);
      if (rows.length > 0) yield isKnown ? rows : await this.matching(report, rows, filter);
      const last = rows.at(-1);
      if (!last || rows.length < size) return;
      position = last.position + 1;
    }
  }

  private async matching(
    report: ReportFigures,
    rows: readonly { readonly position: number; readonly row: number }[],
    filter: StoreFilter,
  ): Promise<RowAt[]> {
    const found = await this.finder.among(
      rows.map(({ row }) => report.storeId(row)),
      filter,
    );
    return rows.map(({ position, row }) => ({ position, row: found.has(report.storeId(row)) ? row : undefined }));
  }

  /**
   * Tells whether the time zone of a row at the as of is one that a filter wants.
   * @throws CodedError `no_exact_figures` if the report was completed by a release that did not keep the zones
   */
  async isInZoneOf(report: Report, filter: StoreFilter): Promise<(row: number) => boolean> {
    if (!filter.zones) return () => true;
    const figures = await this.figures.of(report);
    let zones = this.zones.get(figures);
    if (!zones) {
      this.zones.set(figures, (zones = this.readZones(report, figures)));
      zones.catch(() => this.zones.delete(figures));
    }
    const names = await zones;
    return (row) => isInZone(filter, names[row] ?? '');
  }

  private async readZones(report: Report, figures: ReportFigures): Promise<readonly string[]> {
    const zones = new Array<string>(figures.size).fill('');
    await this.database.transaction(async (client) => {
      for await (const { storeIds, rows } of exactShards(client, report)) {
        const ids = storeIds.values();
        for (const { zone } of rows) {
          const row = figures.rowOf(ids.next().value ?? '');
          if (row !== undefined) zones[row] = zone;
        }
      }
    }, BEGIN_SNAPSHOT);
    return zones;
  }

  /**
   * The CSV of a complete report with the stores that match, as it is consumed.
   * @throws CodedError `no_exact_figures`, as `isInZoneOf`
   */
  async lines(report: Report, filter: StoreFilter): Promise<ReportLines> {
    const whole = this.reports.csv(report);
    if (isUnfiltered(filter)) return { csv: whole, isWhole: true };
    return { csv: wantedOf(whole, await this.choice(report, filter)), isWhole: false };
  }

  private async choice(report: Report, filter: StoreFilter): Promise<Choose> {
    const figures = filter.zones && (await this.figures.of(report));
    const isInZoneOf = await this.isInZoneOf(report, filter);
    return async (lines) => {
      const ids = idsIn(lines);
      const found = await this.finder.among(ids, apartFromZones(filter));
      const isWanted = (id: string) => found.has(id) && isInZoneOf(figures?.rowOf(id) ?? 0);
      return lines
        .split('\n')
        .filter((_, index) => isWanted(ids[index] ?? ''))
        .map((line) => `${line}\n`)
        .join('');
    };
  }
}

/** Leaves the wanted ones of some lines. */
type Choose = (lines: string) => Promise<string>;

async function* wantedOf(csv: AsyncIterable<string | Buffer>, choose: Choose): AsyncGenerator<string | Buffer> {
  let isHeader = true;
  for await (const piece of csv) {
    yield isHeader ? piece : await choose(piece.toString());
    isHeader = false;
  }
}
