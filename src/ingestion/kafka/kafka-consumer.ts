import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Admin, Kafka } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { type DatabaseSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { readLimits } from '../observation';
import { BatchHandler } from './batch/batch-handler';
import { GroupMember } from './group-member';
import { pauseAfter } from './batch/batch-heartbeats';
import { kafkaClient } from './kafka-client';
import { PartitionWriter } from './batch/partition-writer';
import { RejectsTopic } from './batch/rejects-topic';

/** The client does not read while it processes a batch: with two members, one reads and decodes while the other writes. */
const MEMBERS = 2;

/** Consumes observations from Kafka for as long as the process runs, across outages of Kafka and PostgreSQL. */
@Injectable()
export class KafkaConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Consumer');
  private readonly stopping = new AbortController();
  private readonly kafka: Kafka;
  private readonly admin: Admin;
  private readonly rejectsTopic: RejectsTopic;
  private readonly handler: BatchHandler;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(SETTINGS) private readonly settings: DatabaseSettings,
    database: Database,
  ) {
    const { KAFKA_TOPIC: topic, KAFKA_GROUP: group, MAX_FUTURE_SKEW, IMPORT_MAX_REJECTS } = settings;
    this.kafka = kafkaClient(settings);
    this.admin = this.kafka.admin();
    this.rejectsTopic = new RejectsTopic(this.kafka, topic);
    const writer = new PartitionWriter(database, group, topic, (partition) => this.committed(partition));
    const limits = async () => (await readLimits(database.pool, MAX_FUTURE_SKEW))();
    this.handler = new BatchHandler(limits, IMPORT_MAX_REJECTS, this.rejectsTopic, writer);
  }

  onApplicationBootstrap(): void {
    const members = Array.from({ length: MEMBERS }, () => this.keepReading());
    this.running = Promise.all(members);
  }

  /** Finishes the current batches and leaves the group. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.rejectsTopic.close();
    await this.admin.disconnect();
  }

  private async keepReading(): Promise<void> {
    const { KAFKA_GROUP: group, KAFKA_TOPIC: topic } = this.settings;
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures++) {
      const start = performance.now();
      try {
        await this.rejectsTopic.open();
        await new GroupMember(this.kafka, group, topic, this.handler, signal).run();
      } catch (error) {
        this.logger.warn(`cannot read ${topic}, retrying: ${String(error)}`);
        // After a long run, a failure is not the continuation of earlier ones.
        if (performance.now() - start > 60_000) failures = 0;
        await delay(pauseAfter(failures), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async committed(partition: number): Promise<string> {
    const { KAFKA_GROUP: groupId, KAFKA_TOPIC: topic } = this.settings;
    await this.admin.connect();
    const [offsets] = await this.admin.fetchOffsets({ groupId, topics: [topic] });
    return offsets?.partitions.find((of) => of.partition === partition)?.offset ?? '-1';
  }
}
