import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Admin } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { kafkaClient } from './kafka-client';

/** Milliseconds within which Kafka must answer to count as there, and for which an answer is given again. */
const PATIENCE = 2_000;
const KEPT_FOR = 1_000;

/** How far the consumers are. */
export interface PartitionLag {
  readonly partition: number;
  /** The offset at which reading goes on; null: none was committed yet. */
  readonly committed: number | null;
  /** The offset behind the last message. */
  readonly end: number;
  readonly lag: number;
}

/** What Kafka says, or why it says nothing. */
export type KafkaState = { readonly topic: string; readonly group: string } & (
  | { readonly reachable: true; readonly partitions: readonly PartitionLag[] }
  | { readonly reachable: false; readonly reason: string }
);

/** Asks Kafka how far the consumers are: one question at a time, whoever wants to know. */
@Injectable()
export class KafkaLag implements OnModuleDestroy {
  private admin: Admin | undefined;
  private asking: Promise<readonly PartitionLag[]> | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {}

  /** Undefined if there is no Kafka. Takes two seconds at the most. */
  async state(): Promise<KafkaState | undefined> {
    const { KAFKA_BROKERS, KAFKA_TOPIC: topic, KAFKA_GROUP: group } = this.settings;
    if (!KAFKA_BROKERS) return undefined;
    try {
      const partitions = await Promise.race([this.ask(), silence()]);
      return { reachable: true, topic, group, partitions };
    } catch (error) {
      return { reachable: false, topic, group, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.admin?.disconnect();
  }

  /** An answer, also that there is none, is kept for a moment: probes must not become a load. */
  private ask(): Promise<readonly PartitionLag[]> {
    if (!this.asking) {
      this.asking = this.partitions();
      const forget = () =>
        setTimeout(() => {
          this.asking = undefined;
        }, KEPT_FOR).unref();
      this.asking.then(forget, forget);
    }
    return this.asking;
  }

  private async partitions(): Promise<PartitionLag[]> {
    const { KAFKA_TOPIC: topic, KAFKA_GROUP: groupId } = this.settings;
    const admin = (this.admin ??= this.newAdmin());
    try {
      await admin.connect();
      if (!(await admin.listTopics()).includes(topic)) return [];
      const [ends, [offsets]] = await Promise.all([
        admin.fetchTopicOffsets(topic),
        admin.fetchOffsets({ groupId, topics: [topic] }),
      ]);
      const committedOf = new Map(offsets?.partitions.map((of) => [of.partition, Number(of.offset)]));
      return ends
        .map(({ partition, high, low }) =>
          toLag(partition, committedOf.get(partition) ?? -1, Number(low), Number(high)),
        )
        .sort((a, b) => a.partition - b.partition);
    } catch (error) {
      this.admin = undefined;
      await admin.disconnect();
      throw error;
    }
  }

  private newAdmin(): Admin {
    const options = { connectionTimeout: 1_000, requestTimeout: PATIENCE, retry: { retries: 0 } };
    return kafkaClient(this.settings, options).admin();
  }
}

function toLag(partition: number, committed: number, first: number, end: number): PartitionLag {
  if (committed < 0) return { partition, committed: null, end, lag: end - first };
  return { partition, committed, end, lag: end - committed };
}

async function silence(): Promise<never> {
  await delay(PATIENCE, undefined, { ref: false });
  throw new Error(`Kafka has not answered within ${PATIENCE / 1000} seconds`);
}
