import { setImmediate as otherWork } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Micros } from '../../calculator/instants';
import { checked } from '../../calculator/arrays/checked';
import { RowTurns } from '../../common/collections/row-turns';
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
  /** Both are reused for each segment: arrays allocated anew make V8 collect the whole heap again and again. */
  private sort: RowSort | undefined;
  private segment: Float64Array<ArrayBuffer> | undefined;
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
    const { length } = this;
    const sort = (this.sort ??= new RowSort(SEGMENT_ROWS));
    const sorted = await sort.sort(this.current, length, await this.stores.ranks(), true);
    const rows = (this.segment ??= new Float64Array(SEGMENT_ROWS * ROW_DOUBLES)).subarray(0, length * ROW_DOUBLES);
    for (let row = 0; row < length; row++) {
      rows[row * ROW_DOUBLES] = checked(sorted.observedAt[row]);
      rows[row * ROW_DOUBLES + 1] = checked(sorted.store[row]) * 2 + checked(sorted.active[row]);
    }
    const position = await spool.append(new Uint8Array(rows.buffer, 0, rows.byteLength));
    this.segments.push({ position, rows: length });
    this.length = 0;
  }

  /** Yields all rows in order, in batches; a batch of rows that come week by week is of one week. Can be called again. */
  async *sorted(): AsyncGenerator<ObservationColumns> {
    if (!this.spool || this.segments.length === 0) {
      const ranks = await this.stores.ranks();
      const sorted = await new RowSort(this.length).sort(this.current, this.length, ranks, false);
      for (let row = 0; row < this.length; row++) sorted.store[row] = checked(ranks[checked(sorted.store[row])]);
      for (let from = 0; from < this.length; from += BATCH_ROWS) yield slice(sorted, from, from + BATCH_ROWS);
      return;
    }
    if (this.length > 0) await this.spill(this.spool);
    this.current = newColumns(0);
    this.sort = undefined;
    this.segment = undefined;
    yield* this.merged(this.spool);
  }

  async close(): Promise<void> {
    await this.spool?.close();
  }

  private async *merged(spool: Spool): AsyncGenerator<ObservationColumns> {
    const heap: SegmentReader[] = [];
    const ranks = await this.stores.ranks();
    for (const [order, segment] of this.segments.entries()) {
      const reader = new SegmentReader(spool, segment.position, segment.rows, order, ranks);
      await reader.refill();
      push(heap, reader);
    }
    let batch = newColumns(BATCH_ROWS);
    let rows = 0;
    let week: number | undefined;
    const turns = new RowTurns();
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
      if (turns.isOver()) await otherWork();
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
 * Sorts rows by the store's rank and by instant, perhaps week by week, stably: a radix sort of row numbers, in linear time whatever
 * the order.
 */
class RowSort {
  private readonly ranks: Uint32Array;
  /** The numbers of the rows: in order as far as they are sorted, and room for them. */
  private order: Uint32Array;
  private spare: Uint32Array;
  /** What they are sorted by next. */
  private readonly column: Uint32Array;
  private readonly starts = new Uint32Array(DIGITS + 1);
  private readonly sorted: ObservationColumns;

  /** @param rows how many it can sort at most */
  constructor(rows: number) {
    this.ranks = new Uint32Array(rows);
    this.order = new Uint32Array(rows);
    this.spare = new Uint32Array(rows);
    this.column = new Uint32Array(rows);
    this.sorted = newColumns(rows);
  }

  /** Sorts the first rows of some columns. What it returns is good until the next call. */
  async sort(
    { store, observedAt, active }: ObservationColumns,
    length: number,
    ranks: Int32Array,
    byWeek: boolean,
  ): Promise<ObservationColumns> {
    for (let row = 0; row < length; row++) this.ranks[row] = checked(ranks[checked(store[row])]);
    this.begin(length);
    await this.by(this.ranks, length);
    // Most stores' observations come in the order of time.
    if (!this.isInOrder(observedAt, length)) {
      this.begin(length);
      await this.byInstant(observedAt, length);
      await this.by(this.ranks, length);
    }
    if (byWeek) {
      // From 0 on: the first week is -1.
      for (let row = 0; row < length; row++) this.column[row] = weekOf(checked(observedAt[row])) + 1;
      await this.by(this.column, length);
    }

    const { order, sorted } = this;
    for (let index = 0; index < length; index++) {
      const row = checked(order[index]);
      sorted.store[index] = checked(store[row]);
      sorted.observedAt[index] = checked(observedAt[row]);
      sorted.active[index] = checked(active[row]);
    }
    return sorted;
  }

  private begin(length: number): void {
    for (let row = 0; row < length; row++) this.order[row] = row;
  }

  /** Whether the rows of each store are in order of time. */
  private isInOrder(observedAt: Float64Array, length: number): boolean {
    const { order, ranks } = this;
    for (let index = 1; index < length; index++) {
      const [before, row] = [checked(order[index - 1]), checked(order[index])];
      if (ranks[before] === ranks[row] && checked(observedAt[before]) > checked(observedAt[row])) return false;
    }
    return true;
  }

  /** Sorts by the two halves of instants, as the difference of two instants may not be a safe integer. */
  private async byInstant(observedAt: Float64Array, length: number): Promise<void> {
    const { column } = this;
    let leastHigh = Infinity;
    for (let row = 0; row < length; row++) {
      const instant = checked(observedAt[row]);
      column[row] = instant;
      leastHigh = Math.min(leastHigh, Math.floor(instant / TWO_POW_32));
    }
    await this.by(column, length);
    for (let row = 0; row < length; row++) {
      column[row] = Math.floor(checked(observedAt[row]) / TWO_POW_32) - leastHigh;
    }
    await this.by(column, length);
  }

  /** @param column the values by the number of the row */
  private async by(column: Uint32Array, length: number): Promise<void> {
    const { starts } = this;
    const isLong = length > ROWS_AT_ONCE;
    let largest = 0;
    for (let row = 0; row < length; row++) largest = Math.max(largest, checked(column[row]));
    if (isLong) await otherWork();
    for (let shift = 0; shift < 32 && largest >>> shift > 0; shift += DIGIT_BITS) {
      const { order, spare } = this;
      starts.fill(0);
      for (let row = 0; row < length; row++) count(starts, ((checked(column[row]) >>> shift) & (DIGITS - 1)) + 1);
      for (let digit = 0; digit < DIGITS; digit++) {
        starts[digit + 1] = checked(starts[digit + 1]) + checked(starts[digit]);
      }
      for (let index = 0; index < length; index++) {
        const row = checked(order[index]);
        spare[count(starts, (checked(column[row]) >>> shift) & (DIGITS - 1))] = row;
      }
      this.order = spare;
      this.spare = order;
      if (isLong) await otherWork();
    }
  }
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
