import type { EachBatchPayload } from 'kafkajs';
import type { FetchedBatch } from '../../../src/ingestion/kafka/batch/batch-handler';
import { Parcel } from '../../../src/ingestion/kafka/records/parcel';
import { messagesFrom } from './record-batches';

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
  parts: Parameters<typeof messagesFrom>[1],
): FetchedBatch {
  return { topic, partition, messages: messagesFrom(offset, parts), nextOffset: String(offset + parts.length) };
}

/**
 * A batch as the client hands it over. What is called on it is written to `events`.
 * @param end where reading continues, unless right after its messages, or why it cannot
 */
export function batchPayload(
  { topic, partition, offset, values }: Messages,
  events: string[] = [],
  end: { readonly nextOffset?: string; readonly unreadable?: string } = {},
): EachBatchPayload {
  const parts = values.map((value) => ({ value: Buffer.from(value) }));
  const { messages, nextOffset } = { ...batchOf({ topic, partition, offset }, parts), ...end };
  const { unreadable } = end;
  const parcel = unreadable === undefined ? Parcel.of(messages, nextOffset) : Parcel.unreadable(nextOffset, unreadable);
  return {
    batch: {
      topic,
      partition,
      highWatermark: '100',
      messages: [parcel],
      isEmpty: () => false,
      firstOffset: () => parcel.offset,
      lastOffset: () => parcel.offset,
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
