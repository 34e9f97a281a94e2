import { Injectable } from '@nestjs/common';
import type { Report } from '../report.entity';
import { ReportFigures } from './report-figures';
import { ReportsService } from '../reports.service';

/** How many reports' figures stay in memory: those used most recently. */
const MAX_REPORTS = 3;

/** The figures of complete reports, read from the database once for all requests. */
@Injectable()
export class FiguresCache {
  /** By report id, the least recently used first. */
  private readonly cached = new Map<string, Promise<ReportFigures>>();

  constructor(private readonly reports: ReportsService) {}

  /**
   * The figures of a complete report.
   * @throws RangeError if the report is not complete; CodedError `report_not_found` if it is removed meanwhile
   */
  async of(report: Report): Promise<ReportFigures> {
    const { reportId } = report;
    const figures = this.cached.get(reportId) ?? this.load(report);
    this.cached.delete(reportId);
    this.cached.set(reportId, figures);
    const [oldest] = this.cached.keys();
    if (this.cached.size > MAX_REPORTS && oldest !== undefined) this.cached.delete(oldest);
    return figures;
  }

  private async load(report: Report): Promise<ReportFigures> {
    const { reportId, asOf, storesTotal } = report;
    if (asOf === null || storesTotal === null) throw new RangeError(`report ${reportId} is not complete`);
    try {
      return await ReportFigures.parse({ reportId, asOf, stores: storesTotal }, this.reports.csv(report));
    } catch (error) {
      this.cached.delete(reportId);
      await this.reports.find(reportId);
      throw error;
    }
  }
}
