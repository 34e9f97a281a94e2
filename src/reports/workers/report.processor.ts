import { InjectQueue, Process, Processor } from '@nestjs/bull';
import { type BeforeApplicationShutdown, Inject, Logger } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import type { PoolClient } from 'pg';
import { isLockTimeout, isUnavailable } from '../../common/error-code';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { BEGIN_SNAPSHOT, BEGIN_WRITE } from '../../platform/database/begin';
import { closeFence } from '../../stores/write-lock';
import { REPORT_QUEUE, SHARD_QUEUE } from '../../platform/queue/names';
import { stopTakingJobs } from '../../platform/queue/stop-taking-jobs';
import { UnansweredMessages } from '../../platform/queue/unanswered-messages';
import type { ReportJob, ShardJob } from '../jobs';
import { REPORT_ERRORS } from '../report-errors';
import { ReportPlan } from '../report-plan';
import { ReportProgressListener } from './report-progress-listener';

/** How many reports one process supervises at a time: it only waits for their shards. */
const CONCURRENCY = 4;
/** Milliseconds without progress after which unfinished shards are queued again: Redis may have lost their jobs. */
const RESEND_AFTER = 5_000;

const BEGIN_GATE = `${BEGIN_WRITE}; SET LOCAL lock_timeout = '2s'`;

/**
 * Supervises reports: takes a snapshot of the data, cuts the stores into shards, queues these for the workers, waits until
 * all are done, and completes the report. The snapshot lives as long as the transaction that exported it, which stays open
 * meanwhile. If this process dies, another one starts a new attempt on a new snapshot.
 */
@Processor(REPORT_QUEUE)
export class ReportProcessor implements BeforeApplicationShutdown {
  private readonly logger = new Logger('ReportProcessor');
  private readonly stopping = new AbortController();
  private readonly unanswered = new UnansweredMessages();
  /** The attempts of this process, by report id. */
  private readonly attempts = new Map<string, Promise<void>>();

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    @InjectQueue(REPORT_QUEUE) private readonly reports: Queue<ReportJob>,
    @InjectQueue(SHARD_QUEUE) private readonly shards: Queue<ShardJob>,
    private readonly database: Database,
    private readonly plan: ReportPlan,
  ) {}

  /** Gives back the current reports: another process starts new attempts at them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await stopTakingJobs(this.reports);
  }

  /**
   * A job is delivered again if Redis lost it or believes this process to be dead. An attempt that still runs here then
   * continues. If a new attempt ended it instead, its job would, as it finishes, remove the job of the new one, the sweep
   * would queue a third, and so on forever.
   */
  @Process({ concurrency: CONCURRENCY })
  async process({ data: { reportId } }: Pick<Job<ReportJob>, 'data'>): Promise<void> {
    const attempt = this.attempts.get(reportId) ?? this.attempt(reportId).finally(() => this.attempts.delete(reportId));
    this.attempts.set(reportId, attempt);
    await attempt;
  }

  private async attempt(reportId: string): Promise<void> {
    const attempt = await this.plan.begin(reportId);
    if (attempt === undefined) return;
    try {
      await this.database.transaction((reader) => this.supervise(reader, reportId, attempt), BEGIN_SNAPSHOT);
    } catch (error) {
      this.logger.error({ msg: 'a report was interrupted', err: error, reportId, attempt });
      if (isUnavailable(error) || attempt < this.settings.REPORT_ATTEMPTS) throw error;
      await this.plan.fail(reportId, attempt, REPORT_ERRORS.notCompleted);
    }
  }

  private async supervise(reader: PoolClient, reportId: string, attempt: number): Promise<void> {
    const snapshot = await this.exportSnapshot(reader);
    const shards = await this.plan.cut(reader, reportId, attempt);
    if (shards === undefined) return;
    const listener = await ReportProgressListener.start(this.database, reader, reportId, this.stopping.signal);
    try {
      this.send({ reportId, attempt, snapshot }, [...Array(shards).keys()]);
      for (;;) {
        const progress = await this.plan.progress(reportId, attempt);
        if (progress === 'all shards done') {
          await requireSnapshot(reader);
          await this.plan.complete(reportId, attempt);
        }
        if (progress !== 'running') return;
        const change = await listener.waitForChange(RESEND_AFTER);
        if (change === 'stopping') return;
        if (change === 'timeout') {
          await requireSnapshot(reader);
          this.send({ reportId, attempt, snapshot }, await this.plan.unfinishedShards(reportId));
        }
      }
    } finally {
      await listener.close();
    }
  }

  /**
   * Takes the snapshot of a transaction that has done nothing yet, while no writer is behind the fence. Writers that come
   * meanwhile wait with us, so each try is short.
   */
  private async exportSnapshot(reader: PoolClient): Promise<string> {
    for (;;) {
      try {
        return await this.database.transaction(async (gate) => {
          await closeFence(gate);
          const exported = await reader.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
          return exported.rows[0]?.snapshot ?? '';
        }, BEGIN_GATE);
      } catch (error) {
        if (!isLockTimeout(error) || this.stopping.signal.aborted) throw error;
      }
    }
  }

  /**
   * Queues shards of an attempt. The job ids keep a shard that is queued or being computed from being queued again. One that
   * fails is tried again at once: how long it waited would be up to the clock of the worker that failed.
   */
  private send(job: Omit<ShardJob, 'shard'>, shards: readonly number[]): void {
    const attempts = this.settings.REPORT_ATTEMPTS;
    const name = `${job.reportId}_${job.attempt}`;
    const jobs = shards.map((shard) => ({
      data: { ...job, shard },
      opts: { jobId: `${name}_${shard}`, attempts },
    }));
    this.unanswered.sendOnce(
      name,
      () => this.shards.addBulk(jobs),
      (error) => {
        this.logger.warn(`could not queue shards, will retry: ${String(error)}`);
      },
    );
  }
}

/**
 * Fails if the connection that holds the snapshot is lost. Shards that find the snapshot gone report it to nobody, and
 * PostgreSQL may reuse its name after a restart.
 */
async function requireSnapshot(reader: PoolClient): Promise<void> {
  await reader.query('SELECT');
}
