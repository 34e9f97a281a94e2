import { Logger } from '@nestjs/common';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../common/error-code';
import type { BatchHandler } from './batch/batch-handler';
import { BatchHeartbeats, isMembershipError, pauseAfter } from './batch/batch-heartbeats';
import { holdUpNote } from './hold-up';
import { readRecordsOurselves } from './records/fetch-protocol';
import { Parcel } from './records/parcel';

/** Milliseconds of silence after which a member loses its partitions; frequent heartbeats let it notice new members soon. */
const SESSION_TIMEOUT = 10_000;
const HEARTBEAT_INTERVAL = 1_000;

/** The broker waits for `MIN_BYTES`, but no longer than `MAX_WAIT` milliseconds: large transactions, little delay. */
const MAX_WAIT = 500;
const MIN_BYTES = 1 << 20;

/** How much is read at a time of one partition, about 60,000 observations, and of all partitions of a member. */
const MAX_PARTITION_BYTES = 8 << 20;
const MAX_BYTES = 3 * MAX_PARTITION_BYTES;

/** One membership in the consumer group, from joining it to leaving it or to a failure that the client cannot recover from. */
export class GroupMember {
  private readonly logger = new Logger('Consumer');
  private readonly consumer: Consumer;
  private readonly over = new AbortController();
  /** How often in a row a partition could not be read. */
  private readonly heldUp = new Map<number, number>();

  constructor(
    kafka: Kafka,
    groupId: string,
    private readonly topic: string,
    private readonly handler: Pick<BatchHandler, 'handle'>,
    private readonly stopping: AbortSignal,
  ) {
    readRecordsOurselves();
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
    const { consumer, stopping, over } = this;
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
    const [parcel] = payload.batch.messages;
    if (!(parcel instanceof Parcel)) throw new Error('the client has read the records by itself');
    const { messages, nextOffset: fetchedTo, unreadable } = parcel;
    if (unreadable !== undefined) return this.holdUp(payload, fetchedTo, unreadable);
    this.heldUp.delete(partition);
    const batch = { topic, partition, messages, nextOffset: fetchedTo };
    const heartbeats = new BatchHeartbeats(() => payload.heartbeat(), this.stopping);
    try {
      const nextOffset = await this.handler.handle(batch, heartbeats, (offset) => commit(payload, offset));
      payload.resolveOffset(String(BigInt(nextOffset) - 1n));
    } finally {
      heartbeats.end();
    }
  }

  /** Fetches a partition again after a pause, in which other partitions go on; whoever asks for the lag sees the reason. */
  private async holdUp(payload: EachBatchPayload, offset: string, reason: string): Promise<void> {
    const { topic, partition } = payload.batch;
    const failures = this.heldUp.get(partition) ?? 0;
    this.heldUp.set(partition, failures + 1);
    this.logger.error(
      `${topic}/${partition} is held up at offset ${offset}, retrying: cannot read the record batch: ${reason}`,
    );
    void delay(pauseAfter(failures), undefined, { signal: this.over.signal }).then(payload.pause(), () => undefined);
    try {
      await commit(payload, offset, holdUpNote(reason));
    } catch (error) {
      if (isMembershipError(error)) throw error;
      this.logger.warn(`cannot tell why ${topic}/${partition} is held up: ${messageOf(error)}`);
    }
  }
}

async function commit(payload: EachBatchPayload, offset: string, metadata?: string): Promise<void> {
  const { topic, partition } = payload.batch;
  const partitions = [{ partition, offset, ...(metadata !== undefined && { metadata }) }];
  await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
}
