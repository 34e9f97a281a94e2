import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { Repository } from 'typeorm';
import type { Micros } from '../calculator/instants';
import { Problem } from '../common/problem';
import { type ServiceSettings, SETTINGS } from '../config/settings';
import { Database } from '../database/database';
import { fromMicros } from '../database/sql';
import { StoresService } from '../stores/stores.service';
import { REPORT_HEADER } from './report-csv';
import { Report } from './report.entity';
import { ReportQueue } from './report-queue';

/** What a caller may ask of a report. */
export interface ReportRequest {
  /** Undefined: the latest observation of all when the report starts. */
  readonly asOf: Micros | undefined;
  /** Undefined: as the service is set. */
  readonly defaultStatus: 'active' | 'inactive' | undefined;
}

/** Reports as the HTTP side knows them: asked for, looked at, fetched. Workers do the rest. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    @InjectRepository(Report) private readonly reports: Repository<Report>,
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly queue: ReportQueue,
  ) {}

  /**
   * Commits a report to the database and sends it to the workers; returns its id.
   * @throws Problem 409 `no_observations` if there is neither an observation nor an `asOf` to end the windows at
   */
  async trigger({ asOf, defaultStatus }: ReportRequest): Promise<string> {
    if (asOf === undefined && !(await this.stores.hasObservations())) {
      throw new Problem(409, 'no_observations', 'There are no observations yet. Import some, or give as_of.');
    }
    const reportId = randomUUID();
    const { DEFAULT_STATUS, DEFAULT_TIMEZONE, END_OF_DAY_GRACE } = this.settings;
    await this.database.pool.query(
      `INSERT INTO report (report_id, requested_as_of, default_status, default_timezone, end_of_day_grace)
       VALUES ($1, ${fromMicros('$2::bigint')}, $3, $4, $5)`,
      [reportId, asOf, defaultStatus ?? DEFAULT_STATUS, DEFAULT_TIMEZONE, END_OF_DAY_GRACE],
    );
    this.queue.send(reportId);
    return reportId;
  }

  /** @throws Problem 404 `report_not_found` */
  async find(reportId: string): Promise<Report> {
    const report = await this.reports.findOneBy({ reportId });
    if (!report) throw new Problem(404, 'report_not_found', 'Report not found');
    return report;
  }

  /** The CSV of a complete report, shard by shard, only as fast as it is consumed. */
  async *csv(reportId: string): AsyncGenerator<string | Buffer> {
    yield REPORT_HEADER;
    const shards = this.database.stream<{ csv: Buffer }>(
      'SELECT csv FROM report_shard WHERE report_id = $1 ORDER BY shard',
      [reportId],
      4,
    );
    for await (const shard of shards) yield shard.csv;
  }
}
