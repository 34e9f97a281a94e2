import { isUtf8 } from 'node:buffer';
import { checked } from '../../calculator/arrays/checked';
import { GrowingBuffer } from '../../common/collections/growing-buffer';

/** The most bytes of a record, without its line break. */
const MAX_RECORD_BYTES = 1 << 16;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** One record of a CSV file (RFC 4180). The object is reused for the next record, so that millions of them make no garbage. */
export class CsvRecord {
  /** The line on which it begins, counted from 1. */
  line = 0;
  /** The buffer that holds it from `start` to `end`, without its line end. */
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Whether it is valid UTF-8 without a quoted field and not broken, so that commas alone separate its fields. */
  isPlain = false;
  /** Whether it is too long, or has a quote that is not closed as it should be. It then counts as one field. */
  isBroken = false;
  /** The ends of its fields: the positions of the commas between them, then `end`. Valid up to `width`. */
  readonly fieldEnds: number[] = [];
  /** For each field of a record that is not plain the position of the quote that closes it; -1 if it is not quoted. */
  readonly closingQuotes: number[] = [];
  /** The number of its fields. */
  width = 0;

  /** The record as in the file, without its line end; bytes that are not UTF-8 are replaced. */
  get text(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  /** Undefined if the record is not valid UTF-8. A broken record is one field, which matches no header of several columns. */
  get fields(): readonly string[] | undefined {
    if (this.isBroken) return [this.text];
    if (this.isPlain) return this.text.split(',');
    if (!isUtf8(this.bytes.subarray(this.start, this.end))) return undefined;
    return Array.from({ length: this.width }, (_, index) => this.field(index));
  }

  private field(index: number): string {
    const { bytes, fieldEnds } = this;
    const start = index === 0 ? this.start : checked(fieldEnds[index - 1]) + 1;
    const end = checked(fieldEnds[index]);
    const closingQuote = checked(this.closingQuotes[index]);
    if (closingQuote === -1) return bytes.toString('utf8', start, end);
    const quoted = bytes.toString('utf8', start + 1, closingQuote).replaceAll('""', '"');
    return quoted + bytes.toString('utf8', closingQuote + 1, end);
  }
}

/**
 * Splits a stream of bytes into records; yields the records of each chunk, which must be consumed before the next chunk.
 * Empty lines are skipped. Splitting is done here because rejects need each record's line and exact text, and because a
 * broken record must not spoil others.
 */
export async function* csvRecords(source: AsyncIterable<Buffer>): AsyncGenerator<Iterable<CsvRecord>> {
  const reader = new RecordReader();
  for await (const chunk of source) yield reader.records(chunk);
  yield reader.lastRecords();
}

class RecordReader {
  private readonly record = new CsvRecord();
  /** The bytes of a record that has not ended yet. */
  private rest: Buffer = Buffer.alloc(0);
  /** Bytes that follow `rest` and were not looked at yet. */
  private readonly later = new GrowingBuffer(2 * MAX_RECORD_BYTES);
  /** The line on which `rest` begins. */
  private line = 1;
  /**
   * The first line that may go on in the next one. After a broken record the lines that were looked at in vain may not, so
   * that no line is looked at again and again.
   */
  private joinFrom = 1;
  private isStarted = false;
  private isSkipping = false;

  *records(chunk: Buffer): Generator<CsvRecord> {
    // A record in progress is looked at again only once it is twice as long: in small chunks, it would cost its square.
    if (this.later.length + chunk.length < this.rest.length) {
      this.later.append(chunk);
      return;
    }
    yield* this.recordsOf(Buffer.concat([this.rest, this.later.bytes, chunk]));
  }

  private *recordsOf(bytes: Buffer): Generator<CsvRecord> {
    let buffer = bytes;
    this.later.clear();
    this.rest = buffer;
    if (!this.isStarted) {
      if (buffer.length < BYTE_ORDER_MARK.length) return;
      buffer = withoutByteOrderMark(buffer);
      this.isStarted = true;
    }
    if (this.isSkipping) {
      const newline = buffer.indexOf(NEWLINE);
      this.rest = buffer.subarray(buffer.length);
      if (newline === -1) return;
      buffer = buffer.subarray(newline + 1);
      this.line++;
      this.isSkipping = false;
    }
    yield* this.split(buffer, false);
    if (this.rest.length > MAX_RECORD_BYTES && !this.rest.includes(NEWLINE)) {
      // An endless line must not fill the memory: its beginning is one record, and the rest is skipped.
      yield this.takeBroken(this.rest, 0, MAX_RECORD_BYTES);
      this.rest = this.rest.subarray(this.rest.length);
      this.isSkipping = true;
    }
  }

  *lastRecords(): Generator<CsvRecord> {
    yield* this.recordsOf(Buffer.concat([this.rest, this.later.bytes]));
    yield* this.split(this.rest, true);
  }

  private *split(buffer: Buffer, atEnd: boolean): Generator<CsvRecord> {
    const lastEnd = atEnd ? buffer.length : buffer.lastIndexOf(NEWLINE) + 1;
    const whole = buffer.subarray(0, lastEnd);
    if (whole.includes(QUOTE) || !isUtf8(whole)) {
      yield* this.splitCarefully(buffer, atEnd);
    } else {
      yield* this.splitPlain(whole);
      this.rest = buffer.subarray(lastEnd);
    }
  }

  /** The common case: valid text without a quote, where each line is a record. */
  private *splitPlain(bytes: Buffer): Generator<CsvRecord> {
    const { record } = this;
    const { fieldEnds } = record;
    let start = 0;
    let commas = 0;
    for (let at = 0; at <= bytes.length; at++) {
      const byte = at < bytes.length ? bytes[at] : NEWLINE;
      if (byte === COMMA) fieldEnds[commas++] = at;
      if (byte !== NEWLINE) continue;
      const { end } = this.take(bytes, start, at);
      if (end > start) {
        record.isBroken = at - start > MAX_RECORD_BYTES;
        record.isPlain = !record.isBroken;
        fieldEnds[commas] = end;
        record.width = commas + 1;
        yield record;
      }
      if (at < bytes.length) this.line++;
      start = at + 1;
      commas = 0;
    }
  }

  /** The general case: text with quotes, or not valid UTF-8. */
  private *splitCarefully(buffer: Buffer, atEnd: boolean): Generator<CsvRecord> {
    let start = 0;
    while (start < buffer.length) {
      const next = this.read(buffer, start, atEnd);
      if (next === undefined) break;
      if (this.record.end > start) yield this.record;
      start = next;
    }
    this.rest = buffer.subarray(start);
  }

  /**
   * Reads the record that begins at `start`; returns where the next one begins, or undefined if the end is yet to come.
   *
   * A quote opens a field only at the field's start (RFC 4180, section 2); any other is part of the text, and so is what
   * follows a closing quote, as in Python's csv. But a field that goes on after its line must be closed right before a comma or a
   * line end, and in a record that is not too long: else its first line has a stray quote, and is a broken record of its own.
   */
  private read(bytes: Buffer, start: number, atEnd: boolean): number | undefined {
    const { fieldEnds, closingQuotes } = this.record;
    let width = 0;
    let fieldStart = start;
    let isInQuotes = false;
    let hasQuotes = false;
    let closingQuote = -1;
    let openedOn = 1;
    let lines = 1;
    let firstLineEnd = bytes.length;
    let at = start;
    for (; at < bytes.length; at++) {
      if (lines > 1 && at - start > MAX_RECORD_BYTES) break;
      const byte = bytes[at];
      if (isInQuotes) {
        if (byte === QUOTE) {
          isInQuotes = false;
          closingQuote = at;
        } else if (byte === NEWLINE) {
          firstLineEnd = Math.min(firstLineEnd, at);
          if (this.line < this.joinFrom) return this.breakOff(bytes, start, firstLineEnd, lines);
          lines++;
        }
      } else if (byte === COMMA || byte === NEWLINE) {
        closingQuotes[width] = closingQuote;
        fieldEnds[width++] = at;
        if (byte === NEWLINE) break;
        fieldStart = at + 1;
        closingQuote = -1;
      } else if (byte === QUOTE && at === fieldStart) {
        isInQuotes = hasQuotes = true;
        openedOn = lines;
      } else if (byte === QUOTE && at === closingQuote + 1) {
        isInQuotes = true;
      } else if (at === closingQuote + 1 && lines > openedOn && !isLineEnd(bytes, at)) {
        return this.breakOff(bytes, start, firstLineEnd, lines);
      }
    }
    const isTooLong = at - start > MAX_RECORD_BYTES;
    if (lines > 1 && isTooLong) return this.breakOff(bytes, start, firstLineEnd, lines);
    if (at === bytes.length) {
      if (!atEnd) return undefined;
      if (isInQuotes) return this.breakOff(bytes, start, firstLineEnd, lines);
      closingQuotes[width] = closingQuote;
      fieldEnds[width++] = at;
    }
    const record = this.take(bytes, start, at);
    fieldEnds[width - 1] = record.end;
    record.width = width;
    record.isBroken = isTooLong;
    record.isPlain = !hasQuotes && !isTooLong && isUtf8(bytes.subarray(start, at));
    this.line += lines;
    return at + 1;
  }

  /** Makes the first line of what was read a broken record, after `lines` lines were looked at. */
  private breakOff(bytes: Buffer, start: number, firstLineEnd: number, lines: number): number {
    this.takeBroken(bytes, start, firstLineEnd);
    this.joinFrom = Math.max(this.joinFrom, this.line + lines - 1);
    this.line++;
    return firstLineEnd + 1;
  }

  private takeBroken(bytes: Buffer, start: number, end: number): CsvRecord {
    const record = this.take(bytes, start, end);
    record.isPlain = false;
    record.isBroken = true;
    return record;
  }

  /** Sets where the record is, up to the end of its line. */
  private take(bytes: Buffer, start: number, lineEnd: number): CsvRecord {
    const { record } = this;
    record.line = this.line;
    record.bytes = bytes;
    record.start = start;
    record.end = lineEnd > start && bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd;
    return record;
  }
}

/** Whether a carriage return at the end of a line is at `at`. */
function isLineEnd(bytes: Buffer, at: number): boolean {
  return bytes[at] === RETURN && (at + 1 === bytes.length || bytes[at + 1] === NEWLINE);
}

function withoutByteOrderMark(buffer: Buffer): Buffer {
  return buffer.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? buffer.subarray(BYTE_ORDER_MARK.length)
    : buffer;
}
