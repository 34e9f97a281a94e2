import { InjectQueue, Process, Processor } from '@nestjs/bull';
import { type BeforeApplicationShutdown, Inject, Logger } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import type { PoolClient } from 'pg';
import { isUnavailable } from '../../common/error-code';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { DataNodes } from '../../stores/nodes/data-nodes';
import { addLogFields } from '../../platform/logging/log-fields';
import { REPORT_QUEUE, SHARD_QUEUE } from '../../platform/queue/names';
import { stopTakingJobs } from '../../platform/queue/stop-taking-jobs';
import { UnansweredMessages } from '../../platform/queue/unanswered-messages';
import { doTraced, traceHeaders } from '../../platform/tracing/tracing';
import type { ReportJob, ShardJob } from '../queue/jobs';
import { REPORT_ERRORS } from '../report-errors';
import { ReportPlan } from '../report-plan';
import { type FleetSnapshot, FleetSnapshots, type NodeSnapshot } from './fleet-snapshots';
import { ReportProgressListener } from './report-progress-listener';

/** How many reports one process supervises at a time: it only waits for their shards. */
const CONCURRENCY = 4;
/** Milliseconds without progress after which unfinished shards are queued again: Redis may have lost their jobs. */
const RESEND_AFTER = 5_000;

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
    private readonly nodes: DataNodes,
    private readonly snapshots: FleetSnapshots,
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
  async process({ data: { reportId, trace } }: Pick<Job<ReportJob>, 'data'>): Promise<void> {
    const attempt = this.attempts.get(reportId) ?? this.begin(reportId, trace);
    this.attempts.set(reportId, attempt);
    await attempt;
  }

  private async begin(reportId: string, trace: ReportJob['trace']): Promise<void> {
    const attempt = doTraced('supervise report', { report_id: reportId }, trace, () => this.attempt(reportId));
    return attempt.finally(() => this.attempts.delete(reportId));
  }

  private async attempt(reportId: string): Promise<void> {
    const attempt = await this.plan.begin(reportId);
    if (attempt === undefined) return;
    addLogFields({ attempt });
    try {
      await this.snapshots.with(this.stopping.signal, (snapshot) => this.supervise(snapshot, reportId, attempt));
    } catch (error) {
      this.logger.error({ msg: 'a report was interrupted', err: error });
      if (isUnavailable(error) || attempt < this.settings.REPORT_ATTEMPTS) throw error;
      await this.plan.fail(reportId, attempt, REPORT_ERRORS.notCompleted);
    }
  }

  private async supervise(snapshot: FleetSnapshot, reportId: string, attempt: number): Promise<void> {
    const shards = await this.plan.cut(snapshot, reportId, attempt);
    if (shards === undefined) return;
    const readers = snapshot.nodes.map(({ reader }) => reader);
    const name = `${reportId}_${attempt}`;
    const trace = traceHeaders();
    const jobs = shards.map((node, shard) => toJob({ reportId, attempt, shard, trace }, snapshot.nodes[node]));
    const listener = await ReportProgressListener.start(this.database, readers, reportId, this.stopping.signal);
    try {
      this.send(name, jobs);
      for (;;) {
        const progress = await this.plan.progress(reportId, attempt);
        if (progress === 'all shards done') {
          await requireSnapshots(readers);
          await this.nodes.requireUnmoved(snapshot.nodes.map(({ node }) => node));
          await this.plan.complete(reportId, attempt);
        }
        if (progress !== 'running') return;
        const change = await listener.waitForChange(RESEND_AFTER);
        if (change === 'stopping') return;
        if (change === 'timeout') {
          await requireSnapshots(readers);
          const unfinished = new Set(await this.plan.unfinishedShards(reportId));
          this.send(
            name,
            jobs.filter(({ shard }) => unfinished.has(shard)),
          );
        }
      }
    } finally {
      await listener.close();
    }
  }

  /**
   * Queues shards of the attempt with a name. The job ids keep a shard that is queued or being computed from being queued again. One that
   * fails is tried again at once: how long it waited would be up to the clock of the worker that failed.
   */
  private send(name: string, shards: readonly ShardJob[]): void {
    const attempts = this.settings.REPORT_ATTEMPTS;
    const jobs = shards.map((data) => ({ data, opts: { jobId: `${name}_${data.shard}`, attempts } }));
    this.unanswered.sendOnce(
      name,
      () => this.shards.addBulk(jobs),
      (error) => {
        this.logger.warn(`could not queue shards, will retry: ${String(error)}`);
      },
    );
  }
}

function toJob(shard: Omit<ShardJob, 'node' | 'snapshot'>, snapshot: NodeSnapshot | undefined): ShardJob {
  if (!snapshot) throw new RangeError('a shard has no node');
  return { ...shard, node: snapshot.node.address, snapshot: snapshot.name };
}

/**
 * Fails if a connection that holds a snapshot is lost. Shards that find the snapshot gone report it to nobody, and
 * PostgreSQL may reuse its name after a restart.
 */
async function requireSnapshots(readers: readonly PoolClient[]): Promise<void> {
  for (const reader of readers) await reader.query('SELECT');
}
