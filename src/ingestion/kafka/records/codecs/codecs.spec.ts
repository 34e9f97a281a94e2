import { gunzipSync, gzipSync } from 'node:zlib';
import { compress } from 'snappyjs';
import { decompress } from './codecs';

const [NONE, GZIP, SNAPPY, LZ4, ZSTD] = [0, 1, 2, 3, 4];
const TEXT = Buffer.from(Array.from({ length: 30_000 }, (_, line) => `${line % 10} active\n`).join(''));
const HALF = TEXT.subarray(TEXT.length / 2);
const HELLO = Buffer.from('hello hello hello hello');
const LIMIT = 1 << 20;

/** TEXT from `lz4 -1 -B4 -BD -BX`: five blocks that refer to each other, with checksums. Gzipped here. */
const LZ4_BLOCKS = gunzipSync(
  base64(
    'H4sIAE5lB2sC/2NR8pUIcVhnzsjAsMRAITG5JLMslcuQk0HECIiNgdgEiE2B2AyIzYHYAogtORn4oxj+j3DQFwAOrrZg9aNcwODj/zDSA+T/iwBjUBJanbF4hjUwRJ6A0pIJLFFhSUQiBkCMlNhGE9X/rgBgSCkkOj/XiuQFBiHTz/+j6er/owBQAjL/KPrAMYKBgWEKLEnhSEboZRbBZBUSADbO8nv9C6DxDJNn1v0CALxwgHsYBQAA',
  ),
);

/** TEXT from `zstd --ultra -22 --long=27 --no-content-size`: three blocks, a window of 128 MiB, a checksum. */
const ZSTD_BLOCKS = base64(
  'KLUv/QSITAEAkDAgYWN0aXZlCjEyMzQ1Njc4OQqgQHjfAbAT66P/XX7f87zn1RtfsgNUAAAAAQD9/+P/uQYCPQAAAAEArd4DIMBhO5Y=',
);

/** HELLO from `zstd --no-check`: one segment, with its size. */
const ZSTD_SIZED = base64('KLUv/QBYZQAAMGhlbGxvIAEAmUsR');

/** What may stand between the frames of LZ4 and Zstandard. */
const SKIPPABLE = Buffer.from([0x5e, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);

function base64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

/** As Java producers write it. */
function xerial(...blocks: readonly Buffer[]): Buffer {
  const header = Buffer.from([0x82, ...Buffer.from('SNAPPY'), 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const framed = blocks.flatMap((block) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(block.length);
    return [length, block];
  });
  return Buffer.concat([header, ...framed]);
}

describe('decompress', () => {
  it.each([
    ['nothing', NONE, TEXT, TEXT],
    ['gzip', GZIP, gzipSync(TEXT), TEXT],
    ['one raw block of Snappy', SNAPPY, compress(TEXT), TEXT],
    ['framed Snappy', SNAPPY, xerial(compress(TEXT), compress(HELLO)), Buffer.concat([TEXT, HELLO])],
    ['an LZ4 frame of many blocks', LZ4, LZ4_BLOCKS, TEXT],
    ['several LZ4 frames', LZ4, Buffer.concat([LZ4_BLOCKS, SKIPPABLE, LZ4_BLOCKS]), Buffer.concat([TEXT, TEXT])],
    ['a Zstandard frame of many blocks without its size', ZSTD, ZSTD_BLOCKS, TEXT],
    ['a Zstandard frame with its size', ZSTD, ZSTD_SIZED, HELLO],
    [
      'several Zstandard frames',
      ZSTD,
      Buffer.concat([ZSTD_BLOCKS, SKIPPABLE, ZSTD_SIZED]),
      Buffer.concat([TEXT, HELLO]),
    ],
  ])('reads %s', async (_, codec, data, expected) => {
    expect((await decompress(codec, data, LIMIT)).equals(expected)).toBe(true);
  });

  it.each([
    ['gzip', GZIP, gzipSync(TEXT)],
    ['Snappy', SNAPPY, compress(TEXT)],
    ['framed Snappy', SNAPPY, xerial(compress(TEXT))],
    ['framed Snappy of several blocks', SNAPPY, xerial(compress(HALF), compress(HALF))],
    ['LZ4', LZ4, LZ4_BLOCKS],
    ['Zstandard', ZSTD, ZSTD_BLOCKS],
    ['Zstandard of several frames', ZSTD, Buffer.concat([ZSTD_SIZED, ZSTD_SIZED, ZSTD_SIZED])],
  ])('gives up %s that expands too far, before it takes the memory', async (_, codec, data) => {
    await expect(decompress(codec, data, TEXT.length - 1)).rejects.toThrow(/more than|too big|larger than/i);
  });

  // In two bytes, sizes count from 256.
  it.each([
    ['two', 0x60, [44, 1]],
    ['four', 0xa0, [44, 2, 0, 0]],
    ['eight', 0xe0, [44, 2, 0, 0, 0, 0, 0, 0]],
  ])('reads a Zstandard frame with its size in %s bytes', async (_, flags, size) => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, flags, ...size, ...[0, 0, 0], 0x61]);
    frame.writeUIntLE((556 << 3) | (1 << 1) | 1, frame.length - 4, 3);
    const expected = Buffer.concat([Buffer.alloc(556, 'a'), HELLO]);
    expect((await decompress(ZSTD, Buffer.concat([frame, ZSTD_SIZED]), LIMIT)).equals(expected)).toBe(true);
  });

  it('allocates no window that a frame only claims to need', async () => {
    // The window of the first frame is 128 MiB, of the second one 1.75 GiB.
    const claiming = Buffer.from(ZSTD_BLOCKS);
    claiming.writeUInt8(0xa7, 5);
    const before = process.memoryUsage().arrayBuffers;
    expect((await decompress(ZSTD, claiming, LIMIT)).equals(TEXT)).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
  });

  it('takes no longer for what came before each of many Zstandard blocks', async () => {
    const blocks = [...Array<number>(500).fill(128 << 10), ...Array<number>(3_000).fill(1)];
    const start = Date.now();
    const expanded = await decompress(ZSTD, zstdRuns(blocks), 128 << 20);
    expect(Date.now() - start).toBeLessThan(5_000);
    expect(expanded.equals(Buffer.alloc(500 * (128 << 10) + 3_000, 'a'))).toBe(true);
  });

  it('gives up data that are cut off anywhere', async () => {
    for (const [codec, data] of [
      [GZIP, gzipSync(HELLO)],
      [SNAPPY, xerial(compress(HELLO))],
      [LZ4, LZ4_BLOCKS],
      [ZSTD, ZSTD_BLOCKS],
      [ZSTD, ZSTD_SIZED],
    ] as const) {
      for (let length = 1; length < Math.min(data.length, 200); length++) {
        // Without its whole header, Snappy's frame looks like a raw block.
        if (codec === SNAPPY && length <= 16) continue;
        await expect(decompress(codec, data.subarray(0, length), LIMIT)).rejects.toThrow();
      }
    }
  });

  it.each([
    ['an LZ4 match before the beginning', LZ4, lz4([0x10, 0x61, 0x02, 0x00])],
    ['an LZ4 match at no distance', LZ4, lz4([0x10, 0x61, 0x00, 0x00])],
    ['another magic number of LZ4', LZ4, Buffer.from([1, 2, 3, 4, 0x40, 0x40, 0])],
    ['another magic number of Zstandard', ZSTD, Buffer.from([1, 2, 3, 4, 0x40, 0x40, 0])],
    ['a Zstandard dictionary', ZSTD, Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x01, 0x40, 7, 1, 0, 0])],
    ['a codec of the future', 5, HELLO],
  ])('gives up %s', async (_, codec, data) => {
    await expect(decompress(codec, data, LIMIT)).rejects.toThrow();
  });
});

/** A frame with one compressed block. */
function lz4(block: readonly number[]): Buffer {
  return Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, block.length, 0, 0, 0, ...block, 0, 0, 0, 0]);
}

/** A frame with blocks that repeat a letter, and a window of 2 MiB. */
function zstdRuns(lengths: readonly number[]): Buffer {
  const blocks = lengths.map((length, at) => {
    const block = Buffer.from([0, 0, 0, 0x61]);
    block.writeUIntLE((length << 3) | (1 << 1) | (at === lengths.length - 1 ? 1 : 0), 0, 3);
    return block;
  });
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]), ...blocks]);
}
