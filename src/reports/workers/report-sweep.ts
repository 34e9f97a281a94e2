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
import { deleteByAge } from '../../platform/database/clock';
import { Database } from '../../platform/database/database';
import { PeriodicJob } from '../../platform/process/periodic-job';
import { Report } from '../report.entity';
import { ReportQueue } from '../report-queue';

/** Milliseconds between two sweeps. */
const INTERVAL = 5_000;

/**
 * Queues all reports that are `Running` in the database: their message may have been lost, their worker may have died, or
 * everything may have been stopped. Queueing a report again has no effect while its job exists. Also removes reports older
 * than REPORT_RETENTION.
 */
@Injectable()
export class ReportSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('ReportSweep');
  private sweeps: PeriodicJob | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    @InjectRepository(Report) private readonly reports: Repository<Report>,
    private readonly database: Database,
    private readonly queue: ReportQueue,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeps = new PeriodicJob(
      INTERVAL,
      () => this.sweep(),
      (error) => {
        this.logger.warn(`could not look for running reports: ${String(error)}`);
      },
    );
    this.sweeps.runNow();
  }

  /** Reports that workers give back during the shutdown stay for the next start. */
  beforeApplicationShutdown(): void {
    this.sweeps?.stop();
  }

  private async sweep(): Promise<void> {
    const running = await this.reports.find({
      select: { reportId: true },
      where: { status: 'Running' },
      order: { createdAt: 'ASC' },
      take: 1000,
    });
    for (const { reportId } of running) this.queue.send(reportId);
    await this.removeOld().catch((error: unknown) => {
      this.logger.warn(`old reports were not removed, which is tried again: ${String(error)}`);
    });
  }

  private async removeOld(): Promise<void> {
    await deleteByAge(this.database, (client) =>
      client.query(`DELETE FROM report WHERE finished_at < now() - $1 * interval '1 millisecond'`, [
        this.settings.REPORT_RETENTION,
      ]),
    );
  }
}
