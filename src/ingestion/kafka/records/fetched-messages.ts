import type { FetchedMessage, MessageBlock } from './message-block';

/** Messages of a partition, in order; offsets between them may be missing. */
export class FetchedMessages {
  private readonly added: MessageBlock[] = [];
  private count = 0;

  /** Adds the messages of the next record batch. */
  add(block: MessageBlock): void {
    if (block.length === 0) return;
    this.added.push(block);
    this.count += block.length;
  }

  get length(): number {
    return this.count;
  }

  /** Those of each record batch. */
  get blocks(): readonly MessageBlock[] {
    return this.added;
  }

  get first(): FetchedMessage | undefined {
    return this.added[0]?.messageAt(0);
  }

  get last(): FetchedMessage | undefined {
    const block = this.added.at(-1);
    return block?.messageAt(block.length - 1);
  }

  /** Those at some offsets, in order. */
  *at(offsets: { readonly has: (offset: number) => boolean }): Generator<FetchedMessage> {
    for (const block of this.added) {
      for (let index = 0; index < block.length; index++) {
        if (offsets.has(block.positionAt(index))) yield block.messageAt(index);
      }
    }
  }
}
