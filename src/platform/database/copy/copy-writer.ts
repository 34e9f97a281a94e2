import { setImmediate as turn } from 'node:timers/promises';
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
  private length = 0;

  /** Whether a chunk is full and should be taken. */
  get full(): boolean {
    return this.length >= CHUNK_BYTES - 1024;
  }

  row(fields: number): this {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(fields, this.length);
    return this;
  }

  int2(value: number): this {
    this.reserve(6);
    this.length = this.buffer.writeInt32BE(2, this.length);
    this.length = this.buffer.writeInt16BE(value, this.length);
    return this;
  }

  int4(value: number): this {
    this.reserve(8);
    this.length = this.buffer.writeInt32BE(4, this.length);
    this.length = this.buffer.writeInt32BE(value, this.length);
    return this;
  }

  /** A safe integer as int8; also a `time`, in microseconds after midnight. */
  int8(value: number): this {
    this.reserve(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeInt32BE(Math.floor(value / TWO_POW_32), this.length);
    this.length = this.buffer.writeUInt32BE(value >>> 0, this.length);
    return this;
  }

  /** An instant as timestamptz; `Infinity` and `-Infinity` as PostgreSQL's `infinity` and `-infinity`. */
  timestamp(instant: Micros): this {
    if (Number.isFinite(instant)) return this.int8(instant - POSTGRES_EPOCH);
    this.reserve(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeInt32BE(instant > 0 ? 0x7fffffff : -0x80000000, this.length);
    this.length = this.buffer.writeUInt32BE(instant > 0 ? 0xffffffff : 0, this.length);
    return this;
  }

  bool(value: boolean): this {
    this.reserve(5);
    this.length = this.buffer.writeInt32BE(1, this.length);
    this.length = this.buffer.writeUInt8(value ? 1 : 0, this.length);
    return this;
  }

  text(value: string): this {
    const bytes = Buffer.byteLength(value);
    this.reserve(4 + bytes);
    this.length = this.buffer.writeInt32BE(bytes, this.length);
    this.length += this.buffer.write(value, this.length);
    return this;
  }

  /** The bytes written since the last call, in a buffer that is not reused. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.length);
    this.buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    this.length = 0;
    return taken;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

/** Makes a complete binary COPY of chunks of rows. As long as PostgreSQL takes them at once, others get their turn after each full one. */
export async function* copyStream(rows: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield HEADER;
  for await (const chunk of rows) {
    yield chunk;
    if (chunk.length > CHUNK_BYTES / 2) await turn();
  }
  yield TRAILER;
}
