import { setImmediate as otherWork } from 'node:timers/promises';
import type { Micros } from '../../../calculator/instants';

/** PostgreSQL counts binary timestamps from 2000-01-01T00:00:00Z. */
export const POSTGRES_EPOCH: Micros = 946_684_800_000_000;

/**
 * Signature, flags and extension length at the start of every binary COPY (PostgreSQL manual, COPY, "Binary Format").
 */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
const TWO_POW_32 = 2 ** 32;
const CHUNK_BYTES = 1 << 16;

/**
 * Encodes rows in PostgreSQL's binary COPY format. The fields of a row are written in the order of the COPY's columns:
 *
 *     rows.row(2).int4(key).timestamp(observedAt)
 *
 * `take` returns the bytes written so far.
 */
export class CopyWriter {
  private buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  /** Of the buffer: the engine writes numbers through it several times as fast as the buffer's own methods do. */
  private view = viewOf(this.buffer);
  private length = 0;

  /** Whether a chunk is full and should be taken. */
  get full(): boolean {
    return this.length >= CHUNK_BYTES - 1024;
  }

  row(fields: number): this {
    this.reserve(2);
    this.view.setInt16(this.length, fields);
    this.length += 2;
    return this;
  }

  int2(value: number): this {
    this.begin(2);
    this.view.setInt16(this.length, value);
    this.length += 2;
    return this;
  }

  int4(value: number): this {
    this.begin(4);
    this.view.setInt32(this.length, value);
    this.length += 4;
    return this;
  }

  /** A safe integer as int8; also a `time`, in microseconds after midnight. */
  int8(value: number): this {
    this.halves(Math.floor(value / TWO_POW_32), value);
    return this;
  }

  /** An instant as timestamptz; `Infinity` and `-Infinity` as PostgreSQL's `infinity` and `-infinity`. */
  timestamp(instant: Micros): this {
    if (Number.isFinite(instant)) return this.int8(instant - POSTGRES_EPOCH);
    if (instant > 0) this.halves(0x7fffffff, 0xffffffff);
    else this.halves(-0x80000000, 0);
    return this;
  }

  bool(value: boolean): this {
    this.begin(1);
    this.view.setUint8(this.length, value ? 1 : 0);
    this.length += 1;
    return this;
  }

  text(value: string): this {
    this.begin(Buffer.byteLength(value));
    this.length += this.buffer.write(value, this.length);
    return this;
  }

  /** The bytes written since the last call, in a buffer that is not reused. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.length);
    this.use(Buffer.allocUnsafe(CHUNK_BYTES));
    this.length = 0;
    return taken;
  }

  /** Writes the length of a field, which then has room for its bytes. */
  private begin(bytes: number): void {
    this.reserve(4 + bytes);
    this.view.setInt32(this.length, bytes);
    this.length += 4;
  }

  private halves(high: number, low: number): void {
    this.begin(8);
    this.view.setInt32(this.length, high);
    this.view.setUint32(this.length + 4, low);
    this.length += 8;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.use(larger);
  }

  private use(buffer: Buffer<ArrayBuffer>): void {
    this.buffer = buffer;
    this.view = viewOf(buffer);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** Makes a complete binary COPY of chunks of rows. As long as PostgreSQL takes them at once, others get their turn after each full one. */
export async function* copyStream(rows: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield HEADER;
  for await (const chunk of rows) {
    yield chunk;
    if (chunk.length > CHUNK_BYTES / 2) await otherWork();
  }
  yield TRAILER;
}
