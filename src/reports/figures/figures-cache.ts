import { Injectable } from '@nestjs/common';
import type { Report } from '../report.entity';
import { ReportFigures } from './report-figures';
import { ReportsService } from '../reports.service';

/** Reports whose figures stay in memory: those that were asked for last. */
const KEPT = 3;

/** The figures of complete reports, read once for all who ask for them. */
@Injectable()
export class FiguresCache {
  /** By report id; the one that was asked for last comes last. */
  private readonly kept = new Map<string, Promise<ReportFigures>>();

  constructor(private readonly reports: ReportsService) {}

  /** The figures of a complete report. */
  async of(report: Report): Promise<ReportFigures> {
    const { reportId } = report;
    const figures = this.kept.get(reportId) ?? this.load(report);
    this.kept.delete(reportId);
    this.kept.set(reportId, figures);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return figures;
  }

  private async load(report: Report): Promise<ReportFigures> {
    const { reportId, asOf, storesTotal } = report;
    if (asOf === null || storesTotal === null) throw new RangeError(`report ${reportId} is not complete`);
    try {
      return await ReportFigures.parse({ reportId, asOf, stores: storesTotal }, this.reports.csv(report));
    } catch (error) {
      this.kept.delete(reportId);
      throw error;
    }
  }
}
