import { KafkaJSError } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { PeriodicJob } from '../../platform/process/periodic-job';

/** Milliseconds between two heartbeats, whose answers tell whether the partition is still ours. */
const LOOK_EVERY = 1_000;

/** Milliseconds before the first and between later tries at most. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

/** Errors by which a broker says that this consumer is no member of the group any more, or not for long. */
const MEMBERSHIP = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** Makes the client join the group again, and read on from the offset that is committed by then. */
export class MustRejoin extends KafkaJSError {
  /** The client goes by this. */
  readonly type = 'REBALANCE_IN_PROGRESS';
}

/** Makes the client leave the batch as it is, because the process stops. */
export class MustStop extends KafkaJSError {}

/** Whether an error says that the partitions are to be shared out anew. */
export function isMembershipError(error: unknown): error is Error {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && MEMBERSHIP.has(error.type);
}

/** Milliseconds to wait after so many failures in a row: longer each time, and not the same for all who wait. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
}

/** A batch's partition while the batch is at work: the group is told all along that its consumer lives. */
export class Hold {
  private readonly rebalanced = new AbortController();
  private readonly ended: AbortSignal;
  private readonly heartbeats: PeriodicJob;

  /** @param stopping aborted when the process is to stop */
  constructor(
    heartbeat: () => Promise<void>,
    private readonly stopping: AbortSignal,
  ) {
    this.ended = AbortSignal.any([stopping, this.rebalanced.signal]);
    this.heartbeats = new PeriodicJob(LOOK_EVERY, heartbeat, (error) => {
      // That Kafka is away for a moment takes no partition from anybody.
      if (isMembershipError(error)) this.rebalanced.abort(error);
    });
  }

  /**
   * To be called wherever the batch could be given up.
   * @throws the broker's error if the partition is to be given up, MustStop if the process is to stop
   */
  check(): void {
    this.rebalanced.signal.throwIfAborted();
    if (this.stopping.aborted) throw new MustStop('the process stops');
  }

  /** Waits before the next try; throws as `check` does, at once. */
  async pause(failures: number): Promise<void> {
    await delay(pauseAfter(failures), undefined, { signal: this.ended }).catch(() => undefined);
    this.check();
  }

  end(): void {
    this.heartbeats.stop();
  }
}
