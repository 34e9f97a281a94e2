import { KafkaJSError } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { PeriodicJob } from '../../../platform/process/periodic-job';

/** Milliseconds between two heartbeats; their responses reveal whether the partition is still ours. */
const HEARTBEAT_INTERVAL = 1_000;

/** The first and the longest pause before a retry, in milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

/** Broker errors that mean that this consumer is no longer a member of the group, or soon will not be. */
const MEMBERSHIP = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** Makes the client join the group again and continue from the offset committed by then. */
export class RejoinRequired extends KafkaJSError {
  /** The client decides by this. */
  readonly type = 'REBALANCE_IN_PROGRESS';
}

/** Makes the client abandon the batch, because the process is stopping. */
class ProcessStopping extends KafkaJSError {}

/** Whether an error means that the group's partitions are being reassigned. */
export function isMembershipError(error: unknown): error is Error {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && MEMBERSHIP.has(error.type);
}

/** Milliseconds to wait after a number of failures in a row: exponential backoff with jitter. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
}

/** Sends heartbeats to the group while a batch is processed, and notices when the partition is lost. */
export class BatchHeartbeats {
  /** Aborted, with the error to throw, when the partition is lost or the process should stop. */
  private readonly over = new AbortController();
  private readonly heartbeats: PeriodicJob;

  /** @param stopping aborted when the process should stop */
  constructor(
    heartbeat: () => Promise<void>,
    private readonly stopping: AbortSignal,
  ) {
    // Not with `AbortSignal.any`: Node.js 20 keeps something of each batch at `stopping` for good.
    stopping.addEventListener('abort', this.stop);
    if (stopping.aborted) this.stop();
    this.heartbeats = new PeriodicJob(HEARTBEAT_INTERVAL, heartbeat, (error) => {
      // If Kafka is only away for a moment, the partition is still ours.
      if (isMembershipError(error)) this.over.abort(error);
    });
  }

  /**
   * Call this wherever the batch can be abandoned.
   * @throws the broker's error if the partition is lost, ProcessStopping if the process should stop
   */
  check(): void {
    this.over.signal.throwIfAborted();
  }

  /** Waits before the next attempt; throws as `check` does, without waiting further. */
  async pause(failures: number): Promise<void> {
    await delay(pauseAfter(failures), undefined, { signal: this.over.signal }).catch(() => undefined);
    this.check();
  }

  end(): void {
    this.heartbeats.stop();
    this.stopping.removeEventListener('abort', this.stop);
  }

  private readonly stop = (): void => {
    this.over.abort(new ProcessStopping('the process is stopping'));
  };
}
