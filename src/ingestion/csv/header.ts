import { zoneName } from '../../calculator/schedule/zones';
import { parseLocalTime, parseTimestamp } from '../../common/timestamp';
import { type Header, isColumnName, type LikelyCause } from './columns';
import type { CsvRecord } from './csv-records';

/** How much of a first line is looked at, and how many characters of it are shown. */
const MAX_BYTES = 4096;
const MAX_SHOWN = 200;

/** Reads the first record of a file as its header. */
export function headerOf(record: CsvRecord): Header {
  const bytes = record.bytes.subarray(record.start, Math.min(record.end, record.start + MAX_BYTES));
  const names = record.fields ?? [];
  const format = FORMATS.find(({ magic }) => bytes.subarray(0, magic.length).equals(magic));
  if (format) return { names, cause: format };
  const encoding = wideEncodingOf(bytes);
  if (encoding !== undefined) {
    const text = `The file is in ${encoding.toUpperCase()}. Save it as UTF-8.`;
    // As a stream: the record may end between the two bytes of a line break.
    const shown = printable(new TextDecoder(encoding).decode(bytes, { stream: true }));
    return { names, shown, cause: { code: 'utf_16', text } };
  }
  const text = bytes.toString('utf8');
  return { names, shown: printable(text), cause: causeIn(text, record.fields) };
}

/** Formats that are known by how they begin. */
const FORMATS = [
  {
    code: 'gzip',
    magic: Buffer.from([0x1f, 0x8b]),
    text: 'The file is compressed with gzip. Send it with Content-Encoding: gzip, or decompress it.',
  },
  {
    code: 'zip',
    magic: Buffer.from('PK\x03\x04'),
    text: 'The file is a zip archive or an Excel workbook (.xlsx). Unpack it, or save it as CSV in UTF-8.',
  },
  {
    code: 'excel',
    magic: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
    text: 'The file is an Excel workbook (.xls). Save it as CSV in UTF-8.',
  },
  ...(
    [
      ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
      ['bzip2', [0x42, 0x5a, 0x68]],
      ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
      ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf]],
    ] as const
  ).map(([name, magic]) => ({
    code: 'compressed',
    magic: Buffer.from(magic),
    text: `The file is compressed with ${name}. Decompress it, or compress it with gzip and send it with Content-Encoding: gzip.`,
  })),
];

/** By its byte-order mark, or by the zero bytes beside its first letters. */
function wideEncodingOf([a, b, c, d]: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return 'utf-16be';
  return undefined;
}

const SEPARATORS = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
] as const;

function causeIn(text: string, fields: readonly string[] | undefined): LikelyCause | undefined {
  const start = text.trimStart();
  if (text.includes('\0')) return { code: 'binary', text: 'The file is no text.' };
  if (start.startsWith('<')) {
    return { code: 'html', text: 'The file is HTML or XML, such as an error page in place of the file.' };
  }
  if (/^[{[]/.test(start)) return { code: 'json', text: 'The file is JSON, not CSV.' };
  // A break in a quoted name is no end of a line.
  if (/\r[^\r\n]/.test(text.replaceAll(/"[^"]*"/g, ''))) {
    return { code: 'cr_line_ends', text: 'Its lines end with CR alone. End them with LF or CRLF.' };
  }
  if (/^"?sep=/i.test(start)) {
    return { code: 'sep_line', text: 'Its first line tells a spreadsheet how fields are separated. Remove that line.' };
  }
  if (fields === undefined) return { code: 'not_utf_8', text: 'The header is not in UTF-8. Save the file as UTF-8.' };
  for (const [separator, name] of SEPARATORS) {
    if (text.includes(separator) && hasColumn(text.replaceAll('"', '').split(separator))) {
      return { code: 'separator', text: `Its fields are separated by ${name}. Separate them by commas.` };
    }
  }
  if (fields.length === 1 && hasColumn(text.replaceAll('"', '').split(','))) {
    return { code: 'quoted_lines', text: 'Its lines are quoted as a whole. Quote single fields only, or none.' };
  }
  if (!hasColumn(fields) && fields.some(isValue)) {
    return { code: 'no_header', text: 'That seems to be a row. Put a header before it.' };
  }
  return undefined;
}

function hasColumn(names: readonly string[]): boolean {
  return names.some(isColumnName);
}

/** Whether a text is a value that some column holds, and hardly ever the name of a column. */
function isValue(field: string): boolean {
  const text = field.trim();
  return [parseTimestamp(text), parseLocalTime(text), zoneName(text)].some((value) => value !== undefined);
}

/** The first line of a text for people, not long and with nothing in it that a terminal or a page would not show. */
export function printable(text: string): string {
  const [line = ''] = text.replace('\ufeff', '').split(/[\r\n]/, 1);
  const clean = Array.from(line.replaceAll('\t', '\\t').replace(/\p{C}/gu, '\ufffd'));
  return clean.length > MAX_SHOWN ? `${clean.slice(0, MAX_SHOWN).join('')}…` : clean.join('');
}
