import { InjectQueue, Process, Processor } from '@nestjs/bull';
import { type BeforeApplicationShutdown, Inject, Logger } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import type { Notification, PoolClient } from 'pg';
import { isUnavailable } from '../common/unavailable';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { BEGIN_SNAPSHOT } from '../platform/database/snapshot';
import { isAway, REPORT_QUEUE, SHARD_QUEUE } from '../platform/queue/queue.module';
import { stopTakingJobs } from '../platform/queue/stop-taking-jobs';
import type { ReportJob, ShardJob } from './jobs';
import { PROGRESS_CHANNEL, ReportPlan } from './report-plan';

/** Reports that one process sees through at a time; it only waits for their shards. */
const CONCURRENCY = 4;
/** Milliseconds after which shards that are not done are sent again: a message may have been lost with Redis. */
const RESEND_AFTER = 5_000;

/**
 * Sees a report through: takes a snapshot of the data, cuts the stores into shards, sends these to the workers, waits
 * until all are done, and completes the report. The snapshot lives as long as the transaction that exported it, which
 * stays open meanwhile. If this process dies, another starts the report over on a new snapshot.
 */
@Processor(REPORT_QUEUE)
export class ReportProcessor implements BeforeApplicationShutdown {
  private readonly logger = new Logger('ReportProcessor');
  private readonly stopping = new AbortController();
  private readonly atWork = new Map<string, Promise<void>>();

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    @InjectQueue(REPORT_QUEUE) private readonly reports: Queue<ReportJob>,
    @InjectQueue(SHARD_QUEUE) private readonly shards: Queue<ShardJob>,
    private readonly database: Database,
    private readonly plan: ReportPlan,
  ) {}

  /** Reports at work are given back: another process starts them over. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await stopTakingJobs(this.reports);
  }

  /**
   * A message comes again if Redis has lost it, or has taken this process for dead. An attempt that is still at work here
   * goes on then: if a new one ended it, its own message, on its way out, would take the new one's along, the sweep would
   * send a third, and so on without end.
   */
  @Process({ concurrency: CONCURRENCY })
  async process({ data: { reportId } }: Job<ReportJob>): Promise<void> {
    const work = this.atWork.get(reportId) ?? this.attempt(reportId).finally(() => this.atWork.delete(reportId));
    this.atWork.set(reportId, work);
    await work;
  }

  private async attempt(reportId: string): Promise<void> {
    const attempt = await this.plan.begin(reportId);
    if (attempt === undefined) return;
    try {
      await this.database.transaction((reader) => this.seeThrough(reader, reportId, attempt), BEGIN_SNAPSHOT);
    } catch (error) {
      this.logger.error({ msg: 'a report was interrupted', err: error, reportId, attempt });
      if (isUnavailable(error) || attempt < this.settings.REPORT_ATTEMPTS) throw error;
      await this.plan.fail(
        reportId,
        attempt,
        'The report could not be put together; the log of the service tells why.',
      );
    }
  }

  private async seeThrough(reader: PoolClient, reportId: string, attempt: number): Promise<void> {
    await reader.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    const exported = await reader.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
    const snapshot = exported.rows[0]?.snapshot ?? '';
    const shards = await this.plan.cut(reader, reportId, attempt);
    if (shards === undefined) return;
    const news = await ReportNews.listen(this.database, reader, reportId, this.stopping.signal);
    try {
      this.send([...Array(shards).keys()].map((shard) => ({ reportId, attempt, shard, snapshot })));
      for (;;) {
        const progress = await this.plan.progress(reportId, attempt);
        if (progress === 'all shards done') {
          await requireSnapshot(reader);
          await this.plan.complete(reportId, attempt);
        }
        if (progress !== 'running') return;
        const heard = await news.next(RESEND_AFTER);
        if (heard === 'stopping') return;
        if (heard === 'nothing') {
          await requireSnapshot(reader);
          const open = await this.plan.openShards(reportId);
          this.send(open.map((shard) => ({ reportId, attempt, shard, snapshot })));
        }
      }
    } finally {
      await news.close();
    }
  }

  /** A shard that is queued or at work already is not queued again: the job's id says which it is. */
  private send(jobs: ShardJob[]): void {
    if (isAway(this.shards)) return;
    const attempts = this.settings.REPORT_ATTEMPTS;
    this.shards
      .addBulk(
        jobs.map((data) => ({
          data,
          opts: {
            jobId: `${data.reportId}_${data.attempt}_${data.shard}`,
            attempts,
            backoff: { type: 'exponential', delay: 200 },
          },
        })),
      )
      .catch((error: unknown) => {
        this.logger.warn(`shards are not queued yet: ${String(error)}`);
      });
  }
}

/**
 * Fails if the connection is lost that holds the snapshot. Shards that find it gone tell nobody; and the next PostgreSQL
 * may give its name to another one.
 */
async function requireSnapshot(reader: PoolClient): Promise<void> {
  await reader.query('SELECT');
}

/** Waits for news of one report, told by PostgreSQL on the progress channel. */
class ReportNews {
  private heard = false;
  private broken: Error | undefined;
  private wake: () => void = () => undefined;

  private constructor(
    private readonly reportId: string,
    private readonly listener: PoolClient,
    private readonly reader: PoolClient,
    private readonly stopping: AbortSignal,
  ) {}

  /** @param reader the connection that holds the snapshot: if it breaks, waiting is in vain */
  static async listen(
    database: Database,
    reader: PoolClient,
    reportId: string,
    stopping: AbortSignal,
  ): Promise<ReportNews> {
    const listener = await database.pool.connect();
    const news = new ReportNews(reportId, listener, reader, stopping);
    listener.on('error', news.onBroken);
    listener.on('notification', news.onNotification);
    reader.on('error', news.onBroken);
    stopping.addEventListener('abort', news.onNews);
    try {
      await listener.query(`LISTEN ${PROGRESS_CHANNEL}`);
      return news;
    } catch (error) {
      await news.close();
      throw error;
    }
  }

  /** @throws the error of a connection that broke */
  async next(timeout: number): Promise<'news' | 'nothing' | 'stopping'> {
    if (!this.heard && !this.stopping.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeout);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (this.broken) throw this.broken;
    if (this.stopping.aborted) return 'stopping';
    const heard = this.heard;
    this.heard = false;
    return heard ? 'news' : 'nothing';
  }

  async close(): Promise<void> {
    this.stopping.removeEventListener('abort', this.onNews);
    this.reader.off('error', this.onBroken);
    this.listener.off('notification', this.onNotification);
    // A connection that cannot be made to stop listening is not used again.
    const unlistened = await this.listener.query(`UNLISTEN ${PROGRESS_CHANNEL}`).then(
      () => true,
      () => false,
    );
    this.listener.off('error', this.onBroken);
    this.listener.release(!unlistened);
  }

  private readonly onNotification = ({ payload }: Notification): void => {
    if (payload === this.reportId) this.onNews();
  };

  private readonly onNews = (): void => {
    this.heard = true;
    this.wake();
  };

  private readonly onBroken = (error: Error): void => {
    this.broken = error;
    this.onNews();
  };
}
