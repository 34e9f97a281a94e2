/**
 * Comes after the messages of each batch that the client hands over. The client knows messages alone; this one carries
 * where reading continues, which may be further on than its messages, or why it cannot continue.
 */
export class BatchEnd {
  readonly key = null;
  readonly value = null;
  readonly timestamp = '0';
  readonly attributes = 0;
  readonly headers = {};
  /** The client continues after it, unless the batch is unreadable. */
  readonly offset: string;

  /**
   * @param nextOffset the offset at which reading continues
   * @param unreadable why nothing can be read from there on; undefined if it can
   */
  constructor(
    readonly nextOffset: string,
    readonly unreadable?: string,
  ) {
    this.offset = unreadable === undefined ? String(BigInt(nextOffset) - 1n) : nextOffset;
  }
}
