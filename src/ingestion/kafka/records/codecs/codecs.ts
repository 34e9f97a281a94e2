import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { decompressLz4 } from './lz4';
import { decompressSnappy } from './snappy';
import { decompressZstd } from './zstd';

const gunzipped = promisify(gunzip);

/** Decompresses a buffer to at most `limit` bytes. */
type Codec = (data: Buffer, limit: number) => Buffer | Promise<Buffer>;

/** By the number that a batch names. */
const CODECS: readonly (Codec | undefined)[] = [
  (data) => data,
  (data, limit) => gunzipped(data, { maxOutputLength: limit }),
  decompressSnappy,
  decompressLz4,
  decompressZstd,
];

/**
 * The records of a batch, decompressed.
 * @param codec the number of the compression
 * @throws Error if the codec is unknown, or if the data are damaged or expand to more than `limit` bytes
 */
export async function decompress(codec: number, data: Buffer, limit: number): Promise<Buffer> {
  const decode = CODECS[codec];
  if (decode === undefined) throw new Error(`its compression ${codec} is unknown`);
  return decode(data, limit);
}
