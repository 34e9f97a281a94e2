import { type CopyRow, readCopy } from './copy-reader';
import { copyStream, CopyWriter } from './copy-writer';

const LARGEST = Number.MAX_SAFE_INTEGER;
const TEXTS = ['', 'text', 'größer', '時刻', '😀', 'x'.repeat(300)];

/** Values of every type, at the edges of what each holds. */
const VALUES = {
  int2: [0, 1, -1, 32_767, -32_768],
  int4: [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)],
  int8: [0, 1, -1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 32), -(2 ** 32) - 1, LARGEST, -LARGEST],
  // Five instants around 2000, from which PostgreSQL counts, and the first and the last that are in range.
  timestamp: [946_684_799_999_999, 946_684_800_000_000, 946_684_800_000_001, 0, -1, -9e15, 9e15],
};

async function bytesOf(rows: CopyWriter): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of copyStream([rows.take()])) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads bytes that come in chunks of one size. */
async function read<T>(bytes: Buffer, size: number, valueOf: (row: CopyRow) => T): Promise<T[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let from = 0; from < bytes.length; from += size) {
      yield Promise.resolve(Buffer.from(bytes.subarray(from, from + size)));
    }
  }
  const values: T[] = [];
  await readCopy(chunks(), (row) => {
    values.push(valueOf(row));
  });
  return values;
}

describe('rows of a binary COPY', () => {
  it('are read as they were written, wherever the chunks of the stream end', async () => {
    const rows = new CopyWriter();
    for (const [index, text] of TEXTS.entries()) {
      rows
        .row(3)
        .int4(index)
        .text(text)
        .bool(index % 2 === 0);
    }
    const bytes = await bytesOf(rows);
    const expected = TEXTS.map((text, index) => [index, text, index % 2 === 0]);
    for (let size = 1; size <= bytes.length; size++) {
      expect({ size, rows: await read(bytes, size, (row) => [row.int4(0), row.text(1), row.bool(2)]) }).toEqual({
        size,
        rows: expected,
      });
    }
  });

  it('hold every number and instant', async () => {
    const rows = new CopyWriter();
    for (const value of VALUES.int2) rows.row(1).int2(value);
    expect(await read(await bytesOf(rows), 64, (row) => row.int2(0))).toEqual(VALUES.int2);
    for (const value of VALUES.int4) rows.row(1).int4(value);
    expect(await read(await bytesOf(rows), 64, (row) => row.int4(0))).toEqual(VALUES.int4);
    for (const value of VALUES.int8) rows.row(1).int8(value);
    expect(await read(await bytesOf(rows), 64, (row) => row.int8(0))).toEqual(VALUES.int8);
    for (const value of VALUES.timestamp) rows.row(1).timestamp(value);
    expect(await read(await bytesOf(rows), 64, (row) => row.timestamp(0))).toEqual(VALUES.timestamp);
  });

  it('have as many fields as they say', async () => {
    const rows = new CopyWriter();
    rows.row(2).int4(1).int4(2).row(1).int4(3).row(0);
    const seen = await read(await bytesOf(rows), 1000, (row) => {
      const fields = [0, 1].map((field) => {
        try {
          return row.int4(field);
        } catch (error) {
          return error;
        }
      });
      return fields.map((field) => (field instanceof RangeError ? 'none' : field));
    });
    expect(seen).toEqual([
      [1, 2],
      [3, 'none'],
      ['none', 'none'],
    ]);
  });

  it('are none in an empty COPY', async () => {
    expect(await read(await bytesOf(new CopyWriter()), 7, () => 'a row')).toEqual([]);
  });
});

describe('CopyWriter', () => {
  it('asks to be taken shortly before its chunk is full', () => {
    const rows = new CopyWriter();
    rows.text('x'.repeat(64_507));
    expect(rows.full).toBe(false);
    rows.bool(true);
    expect(rows.full).toBe(true);
    rows.take();
    expect(rows.full).toBe(false);
  });

  it.each([60_000, 65_520, 65_531, 65_532, 65_533, 200_000])(
    'takes a text of %i bytes, after others',
    async (length) => {
      const rows = new CopyWriter();
      rows.row(2).text('first').text('x'.repeat(length)).row(2).text('y'.repeat(length)).text('last');
      const seen = await read(await bytesOf(rows), 1 << 16, (row) => [row.text(0), row.text(1)]);
      expect(seen.map((row) => row.map((text) => `${text.slice(0, 5)} ${text.length}`))).toEqual([
        ['first 5', `xxxxx ${length}`],
        [`yyyyy ${length}`, 'last 4'],
      ]);
    },
  );

  it('grows within a field of any type', async () => {
    for (let spare = 0; spare <= 14; spare++) {
      const rows = new CopyWriter();
      // All bytes of the first chunk but a few.
      rows.row(7).text('x'.repeat((1 << 16) - 2 - 4 - spare));
      rows.int2(1).int4(2).int8(3).timestamp(4).timestamp(Infinity).bool(true);
      const seen = await read(await bytesOf(rows), 1 << 17, (row) => [
        ...[row.int2(1), row.int4(2), row.int8(3), row.timestamp(4), row.bool(6)],
      ]);
      expect({ spare, seen }).toEqual({ spare, seen: [[1, 2, 3, 4, true]] });
    }
  });

  it('does not write again into bytes that were taken', () => {
    const rows = new CopyWriter();
    const first = rows.row(1).int4(1).take();
    const before = Buffer.from(first);
    rows.row(1).int4(2);
    expect(first.equals(before)).toBe(true);
    expect(rows.take().equals(before)).toBe(false);
  });
});
