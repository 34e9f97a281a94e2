import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { deleteByAge, isOld } from '../../platform/database/clock/clock';
import { Database } from '../../platform/database/database';
import { PeriodicJob } from '../../platform/process/periodic-job';
import { Report } from '../report.entity';
import { ReportQueue } from '../queue/report-queue';

/** Milliseconds between two sweeps for running reports. */
const INTERVAL = 5_000;
/** Milliseconds between two removals of old reports. */
const REMOVAL_INTERVAL = 60_000;

/**
 * Queues all reports that are `Running` in the database: their message may have been lost, their worker may have died, or
 * everything may have been stopped. Queueing a report again has no effect while its job exists. Also removes reports older
 * than REPORT_RETENTION.
 */
@Injectable()
export class ReportSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('ReportSweep');
  private jobs: readonly PeriodicJob[] = [];

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    @InjectRepository(Report) private readonly reports: Repository<Report>,
    private readonly database: Database,
    private readonly queue: ReportQueue,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs = [
      new PeriodicJob(
        INTERVAL,
        () => this.queueRunning(),
        (error) => {
          this.logger.warn(`could not look for running reports: ${String(error)}`);
        },
      ),
      new PeriodicJob(
        REMOVAL_INTERVAL,
        () => this.removeOld(),
        (error) => {
          this.logger.warn(`old reports were not removed, which is tried again: ${String(error)}`);
        },
      ),
    ];
    for (const job of this.jobs) job.runNow();
  }

  /** Reports that workers give back during the shutdown stay for the next start. */
  beforeApplicationShutdown(): void {
    for (const job of this.jobs) job.stop();
  }

  private async queueRunning(): Promise<void> {
    const running = await this.reports.find({
      select: { reportId: true },
      where: { status: 'Running' },
      order: { createdAt: 'ASC' },
      take: 1000,
    });
    for (const { reportId } of running) this.queue.send(reportId);
  }

  private async removeOld(): Promise<void> {
    await deleteByAge(this.database, (client) => client.query(REMOVE_OLD, [this.settings.REPORT_RETENTION]));
  }
}

const REMOVE_OLD = `DELETE FROM report WHERE ${isOld('report', 'report_no')}`;
