import { type BatchHeader, HEADER } from './batch-header';
import { decompress } from './codecs/codecs';
import { MessageBlock } from './message-block';

const CODEC = 0x07;

/** Roughly the memory that a message takes besides its bytes, if it is rejected. */
const MESSAGE_MEMORY = 512;
/** The most that a batch may take; producers stay far below it, unless they mean harm. */
const MAX_BATCH_MEMORY = 256 << 20;

/** The messages of a batch. */
interface ReadBatch {
  readonly messages: MessageBlock;
  /** Roughly how many bytes of memory they take, headers included. */
  readonly memory: number;
}

/**
 * Decompresses and reads the records of a batch, those with an offset from `from` on. Their headers are left out, since nobody
 * reads them.
 * @param bytes begin with the batch
 * @throws Error saying why the batch cannot be read
 */
export async function readMessages(bytes: Buffer, header: BatchHeader, from: bigint): Promise<ReadBatch> {
  const { attributes, length, count } = header;
  const memory = count * MESSAGE_MEMORY;
  const limit = MAX_BATCH_MEMORY - memory;
  if (count < 0 || limit < 0) throw new Error(`it claims to hold ${count} messages`);
  const data = bytes.subarray(HEADER, length);
  // Nothing is left of some batches, whatever their compression was. Gzip and Snappy never compress to nothing.
  const records = data.length === 0 ? data : await decompress(attributes & CODEC, data, limit);
  return { messages: new MessageBlock(records, header, from), memory: memory + records.length };
}
