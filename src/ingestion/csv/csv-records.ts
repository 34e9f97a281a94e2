import { parse } from 'csv-parse/sync';
import { isUtf8 } from 'node:buffer';

/** A longer record has a stray quote: its first line becomes a record of its own, and reading continues after it. */
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
  /** Whether it is valid UTF-8 without a quote and not too long, so that commas alone separate its fields. */
  isPlain = false;
  /** Whether it is longer than a record may be. */
  isTooLong = false;
  /** The ends of a plain record's fields: the positions of its commas, then `end`. Valid up to `width`. */
  readonly fieldEnds: number[] = [];
  /** The number of fields of a plain record. */
  width = 0;

  /** The record as in the file, without its line end; bytes that are not UTF-8 are replaced. */
  get text(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  /** Undefined if the record is not valid UTF-8. A record that is too long is one field, which matches no header of several columns. */
  get fields(): readonly string[] | undefined {
    const { text } = this;
    if (this.isTooLong) return [text];
    if (this.isPlain) return text.split(',');
    if (!isUtf8(this.bytes.subarray(this.start, this.end))) return undefined;
    return text.includes('"') ? unquoted(text) : text.split(',');
  }
}

/** The fields of a record with quotes, by csv-parse. */
function unquoted(text: string): readonly string[] {
  const options = { relax_quotes: true, relax_column_count: true, record_delimiter: '\0\0' };
  try {
    const parsed: string[][] = parse(text, options);
    return (parsed.length === 1 ? parsed[0] : undefined) ?? [text];
  } catch {
    // A quote that never closes: the whole line is one field.
    return [text];
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
  /** The line on which `rest` begins. */
  private line = 1;
  private isStarted = false;
  private isSkipping = false;

  *records(chunk: Buffer): Generator<CsvRecord> {
    let buffer = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
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
      yield this.careful(this.rest, 0, MAX_RECORD_BYTES, true);
      this.rest = this.rest.subarray(this.rest.length);
      this.isSkipping = true;
    }
  }

  *lastRecords(): Generator<CsvRecord> {
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
      const end = at > start && bytes[at - 1] === RETURN ? at - 1 : at;
      if (end > start) {
        record.line = this.line;
        record.bytes = bytes;
        record.start = start;
        record.end = end;
        record.isTooLong = at - start > MAX_RECORD_BYTES;
        record.isPlain = !record.isTooLong;
        fieldEnds[commas] = end;
        record.width = commas + 1;
        yield record;
      }
      if (at < bytes.length) this.line++;
      start = at + 1;
      commas = 0;
    }
  }

  /** Line by line, joining lines that a quoted line break connects. */
  private *splitCarefully(buffer: Buffer, atEnd: boolean): Generator<CsvRecord> {
    let start = 0;
    while (start < buffer.length) {
      const next = endOfRecord(buffer, start, atEnd);
      if (next === undefined) break;
      const end = withoutLineEnd(buffer, start, next.end);
      const length = next.end - start - (buffer[next.end - 1] === NEWLINE ? 1 : 0);
      if (end > start) yield this.careful(buffer, start, end, length > MAX_RECORD_BYTES);
      start = next.end;
      this.line += next.lines;
    }
    this.rest = buffer.subarray(start);
  }

  private careful(bytes: Buffer, start: number, end: number, isTooLong: boolean): CsvRecord {
    const { record } = this;
    record.line = this.line;
    record.bytes = bytes;
    record.start = start;
    record.end = end;
    record.isPlain = false;
    record.isTooLong = isTooLong;
    return record;
  }
}

/** Where the record at `start` ends, after its line break, and how many lines it spans; undefined if its end is yet to come. */
function endOfRecord(buffer: Buffer, start: number, atEnd: boolean): { end: number; lines: number } | undefined {
  let firstLineEnd: number | undefined;
  let end = start;
  let quotes = 0;
  for (let lines = 1; end - start <= MAX_RECORD_BYTES; lines++) {
    const newline = buffer.indexOf(NEWLINE, end);
    if (newline === -1 && !atEnd && (firstLineEnd === undefined || buffer.length - start <= MAX_RECORD_BYTES))
      return undefined;
    const lineEnd = newline === -1 ? buffer.length : newline + 1;
    // Decided by length alone, however much of the next line has arrived: a record this long has a stray quote.
    if (firstLineEnd !== undefined && (newline === -1 ? lineEnd : newline) - start > MAX_RECORD_BYTES) break;
    quotes += countQuotes(buffer.subarray(end, lineEnd));
    if (quotes % 2 === 0) return { end: lineEnd, lines };
    firstLineEnd ??= lineEnd;
    if (newline === -1) break;
    end = lineEnd;
  }
  return { end: firstLineEnd ?? end, lines: 1 };
}

function withoutByteOrderMark(buffer: Buffer): Buffer {
  return buffer.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? buffer.subarray(BYTE_ORDER_MARK.length)
    : buffer;
}

function withoutLineEnd(bytes: Buffer, start: number, end: number): number {
  let last = end;
  if (last > start && bytes[last - 1] === NEWLINE) last--;
  if (last > start && bytes[last - 1] === RETURN) last--;
  return last;
}

function countQuotes(bytes: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) found++;
  return found;
}
