export interface NaiveRecord {
  /** The number of its first line, counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Undefined if it is broken. */
  readonly fields: readonly string[] | undefined;
}

const MOST_CHARACTERS = 65_536;
const QUOTED = '"((?:[^"]|"")*)"';
/** Text after a closing quote is allowed if the field began on the same line. */
const LENIENT = '"(?:[^"\\n]|"")*"[^",\\n][^,\\n]*';
const BARE = '(?:[^",\\n][^,\\n]*)?';
const FIELD = `(?:${QUOTED}(?=,|$)|${LENIENT}|${BARE})`;
const RECORD = new RegExp(`^${FIELD}(?:,${FIELD})*$`);
/** The beginning of a record that stops within a quoted field. */
const OPEN = new RegExp(`^(?:${FIELD},)*"(?:[^"]|"")*$`);
const FIELD_AT = new RegExp(`${FIELD}(?=,|$)`, 'y');
const QUOTED_BEGINNING = new RegExp(`^${QUOTED}`);

/**
 * Splits CSV text into records as docs/imports.md describes, with regular expressions and nothing else: slow, and
 * independent of `csvRecords`. The text is ASCII; empty lines are left out.
 */
export function naiveCsv(text: string): NaiveRecord[] {
  const lines = text.split('\n');
  const records: NaiveRecord[] = [];
  let mayContinueFrom = 0;
  for (let first = 0, next = 1; first < lines.length; first = next++) {
    const line = lines[first] ?? '';
    if (withoutReturn(line) === '') continue;
    let text = line;
    if (first >= mayContinueFrom) {
      while (!RECORD.test(withoutReturn(text)) && next < lines.length && OPEN.test(text)) text += `\n${lines[next++]}`;
    }
    const record = withoutReturn(text);
    const isRecord = RECORD.test(record) && record.length <= MOST_CHARACTERS;
    if (!isRecord) {
      mayContinueFrom = Math.max(mayContinueFrom, next - 1);
      next = first + 1;
    }
    records.push({
      line: first + 1,
      text: isRecord ? record : withoutReturn(line),
      fields: isRecord ? fieldsOf(record) : undefined,
    });
  }
  return records;
}

function fieldsOf(record: string): string[] {
  const fields: string[] = [];
  for (let start = 0; start <= record.length;) {
    FIELD_AT.lastIndex = start;
    const [field = ''] = FIELD_AT.exec(record) ?? [];
    fields.push(unquoted(field));
    start += field.length + 1;
  }
  return fields;
}

function unquoted(field: string): string {
  const [quoted, content] = QUOTED_BEGINNING.exec(field) ?? [];
  if (quoted === undefined || content === undefined) return field;
  return content.replaceAll('""', '"') + field.slice(quoted.length);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
