const MAGIC = 0x184d2204;
const SKIPPABLE = 0x184d2a50;

/** The flags of a frame. */
const BLOCK_CHECKSUMS = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;

/** The bit of a block's length that says that it is stored as it is. */
const STORED = 0x8000_0000;
const SHORTEST_MATCH = 4;
/** Up to so many bytes, a loop is faster than a call. */
const SHORT = 32;

/**
 * Decompresses LZ4 frames, with linked or independent blocks of any size. Checksums are skipped: each batch has its own.
 * @throws Error if the data are damaged or expand to more than `limit` bytes
 */
export function decompressLz4(data: Buffer, limit: number): Buffer {
  const output = new Output(limit);
  for (let at = 0; at < data.length;) at = readFrame(data, at, output);
  return output.written();
}

/** Reads one frame from a position; returns the position after it. */
function readFrame(data: Buffer, start: number, output: Output): number {
  const magic = data.readUInt32LE(start);
  if ((magic & ~0xf) >>> 0 === SKIPPABLE) return start + 8 + data.readUInt32LE(start + 4);
  const flags = data.readUInt8(start + 4);
  if (magic !== MAGIC || flags >> 6 !== 1) throw new Error('this is no LZ4 frame');
  // After the magic number come the flags, the block size, the content size, the dictionary and a checksum.
  let at = start + 4 + 2 + (flags & CONTENT_SIZE ? 8 : 0) + (flags & DICTIONARY ? 4 : 0) + 1;
  for (;;) {
    const size = data.readUInt32LE(at);
    at += 4;
    if (size === 0) break;
    const length = size & ~STORED;
    const block = data.subarray(at, at + length);
    if (block.length < length) throw new Error('an LZ4 block is cut off');
    if (size & STORED) output.append(block, 0, length);
    else readBlock(block, output);
    at += length + (flags & BLOCK_CHECKSUMS ? 4 : 0);
  }
  return at + (flags & CONTENT_CHECKSUM ? 4 : 0);
}

/** A block alternates between literals and matches, which repeat earlier bytes; it ends with literals. */
function readBlock(block: Buffer, output: Output): void {
  let at = 0;
  const length = (nibble: number): number => {
    if (nibble < 15) return nibble;
    let sum = nibble;
    for (let byte = 255; byte === 255; sum += byte) byte = block.readUInt8(at++);
    return sum;
  };
  while (at < block.length) {
    const token = block.readUInt8(at++);
    const literals = length(token >> 4);
    if (literals > block.length - at) throw new Error('an LZ4 literal is cut off');
    output.append(block, at, literals);
    at += literals;
    if (at === block.length) return;
    const distance = block.readUInt16LE(at);
    at += 2;
    output.repeat(distance, length(token & 0xf) + SHORTEST_MATCH);
  }
}

/** Grows as it is written to, up to its limit: what a frame says about its size is not believed. */
class Output {
  private bytes = Buffer.allocUnsafe(64 * 1024);
  private length = 0;

  constructor(private readonly limit: number) {}

  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  append(source: Buffer, from: number, count: number): void {
    this.reserve(count);
    if (count > SHORT) source.copy(this.bytes, this.length, from, from + count);
    else for (let at = 0; at < count; at++) this.bytes[this.length + at] = source[from + at] ?? 0;
    this.length += count;
  }

  /** Appends what was written `distance` bytes before; the two may overlap. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.length) throw new Error('an LZ4 match points before the beginning');
    this.reserve(count);
    const from = this.length - distance;
    if (count > SHORT && distance >= count) this.bytes.copyWithin(this.length, from, from + count);
    else for (let at = 0; at < count; at++) this.bytes[this.length + at] = this.bytes[from + at] ?? 0;
    this.length += count;
  }

  private reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.limit) throw new Error(`it expands to more than ${this.limit} bytes`);
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}
