import { setImmediate as otherWork } from 'node:timers/promises';
import { messageOf } from '../../../common/error-code';
import { type AbortedTransaction, AbortedTransactions } from './aborted-transactions';
import { isControl, isTransactional, readHeader } from './batch-header';
import { FetchedMessages } from './fetched-messages';
import { Parcel } from './parcel';
import { readMessages } from './record-batch';

/**
 * How much of one response is read, in bytes of memory: more than MAX_BYTES of uncompressed observations take. The rest
 * is fetched again, since compressed batches may expand to many times what was fetched.
 */
const MAX_MEMORY = 128 << 20;

/** How much more of a response may be read. */
export class MemoryBudget {
  private left = MAX_MEMORY;

  get isLeft(): boolean {
    return this.left > 0;
  }

  spend(bytes: number): void {
    this.left -= bytes;
  }
}

/**
 * Reads what was fetched of a partition: the messages from an offset on, up to the first batch that cannot be read, except
 * those of aborted transactions; undefined if there is nothing new.
 */
export async function readRecords(
  bytes: Buffer,
  from: bigint,
  aborted: readonly AbortedTransaction[],
  memory: MemoryBudget,
): Promise<Parcel | undefined> {
  const transactions = new AbortedTransactions(aborted);
  const messages = new FetchedMessages();
  let next = from;
  try {
    for (let at = 0; at < bytes.length && memory.isLeft;) {
      const rest = bytes.subarray(at);
      const header = readHeader(rest);
      at += header.length;
      const { producerId, lastOffset } = header;
      const isAborted = transactions.include(producerId, lastOffset) && isTransactional(header);
      if (isControl(header)) {
        // Whether it says that its transaction was aborted or committed: between the first offset of one that was aborted and its
        // end, its producer ends no other.
        transactions.end(producerId);
      } else if (!isAborted && lastOffset >= from) {
        const read = await readMessages(rest, header, from);
        memory.spend(read.memory);
        messages.add(read.messages);
      }
      if (lastOffset >= next) next = lastOffset + 1n;
      await otherWork();
    }
  } catch (error) {
    // What comes before it is taken first; the next fetch then begins with it.
    if (next === from) return Parcel.unreadable(String(from), messageOf(error));
  }
  return next === from ? undefined : Parcel.of(messages, String(next));
}
