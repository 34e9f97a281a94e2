import { isDeepStrictEqual } from 'node:util';
import type { Pool, PoolClient } from 'pg';
import { recordAct } from '../../../access/audit/act';
import type { Database } from '../../../platform/database/database';
import { BEGIN_WRITE } from '../../../platform/database/begin';
import { startOfImport } from '../../imports/import-metrics';
import type { ObservationBatch } from '../../observation-batch';
import { lockBuckets } from '../../../stores/buckets/bucket-locks';

/** First key of the advisory locks of partitions; nothing else in the database uses it. */
const PARTITION_LOCKS = 7_405_004;

/** A batch of one partition as it was delivered. */
export interface Delivery {
  readonly partition: number;
  /** A decimal string, as all offsets here. */
  readonly firstOffset: string;
  /** The offset after its last message. */
  readonly nextOffset: string;
  /** SHA-256 of the message before an offset, with its time and key; undefined if the batch has no such message. */
  readonly digestBefore: (offset: string) => Buffer | undefined;
}

/** The batch of a partition that was written last. */
interface LastWritten {
  readonly first_offset: string;
  readonly next_offset: string;
  readonly first_sha256: Buffer;
  readonly last_sha256: Buffer;
}

/** Another consumer owns the partition by now, and has written this batch and the ones after it. */
export class PartitionLost extends Error {}

/** The wait for each lock is short, so that a waiting consumer notices when its partition is lost. */
const BEGIN = `${BEGIN_WRITE}; SET LOCAL lock_timeout = '2s'`;

/**
 * Writes the batches of a topic, each exactly once, however often and to whichever consumer it is delivered: the
 * transaction that writes a batch also stores where it began and ended. docs/adr/0010 explains why this is enough.
 */
export class PartitionWriter {
  /** @param committed fetches the group's committed offset of a partition from Kafka; -1 if there is none */
  constructor(
    private readonly database: Database,
    private readonly group: string,
    private readonly topic: string,
    private readonly committed: (partition: number) => Promise<string>,
  ) {}

  /**
   * Writes a batch unless it was written before; returns the offset to commit.
   * @throws PartitionLost if another consumer owns the partition; nothing was written
   */
  async write(delivery: Delivery, batch: ObservationBatch): Promise<string> {
    const ended = startOfImport('store-status', 'kafka');
    await batch.prepare(this.database.pool);
    for (;;) {
      // Not under the locks: Kafka may not answer for long, and everybody else who writes would wait.
      const before = await this.lastWritten(this.database.pool, delivery.partition);
      if (before && !isSame(before, delivery) && before.next_offset !== delivery.firstOffset) {
        await this.checkOwnership(delivery);
      }
      const next = await this.writeAfter(before, delivery, batch);
      if (next === undefined) continue;
      ended(batch.imported);
      return next;
    }
  }

  /**
   * Writes a batch if the one that was written last is still the same as `before`.
   * @returns the offset to commit; undefined, with nothing written, if another batch was written meanwhile
   */
  private async writeAfter(
    before: LastWritten | undefined,
    delivery: Delivery,
    batch: ObservationBatch,
  ): Promise<string | undefined> {
    return this.database.transaction(async (client) => {
      await this.lock(client, delivery.partition);
      await lockBuckets(client, batch.buckets());
      const written = await this.lastWritten(client, delivery.partition);
      if (written && isSame(written, delivery)) return written.next_offset;
      if (!isDeepStrictEqual(written, before)) return undefined;
      await this.remember(client, delivery);
      const importId = await batch.write(client, { source: 'kafka' });
      await this.record(client, delivery, importId ?? '');
      return delivery.nextOffset;
    }, BEGIN);
  }

  /** Lets one consumer at a time write a partition: batches of two that both believe to own it may have no bucket in common. */
  private async lock(client: PoolClient, partition: number): Promise<void> {
    await client.query(`SELECT pg_advisory_xact_lock(${PARTITION_LOCKS}, hashtext($1))`, [
      JSON.stringify([this.group, this.topic, partition]),
    ]);
  }

  private async lastWritten(database: Pool | PoolClient, partition: number): Promise<LastWritten | undefined> {
    const found = await database.query<LastWritten>(
      `SELECT first_offset, next_offset, first_sha256, last_sha256 FROM kafka_partition
       WHERE consumer_group = $1 AND topic = $2 AND partition = $3`,
      [this.group, this.topic, partition],
    );
    return found.rows[0];
  }

  /**
   * A batch that neither repeats nor follows the last one was read either after offsets were reset, or before another
   * consumer took over the partition. That consumer has committed the offset of each batch before it read the next one.
   */
  private async checkOwnership({ partition, firstOffset }: Delivery): Promise<void> {
    const committed = await this.committed(partition);
    if (BigInt(committed) > BigInt(firstOffset)) {
      throw new PartitionLost(
        `partition ${partition} was committed up to ${committed}, but this batch begins at ${firstOffset}`,
      );
    }
  }

  /** The group stands for whoever may send to the topic: Kafka does not say who did. */
  private async record(client: PoolClient, { partition, firstOffset }: Delivery, importId: string): Promise<void> {
    const act = {
      actor: `kafka:${this.group}`,
      actorName: null,
      address: null,
      action: `kafka ${this.topic}`,
      ids: {},
    };
    await recordAct(client, act, { import_id: importId, partition: `${partition}`, offset: firstOffset });
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
 * Whether a batch begins with the one that was written last. Offsets alone do not prove it: a topic that is created anew
 * counts from 0 again. A batch that is delivered again may be shorter; then its first message decides.
 */
function isSame(written: LastWritten, delivery: Delivery): boolean {
  if (written.first_offset !== delivery.firstOffset) return false;
  if (firstDigest(delivery)?.equals(written.first_sha256) !== true) return false;
  return delivery.digestBefore(written.next_offset)?.equals(written.last_sha256) ?? true;
}

function firstDigest({ firstOffset, digestBefore }: Delivery): Buffer | undefined {
  return digestBefore(String(BigInt(firstOffset) + 1n));
}
