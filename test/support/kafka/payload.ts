import type { Batch, EachBatchPayload, KafkaMessage } from 'kafkajs';

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
): Batch {
  const messages = parts.map((part, index): KafkaMessage => {
    const position = String(offset + index);
    return { offset: position, key: null, value: null, timestamp: '0', attributes: 0, headers: {}, ...part };
  });
  return {
    topic,
    partition,
    highWatermark: '100',
    messages,
    isEmpty: () => messages.length === 0,
    firstOffset: () => messages[0]?.offset ?? null,
    lastOffset: () => messages.at(-1)?.offset ?? '',
    offsetLag: () => '0',
    offsetLagLow: () => '0',
  };
}

/** A batch as the client hands it over. What is called on it is written to `events`. */
export function batchPayload({ topic, partition, offset, values }: Messages, events: string[] = []): EachBatchPayload {
  const parts = values.map((value) => ({ value: Buffer.from(value) }));
  return {
    batch: batchOf({ topic, partition, offset }, parts),
    resolveOffset: (resolved) => {
      events.push(`resolve ${resolved}`);
    },
    heartbeat: () => {
      events.push('heartbeat');
      return Promise.resolve();
    },
    pause: () => () => undefined,
    commitOffsetsIfNecessary: (offsets) => {
      events.push(`commit ${JSON.stringify(offsets)}`);
      return Promise.resolve();
    },
    uncommittedOffsets: () => ({ topics: [] }),
    isRunning: () => true,
    isStale: () => false,
  };
}
