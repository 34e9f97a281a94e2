/** Reads what Kafka's protocol consists of, one after the other; throws an error rather than read beyond the end. */
export class Cursor {
  position = 0;

  constructor(private readonly bytes: Buffer) {}

  int8(): number {
    return this.bytes.readInt8(this.advance(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.advance(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.advance(4));
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.advance(8));
  }

  /** A signed number of up to 32 bits in one to five bytes. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes.readUInt8(this.position++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new Error('a number is too long');
  }

  /** A signed number of up to 64 bits in one to ten bytes. */
  varlong(): bigint {
    let low = 0;
    // Nearly all are short, for which bigints only take time.
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.bytes.readUInt8(this.position++);
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt((low >>> 1) ^ -(low & 1));
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.bytes.readUInt8(this.position++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new Error('a number is too long');
  }

  /** Leaves out a signed number of up to 64 bits. */
  skipVarlong(): void {
    for (let bytes = 1; this.bytes.readUInt8(this.position++) >= 0x80; bytes++) {
      if (bytes === 10) throw new Error('a number is too long');
    }
  }

  string(): string {
    return this.take(this.int16()).toString();
  }

  /** A number of elements, then these; null counts as empty. */
  array<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(this.int32(), 0) }, read);
  }

  /** The next `length` bytes, not copied. */
  take(length: number): Buffer {
    const start = this.skip(length);
    return this.bytes.subarray(start, this.position);
  }

  /** Leaves out the next `length` bytes; returns where they begin. */
  skip(length: number): number {
    if (length < 0 || length > this.bytes.length - this.position) throw new Error('something is cut off');
    return this.advance(length);
  }

  private advance(length: number): number {
    const start = this.position;
    this.position += length;
    return start;
  }
}
