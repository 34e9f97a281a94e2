import { checked } from '../../../calculator/arrays/checked';
import type { BatchHeader } from './batch-header';
import { Cursor } from './cursor';

const LOG_APPEND_TIME = 0x08;

/** A message of a partition. */
export interface FetchedMessage {
  readonly offset: string;
  /** In milliseconds. */
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** The messages of a record batch, in columns: to make an object of each would take longer than to decode it. */
export class MessageBlock {
  /** How many there are. */
  readonly length: number;
  /** Where each record begins, after its length. */
  private readonly starts: Int32Array;
  private readonly offsetDeltas: Int32Array;
  private readonly valueStarts: Int32Array;
  /** -1: the message has no value. */
  private readonly valueLengths: Int32Array;

  /**
   * @param bytes the records
   * @param from the offset of the first message that is wanted
   * @throws Error saying why they cannot be read
   */
  constructor(
    readonly bytes: Buffer,
    private readonly header: BatchHeader,
    from: bigint,
  ) {
    const { count, firstOffset, lastOffset } = header;
    this.starts = new Int32Array(count);
    this.offsetDeltas = new Int32Array(count);
    this.valueStarts = new Int32Array(count);
    this.valueLengths = new Int32Array(count);
    const [firstDelta, lastDelta] = [Number(from - firstOffset), Number(lastOffset - firstOffset)];
    const cursor = new Cursor(bytes);
    let length = 0;
    for (let read = 0; read < count; read++) {
      const size = cursor.varint();
      const start = cursor.position;
      cursor.skip(1);
      cursor.skipVarlong();
      const delta = cursor.varint();
      if (delta < 0 || delta > lastDelta) throw new Error('an offset is outside of it');
      skipNullable(cursor);
      const valueLength = cursor.varint();
      const valueStart = valueLength === -1 ? cursor.position : cursor.skip(valueLength);
      if (cursor.position > start + size) throw new Error('a message is longer than it says');
      cursor.position = start + size;
      if (delta < firstDelta) continue;
      this.starts[length] = start;
      this.offsetDeltas[length] = delta;
      this.valueStarts[length] = valueStart;
      this.valueLengths[length] = valueLength;
      length++;
    }
    if (cursor.position !== bytes.length) throw new Error('it does not end with its last message');
    this.length = length;
  }

  /** The offset of a message as a number, by which rejects are known. */
  positionAt(index: number): number {
    return Number(this.header.firstOffset) + checked(this.offsetDeltas[index]);
  }

  /** Where the value of a message begins in `bytes`. */
  valueStartAt(index: number): number {
    return checked(this.valueStarts[index]);
  }

  /** How long the value of a message is; -1 if it has none. */
  valueLengthAt(index: number): number {
    return checked(this.valueLengths[index]);
  }

  messageAt(index: number): FetchedMessage {
    const { attributes, firstOffset, firstTimestamp, maxTimestamp } = this.header;
    const cursor = new Cursor(this.bytes);
    cursor.position = checked(this.starts[index]);
    cursor.skip(1);
    const sinceFirst = cursor.varlong();
    const offset = firstOffset + BigInt(cursor.varint());
    const isAppendTime = (attributes & LOG_APPEND_TIME) !== 0;
    const timestamp = isAppendTime ? maxTimestamp : BigInt.asIntN(64, firstTimestamp + sinceFirst);
    return { offset: String(offset), timestamp: String(timestamp), key: nullable(cursor), value: nullable(cursor) };
  }
}

function nullable(cursor: Cursor): Buffer | null {
  const length = cursor.varint();
  return length === -1 ? null : cursor.take(length);
}

function skipNullable(cursor: Cursor): void {
  const length = cursor.varint();
  if (length !== -1) cursor.skip(length);
}
