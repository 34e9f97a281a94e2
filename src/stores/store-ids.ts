import { checked } from '../calculator/arrays/checked';

/** The most bytes of an id: see `STORE_ID`. */
const MAX_BYTES = 128;
/** Ids lie in pages: one buffer would be copied as it grows, and take twice the memory meanwhile. */
const PAGE_BITS = 14;
const PAGE_BYTES = 1 << PAGE_BITS;
const FIRST_IDS = 128;
/** How far from its slot an id may be. */
const MAX_STEPS = 16;
/** Random, so that nobody can choose ids that collide. */
const SEED = Math.floor(Math.random() * 2 ** 32);

/** Ids of stores, of which some are made texts at a time. An array of texts is one. */
export type StoreIdList = Pick<readonly string[], 'length' | 'slice'>;

/**
 * Different ids of stores, each with an index, in the order in which they were added. They are kept as bytes outside of the heap: a million
 * texts and a map of them take three times the memory, and each id would be made a text to be looked up.
 */
export class StoreIds {
  private count = 0;
  /** Ids one after the other, each after its length and in one page. */
  private readonly pages: Buffer[] = [];
  /** Where each id lies: the number of its page times `PAGE_BYTES`, plus its offset in the page. */
  private places = new Uint32Array(FIRST_IDS);
  /** Where the next id goes if its page has room. */
  private end = 0;
  /** A hash table: in each slot the index of an id plus 1, or 0 if it is free. At most half of them are taken. */
  private slots = new Uint32Array(FIRST_IDS * 2);
  /** The ids that found no slot within `MAX_STEPS`. So no choice of ids makes look-ups slow. */
  private others = new Map<string, number>();
  private readonly given = Buffer.alloc(MAX_BYTES);

  get length(): number {
    return this.count;
  }

  /** The index of an id; -1 if it is unknown. */
  indexOf(id: string): number {
    const index = this.find(this.given, 0, this.given.write(id, 'latin1'));
    return index === -1 && this.others.size > 0 ? (this.others.get(id) ?? -1) : index;
  }

  /** The index of the id in a buffer from `start` to `end`; -1 if it is unknown, or one of the few that only `indexOf` finds. */
  find(bytes: Buffer, start: number, end: number): number {
    const { slots } = this;
    const hash = hashOf(bytes, start, end);
    for (let step = 0; step < MAX_STEPS; step++) {
      const index = checked(slots[(hash + step) & (slots.length - 1)]) - 1;
      if (index === -1 || this.matches(index, bytes, start, end)) return index;
    }
    return -1;
  }

  /** Adds an id that is unknown; returns its index. */
  add(id: string): number {
    if (this.count === this.places.length) this.grow();
    const index = this.count++;
    this.places[index] = this.append(this.given, this.given.write(id, 'latin1'));
    this.insert(index);
    return index;
  }

  at(index: number): string {
    if (index >= this.count) throw new RangeError(`no id has the index ${index}`);
    const place = checked(this.places[index]);
    const page = this.pageOf(place);
    const start = (place % PAGE_BYTES) + 1;
    return page.toString('latin1', start, start + checked(page[start - 1]));
  }

  /** Less than 0 if the id with index `a` comes bytewise before that with index `b` of the same or other ids. */
  compare(a: number, b: number, ids: StoreIds = this): number {
    const [placeA, placeB] = [checked(this.places[a]), checked(ids.places[b])];
    const [pageA, pageB] = [this.pageOf(placeA), ids.pageOf(placeB)];
    const [startA, startB] = [placeA % PAGE_BYTES, placeB % PAGE_BYTES];
    const [lengthA, lengthB] = [checked(pageA[startA]), checked(pageB[startB])];
    for (let at = 1; at <= lengthA && at <= lengthB; at++) {
      const difference = checked(pageA[startA + at]) - checked(pageB[startB + at]);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  *[Symbol.iterator](): Generator<string> {
    for (let index = 0; index < this.count; index++) yield this.at(index);
  }

  private matches(index: number, bytes: Buffer, start: number, end: number): boolean {
    const place = checked(this.places[index]);
    const page = this.pageOf(place);
    const from = (place % PAGE_BYTES) + 1;
    const length = end - start;
    if (page[from - 1] !== length) return false;
    for (let at = 0; at < length; at++) if (page[from + at] !== bytes[start + at]) return false;
    return true;
  }

  /** Puts the first bytes of a buffer after the last id; returns their place. */
  private append(bytes: Buffer, length: number): number {
    const pagesEnd = this.pages.length * PAGE_BYTES;
    if (this.end + 1 + length > pagesEnd) {
      this.pages.push(Buffer.allocUnsafeSlow(PAGE_BYTES));
      this.end = pagesEnd;
    }
    const place = this.end;
    const page = this.pageOf(place);
    page[place % PAGE_BYTES] = length;
    bytes.copy(page, (place % PAGE_BYTES) + 1, 0, length);
    this.end += 1 + length;
    return place;
  }

  private pageOf(place: number): Buffer {
    const page = this.pages[place >>> PAGE_BITS];
    if (!page) throw new RangeError('an id is outside of its pages');
    return page;
  }

  private insert(index: number): void {
    const { slots } = this;
    const place = checked(this.places[index]);
    const page = this.pageOf(place);
    const start = (place % PAGE_BYTES) + 1;
    const hash = hashOf(page, start, start + checked(page[start - 1]));
    for (let step = 0; step < MAX_STEPS; step++) {
      const slot = (hash + step) & (slots.length - 1);
      if (slots[slot] !== 0) continue;
      slots[slot] = index + 1;
      return;
    }
    this.others.set(this.at(index), index);
  }

  private grow(): void {
    const { places } = this;
    this.places = new Uint32Array(places.length * 2);
    this.places.set(places);
    this.slots = new Uint32Array(this.slots.length * 2);
    this.others = new Map();
    for (let index = 0; index < this.count; index++) this.insert(index);
  }
}

/** FNV-1a with a final mix. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = SEED;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ checked(bytes[index]), 0x01000193);
  return hash ^ (hash >>> 15);
}
