import { Logger } from '@nestjs/common';
import type { Batch, KafkaMessage } from 'kafkajs';
import { createHash } from 'node:crypto';
import { CodedError } from '../../common/coded-error';
import { isUnavailable } from '../../common/unavailable';
import { codeOf } from '../../platform/embedded/local-server';
import type { Database } from '../../platform/database/database';
import { observationLimits } from '../observation';
import { keptFrom } from '../../observations/retention/observation-retention';
import { type Hold, isMembershipError, MustRejoin } from './batch-heartbeats';
import { decodeMessages } from './messages';
import { type Delivery, PartitionLost, type PartitionWriter } from './partition-writer';
import type { RejectsTopic } from './rejects-topic';

/** PostgreSQL's error for a lock that did not come in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Takes a batch from the broker into the database: decode, send on what is wrong, write, commit the offset, each only
 * once the one before is done. Whatever fails is tried again until it succeeds or the partition is somebody else's; so
 * nothing is passed over, and a database that is away holds up its reading, not its group.
 */
export class BatchHandler {
  private readonly logger = new Logger('Consumer');

  constructor(
    private readonly database: Database,
    private readonly maxFutureSkew: number,
    private readonly rejectsTopic: RejectsTopic,
    private readonly writer: PartitionWriter,
  ) {}

  /**
   * @param commit commits the offset at which reading is to go on
   * @returns that offset
   * @throws what makes the client give the batch up: see `Hold`
   */
  async handle(batch: Batch, hold: Hold, commit: (offset: string) => Promise<void>): Promise<string> {
    const nextOffset = await this.persistently(hold, batch, this.taker(batch, hold));
    await this.persistently(hold, batch, () => commit(nextOffset));
    return nextOffset;
  }

  /** One try to take a batch into the database; what was sent on by an earlier try is not sent on again. */
  private taker(batch: Batch, hold: Hold): () => Promise<string> {
    const { partition, messages } = batch;
    const delivery = toDelivery(batch);
    const { latest } = observationLimits(this.maxFutureSkew, -Infinity);
    const sent = new Set<number>();
    return async () => {
      const limits = { latest, keptFrom: await keptFrom(this.database.pool) };
      const decoded = await decodeMessages(messages, limits);
      const unsent = decoded.rejects.filter(({ position }) => !sent.has(position));
      if (unsent.length > 0) await this.rejectsTopic.send(partition, messages, unsent);
      for (const { position } of unsent) sent.add(position);
      for (;;) {
        hold.check();
        try {
          return await this.writer.write(delivery, decoded);
        } catch (error) {
          if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error;
        }
      }
    };
  }

  private async persistently<T>(hold: Hold, batch: Batch, work: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures++) {
      hold.check();
      try {
        return await work();
      } catch (error) {
        if (isMembershipError(error)) throw error;
        if (error instanceof PartitionLost) {
          this.logger.warn(`given up: ${error.message}`);
          throw new MustRejoin(error);
        }
        hold.check();
        this.tell(batch, error);
        await hold.pause(failures);
      }
    }
  }

  private tell({ topic, partition, messages }: Batch, error: unknown): void {
    const what = `${topic}/${partition} is held up at offset ${messages[0]?.offset ?? ''}, which is tried again`;
    const mayPass = isUnavailable(error) || error instanceof CodedError || isKafkaError(error);
    if (mayPass) this.logger.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    else this.logger.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

function toDelivery(batch: Batch): Delivery {
  const { partition, messages } = batch;
  return {
    partition,
    firstOffset: messages[0]?.offset ?? '',
    nextOffset: String(BigInt(messages.at(-1)?.offset ?? '') + 1n),
    digestBefore: (offset) => {
      const before = String(BigInt(offset) - 1n);
      const message = messages.find((one) => one.offset === before);
      return message && digestOf(message);
    },
  };
}

function digestOf({ timestamp, key, value }: KafkaMessage): Buffer {
  const digest = createHash('sha256').update(JSON.stringify([timestamp, key?.length ?? null, value?.length ?? null]));
  for (const part of [key, value]) if (part) digest.update(part);
  return digest.digest();
}

function isKafkaError(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}
