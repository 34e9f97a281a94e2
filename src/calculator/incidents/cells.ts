import { checked } from '../arrays/checked';
import type { Interval, Micros } from '../instants';

/** How many cells a window has in which stores that go down are counted together. */
export const CELLS_IN_WINDOW = 4;

/** A range that is cut into cells of a quarter of a window. They are aligned to the epoch, so those of all ranges are the same. */
export class Cells implements Interval {
  private readonly length: Micros;
  private readonly first: number;

  /** @param window in whole minutes */
  constructor(
    readonly from: Micros,
    readonly to: Micros,
    readonly window: Micros,
  ) {
    this.length = window / CELLS_IN_WINDOW;
    this.first = Math.floor(from / this.length);
  }

  /** How many there are; the first and the last one may reach beyond the range. */
  get count(): number {
    return Math.ceil(this.to / this.length) - this.first;
  }

  /** The number of the cell in which an instant of the range lies. */
  of(instant: Micros): number {
    return Math.floor(instant / this.length) - this.first;
  }

  /** The number of the first cell that begins at or after an instant. */
  firstFrom(instant: Micros): number {
    return Math.ceil(instant / this.length) - this.first;
  }

  startOf(cell: number): Micros {
    return (this.first + cell) * this.length;
  }
}

/** Counts the stores of a group that go down, cell by cell. */
export class CellCounts {
  readonly counts: Uint32Array;

  constructor(private readonly cells: Cells) {
    this.counts = new Uint32Array(cells.count);
  }

  /**
   * Adds a store. It counts once in any window: not again before a window has passed (docs/rules.md, R40).
   * @param instants at which it went down, ascending, within the range
   */
  add(instants: readonly Micros[]): void {
    let last = -Infinity;
    for (const instant of instants) {
      if (instant - last < this.cells.window) continue;
      const cell = this.cells.of(instant);
      this.counts[cell] = checked(this.counts[cell]) + 1;
      last = instant;
    }
  }
}
