import { checked } from '../../calculator/arrays/checked';

/** How far from its slot an id may be stored; beyond, it counts as unknown, so that no choice of ids makes lookups slow. */
const MAX_STEPS = 16;
const FIRST_SLOTS = 1 << 10;
/** Random, so that nobody can choose ids that collide. */
const SEED = Math.floor(Math.random() * 2 ** 32);

/**
 * The indexes of stores by the bytes of their ids: making a string of each id would take longer than everything else that
 * is done with a row. A hash table that may forget an id, but never confuses two.
 */
export class StoreIndexCache {
  /** In each slot an entry, that is, an index into the arrays below; -1 if it is free. */
  private slots = new Int32Array(FIRST_SLOTS).fill(-1);
  private count = 0;
  private storeIndexes = new Int32Array(FIRST_SLOTS);
  /** Where each entry's id begins in `bytes`; it ends where the next one begins. */
  private starts = new Uint32Array(FIRST_SLOTS + 1);
  private bytes = Buffer.alloc(FIRST_SLOTS * 40);

  /** The store index of the id in a buffer from `start` to `end`; -1 if it is unknown. */
  find(buffer: Buffer, start: number, end: number): number {
    const mask = this.slots.length - 1;
    const hash = hashOf(buffer, start, end);
    for (let step = 0; step < MAX_STEPS; step++) {
      const entry = checked(this.slots[(hash + step) & mask]);
      if (entry === -1) return -1;
      if (this.matches(entry, buffer, start, end)) return checked(this.storeIndexes[entry]);
    }
    return -1;
  }

  /** Adds an id that is unknown. */
  add(buffer: Buffer, start: number, end: number, storeIndex: number): void {
    if (this.count * 2 >= this.slots.length) this.grow();
    const from = checked(this.starts[this.count]);
    if (from + end - start > this.bytes.length) this.bytes = Buffer.concat([this.bytes], this.bytes.length * 2);
    buffer.copy(this.bytes, from, start, end);
    this.starts[this.count + 1] = from + end - start;
    this.storeIndexes[this.count] = storeIndex;
    this.insert(this.count++, hashOf(buffer, start, end));
  }

  private matches(entry: number, buffer: Buffer, start: number, end: number): boolean {
    const { bytes } = this;
    const from = checked(this.starts[entry]);
    const length = end - start;
    if (checked(this.starts[entry + 1]) - from !== length) return false;
    for (let index = 0; index < length; index++) if (bytes[from + index] !== buffer[start + index]) return false;
    return true;
  }

  private insert(entry: number, hash: number): void {
    const mask = this.slots.length - 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      const slot = (hash + step) & mask;
      if (this.slots[slot] !== -1) continue;
      this.slots[slot] = entry;
      return;
    }
  }

  private grow(): void {
    const size = this.slots.length * 2;
    const { storeIndexes, starts } = this;
    this.slots = new Int32Array(size).fill(-1);
    this.storeIndexes = new Int32Array(size);
    this.storeIndexes.set(storeIndexes);
    this.starts = new Uint32Array(size + 1);
    this.starts.set(starts);
    for (let entry = 0; entry < this.count; entry++) {
      this.insert(entry, hashOf(this.bytes, checked(starts[entry]), checked(starts[entry + 1])));
    }
  }
}

/** FNV-1a with a final mix. */
function hashOf(buffer: Buffer, start: number, end: number): number {
  let hash = SEED;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ checked(buffer[index]), 0x01000193);
  return hash ^ (hash >>> 15);
}
