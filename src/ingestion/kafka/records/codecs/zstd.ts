import { Decompress } from 'fzstd';

const MAGIC = 0xfd2f_b528;
const SKIPPABLE = 0x184d_2a50;

const MAX_BLOCK = 128 * 1024;
const RAW = 0;
const RUN = 1;

/** A frame by itself, and how many bytes it can expand to at most. */
interface Frame {
  readonly data: Buffer;
  readonly bound: number;
  readonly end: number;
}

/**
 * Decompresses Zstandard frames, with or without their size. Checksums are skipped: each batch has its own.
 * @throws Error if the data are damaged or expand to more than `limit` bytes
 */
export function decompressZstd(data: Buffer, limit: number): Buffer {
  const parts: Uint8Array[] = [];
  let left = limit;
  for (let at = 0; at < data.length;) {
    if ((data.readUInt32LE(at) & ~0xf) >>> 0 === SKIPPABLE) {
      at += 8 + data.readUInt32LE(at + 4);
      continue;
    }
    const frame = frameAt(data, at);
    if (frame.bound > left) throw new Error(`it expands to more than ${limit} bytes`);
    const decoder = new Decompress((part) => {
      left -= part.length;
      parts.push(part);
    });
    decoder.push(frame.data, true);
    at = frame.end;
  }
  return Buffer.concat(parts);
}

/**
 * Finds the end and the bound of a frame from the headers of its blocks. The library allocates and moves the window that
 * a frame asks for, up to 2 GiB, so the frame gets a header that asks for what it can fill.
 */
function frameAt(data: Buffer, start: number): Frame {
  if (data.readUInt32LE(start) !== MAGIC) throw new Error('this is no Zstandard frame');
  const flags = data.readUInt8(start + 4);
  const isSingleSegment = (flags & 0x20) !== 0;
  const hasChecksum = (flags & 0x04) !== 0;
  if ((flags & 0x03) !== 0) throw new Error('it needs a Zstandard dictionary');
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const blocks = start + 5 + (isSingleSegment ? 0 : 1) + sizeBytes;
  let bound = 0;
  let at = blocks;
  for (let isLast = false; !isLast;) {
    const header = data.readUIntLE(at, 3);
    isLast = (header & 1) !== 0;
    const type = (header >> 1) & 3;
    const size = header >> 3;
    at += 3 + (type === RUN ? 1 : size);
    bound += type === RAW || type === RUN ? size : MAX_BLOCK;
  }
  const end = at + (hasChecksum ? 4 : 0);
  if (end > data.length) throw new Error('a Zstandard frame is cut off');
  return { data: Buffer.concat([headerFor(bound), data.subarray(blocks, at)]), bound, end };
}

/** The header of a frame without size and checksum, with a window of at least so many bytes and of a whole block. */
function headerFor(bound: number): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt32LE(MAGIC);
  const exponent = Math.ceil(Math.log2(Math.max(bound, MAX_BLOCK)));
  header.writeUInt8((exponent - 10) << 3, 5);
  return header;
}
