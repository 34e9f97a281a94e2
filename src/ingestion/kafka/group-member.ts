import { Logger } from '@nestjs/common';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { BatchHandler } from './batch/batch-handler';
import { BatchHeartbeats } from './batch/batch-heartbeats';

/** Milliseconds of silence after which a member loses its partitions; frequent heartbeats let it notice new members soon. */
const SESSION_TIMEOUT = 10_000;
const HEARTBEAT_INTERVAL = 1_000;

/** The broker waits for `MIN_BYTES`, but no longer than `MAX_WAIT` milliseconds: large transactions, little delay. */
const MAX_WAIT = 1_000;
const MIN_BYTES = 1 << 20;

/** How much is read at a time of one partition, about 60,000 observations, and of all partitions of a member. */
const MAX_PARTITION_BYTES = 8 << 20;
const MAX_BYTES = 3 * MAX_PARTITION_BYTES;

/** One membership in the consumer group, from joining it to leaving it or to a failure that the client cannot recover from. */
export class GroupMember {
  private readonly logger = new Logger('Consumer');
  private readonly consumer: Consumer;

  constructor(
    kafka: Kafka,
    groupId: string,
    private readonly topic: string,
    private readonly handler: Pick<BatchHandler, 'handle'>,
    private readonly stopping: AbortSignal,
  ) {
    this.consumer = kafka.consumer({
      groupId,
      allowAutoTopicCreation: false,
      sessionTimeout: SESSION_TIMEOUT,
      heartbeatInterval: HEARTBEAT_INTERVAL,
      maxWaitTimeInMs: MAX_WAIT,
      minBytes: MIN_BYTES,
      maxBytesPerPartition: MAX_PARTITION_BYTES,
      maxBytes: MAX_BYTES,
    });
  }

  /**
   * Reads until the process should stop, then finishes the current batches.
   * @throws Error if Kafka or the topic is unavailable for long
   */
  async run(): Promise<void> {
    const { consumer, stopping } = this;
    const over = new AbortController();
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [this.topic], fromBeginning: true });
      consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
        const partitions = memberAssignment[this.topic] ?? [];
        this.logger.log(`reads partitions ${partitions.join(', ') || '(none)'} of ${this.topic}`);
      });
      const ended = new Promise<void>((resolve, reject) => {
        consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
          reject(error);
        });
        const stop = () => {
          resolve();
        };
        stopping.addEventListener('abort', stop, { signal: over.signal });
        if (stopping.aborted) stop();
      });
      await Promise.all([
        ended,
        consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: 3,
          eachBatch: (payload) => this.handle(payload),
        }),
      ]);
    } finally {
      over.abort();
      await consumer.disconnect();
    }
  }

  private async handle(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const heartbeats = new BatchHeartbeats(() => payload.heartbeat(), this.stopping);
    try {
      const nextOffset = await this.handler.handle(payload.batch, heartbeats, (offset) =>
        payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] }),
      );
      payload.resolveOffset(String(BigInt(nextOffset) - 1n));
    } finally {
      heartbeats.end();
    }
  }
}
