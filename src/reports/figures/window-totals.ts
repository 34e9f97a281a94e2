import { Injectable } from '@nestjs/common';
import { ExactSums } from '../../calculator/figures/exact-sums';
import { HOUR } from '../../calculator/instants';
import { Database } from '../../platform/database/database';
import type { Report } from '../report.entity';
import { exactRows, KEPT_FIGURES } from './exact-figures';
import { type StoredFigures, shardsOf } from './exact-shards';
import type { ReportFigures } from './report-figures';

/** The sums over all stores of a report in one of its windows, in hours; undefined: it has no such column. */
export type WindowTotals = Readonly<Record<(typeof KEPT_FIGURES)[number], number | undefined>>;

/** Adds up the figures of complete reports. */
@Injectable()
export class ReportTotals {
  /** For as long as the figures are cached. */
  private readonly sums = new WeakMap<ReportFigures, Promise<ExactSums | undefined>>();

  constructor(private readonly database: Database) {}

  /**
   * The totals of each window, in the order of the report's: from exact figures or, if it was completed by a release that did not keep
   * them, from its rounded ones.
   */
  async of(report: Report, figures: ReportFigures): Promise<WindowTotals[]> {
    const sums = await this.sumsOf(report, figures);
    return report.windows.map((window, index) =>
      sums ? exactTotals(sums, index, window, figures) : roundedTotals(figures, window),
    );
  }

  private async sumsOf(report: Report, figures: ReportFigures): Promise<ExactSums | undefined> {
    const sums = this.sums.get(figures) ?? this.add(report);
    this.sums.set(figures, sums);
    try {
      return await sums;
    } catch (error) {
      this.sums.delete(figures);
      throw error;
    }
  }

  private async add({ reportId, windows }: Report): Promise<ExactSums | undefined> {
    const sums = new ExactSums(windows.length * KEPT_FIGURES.length);
    for await (const shard of shardsOf<StoredFigures>(this.database.pool, reportId, 'figures, zones')) {
      if (!shard.figures || !shard.zones) return undefined;
      for (const { figures } of exactRows({ figures: shard.figures, zones: shard.zones }, windows.length)) {
        for (const [index, figure] of figures.entries()) sums.add(index, figure);
      }
    }
    return sums;
  }
}

function exactTotals(sums: ExactSums, number: number, window: string, figures: ReportFigures): WindowTotals {
  return totalsBy((figure, index) =>
    figures.hasColumn(`${figure}_${window}`) ? Number(sums.at(number * KEPT_FIGURES.length + index)) / HOUR : undefined,
  );
}

/** Adds up the figures of a window, which are rounded to two decimals. */
export function roundedTotals(figures: ReportFigures, window: string): WindowTotals {
  return totalsBy((figure) => {
    const column = `${figure}_${window}`;
    if (!figures.hasColumn(column)) return undefined;
    let hundredths = 0;
    for (let row = 0; row < figures.size; row++) hundredths += figures.hundredths(column, row);
    return hundredths / (window === 'last_hour' ? 6000 : 100);
  });
}

function totalsBy(total: (figure: string, index: number) => number | undefined): WindowTotals {
  const [uptime, downtime, unknown, excluded] = KEPT_FIGURES.map(total);
  return { uptime, downtime, unknown, excluded };
}
