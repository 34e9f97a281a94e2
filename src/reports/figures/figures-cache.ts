import { Injectable } from '@nestjs/common';
import { RecentResults } from '../../common/collections/recent-results';
import type { Report } from '../report.entity';
import { ReportFigures } from './report-figures';
import { ReportsService } from '../reports.service';

/** How many reports' figures stay in memory: those used most recently. */
const MAX_REPORTS = 3;

/** The figures of complete reports, read from the database once for all requests. */
@Injectable()
export class FiguresCache {
  private readonly cached = new RecentResults<ReportFigures>(MAX_REPORTS);

  constructor(private readonly reports: ReportsService) {}

  /**
   * The figures of a complete report.
   * @throws RangeError if the report is not complete; CodedError `report_not_found` if it is removed meanwhile
   */
  async of(report: Report): Promise<ReportFigures> {
    return this.cached.get(report.reportId, () => this.load(report));
  }

  private async load(report: Report): Promise<ReportFigures> {
    const { reportId, asOf, storesTotal } = report;
    if (asOf === null || storesTotal === null) throw new RangeError(`report ${reportId} is not complete`);
    try {
      return await ReportFigures.parse({ reportId, asOf, stores: storesTotal }, this.reports.csv(report));
    } catch (error) {
      await this.reports.find(reportId);
      throw error;
    }
  }
}
