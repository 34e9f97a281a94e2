import { parse } from 'csv-parse/sync';
import { isUtf8 } from 'node:buffer';

/** One record of a CSV file (RFC 4180). */
export interface CsvRecord {
  /** The line on which it begins; a file's first line is 1. */
  readonly line: number;
  /** As it stands in the file, without its line end; bytes that are not UTF-8 are replaced. */
  readonly text: string;
  /** Undefined where the record is not valid UTF-8. */
  readonly fields: readonly string[] | undefined;
}

/** A record that has not ended by then has a quote astray: its first line is taken by itself, and reading goes on behind it. */
const MAX_RECORD_BYTES = 1 << 16;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/**
 * Splits a stream of bytes into records, a batch for each chunk. Empty lines are no records. Splitting is done here,
 * because every record must be known by its line and its exact text, and because a broken one must not take others
 * with it; what quotes mean inside a record is left to csv-parse.
 */
export async function* csvRecords(source: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord[]> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let started = false;
  let skipping = false;
  for await (const chunk of source) {
    let buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (!started) {
      if (buffer.length < BYTE_ORDER_MARK.length) {
        rest = buffer;
        continue;
      }
      buffer = withoutByteOrderMark(buffer);
      started = true;
    }
    if (skipping) {
      const newline = buffer.indexOf(NEWLINE);
      if (newline === -1) continue;
      buffer = buffer.subarray(newline + 1);
      line++;
      skipping = false;
    }
    const split = splitRecords(buffer, line, false);
    ({ rest, line } = split);
    if (rest.length > MAX_RECORD_BYTES && !rest.includes(NEWLINE)) {
      // A line without end must not fill the memory: what came of it is a record, the remainder is passed over.
      const text = rest.toString('utf8', 0, MAX_RECORD_BYTES);
      split.records.push({ line, text, fields: [text] });
      rest = Buffer.alloc(0);
      skipping = true;
    }
    yield split.records;
  }
  yield splitRecords(started ? rest : withoutByteOrderMark(rest), line, true).records;
}

interface Split {
  records: CsvRecord[];
  /** The bytes of a record that has not ended yet. */
  rest: Buffer;
  /** The line on which `rest` begins. */
  line: number;
}

function splitRecords(buffer: Buffer, line: number, atEnd: boolean): Split {
  const lastEnd = atEnd ? buffer.length : buffer.lastIndexOf(NEWLINE) + 1;
  const whole = buffer.subarray(0, lastEnd);
  if (whole.indexOf(QUOTE) === -1 && isUtf8(whole)) {
    const plain = plainRecords(whole, line);
    return { ...plain, rest: buffer.subarray(lastEnd) };
  }
  return carefulRecords(buffer, line, atEnd);
}

/** The common case: valid text without a quote, where each line is a record. */
function plainRecords(buffer: Buffer, firstLine: number): { records: CsvRecord[]; line: number } {
  const records: CsvRecord[] = [];
  const lines = buffer.toString('utf8').split('\n');
  const ended = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  for (let index = 0; index < ended; index++) {
    const raw = lines[index] ?? '';
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (text !== '') records.push(sized({ line: firstLine + index, text, fields: text.split(',') }));
  }
  return { records, line: firstLine + ended };
}

/** Line by line, joining those that a quoted line break holds together. */
function carefulRecords(buffer: Buffer, firstLine: number, atEnd: boolean): Split {
  const records: CsvRecord[] = [];
  let line = firstLine;
  let start = 0;
  while (start < buffer.length) {
    const record = endOfRecord(buffer, start, atEnd);
    if (record === undefined) break;
    const bytes = withoutLineEnd(buffer.subarray(start, record.end));
    if (bytes.length > 0) records.push(sized(toRecord(bytes, line)));
    start = record.end;
    line += record.lines;
  }
  return { records, rest: buffer.subarray(start), line };
}

/** Where the record that begins at `start` ends (behind its line break) and how many lines it takes; undefined: not yet. */
function endOfRecord(buffer: Buffer, start: number, atEnd: boolean): { end: number; lines: number } | undefined {
  let firstLineEnd: number | undefined;
  let end = start;
  let quotes = 0;
  for (let lines = 1; end - start <= MAX_RECORD_BYTES; lines++) {
    const newline = buffer.indexOf(NEWLINE, end);
    if (newline === -1 && !atEnd && (firstLineEnd === undefined || buffer.length - start <= MAX_RECORD_BYTES))
      return undefined;
    const lineEnd = newline === -1 ? buffer.length : newline + 1;
    quotes += countQuotes(buffer.subarray(end, lineEnd));
    if (quotes % 2 === 0 && (newline !== -1 || atEnd)) return { end: lineEnd, lines };
    firstLineEnd ??= lineEnd;
    if (newline === -1) break;
    end = lineEnd;
  }
  return { end: firstLineEnd ?? end, lines: 1 };
}

function toRecord(bytes: Buffer, line: number): CsvRecord {
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) return { line, text, fields: undefined };
  if (!text.includes('"')) return { line, text, fields: text.split(',') };
  const options = { relax_quotes: true, relax_column_count: true, record_delimiter: '\0\0' };
  try {
    const parsed: string[][] = parse(text, options);
    return { line, text, fields: (parsed.length === 1 ? parsed[0] : undefined) ?? [text] };
  } catch {
    // A quote that never closes: the whole line is one field, which no header with several columns matches.
    return { line, text, fields: [text] };
  }
}

/** A record longer than any can be is one field, which no header with several columns matches. */
function sized(record: CsvRecord): CsvRecord {
  return record.text.length > MAX_RECORD_BYTES ? { ...record, fields: [record.text] } : record;
}

function withoutByteOrderMark(buffer: Buffer): Buffer {
  return buffer.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? buffer.subarray(BYTE_ORDER_MARK.length)
    : buffer;
}

function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  if (bytes[end - 1] === NEWLINE) end--;
  if (bytes[end - 1] === RETURN) end--;
  return bytes.subarray(0, end);
}

function countQuotes(bytes: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) found++;
  return found;
}
