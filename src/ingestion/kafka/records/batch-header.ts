import { crc32c } from './crc32c';
import { Cursor } from './cursor';

/** The format of all batches since Kafka 0.11. */
const MAGIC = 2;
const MAGIC_AT = 16;
const CHECKSUM_AT = 17;
const CHECKED_FROM = 21;
/** The first offset and the length, which are not counted in the length. */
const PREFIX = 12;
/** The length of a header, in bytes. */
export const HEADER = 61;

const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

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
