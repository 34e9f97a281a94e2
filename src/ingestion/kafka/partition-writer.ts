import type { PoolClient } from 'pg';
import type { Database } from '../../platform/database/database';
import type { ObservationBatch } from '../observation-batch';
import { takeTurnToWrite, TURN_LIMITS } from '../../observations/write/known-stores';

/** A batch of one partition, as it came. */
export interface Delivery {
  readonly partition: number;
  /** In Kafka's own spelling, as are all offsets here. */
  readonly firstOffset: string;
  /** The offset behind its last message. */
  readonly nextOffset: string;
  /** SHA-256 of the message before an offset, with its time and key; undefined if there is none in the batch. */
  readonly digestBefore: (offset: string) => Buffer | undefined;
}

/** What is known of the batch of a partition that was written last. */
interface Written {
  readonly first_offset: string;
  readonly next_offset: string;
  readonly first_sha256: Buffer;
  readonly last_sha256: Buffer;
}

/** Somebody else has the partition by now, and has written this batch and what follows. */
export class PartitionLost extends Error {}

/**
 * Begins a transaction that neither waits for its turn without end, since who waits must see whether the partition is
 * still theirs, nor keeps all others waiting if this process is frozen.
 */
const BEGIN = `BEGIN; SET LOCAL lock_timeout = '2s'; ${TURN_LIMITS}`;

/**
 * Writes the batches of a topic, each exactly once however often it is delivered and by whomever: with a batch, its
 * transaction writes where it began and ended. docs/adr/0010 tells why this is enough.
 */
export class PartitionWriter {
  /** @param committed asks Kafka for the group's committed offset of a partition; -1 if there is none */
  constructor(
    private readonly database: Database,
    private readonly group: string,
    private readonly topic: string,
    private readonly committed: (partition: number) => Promise<string>,
  ) {}

  /**
   * Writes a batch unless that was done before; returns the offset that is to be committed.
   * @throws PartitionLost, having written nothing
   */
  async write(delivery: Delivery, batch: ObservationBatch): Promise<string> {
    return this.database.transaction(async (client) => {
      await takeTurnToWrite(client);
      const written = await this.lastWritten(client, delivery.partition);
      if (written && isSame(written, delivery)) return written.next_offset;
      if (written && written.next_offset !== delivery.firstOffset) await this.checkOwnership(delivery);
      await batch.write(client, { source: 'kafka' });
      await this.remember(client, delivery);
      return delivery.nextOffset;
    }, BEGIN);
  }

  private async lastWritten(client: PoolClient, partition: number): Promise<Written | undefined> {
    const found = await client.query<Written>(
      `SELECT first_offset, next_offset, first_sha256, last_sha256 FROM kafka_partition
       WHERE consumer_group = $1 AND topic = $2 AND partition = $3`,
      [this.group, this.topic, partition],
    );
    return found.rows[0];
  }

  /**
   * A batch that neither repeats nor follows the last one was either read after offsets were reset, or before somebody
   * else took the partition over. Whoever did so has committed what they wrote before they went on.
   */
  private async checkOwnership({ partition, firstOffset }: Delivery): Promise<void> {
    const committed = await this.committed(partition);
    if (BigInt(committed) > BigInt(firstOffset)) {
      throw new PartitionLost(
        `partition ${partition} is at ${committed} by now, and this batch began at ${firstOffset}`,
      );
    }
  }

  private async remember(client: PoolClient, delivery: Delivery): Promise<void> {
    await client.query(
      `INSERT INTO kafka_partition
         (consumer_group, topic, partition, first_offset, next_offset, first_sha256, last_sha256)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (consumer_group, topic, partition) DO UPDATE
       SET first_offset = excluded.first_offset, next_offset = excluded.next_offset,
           first_sha256 = excluded.first_sha256, last_sha256 = excluded.last_sha256`,
      [
        this.group,
        this.topic,
        delivery.partition,
        delivery.firstOffset,
        delivery.nextOffset,
        firstDigest(delivery),
        delivery.digestBefore(delivery.nextOffset),
      ],
    );
  }
}

/**
 * Whether a batch begins with the one that was written last. Offsets alone do not tell: a topic that is created anew
 * counts from 0 again. A batch that is delivered again may be shorter; then its first message must do.
 */
function isSame(written: Written, delivery: Delivery): boolean {
  if (written.first_offset !== delivery.firstOffset) return false;
  if (firstDigest(delivery)?.equals(written.first_sha256) !== true) return false;
  return delivery.digestBefore(written.next_offset)?.equals(written.last_sha256) ?? true;
}

function firstDigest({ firstOffset, digestBefore }: Delivery): Buffer | undefined {
  return digestBefore(String(BigInt(firstOffset) + 1n));
}
