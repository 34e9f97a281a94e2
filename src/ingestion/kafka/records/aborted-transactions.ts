/** An aborted transaction, as the broker names it with what it sends. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/** Knows which batches of a partition belong to transactions that were aborted; asked about each batch in order. */
export class AbortedTransactions {
  /** Those still to come, the first one last. The broker sorts them by their end. */
  private readonly ahead: AbortedTransaction[];
  private readonly producers = new Set<bigint>();

  constructor(transactions: readonly AbortedTransaction[]) {
    this.ahead = [...transactions].sort((a, b) => (a.firstOffset < b.firstOffset ? 1 : -1));
  }

  /** Whether the batch of a transaction that ends at an offset was aborted. */
  include(producerId: bigint, lastOffset: bigint): boolean {
    for (let next = this.ahead.at(-1); next && next.firstOffset <= lastOffset; next = this.ahead.at(-1)) {
      this.producers.add(next.producerId);
      this.ahead.pop();
    }
    return this.producers.has(producerId);
  }

  /** The control record that ends a transaction of a producer was read. */
  end(producerId: bigint): void {
    this.producers.delete(producerId);
  }
}
