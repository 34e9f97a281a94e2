import { Readable } from 'node:stream';
import { testSeed } from '../../../test/support/random';
import { Random } from '../../common/random';
import { csvRecords } from './csv-records';

interface Read {
  readonly line: number;
  readonly text: string;
  readonly fields: readonly string[] | undefined;
}

async function read(...chunks: Buffer[]): Promise<Read[]> {
  const found: Read[] = [];
  for await (const records of csvRecords(Readable.from(chunks))) {
    for (const { line, text, fields, isPlain, bytes, start, fieldEnds, width } of records) {
      found.push({ line, text, fields });
      if (!isPlain) continue;
      const starts = [start, ...fieldEnds.slice(0, width - 1).map((end) => end + 1)];
      const byEnds = starts.map((from, column) => bytes.toString('utf8', from, fieldEnds[column]));
      // Calling expect() for every record would take most of the time of these tests.
      const areFields = byEnds.length === fields?.length && byEnds.every((field, column) => field === fields[column]);
      if (!areFields) expect(byEnds).toEqual(fields);
    }
  }
  return found;
}

async function shapes(csv: string): Promise<unknown[]> {
  return (await read(Buffer.from(csv))).map(({ line, fields }) => [line, fields]);
}

const PIECES = ['a', 'b,c', ',', '\n', '\r\n', '"', '""', 'é', '\n\n', ' ', '\r', '7,active,2024\n', '"x\ny",z\n'];

describe('csvRecords', () => {
  it('yields the line, the text and the fields of each record', async () => {
    const csv = '\ufeffid,note\r\n\n1,"two\nlines, one ""field"""\n2,last';
    expect(await read(Buffer.from(csv))).toEqual([
      { line: 1, text: 'id,note', fields: ['id', 'note'] },
      { line: 3, text: '1,"two\nlines, one ""field"""', fields: ['1', 'two\nlines, one "field"'] },
      { line: 5, text: '2,last', fields: ['2', 'last'] },
    ]);
  });

  it('yields a record that is not UTF-8 without fields, and leaves others alone', async () => {
    const csv = Buffer.concat([Buffer.from('a,b\nc,'), Buffer.from([0xff]), Buffer.from('\nd,e\n')]);
    expect((await read(csv)).map(({ fields }) => fields)).toEqual([['a', 'b'], undefined, ['d', 'e']]);
  });

  it('treats an endless line as one record, and continues after it', async () => {
    const found = await read(Buffer.from(`a,b\n${',x'.repeat(100_000)}`), Buffer.from(',x\nc,d\n'));
    expect(found.map(({ line, fields }) => [line, fields?.length])).toEqual([
      [1, 2],
      [2, 1],
      [3, 2],
    ]);
    expect(found.map(({ text }) => text.length)).toEqual([3, 1 << 16, 3]);
    expect(await read(Buffer.from(`a,b\n${',x'.repeat(100_000)}`), Buffer.from(',x'))).toHaveLength(2);
  });

  it('looks at a record no more often than its length doubles, however small the chunks', async () => {
    const looks = jest.spyOn(Buffer, 'concat');
    for (const [open, close] of [
      ['', ''],
      ['"', '"'],
    ] as const) {
      looks.mockClear();
      const record = `${open}${(open ? '\n' : 'x').repeat(60_000)}${close}`;
      const chunks = Array.from(Buffer.from(`${record}\nlast,1\n`), (byte) => Buffer.of(byte));
      expect((await read(...chunks)).map(({ text }) => text)).toEqual([record, 'last,1']);
      expect(looks.mock.calls.length).toBeLessThan(50);
    }
    looks.mockRestore();
  });

  it('decides by bytes alone whether a record is too long, wherever the chunks are cut', async () => {
    const limit = 1 << 16;
    for (const length of [limit - 1, limit, limit + 1]) {
      const rows = `q,"open\n${'a,b\n'.repeat(4000)}`;
      const quoted = `${rows}${'m'.repeat(length - rows.length - 1)}"\nlast,row\n`;
      const plain = `p,${'x'.repeat(length - 2)}\nlast,row\n`;
      for (const csv of [quoted, plain].map((text) => Buffer.from(`id,note\n${text}`))) {
        const shape = (found: Read[]) => found.map(({ line, fields }) => `${line} ${fields?.length ?? ''}`);
        const whole = shape(await read(csv));
        const isTooLong = length > limit;
        expect(whole.slice(0, 2)).toEqual(['1 2', isTooLong ? '2 1' : '2 2']);
        expect(whole.at(-1)).toBe(csv.includes('"') ? '4004 2' : '3 2');
        // A quoted record that is too long falls into its lines.
        expect(whole).toHaveLength(isTooLong && csv.includes('"') ? 4004 : 3);
        for (const cut of [1, 5, 40_000, limit - 1, limit, limit + 1, limit + 9, csv.length - 11]) {
          expect(shape(await read(csv.subarray(0, cut), csv.subarray(cut)))).toEqual(whole);
        }
      }
    }
  });

  it('joins lines within a quoted field, and only those', async () => {
    expect(await shapes('a,"b\nc"\n"d","e"\r\n"f""\n",g\r\nh,"i\r\nj"\r\n"k\n",""')).toEqual([
      [1, ['a', 'b\nc']],
      [3, ['d', 'e']],
      [4, ['f"\n', 'g']],
      [6, ['h', 'i\r\nj']],
      [8, ['k\n', '']],
    ]);
  });

  it('opens a field by a quote at its start only, and keeps what follows the closing one', async () => {
    expect(
      await shapes('6" Sub,7" Sub\n"6"" Sub,"7" Sub"\n"a"b,c"d",e\n f,"g", "h"\n"i"""j,""\n"k"\rl,m\n"n\no","p"q'),
    ).toEqual([
      [1, ['6" Sub', '7" Sub']],
      [2, ['6" Sub,7" Sub"']],
      [3, ['ab', 'c"d"', 'e']],
      [4, [' f', 'g', ' "h"']],
      [5, ['i"j', '']],
      [6, ['k\rl', 'm']],
      [7, ['n\no', 'pq']],
    ]);
  });

  it.each([
    ['is not closed before a comma or a line end', 'b,"c\nd,e\nf,"g",h'],
    ['is not closed at all', 'b,"c\nd,e\nf,g'],
  ])('costs only its own line if a quote %s', async (_, csv) => {
    const lines = csv.split('\n');
    expect((await read(Buffer.from(`a\n${csv}`))).map(({ line, text }) => [line, text])).toEqual([
      [1, 'a'],
      ...lines.map((text, index) => [index + 2, text]),
    ]);
    expect((await shapes(csv))[0]).toEqual([1, [lines[0]]]);
  });

  it('looks at no line again and again, however many have a stray quote', async () => {
    // Read alone, each line leaves a quoted field open; read after another such line, it closes one and opens the next.
    const lines = 50_000;
    const csv = Buffer.from('x","z\n'.repeat(lines));
    const started = process.cpuUsage();
    const found = await read(csv);
    // Looking up to 64 KiB ahead from each line takes a hundred times as long.
    expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
    expect(found).toHaveLength(lines);
    expect(found.every(({ fields }) => fields?.length === 1)).toBe(true);
  });

  it('counts empty lines, but yields no record for them, with either line end', async () => {
    for (const end of ['\n', '\r\n']) {
      for (const quoted of ['b', '"b"']) {
        const csv = ['', 'a', '', '', quoted, '', 'c', '', ''].join(end);
        expect(await shapes(csv)).toEqual([
          [2, ['a']],
          [5, ['b']],
          [7, ['c']],
        ]);
      }
    }
  });

  it('takes a byte-order mark off the start, wherever chunks are cut, and off nothing else', async () => {
    const csv = Buffer.from('\ufeffa,b\n\ufeffc,"d"\n');
    for (let cut = 0; cut <= csv.length; cut++) {
      const found = await read(csv.subarray(0, cut), csv.subarray(cut));
      expect(found.map(({ text }) => text)).toEqual(['a,b', '\ufeffc,"d"']);
    }
    expect(await read(Buffer.from('\ufeff'))).toEqual([]);
    expect(await shapes('ab')).toEqual([[1, ['ab']]]);
  });

  it('yields what is complete at once, and keeps no more than the last record', async () => {
    const held: string[][] = [];
    for await (const records of csvRecords(
      Readable.from(['a,b\nc,', 'd\n"e\n', '",f\ng'].map((text) => Buffer.from(text))),
    )) {
      held.push(Array.from(records, ({ text }) => text));
    }
    expect(held).toEqual([['a,b'], ['c,d'], ['"e\n",f'], ['g']]);
  });

  it('yields the same wherever the chunks are cut', async () => {
    const seed = testSeed('csv records');
    for (let number = 0; number < 1000; number++) {
      const random = new Random(seed + number);
      const csv = Buffer.from(Array.from({ length: random.integer(0, 40) }, () => random.pick(PIECES)).join(''));
      const chunks: Buffer[] = [];
      for (let at = 0; at < csv.length; at += chunks.at(-1)?.length ?? 0) {
        chunks.push(csv.subarray(at, at + random.integer(1, 12)));
      }
      expect({ seed: seed + number, found: await read(...chunks) }).toEqual({
        seed: seed + number,
        found: await read(csv),
      });
    }
  });
});
