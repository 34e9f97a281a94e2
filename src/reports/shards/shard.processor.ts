import { InjectQueue, Process, Processor } from '@nestjs/bull';
import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import type { PoolClient } from 'pg';
import { codeOf, isUnavailable, messageOf } from '../../common/error-code';
import { READ_IN_KEY_ORDER } from '../../observations/read/timelines';
import { DataNodes } from '../../stores/nodes/data-nodes';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { literal } from '../../platform/database/sql';
import { SHARD_QUEUE } from '../../platform/queue/names';
import { stopTakingJobs } from '../../platform/queue/stop-taking-jobs';
import { doTraced } from '../../platform/tracing/tracing';
import type { ShardJob } from '../queue/jobs';
import { REPORT_ERRORS } from '../report-errors';
import { shardsEnded, shardSeconds } from '../report-metrics';
import { ReportPlan, type ShardTask } from '../report-plan';
import { ShardReport, type ShardResult } from './shard-report';

/** The transaction whose snapshot a shard needs has ended. */
class SnapshotGone extends Error {}

/** Computes shards, one at a time per process: the work is bound by the CPU, so more processes do more of it. */
@Processor(SHARD_QUEUE)
export class ShardProcessor implements BeforeApplicationShutdown {
  private readonly logger = new Logger('ShardProcessor');

  constructor(
    @InjectQueue(SHARD_QUEUE) private readonly queue: Queue<ShardJob>,
    private readonly nodes: DataNodes,
    private readonly plan: ReportPlan,
    private readonly shardReport: ShardReport,
  ) {}

  /** Finishes the current shard and takes no other. */
  async beforeApplicationShutdown(): Promise<void> {
    await stopTakingJobs(this.queue);
  }

  @Process()
  async process(job: Pick<Job<ShardJob>, 'data' | 'opts' | 'attemptsMade'>): Promise<void> {
    const { reportId, attempt, shard, trace } = job.data;
    await doTraced('compute shard', { report_id: reportId, attempt, shard }, trace, () => this.computeShard(job));
  }

  private async computeShard(job: Pick<Job<ShardJob>, 'data' | 'opts' | 'attemptsMade'>): Promise<void> {
    const { reportId, attempt, shard, node, snapshot } = job.data;
    try {
      const task = await this.plan.task(reportId, attempt, shard);
      if (!task) return;
      const end = shardSeconds.startTimer();
      const result = await this.compute(task, node, snapshot);
      await this.plan.finishShard(reportId, attempt, shard, result);
      end();
      shardsEnded.inc({ outcome: 'complete' });
    } catch (error) {
      // The report's supervisor sends the shard again, or starts a new attempt on a new snapshot.
      if (isUnavailable(error) || error instanceof SnapshotGone) {
        this.logger.warn(`a shard is left undone: ${String(error)}`);
        shardsEnded.inc({ outcome: 'left_undone' });
        return;
      }
      this.logger.error({ msg: 'a shard could not be computed', err: error, node, snapshot });
      shardsEnded.inc({ outcome: 'failed' });
      if (job.attemptsMade + 1 >= (job.opts.attempts ?? 1)) await this.failReport(job.data, job.attemptsMade + 1);
      throw error;
    }
  }

  private async compute(
    { range, parameters }: ShardTask,
    node: string | undefined,
    snapshot: string,
  ): Promise<ShardResult> {
    const database = await this.nodes.databaseOn(node);
    return database.transaction(async (client) => {
      await takeSnapshot(client, snapshot);
      await client.query(READ_IN_KEY_ORDER);
      return this.shardReport.compute(client, range, parameters);
    }, BEGIN_SNAPSHOT);
  }

  private async failReport({ reportId, attempt, shard }: ShardJob, tries: number): Promise<void> {
    const task = await this.plan.task(reportId, attempt, shard);
    if (!task) return;
    const { first, last } = task.range;
    await this.plan.fail(reportId, attempt, REPORT_ERRORS.notComputed(first, last, tries));
  }
}

/**
 * Makes a transaction see the state of the data that another one exported.
 * @throws SnapshotGone if that transaction has ended: its process died or was stopped
 */
async function takeSnapshot(client: PoolClient, snapshot: string): Promise<void> {
  try {
    await client.query(`SET TRANSACTION SNAPSHOT ${literal(snapshot)}`);
  } catch (error) {
    // PostgreSQL has a code for each moment at which the snapshot can go; its texts are in the language of the server.
    if (['22023', '42704', '55000'].includes(codeOf(error) ?? '')) throw new SnapshotGone(messageOf(error));
    throw error;
  }
}
