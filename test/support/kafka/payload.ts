import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { FetchedBatch } from '../../../src/ingestion/kafka/batch/batch-handler';
import { BatchEnd } from '../../../src/ingestion/kafka/records/batch-end';

/** Messages of a partition, one after the other from an offset on. */
interface Messages {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly values: readonly string[];
}

/** A batch of messages, of which each has what its part names, from an offset on. */
export function batchOf(
  { topic, partition, offset }: Omit<Messages, 'values'>,
  parts: readonly Partial<Pick<KafkaMessage, 'timestamp' | 'key' | 'value'>>[],
): FetchedBatch {
  const messages = parts.map((part, index): KafkaMessage => {
    const position = String(offset + index);
    return { offset: position, key: null, value: null, timestamp: '0', attributes: 0, headers: {}, ...part };
  });
  return { topic, partition, messages, nextOffset: String(offset + parts.length) };
}

/**
 * A batch as the client hands it over. What is called on it is written to `events`.
 * @param end where it ends, unless right after its messages
 */
export function batchPayload(
  { topic, partition, offset, values }: Messages,
  events: string[] = [],
  end?: BatchEnd,
): EachBatchPayload {
  const parts = values.map((value) => ({ value: Buffer.from(value) }));
  const batch = batchOf({ topic, partition, offset }, parts);
  const messages = [...batch.messages, end ?? new BatchEnd(batch.nextOffset)];
  return {
    batch: {
      topic,
      partition,
      highWatermark: '100',
      messages,
      isEmpty: () => false,
      firstOffset: () => messages[0]?.offset ?? null,
      lastOffset: () => messages.at(-1)?.offset ?? '',
      offsetLag: () => '0',
      offsetLagLow: () => '0',
    },
    resolveOffset: (resolved) => {
      events.push(`resolve ${resolved}`);
    },
    heartbeat: () => {
      events.push('heartbeat');
      return Promise.resolve();
    },
    pause: () => {
      events.push('pause');
      return () => events.push('resume');
    },
    commitOffsetsIfNecessary: (offsets) => {
      events.push(`commit ${JSON.stringify(offsets)}`);
      return Promise.resolve();
    },
    uncommittedOffsets: () => ({ topics: [] }),
    isRunning: () => true,
    isStale: () => false,
  };
}
