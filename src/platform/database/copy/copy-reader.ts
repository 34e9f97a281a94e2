import { setImmediate as otherWork } from 'node:timers/promises';
import type { Micros } from '../../../calculator/instants';
import { POSTGRES_EPOCH } from './copy-writer';

const HEADER_BYTES = 19;
/** Bytes of a chunk whose rows take a noticeable time. */
const LARGE = 1 << 13;
const TWO_POW_32 = 2 ** 32;

/** The current row of a binary COPY, read by field number, from 0. The same object then becomes the next row. */
export class CopyRow {
  buffer: Buffer = Buffer.alloc(0);
  /** Offset in `buffer` at which each field's value starts; the four bytes before hold its length. */
  readonly starts: number[] = [];

  isNull(field: number): boolean {
    return this.lengthOf(field) === -1;
  }

  int2(field: number): number {
    return this.buffer.readInt16BE(this.start(field));
  }

  int4(field: number): number {
    return this.buffer.readInt32BE(this.start(field));
  }

  /** An int8 that is a safe integer; also a `time`, in microseconds after midnight. */
  int8(field: number): number {
    const start = this.start(field);
    return this.buffer.readInt32BE(start) * TWO_POW_32 + this.buffer.readUInt32BE(start + 4);
  }

  timestamp(field: number): Micros {
    return this.int8(field) + POSTGRES_EPOCH;
  }

  bool(field: number): boolean {
    return this.buffer[this.start(field)] === 1;
  }

  text(field: number): string {
    const start = this.start(field);
    return this.buffer.toString('utf8', start, start + this.lengthOf(field));
  }

  /** Bytes, as a string with a character for each. */
  latin1(field: number): string {
    const start = this.start(field);
    return this.buffer.toString('latin1', start, start + this.lengthOf(field));
  }

  private lengthOf(field: number): number {
    return this.buffer.readInt32BE(this.start(field) - 4);
  }

  private start(field: number): number {
    const start = this.starts[field];
    if (start === undefined) throw new RangeError(`the row has no field ${field}`);
    return start;
  }
}

/**
 * Reads a binary COPY stream row by row. The callback gets the same object for every row, to spare the garbage
 * collector millions of them: it must copy what it needs before it returns. Others get their turn after each large chunk.
 */
export async function readCopy(stream: AsyncIterable<Buffer>, onRow: (row: CopyRow) => void): Promise<void> {
  const row = new CopyRow();
  let rest: Buffer = Buffer.alloc(0);
  let headerSeen = false;
  for await (const chunk of stream) {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let offset = 0;
    if (!headerSeen) {
      if (buffer.length < HEADER_BYTES) {
        rest = buffer;
        continue;
      }
      offset = HEADER_BYTES;
      headerSeen = true;
    }
    row.buffer = buffer;
    for (;;) {
      const next = locateFields(row, offset);
      if (next === undefined) break;
      onRow(row);
      offset = next;
    }
    rest = buffer.subarray(offset);
    if (chunk.length > LARGE) await otherWork();
  }
}

/** Locates the fields of the row that starts at an offset; returns where it ends, undefined if it is incomplete. */
function locateFields(row: CopyRow, offset: number): number | undefined {
  const { buffer, starts } = row;
  if (offset + 2 > buffer.length) return undefined;
  const fields = buffer.readInt16BE(offset);
  if (fields < 0) return undefined;
  starts.length = fields;
  let next = offset + 2;
  for (let field = 0; field < fields; field++) {
    if (next + 4 > buffer.length) return undefined;
    const length = buffer.readInt32BE(next);
    starts[field] = next + 4;
    next += 4 + Math.max(length, 0);
  }
  return next <= buffer.length ? next : undefined;
}
