import crc32c from 'kafkajs/src/protocol/recordBatch/crc32C';
import type { KafkaMessage } from 'kafkajs';
import { Cursor } from './cursor';
import { decompress } from './codecs/codecs';

/** The format of all batches since Kafka 0.11. */
const MAGIC = 2;
const MAGIC_AT = 16;
const CHECKSUM_AT = 17;
const CHECKED_FROM = 21;
/** The first offset and the length, which are not counted in the length. */
const PREFIX = 12;
const HEADER = 61;

const CODEC = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** Roughly the memory that a message takes besides its bytes. */
const MESSAGE_MEMORY = 512;
/** The most that a batch may take; producers stay far below it, unless they mean harm. */
const MAX_BATCH_MEMORY = 256 << 20;

/** The messages of a batch. */
interface ReadBatch {
  readonly messages: readonly KafkaMessage[];
  /** Roughly how many bytes of memory they take. Each refers to the buffer of the whole batch, headers included. */
  readonly memory: number;
}

/** What precedes the records of a batch. */
export interface BatchHeader {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** Of the whole batch, in bytes. */
  readonly length: number;
  readonly attributes: number;
  readonly firstTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly producerId: bigint;
  readonly count: number;
}

/**
 * Reads the header of the batch at the beginning of a buffer, and checks its checksum.
 * @throws Error saying why the batch cannot be read
 */
export function readHeader(bytes: Buffer): BatchHeader {
  const cursor = new Cursor(bytes);
  const firstOffset = cursor.int64();
  const length = PREFIX + cursor.int32();
  if (bytes.length <= MAGIC_AT) throw new Error('it is cut off');
  const magic = bytes.readUInt8(MAGIC_AT);
  if (magic !== MAGIC) throw new Error(`its format (magic ${magic}) is unknown`);
  if (length < HEADER) throw new Error('it is shorter than its header');
  if (length > bytes.length) throw new Error('it is cut off');
  if (crc32c(bytes.subarray(CHECKED_FROM, length)) !== bytes.readUInt32BE(CHECKSUM_AT)) {
    throw new Error('its checksum does not match');
  }
  cursor.position = CHECKED_FROM;
  const attributes = cursor.int16();
  const lastOffset = firstOffset + BigInt(cursor.int32());
  const [firstTimestamp, maxTimestamp, producerId] = [cursor.int64(), cursor.int64(), cursor.int64()];
  cursor.position = HEADER - 4;
  const count = cursor.int32();
  return { firstOffset, lastOffset, length, attributes, firstTimestamp, maxTimestamp, producerId, count };
}

export function isTransactional({ attributes }: BatchHeader): boolean {
  return (attributes & TRANSACTIONAL) !== 0;
}

/** Whether a batch holds no messages, but a record that ends a transaction. */
export function isControl({ attributes }: BatchHeader): boolean {
  return (attributes & CONTROL) !== 0;
}

/**
 * Decompresses and reads the records of a batch. Their headers are left out, since nobody reads them.
 * @param bytes begin with the batch
 * @throws Error saying why the batch cannot be read
 */
export async function readMessages(bytes: Buffer, header: BatchHeader): Promise<ReadBatch> {
  const { attributes, length, count } = header;
  const memory = count * MESSAGE_MEMORY;
  const limit = MAX_BATCH_MEMORY - memory;
  if (count < 0 || limit < 0) throw new Error(`it claims to hold ${count} messages`);
  const data = bytes.subarray(HEADER, length);
  // Nothing is left of some batches, whatever their compression was. Gzip and Snappy never compress to nothing.
  const records = data.length === 0 ? data : await decompress(attributes & CODEC, data, limit);
  const cursor = new Cursor(records);
  const messages: KafkaMessage[] = [];
  for (let read = 0; read < count; read++) messages.push(readMessage(cursor, header));
  if (cursor.position !== records.length) throw new Error('it does not end with its last message');
  return { messages, memory: memory + records.length };
}

function readMessage(cursor: Cursor, header: BatchHeader): KafkaMessage {
  const length = cursor.varint();
  const end = cursor.position + length;
  cursor.int8();
  const sinceFirst = cursor.varlong();
  const offset = header.firstOffset + BigInt(cursor.varint());
  if (offset < header.firstOffset || offset > header.lastOffset) throw new Error('an offset is outside of it');
  const isAppendTime = (header.attributes & LOG_APPEND_TIME) !== 0;
  const timestamp = isAppendTime ? header.maxTimestamp : BigInt.asIntN(64, header.firstTimestamp + sinceFirst);
  const key = nullable(cursor);
  const value = nullable(cursor);
  if (cursor.position > end) throw new Error('a message is longer than it says');
  cursor.position = end;
  return { offset: String(offset), timestamp: String(timestamp), attributes: 0, key, value, headers: {} };
}

function nullable(cursor: Cursor): Buffer | null {
  const length = cursor.varint();
  return length === -1 ? null : cursor.take(length);
}
