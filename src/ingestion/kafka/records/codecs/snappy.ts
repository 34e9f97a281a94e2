import { uncompress } from 'snappyjs';

/** Begins what the xerial library writes, as Java producers do: a version, then blocks with their lengths. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;

/**
 * Decompresses Snappy, either one raw block, as librdkafka writes it, or blocks in xerial's frame.
 * @throws Error if the data are damaged or expand to more than `limit` bytes
 */
export function decompressSnappy(data: Buffer, limit: number): Buffer {
  if (!data.subarray(0, XERIAL.length).equals(XERIAL)) return uncompress(data, limit);
  const parts: Buffer[] = [];
  let left = limit;
  for (let at = XERIAL_HEADER; at < data.length;) {
    const length = data.readUInt32BE(at);
    at += 4;
    if (length > data.length - at) throw new Error('a Snappy block is cut off');
    const part = uncompress(data.subarray(at, at + length), left);
    at += length;
    left -= part.length;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
