import crc32c from 'kafkajs/src/protocol/recordBatch/crc32C';
import { FetchedMessages } from '../../../src/ingestion/kafka/records/fetched-messages';
import { type FetchedMessage, MessageBlock } from '../../../src/ingestion/kafka/records/message-block';

/** A batch of records as a broker stores it; what is left out is as in an ordinary batch. */
export interface RecordBatchParts {
  readonly firstOffset: number;
  /** The value at each offset from the first one on; undefined where compaction has removed it. */
  readonly values: readonly (string | undefined)[];
  /** As compaction leaves it when it removes messages at the end. */
  readonly lastOffset?: number;
  readonly attributes?: number;
  readonly producerId?: number;
  readonly key?: Buffer;
  /** The value of the header that each message has. */
  readonly header?: Buffer;
  readonly count?: number;
  readonly compress?: (records: Buffer) => Buffer;
}

export const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const NO_PRODUCER = -1;

export function recordBatch(parts: RecordBatchParts): Buffer {
  const { firstOffset, values, key, header, compress = (records) => records } = parts;
  const records = values.flatMap((value, delta) => {
    if (value === undefined) return [];
    return [record(delta, { timestamp: delta, key: key ?? null, value: Buffer.from(value) }, header)];
  });
  const body = compress(Buffer.concat(records));
  const batch = Buffer.alloc(61 + body.length);
  body.copy(batch, 61);
  batch.writeBigInt64BE(BigInt(firstOffset), 0);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt8(2, 16);
  batch.writeInt16BE(parts.attributes ?? 0, 21);
  batch.writeInt32BE((parts.lastOffset ?? firstOffset + values.length - 1) - firstOffset, 23);
  batch.writeBigInt64BE(1_000n, 27);
  batch.writeBigInt64BE(2_000n, 35);
  batch.writeBigInt64BE(BigInt(parts.producerId ?? NO_PRODUCER), 43);
  batch.writeInt32BE(parts.count ?? records.length, 57);
  return sealed(batch);
}

/** The record that ends a transaction. */
export function controlBatch(offset: number, producerId: number, end: 'abort' | 'commit'): Buffer {
  const key = Buffer.from([0, 0, 0, end === 'abort' ? 0 : 1]);
  const attributes = TRANSACTIONAL | CONTROL;
  return recordBatch({ firstOffset: offset, values: ['\0\0\0\0\0\0'], key, producerId, attributes });
}

/** A batch with the checksum of what it contains by now. */
export function sealed(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

/** Messages as they are fetched, of which each has what its part names, from an offset on. */
export function messagesFrom(
  offset: number,
  parts: readonly Partial<Pick<FetchedMessage, 'timestamp' | 'key' | 'value'>>[],
): FetchedMessages {
  const records = parts.map(({ timestamp = '0', key = null, value = null }, delta) =>
    record(delta, { timestamp: Number(timestamp), key, value }),
  );
  const [firstOffset, count] = [BigInt(offset), parts.length];
  const header = { firstOffset, lastOffset: firstOffset + BigInt(count), count, length: 0, attributes: 0 };
  const times = { firstTimestamp: 0n, maxTimestamp: 0n, producerId: BigInt(NO_PRODUCER) };
  const messages = new FetchedMessages();
  messages.add(new MessageBlock(Buffer.concat(records), { ...header, ...times }, firstOffset));
  return messages;
}

interface RecordParts {
  /** Milliseconds since that of the batch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** With one header. */
function record(delta: number, { timestamp, key, value }: RecordParts, header: Buffer | null = null): Buffer {
  const body = Buffer.concat([
    Buffer.alloc(1),
    ...varint(timestamp),
    ...varint(delta),
    ...nullable(key),
    ...nullable(value),
    ...varint(1),
    ...nullable(Buffer.from('h')),
    ...nullable(header),
  ]);
  return Buffer.concat([...varint(body.length), body]);
}

function nullable(bytes: Buffer | null): Buffer[] {
  return bytes ? [...varint(bytes.length), bytes] : varint(-1);
}

function varint(value: number): Buffer[] {
  const bytes: number[] = [];
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [Buffer.from([...bytes, rest])];
}
