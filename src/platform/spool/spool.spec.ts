import { mkdir, readdir, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyDataDir, removeDataDir } from '../../../test/support/service';
import { CopyRow, readCopy } from '../database/copy/copy-reader';
import { copyStream } from '../database/copy/copy-writer';
import { RowSpool } from './row-spool';
import { Spool } from './spool';

const CHUNK = 1 << 16;

let dataDir: string;
let directory: string;
const opened: { close: () => Promise<void> }[] = [];

beforeEach(async () => {
  dataDir = await emptyDataDir();
  directory = join(dataDir, 'spool');
});

afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close();
  await removeDataDir(dataDir);
});

function newSpool(): Spool {
  const spool = new Spool(directory);
  opened.push(spool);
  return spool;
}

function newRowSpool(): RowSpool {
  const spool = new RowSpool(directory);
  opened.push(spool);
  return spool;
}

/** How many spools are open. */
async function open(): Promise<number> {
  const files = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return files.filter((file) => file.startsWith(directory)).length;
}

function bytesOf(length: number, first = 0): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (first + index) % 251));
}

describe('a spool', () => {
  it.each([1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
    'yields the %d bytes that were appended, in chunks',
    async (length) => {
      const bytes = bytesOf(length);
      const spool = newSpool();
      const cut = Math.floor(length / 3);
      expect(await spool.append(bytes.subarray(0, cut))).toBe(0);
      expect(await spool.append(bytes.subarray(cut))).toBe(cut);
      const chunks: Buffer[] = [];
      for await (const chunk of spool.chunks()) chunks.push(chunk);
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
      expect(Math.max(...chunks.map((chunk) => chunk.length))).toBe(Math.min(length, CHUNK));
    },
  );

  it('reads from any offset, and not beyond its end', async () => {
    const spool = newSpool();
    await spool.append(bytesOf(100));
    const into = Buffer.alloc(10);
    await spool.read(into, 90);
    expect(into).toEqual(bytesOf(10, 90));
    await expect(spool.read(into, 91)).rejects.toThrow(RangeError);
    await expect(newSpool().read(into, 0)).rejects.toThrow(RangeError);
  });

  it('opens no file before it has bytes, has no name on disk, and is gone once it is closed', async () => {
    const [spool, unused] = [newSpool(), newSpool()];
    for await (const chunk of spool.chunks()) expect(chunk).toBe('nothing');
    expect(await open()).toBe(0);
    await spool.append(bytesOf(1));
    await spool.append(bytesOf(1));
    expect(await open()).toBe(1);
    expect(await readdir(directory)).toEqual([]);
    await spool.close();
    await spool.close();
    await unused.close();
    expect(await open()).toBe(0);
  });

  it('is not shared with another, nor with a file that is there already', async () => {
    await mkdir(directory);
    await writeFile(join(directory, 'other'), 'other');
    const [first, second] = [newSpool(), newSpool()];
    await first.append(Buffer.from('a'));
    await second.append(Buffer.from('b'));
    const read = Buffer.alloc(1);
    await first.read(read, 0);
    expect(read.toString()).toBe('a');
    expect(await readdir(directory)).toEqual(['other']);
  });
});

describe('spooled rows', () => {
  // A row of 500 characters takes 506 bytes, and is moved to disk once a chunk is almost full.
  it.each([0, 1, 127, 128, 129, 1000])('are the %d that were added, in order', async (count) => {
    const rows = newRowSpool();
    for (let row = 0; row < count; row++) {
      rows.row(1).text(String(row).padEnd(500));
      await rows.flush();
    }
    expect(rows.count).toBe(count);
    expect(await open()).toBe(count < 128 ? 0 : 1);
    const read: number[] = [];
    await readCopy(copyStream(rows.rows()), (row: CopyRow) => read.push(Number(row.text(0))));
    expect(read).toEqual(Array.from({ length: count }, (_, row) => row));
    await rows.close();
    expect(await open()).toBe(0);
  });
});
