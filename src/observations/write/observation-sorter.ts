import { setImmediate as otherWork } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Micros } from '../../calculator/instants';
import { checked } from '../../calculator/arrays/checked';
import { Spool } from '../../platform/spool/spool';
import type { ImportStores } from './import-stores';
import { weekOf, Weeks } from './weeks/observation-partitions';

/** Observations in columns; `store` is the rank of the store's id among those of the import. */
export interface ObservationColumns {
  readonly store: Int32Array;
  readonly observedAt: Float64Array;
  /** 1 = active, 0 = inactive. */
  readonly active: Uint8Array;
}

/** Rows sorted in memory, 2 MB; beyond that they go to disk as sorted segments, which are merged in the end. */
const SEGMENT_ROWS = 1 << 17;
/** Rows written at a time, 3 MB: the larger, the denser are those that go to one part of an index, and the faster. */
const BATCH_ROWS = 1 << 18;
/** Rows that memory is reserved for at first: most imports are small. */
const FIRST_ROWS = 1 << 10;
/** More rows than a chunk of a body can hold: it has 64 KiB, plus as much left over from the one before, and a row has 26 bytes. */
const MAX_ADDS = 1 << 14;
/** In a segment on disk a row is two doubles: the instant, and twice the store's index plus the status. */
const ROW_DOUBLES = 2;
const READ_ROWS = 1 << 11;

/**
 * Takes an import's observations in any order and returns them by store id and instant; those of one store and instant keep
 * the order in which they came. Keys mostly follow ids, and PostgreSQL writes rows in key order more than twice as fast.
 * An external merge sort: memory is the same for any number of rows. More rows than a segment has come week by week, so that
 * the writer can load a new week by itself.
 */
export class ObservationSorter {
  private readonly spool: Spool | undefined;
  private readonly segments: { position: number; rows: number }[] = [];
  private current = newColumns(FIRST_ROWS);
  private length = 0;
  /** The latest instant of all rows; `-Infinity` without any. */
  latest: Micros = -Infinity;
  /** The weeks of all rows. */
  readonly weeks = new Weeks();

  /**
   * @param stores the stores whose indexes `add` takes, and whose ranks `sorted` returns
   * @param spoolDirectory where segments go; without it, all rows stay in memory
   */
  constructor(
    private readonly stores: ImportStores,
    spoolDirectory?: string,
  ) {
    if (spoolDirectory !== undefined) this.spool = new Spool(spoolDirectory);
  }

  /** Must be called before every `MAX_ADDS` rows. */
  async makeRoom(): Promise<void> {
    if (this.spool && this.length > SEGMENT_ROWS - MAX_ADDS) await this.spill(this.spool);
  }

  /** @param store its index in the import's stores */
  add(store: number, observedAt: Micros, active: boolean): void {
    if (this.length === this.current.store.length) this.grow();
    const row = this.length++;
    if (observedAt > this.latest) this.latest = observedAt;
    this.weeks.add(observedAt);
    this.current.store[row] = store;
    this.current.observedAt[row] = observedAt;
    this.current.active[row] = active ? 1 : 0;
  }

  private grow(): void {
    const larger = newColumns(this.length * 2);
    larger.store.set(this.current.store);
    larger.observedAt.set(this.current.observedAt);
    larger.active.set(this.current.active);
    this.current = larger;
  }

  /**
   * Creates the weeks of all rows that are missing, but for those with more rows than a segment has.
   * @returns the numbers of these, which the writer is to load
   */
  async createWeeks(database: Pool): Promise<ReadonlySet<number>> {
    const large = await this.weeks.missing(database, SEGMENT_ROWS);
    await this.weeks.create(database, large);
    return large;
  }

  private async spill(spool: Spool): Promise<void> {
    const sorted = await sortRows(this.current, this.length, this.stores.ranks(), true);
    const rows = new Float64Array(this.length * ROW_DOUBLES);
    for (let row = 0; row < this.length; row++) {
      rows[row * ROW_DOUBLES] = checked(sorted.observedAt[row]);
      rows[row * ROW_DOUBLES + 1] = checked(sorted.store[row]) * 2 + checked(sorted.active[row]);
    }
    const position = await spool.append(new Uint8Array(rows.buffer));
    this.segments.push({ position, rows: this.length });
    this.length = 0;
  }

  /** Yields all rows in order, in batches; a batch of rows that come week by week is of one week. Can be called again. */
  async *sorted(): AsyncGenerator<ObservationColumns> {
    if (!this.spool || this.segments.length === 0) {
      const ranks = this.stores.ranks();
      const sorted = await sortRows(this.current, this.length, ranks, false);
      for (let row = 0; row < this.length; row++) sorted.store[row] = checked(ranks[checked(sorted.store[row])]);
      for (let from = 0; from < this.length; from += BATCH_ROWS) yield slice(sorted, from, from + BATCH_ROWS);
      return;
    }
    if (this.length > 0) await this.spill(this.spool);
    this.current = newColumns(0);
    yield* this.merged(this.spool);
  }

  async close(): Promise<void> {
    await this.spool?.close();
  }

  private async *merged(spool: Spool): AsyncGenerator<ObservationColumns> {
    const heap: SegmentReader[] = [];
    const ranks = this.stores.ranks();
    for (const [order, segment] of this.segments.entries()) {
      const reader = new SegmentReader(spool, segment.position, segment.rows, order, ranks);
      await reader.refill();
      push(heap, reader);
    }
    let batch = newColumns(BATCH_ROWS);
    let rows = 0;
    let week: number | undefined;
    for (let first = heap[0]; first !== undefined; first = heap[0]) {
      if (rows === BATCH_ROWS || (rows > 0 && first.week !== week)) {
        const end = first.week === week ? endBefore(batch, first) : rows;
        yield slice(batch, 0, end);
        const others = slice(batch, end, rows);
        batch = newColumns(BATCH_ROWS);
        rows -= end;
        for (const name of ['store', 'observedAt', 'active'] as const) batch[name].set(others[name]);
      }
      week = first.week;
      batch.store[rows] = first.store;
      batch.observedAt[rows] = first.observedAt;
      batch.active[rows] = first.active;
      rows++;
      if (first.advance() || (await first.refill())) siftDown(heap);
      else removeFirst(heap);
    }
    if (rows > 0) yield slice(batch, 0, rows);
  }
}

/** Where a full batch ends so that the rows of an instant of a store stay together, unless it has no others. */
function endBefore({ store, observedAt }: ObservationColumns, next: SegmentReader): number {
  let end = store.length;
  while (end > 0 && store[end - 1] === next.store && observedAt[end - 1] === next.observedAt) end--;
  return end === 0 ? store.length : end;
}

/** Reads one sorted segment row by row. */
class SegmentReader {
  /** The rows that were read last. */
  private window: Float64Array;
  private row = 0;
  week = 0;
  observedAt = 0;
  store = 0;
  active = 0;

  constructor(
    private readonly spool: Spool,
    private position: number,
    private rowsLeft: number,
    /** The segment's number: of equal rows, those of an earlier segment came first. */
    readonly order: number,
    private readonly ranks: Int32Array,
  ) {
    this.window = new Float64Array(Math.min(READ_ROWS, rowsLeft) * ROW_DOUBLES);
  }

  /** Reads the next rows from the spool; false at the segment's end. */
  async refill(): Promise<boolean> {
    const rows = Math.min(READ_ROWS, this.rowsLeft);
    if (rows === 0) return false;
    this.window = this.window.subarray(0, rows * ROW_DOUBLES);
    await this.spool.read(new Uint8Array(this.window.buffer, 0, this.window.byteLength), this.position);
    this.position += this.window.byteLength;
    this.rowsLeft -= rows;
    this.row = -1;
    return this.advance();
  }

  /** Moves to the next row; false at the window's end. */
  advance(): boolean {
    const index = ++this.row * ROW_DOUBLES;
    if (index >= this.window.length) return false;
    const storeAndStatus = checked(this.window[index + 1]);
    this.observedAt = checked(this.window[index]);
    this.week = weekOf(this.observedAt);
    this.active = storeAndStatus % 2;
    this.store = checked(this.ranks[(storeAndStatus - this.active) / 2]);
    return true;
  }

  before(other: SegmentReader): boolean {
    if (this.week !== other.week) return this.week < other.week;
    if (this.store !== other.store) return this.store < other.store;
    if (this.observedAt !== other.observedAt) return this.observedAt < other.observedAt;
    return this.order < other.order;
  }
}

function push(heap: SegmentReader[], reader: SegmentReader): void {
  let index = heap.push(reader) - 1;
  while (index > 0) {
    const parent = (index - 1) >>> 1;
    const above = heap[parent];
    if (!above || !reader.before(above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = reader;
}

/** Restores the heap's order after its first reader has advanced. */
function siftDown(heap: SegmentReader[]): void {
  const reader = heap[0];
  if (!reader) return;
  let index = 0;
  for (;;) {
    const left = heap[index * 2 + 1];
    const right = heap[index * 2 + 2];
    const child = right && left && right.before(left) ? right : left;
    if (!child?.before(reader)) break;
    heap[index] = child;
    index = index * 2 + (child === left ? 1 : 2);
  }
  heap[index] = reader;
}

function removeFirst(heap: SegmentReader[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  siftDown(heap);
}

/** Rows that are sorted at once; with more, others get their turn between the passes. */
const ROWS_AT_ONCE = 1 << 14;
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const TWO_POW_32 = 2 ** 32;

/**
 * Sorts by the store's rank and by instant, perhaps week by week, stably: a radix sort of row numbers, in linear time whatever
 * the order.
 */
async function sortRows(
  { store, observedAt, active }: ObservationColumns,
  length: number,
  ranks: Int32Array,
  byWeek: boolean,
): Promise<ObservationColumns> {
  const rank = new Uint32Array(length);
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    rank[row] = checked(ranks[checked(store[row])]);
    rows[row] = row;
  }
  let order = await sortByColumn(rows, rank);
  // Most stores' observations come in the order of time.
  if (!areInOrder(order, rank, observedAt)) order = await sortByColumn(await sortByInstant(rows, observedAt), rank);
  if (byWeek) {
    const week = new Uint32Array(length);
    // From 0 on: the first week is -1.
    for (let row = 0; row < length; row++) week[row] = weekOf(checked(observedAt[row])) + 1;
    order = await sortByColumn(order, week);
  }

  const sorted = newColumns(length);
  for (let index = 0; index < length; index++) {
    const row = checked(order[index]);
    sorted.store[index] = checked(store[row]);
    sorted.observedAt[index] = checked(observedAt[row]);
    sorted.active[index] = checked(active[row]);
  }
  return sorted;
}

/** Whether the rows of each store are in order of time. */
function areInOrder(order: Uint32Array, rank: Uint32Array, observedAt: Float64Array): boolean {
  for (let index = 1; index < order.length; index++) {
    const [before, row] = [checked(order[index - 1]), checked(order[index])];
    if (rank[before] === rank[row] && checked(observedAt[before]) > checked(observedAt[row])) return false;
  }
  return true;
}

/** Sorts by the two halves of instants, as the difference of two instants may not be a safe integer. */
async function sortByInstant(
  rows: Uint32Array<ArrayBuffer>,
  observedAt: Float64Array,
): Promise<Uint32Array<ArrayBuffer>> {
  const low = new Uint32Array(rows.length);
  const high = new Uint32Array(rows.length);
  let leastHigh = Infinity;
  for (const row of rows) leastHigh = Math.min(leastHigh, Math.floor(checked(observedAt[row]) / TWO_POW_32));
  for (const row of rows) {
    const instant = checked(observedAt[row]);
    low[row] = instant;
    high[row] = Math.floor(instant / TWO_POW_32) - leastHigh;
  }
  return sortByColumn(await sortByColumn(rows, low), high);
}

async function sortByColumn(order: Uint32Array<ArrayBuffer>, column: Uint32Array): Promise<Uint32Array<ArrayBuffer>> {
  const isLong = order.length > ROWS_AT_ONCE;
  let largest = 0;
  for (const row of order) largest = Math.max(largest, checked(column[row]));
  let from = order;
  if (isLong) await otherWork();
  for (let shift = 0; shift < 32 && largest >>> shift > 0; shift += DIGIT_BITS) {
    const starts = new Uint32Array(DIGITS + 1);
    for (const row of from) count(starts, ((checked(column[row]) >>> shift) & (DIGITS - 1)) + 1);
    for (let digit = 0; digit < DIGITS; digit++) {
      starts[digit + 1] = checked(starts[digit + 1]) + checked(starts[digit]);
    }
    const to = new Uint32Array(from.length);
    for (const row of from) to[count(starts, (checked(column[row]) >>> shift) & (DIGITS - 1))] = row;
    from = to;
    if (isLong) await otherWork();
  }
  return from;
}

/** Adds one; returns the count before. */
function count(counts: Uint32Array, digit: number): number {
  const before = checked(counts[digit]);
  counts[digit] = before + 1;
  return before;
}

function newColumns(rows: number) {
  return { store: new Int32Array(rows), observedAt: new Float64Array(rows), active: new Uint8Array(rows) };
}

function slice({ store, observedAt, active }: ObservationColumns, from: number, to: number): ObservationColumns {
  return {
    store: store.subarray(from, to),
    observedAt: observedAt.subarray(from, to),
    active: active.subarray(from, to),
  };
}
