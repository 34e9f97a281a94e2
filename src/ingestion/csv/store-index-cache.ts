/** How far from its own place an id may be kept: beyond, it counts as unknown, so that no choice of ids makes this slow. */
const MAX_STEPS = 16;
const FIRST_SLOTS = 1 << 10;
/** So that nobody can tell beforehand which ids get in each other's way. */
const SEED = Math.floor(Math.random() * 2 ** 32);

/**
 * Store ids that were seen before, found by their bytes: to make a string of each of millions of ids takes longer than
 * all else that is done with a row. A hash table that may forget, never one that errs.
 */
export class KnownIds {
  private slots = new Int32Array(FIRST_SLOTS).fill(-1);
  private count = 0;
  private places = new Int32Array(FIRST_SLOTS);
  /** Where each id begins in `bytes`; it ends where the next begins. */
  private starts = new Uint32Array(FIRST_SLOTS + 1);
  private bytes = Buffer.alloc(FIRST_SLOTS * 40);

  /** The place of the id that stands in a buffer from `start` to `end`; -1: unknown. */
  find(buffer: Buffer, start: number, end: number): number {
    const mask = this.slots.length - 1;
    const hash = hashOf(buffer, start, end);
    for (let step = 0; step < MAX_STEPS; step++) {
      const id = this.slots[(hash + step) & mask] ?? -1;
      if (id === -1) return -1;
      if (this.isAt(id, buffer, start, end)) return this.places[id] ?? -1;
    }
    return -1;
  }

  /** Remembers an id that is unknown. */
  add(buffer: Buffer, start: number, end: number, place: number): void {
    if (this.count * 2 >= this.slots.length) this.grow();
    const from = this.starts[this.count] ?? 0;
    if (from + end - start > this.bytes.length) this.bytes = Buffer.concat([this.bytes], this.bytes.length * 2);
    buffer.copy(this.bytes, from, start, end);
    this.starts[this.count + 1] = from + end - start;
    this.places[this.count] = place;
    this.enter(this.count++, hashOf(buffer, start, end));
  }

  private isAt(id: number, buffer: Buffer, start: number, end: number): boolean {
    const { bytes } = this;
    const from = this.starts[id] ?? 0;
    const length = end - start;
    if ((this.starts[id + 1] ?? 0) - from !== length) return false;
    for (let at = 0; at < length; at++) if (bytes[from + at] !== buffer[start + at]) return false;
    return true;
  }

  private enter(id: number, hash: number): void {
    const mask = this.slots.length - 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      const slot = (hash + step) & mask;
      if (this.slots[slot] !== -1) continue;
      this.slots[slot] = id;
      return;
    }
  }

  private grow(): void {
    const size = this.slots.length * 2;
    const { places, starts } = this;
    this.slots = new Int32Array(size).fill(-1);
    this.places = new Int32Array(size);
    this.places.set(places);
    this.starts = new Uint32Array(size + 1);
    this.starts.set(starts);
    for (let id = 0; id < this.count; id++) {
      this.enter(id, hashOf(this.bytes, starts[id] ?? 0, starts[id + 1] ?? 0));
    }
  }
}

/** FNV-1a, and a last stir. */
function hashOf(buffer: Buffer, start: number, end: number): number {
  let hash = SEED;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (buffer[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
