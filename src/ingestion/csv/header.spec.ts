import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { CodedError } from '../../common/coded-error';
import { type ImportKind, type Layout, layoutOf } from './columns';
import { csvRecords } from './csv-records';
import { headerOf } from './header';

const STATUS = 'store_id,status,timestamp_utc\n1,active,2024-10-03 12:00:00 UTC\n';

async function read(kind: ImportKind, file: string | Buffer): Promise<Layout> {
  for await (const records of csvRecords(Readable.from([Buffer.from(file)]))) {
    for (const record of records) return layoutOf(kind, headerOf(record));
  }
  throw new Error('the file is empty');
}

/** The fault, and what it says for programs. */
async function refusal(kind: ImportKind, file: string | Buffer) {
  const error: unknown = await read(kind, file).catch((cause: unknown) => cause);
  if (!(error instanceof CodedError)) throw new Error('the header was accepted');
  const { found_header: shown, likely_cause: cause } = error.members;
  return { code: error.code, fault: String(error.values.fault), shown, cause };
}

function utf16(text: string, order: 'le' | 'be', mark = '\ufeff'): Buffer {
  const bytes = Buffer.from(mark + text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

describe('a wrong header', () => {
  it.each([
    [
      'semicolons',
      STATUS.replaceAll(',', ';'),
      'separator',
      'separated by semicolons',
      'store_id;status;timestamp_utc',
    ],
    ['tabs', STATUS.replaceAll(',', '\t'), 'separator', 'separated by tabs', 'store_id\\tstatus\\ttimestamp_utc'],
    ['bars', STATUS.replaceAll(',', '|'), 'separator', 'separated by vertical bars', 'store_id|status|timestamp_utc'],
    ['quoted names', '"store_id";"status";"x"\n', 'separator', 'semicolons', '"store_id";"status";"x"'],
    ['sep=,', `sep=,\r\n${STATUS}`, 'sep_line', 'Remove that line', 'sep=,'],
    ['sep=;', `"sep=;"\n${STATUS}`, 'sep_line', 'Remove that line', '"sep=;"'],
    ['CR', STATUS.replaceAll('\n', '\r'), 'cr_line_ends', 'end with CR alone', 'store_id,status,timestamp_utc'],
    ['UTF-16 little-endian', utf16(STATUS, 'le'), 'utf_16', 'UTF-16LE', 'store_id,status,timestamp_utc'],
    ['UTF-16 big-endian', utf16(STATUS, 'be'), 'utf_16', 'UTF-16BE', 'store_id,status,timestamp_utc'],
    ['UTF-16 without a mark', utf16(STATUS, 'le', ''), 'utf_16', 'UTF-16LE', 'store_id,status,timestamp_utc'],
    ['UTF-16 without a mark, too', utf16(STATUS, 'be', ''), 'utf_16', 'UTF-16BE', 'store_id,status,timestamp_utc'],
    ['Latin-1', Buffer.from('caf\xe9,store_id\n', 'latin1'), 'not_utf_8', 'not in UTF-8', 'caf\ufffd,store_id'],
    ['HTML', '\n<!doctype html>\n<title>', 'html', 'HTML', '<!doctype html>'],
    ['JSON', '[{"store_id":"1","status":"active"}]', 'json', 'JSON', '[{"store_id":"1","status":"active"}]'],
    ['quoted lines', '"store_id,status,timestamp_utc"\n', 'quoted_lines', 'quoted', '"store_id,status,timestamp_utc"'],
    ['no header', STATUS.split('\n')[1], 'no_header', 'seems to be a row', '1,active,2024-10-03 12:00:00 UTC'],
    ['another kind', 'store_id,timezone_str\n', 'other_kind', 'header of a timezones file', 'store_id,timezone_str'],
    ['a name that is missing', 'store_id,state\n', undefined, 'lacks the columns', 'store_id,state'],
    ['gzip', gzipSync(STATUS), 'gzip', 'Content-Encoding: gzip', undefined],
    ['zip', Buffer.from('PK\x03\x04\x14\0\x06\0\x08\0\n'), 'zip', 'zip archive or an Excel workbook', undefined],
    ['xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0]), 'excel', 'Excel workbook', undefined],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x24]), 'compressed', 'Zstandard', undefined],
    ['zero bytes', 'PAR1\0\0\0\x15\n', 'binary', 'no text', 'PAR1\ufffd\ufffd\ufffd\ufffd'],
  ])('with %s is refused with the likely cause and what was found', async (_what, file, cause, words, shown) => {
    const found = await refusal('store-status', file ?? '');
    expect(found).toMatchObject({ code: 'wrong_header', cause, shown });
    expect(found.fault).toContain(words);
    if (shown !== undefined) expect(found.fault).toContain(`The first line is: ${shown}.`);
    expect(found.fault).toContain('The header lacks the column');
  });

  it('is refused for CR alone even if the columns are found, because there would be no rows', async () => {
    const found = await refusal('timezones', 'store_id,timezone_str,x\r1,Asia/Tokyo,\r2,Asia/Tokyo,\r');
    expect(found).toMatchObject({ cause: 'cr_line_ends', shown: 'store_id,timezone_str,x' });
    expect(found.fault).toMatch(/^The first line is/);
    const quoted = await refusal('timezones', '"store_id","timezone_str","x"\r"1","Asia/Tokyo",""\r');
    expect(quoted).toMatchObject({ cause: 'cr_line_ends' });
  });

  it('is shown up to 200 characters, without what a terminal would obey', async () => {
    const { shown, fault } = await refusal('timezones', `\ufeff\u001b[31mred\u009b,${'𝄞'.repeat(70_000)}\n`);
    expect(shown).toBe(`\ufffd[31mred\ufffd,${'𝄞'.repeat(190)}…`);
    expect(fault.length).toBeLessThan(700);
  });
});

describe('a right header', () => {
  it.each([
    ['CR before CRLF', 'store_id,timezone_str\r\r\n1,Asia/Tokyo\r\r\n'],
    ['a line break in a name', '"a\rb","c\r\nd",store_id,timezone_str\n'],
    ['a name like JSON', '[id],store_id,timezone_str\n'],
    ['a name like HTML', '<b>,store_id,timezone_str\n'],
    ['a name with a semicolon', 'a;store_id,store_id,timezone_str\n'],
    ['a name that is a value', 'UTC,store_id,timezone_str\n'],
    ['no line break', 'store_id,timezone_str'],
    ['a CR at its end', 'store_id,timezone_str\r'],
  ])('may have %s', async (_what, file) => {
    expect(await read('timezones', file)).toMatchObject({ columns: { length: 2 } });
  });
});
