/** The least that memory is reserved for. */
const FIRST_BYTES = 1 << 10;

/** Bytes that come in pieces, gathered in one buffer that doubles, so that each byte costs the same however small they are. */
export class GrowingBuffer {
  private buffer = Buffer.alloc(0);
  length = 0;

  /** @param most the most bytes that are expected: only if there are more does the buffer get larger than that */
  constructor(private readonly most: number) {}

  /** The memory that appending so many bytes takes on top of what is taken already. */
  growthFor(bytes: number): number {
    const taken = this.buffer.length;
    const needed = this.length + bytes;
    return needed <= taken ? 0 : Math.max(needed, Math.min(this.most, Math.max(FIRST_BYTES, taken * 2))) - taken;
  }

  append(bytes: Buffer): void {
    const growth = this.growthFor(bytes.length);
    if (growth > 0) {
      const larger = Buffer.allocUnsafeSlow(this.buffer.length + growth);
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    bytes.copy(this.buffer, this.length);
    this.length += bytes.length;
  }

  /** All bytes so far; valid until the next call. */
  get bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
