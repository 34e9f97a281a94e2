import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Admin } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../common/error-code';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { holdUpReason } from './hold-up';
import { kafkaClient } from './kafka-client';

/** Milliseconds within which Kafka must answer to count as reachable. */
const TIMEOUT = 2_000;
/** Milliseconds for which an answer is reused. */
const CACHED_FOR = 1_000;

/** How far the consumers have read a partition. */
interface PartitionLag {
  readonly partition: number;
  /** The offset at which reading continues; null if none was committed yet. */
  readonly committed: number | null;
  /** The offset after the last message. */
  readonly end: number;
  /** How many offsets are left to read. */
  readonly lag: number;
  /** Where and why reading cannot continue. */
  readonly held_up?: { readonly offset: number; readonly reason: string };
}

/** The lag of each partition, or why it is unknown. */
type KafkaState = { readonly topic: string; readonly group: string } & (
  | { readonly reachable: true; readonly partitions: readonly PartitionLag[] }
  | { readonly reachable: false; readonly reason: string }
);

/** Asks Kafka for the lag of the consumers; concurrent callers share one request. */
@Injectable()
export class KafkaLag implements OnModuleDestroy {
  private admin: Admin | undefined;
  private request: Promise<readonly PartitionLag[]> | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {}

  /** Undefined if no brokers are configured. Takes at most two seconds. */
  async state(): Promise<KafkaState | undefined> {
    const { KAFKA_BROKERS, KAFKA_TOPIC: topic, KAFKA_GROUP: group } = this.settings;
    if (!KAFKA_BROKERS) return undefined;
    try {
      const partitions = await Promise.race([this.cachedPartitions(), timeout()]);
      return { reachable: true, topic, group, partitions };
    } catch (error) {
      return { reachable: false, topic, group, reason: messageOf(error) };
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.admin?.disconnect();
  }

  /** Answers and failures are reused for a moment, so that probes do not become a load. */
  private cachedPartitions(): Promise<readonly PartitionLag[]> {
    if (!this.request) {
      this.request = this.partitions();
      const forget = () =>
        setTimeout(() => {
          this.request = undefined;
        }, CACHED_FOR).unref();
      this.request.then(forget, forget);
    }
    return this.request;
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
      const committedOf = new Map(offsets?.partitions.map((of) => [of.partition, of]));
      return ends
        .map(({ partition, high, low }) => {
          const { offset, metadata } = committedOf.get(partition) ?? { offset: -1, metadata: null };
          return toLag(partition, Number(offset), metadata, Number(low), Number(high));
        })
        .sort((a, b) => a.partition - b.partition);
    } catch (error) {
      this.admin = undefined;
      await admin.disconnect();
      throw error;
    }
  }

  private newAdmin(): Admin {
    const options = { connectionTimeout: 1_000, requestTimeout: TIMEOUT, retry: { retries: 0 } };
    return kafkaClient(this.settings, options).admin();
  }
}

function toLag(partition: number, committed: number, note: string | null, first: number, end: number): PartitionLag {
  // Messages before the first one were deleted, so they are not left to read.
  const lag = end - Math.max(committed, first);
  if (committed < 0) return { partition, committed: null, end, lag };
  // What held it up may have been deleted since.
  const reason = committed < first ? undefined : holdUpReason(note);
  return { partition, committed, end, lag, ...(reason !== undefined && { held_up: { offset: committed, reason } }) };
}

async function timeout(): Promise<never> {
  await delay(TIMEOUT, undefined, { ref: false });
  throw new Error(`Kafka has not answered within ${TIMEOUT / 1000} seconds`);
}
