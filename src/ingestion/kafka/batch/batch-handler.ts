import { Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Micros } from '../../../calculator/instants';
import { CodedError } from '../../../common/coded-error';
import { isLockTimeout, isUnavailable, messageOf } from '../../../common/error-code';
import { doTraced } from '../../../platform/tracing/tracing';
import type { ObservationLimits } from '../../observation';
import type { FetchedMessages } from '../records/fetched-messages';
import type { FetchedMessage } from '../records/message-block';
import { type BatchHeartbeats, isMembershipError, RejoinRequired } from './batch-heartbeats';
import { decodeMessages } from './messages';
import { type Delivery, PartitionLost, type PartitionWriter } from './partition-writer';
import type { RejectsTopic } from './rejects-topic';

/** What was fetched of a partition. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  /** There may be none. */
  readonly messages: FetchedMessages;
  /** The offset after what was fetched, which may be further on than the last message. */
  readonly nextOffset: string;
}

/**
 * Takes a batch from the broker to the database: decode, publish the rejects, write, commit the offset, in this order.
 * Whatever fails is retried until it succeeds or the partition is lost; so nothing is skipped, and while the database is
 * unavailable reading pauses without a rebalance.
 */
export class BatchHandler {
  private readonly logger = new Logger('Consumer');

  /** @param readLimits reads the limits of now */
  constructor(
    private readonly readLimits: () => Promise<ObservationLimits>,
    private readonly maxRejects: number,
    private readonly rejectsTopic: RejectsTopic,
    private readonly writer: PartitionWriter,
  ) {}

  /**
   * @param commit commits the offset at which reading continues
   * @returns that offset
   * @throws an error that makes the client abandon the batch: see `BatchHeartbeats`
   */
  async handle(
    batch: FetchedBatch,
    heartbeats: BatchHeartbeats,
    commit: (offset: string) => Promise<void>,
  ): Promise<string> {
    const nextOffset = batch.messages.length > 0 ? await this.take(batch, heartbeats) : batch.nextOffset;
    await this.retry(heartbeats, batch, () => commit(nextOffset));
    return nextOffset;
  }

  private async take(batch: FetchedBatch, heartbeats: BatchHeartbeats): Promise<string> {
    const { topic, partition } = batch;
    const attempt = this.attempt(batch, heartbeats);
    return this.retry(heartbeats, batch, () => doTraced('take batch', { topic, partition }, undefined, attempt));
  }

  /** An attempt to process a batch, which can be repeated; it does not publish again what it has published before. */
  private attempt(batch: FetchedBatch, heartbeats: BatchHeartbeats): () => Promise<string> {
    const { partition, messages } = batch;
    const delivery = toDelivery(batch);
    /** Stays as it was at first, so that no message is rejected by one attempt and written by the next. */
    let latest: Micros | undefined;
    const published = new Set<number>();
    return async () => {
      const limits = await this.readLimits();
      latest ??= limits.latest;
      const decoded = await decodeMessages(messages, { ...limits, latest }, this.maxRejects);
      const rejects = decoded.rejects.filter(({ position }) => !published.has(position));
      if (rejects.length > 0) await this.rejectsTopic.send(partition, messages, rejects);
      for (const { position } of rejects) published.add(position);
      for (;;) {
        heartbeats.check();
        try {
          const written = await this.writer.write(delivery, decoded);
          return written === delivery.nextOffset ? batch.nextOffset : written;
        } catch (error) {
          if (!isLockTimeout(error)) throw error;
        }
      }
    };
  }

  private async retry<T>(heartbeats: BatchHeartbeats, batch: FetchedBatch, work: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures++) {
      heartbeats.check();
      try {
        return await work();
      } catch (error) {
        if (isMembershipError(error)) throw error;
        if (error instanceof PartitionLost) {
          this.logger.warn(`batch abandoned: ${error.message}`);
          throw new RejoinRequired(error);
        }
        heartbeats.check();
        this.logFailure(batch, error);
        await heartbeats.pause(failures);
      }
    }
  }

  private logFailure({ topic, partition, messages, nextOffset }: FetchedBatch, error: unknown): void {
    const what = `${topic}/${partition} is held up at offset ${messages.first?.offset ?? nextOffset}, retrying`;
    const isTemporary = isUnavailable(error) || error instanceof CodedError || isKafkaError(error);
    if (isTemporary) this.logger.warn(`${what}: ${messageOf(error)}`);
    else this.logger.error(`${what}: ${(error instanceof Error ? error.stack : undefined) ?? messageOf(error)}`);
  }
}

function toDelivery({ partition, messages }: FetchedBatch): Delivery {
  return {
    partition,
    firstOffset: messages.first?.offset ?? '',
    nextOffset: String(BigInt(messages.last?.offset ?? '') + 1n),
    digestBefore: (offset) => {
      const [message] = messages.at(new Set([Number(BigInt(offset) - 1n)]));
      return message && digestOf(message);
    },
  };
}

function digestOf({ timestamp, key, value }: FetchedMessage): Buffer {
  const digest = createHash('sha256').update(JSON.stringify([timestamp, key?.length ?? null, value?.length ?? null]));
  for (const part of [key, value]) if (part) digest.update(part);
  return digest.digest();
}

function isKafkaError(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}
