import { decompress } from 'fzstd';
import { randomBytes } from 'node:crypto';

const MAGIC = 0xfd2f_b528;
const SKIPPABLE = 0x184d_2a50;

const MAX_BLOCK = 128 * 1024;
const RAW = 0;
const RUN = 1;

/** Marks where what a frame expands to ends, which the library does not tell; nobody can have put it into the data. */
const END = randomBytes(16);
/** A last block that expands to the mark. */
const END_BLOCK = Buffer.concat([Buffer.from([(END.length << 3) | (RAW << 1) | 1, 0, 0]), END]);

/** A frame that ends with the mark, and how many bytes it can expand to at most without it. */
interface Frame {
  readonly data: Buffer;
  readonly bound: number;
  readonly end: number;
}

/**
 * Decompresses Zstandard frames, with or without their size. Checksums are skipped: each batch has its own.
 * @throws Error if the data are damaged or can expand to more than `limit` bytes
 */
export function decompressZstd(data: Buffer, limit: number): Buffer {
  const parts: Buffer[] = [];
  let left = limit;
  for (let at = 0; at < data.length;) {
    if ((data.readUInt32LE(at) & ~0xf) >>> 0 === SKIPPABLE) {
      at += 8 + data.readUInt32LE(at + 4);
      continue;
    }
    const frame = frameAt(data, at);
    left -= frame.bound;
    if (left < 0) throw new Error(`it expands to more than ${limit} bytes`);
    // Without a buffer, the library would allocate the window that the frame claims to need, up to 2 GiB, and move the
    // whole of it for each block.
    const expanded = Buffer.alloc(frame.bound + END.length);
    decompress(frame.data, expanded);
    const length = expanded.lastIndexOf(END);
    if (length === -1) throw new Error('a Zstandard frame is damaged');
    parts.push(expanded.subarray(0, length));
    at = frame.end;
  }
  return Buffer.concat(parts);
}

/** Finds the end and the bound of a frame from the headers of its blocks. */
function frameAt(data: Buffer, start: number): Frame {
  if (data.readUInt32LE(start) !== MAGIC) throw new Error('this is no Zstandard frame');
  const flags = data.readUInt8(start + 4);
  const isSingleSegment = (flags & 0x20) !== 0;
  const hasChecksum = (flags & 0x04) !== 0;
  if ((flags & 0x03) !== 0) throw new Error('it needs a Zstandard dictionary');
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  let bound = 0;
  let at = start + 5 + (isSingleSegment ? 0 : 1) + sizeBytes;
  let lastBlock = at;
  for (let isLast = false; !isLast;) {
    lastBlock = at;
    const header = data.readUIntLE(at, 3);
    isLast = (header & 1) !== 0;
    const type = (header >> 1) & 3;
    const size = header >> 3;
    at += 3 + (type === RUN ? 1 : size);
    bound += type === RAW || type === RUN ? size : MAX_BLOCK;
  }
  const end = at + (hasChecksum ? 4 : 0);
  if (end > data.length) throw new Error('a Zstandard frame is cut off');
  const marked = Buffer.concat([data.subarray(start, at), END_BLOCK]);
  marked.writeUInt8(data.readUInt8(lastBlock) & ~1, lastBlock - start);
  return { data: marked, bound, end };
}
