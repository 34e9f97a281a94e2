import { endianness } from 'node:os';
import type { WindowFigures } from '../../calculator/figures/window-figures';

/** What is kept of each window; the scheduled time is their sum (docs/rules.md, R13). */
export const KEPT_FIGURES = ['uptime', 'downtime', 'unknown', 'excluded'] as const;

const BYTES = 8;

/**
 * The exact figures of a shard's stores, in the order of its lines, as they are kept: for each store a row of 64-bit floats, which
 * hold whole microseconds exactly, in little-endian order; the index of its zone, then `KEPT_FIGURES` of each window.
 */
export class ExactFiguresWriter {
  private values = new Float64Array(1 << 10);
  private length = 0;
  private readonly zoneIndexes = new Map<string, number>();

  /**
   * Adds a store.
   * @param zone the time zone in force at the report's as of
   */
  add(zone: string, windows: readonly WindowFigures[]): void {
    this.reserve(1 + windows.length * KEPT_FIGURES.length);
    let index = this.zoneIndexes.get(zone);
    if (index === undefined) this.zoneIndexes.set(zone, (index = this.zoneIndexes.size));
    this.values[this.length++] = index;
    for (const window of windows) {
      for (const figure of KEPT_FIGURES) this.values[this.length++] = window[figure];
    }
  }

  /** The rows so far. The writer must not be used after that. */
  take(): ExactFigures {
    const figures = Buffer.from(this.values.buffer, 0, this.length * BYTES);
    return { figures: endianness() === 'LE' ? figures : figures.swap64(), zones: [...this.zoneIndexes.keys()] };
  }

  private reserve(values: number): void {
    if (this.length + values <= this.values.length) return;
    const larger = new Float64Array(Math.max(this.values.length * 2, this.length + values));
    larger.set(this.values);
    this.values = larger;
  }
}

/** The rows that `ExactFiguresWriter` made, and the zones in them. */
export interface ExactFigures {
  readonly figures: Buffer;
  readonly zones: readonly string[];
}

/** A row of exact figures. */
export interface ExactRow {
  readonly zone: string;
  /** `KEPT_FIGURES` of each window, one window after the other. */
  readonly figures: Float64Array;
}

/** The rows of a shard. The same object becomes each next row, so what is kept of it must be copied. */
export function* exactRows({ figures, zones }: ExactFigures, windows: number): Generator<ExactRow> {
  const row = new Float64Array(windows * KEPT_FIGURES.length);
  for (let start = 0; start < figures.length; start += (row.length + 1) * BYTES) {
    for (let index = 0; index < row.length; index++) row[index] = figures.readDoubleLE(start + (index + 1) * BYTES);
    yield { zone: zones[figures.readDoubleLE(start)] ?? '', figures: row };
  }
}
