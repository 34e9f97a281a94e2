import { setImmediate as otherWork } from 'node:timers/promises';
import type { Micros } from '../../calculator/instants';
import { checked } from '../../calculator/arrays/checked';
import { StoreIds } from '../../stores/store-ids';

/** One store's row in a report, by column: minutes for the last hour, hours for other windows. */
export type Figures = Readonly<Record<string, number>>;

/** A row and its position in an order. */
export interface PositionedRow {
  readonly position: number;
  readonly row: number;
}

/** How many lines are parsed before the event loop gets its turn. */
const LINES_PER_TURN = 2000;
/** More than there are rows: what a figure is multiplied by to be sorted together with its row. */
const MOST_ROWS = 2 ** 32;

/** The rows of a complete report in memory, sorted by store id: for look-ups, and for pages in any order. */
export class ReportFigures {
  private readonly orders = new Map<string, Uint32Array>();

  private constructor(
    readonly reportId: string,
    readonly asOf: Micros,
    private readonly storeIds: StoreIds,
    /** The figures of each column, in hundredths. */
    private readonly columns: ReadonlyMap<string, Uint32Array>,
  ) {}

  /**
   * Parses a report's CSV chunk by chunk without blocking the event loop for long.
   * @param stores the number of stores in the report
   * @param csv chunks of whole lines, the first of which is the header, as from `ReportsService.csv`
   */
  static async parse(
    { reportId, asOf, stores }: { reportId: string; asOf: Micros; stores: number },
    csv: AsyncIterable<string | Buffer>,
  ): Promise<ReportFigures> {
    const storeIds = new StoreIds();
    const columns = new Map<string, Uint32Array>();
    for await (const chunk of csv) {
      const lines = chunk.toString().split('\n').slice(0, -1);
      if (columns.size === 0) {
        for (const column of (lines.shift() ?? '').split(',').slice(1)) columns.set(column, new Uint32Array(stores));
      }
      for (const line of lines) {
        const [storeId = '', ...values] = line.split(',');
        const row = storeIds.add(storeId);
        let index = 0;
        for (const figures of columns.values()) figures[row] = Math.round(Number(values[index++]) * 100);
        if (row % LINES_PER_TURN === 0) await otherWork();
      }
    }
    return new ReportFigures(reportId, asOf, storeIds, columns);
  }

  /** The number of rows. */
  get size(): number {
    return this.storeIds.length;
  }

  storeId(row: number): string {
    return this.storeIds.at(row);
  }

  figures(row: number): Figures {
    return Object.fromEntries([...this.columns.keys()].map((column) => [column, this.hundredths(column, row) / 100]));
  }

  /** Whether the report has a column. */
  hasColumn(column: string): boolean {
    return column === 'store_id' || this.columns.has(column);
  }

  /** Less than 0 if the store of a row comes before that of a row of another report. */
  compareStores(row: number, other: ReportFigures, otherRow: number): number {
    return this.storeIds.compare(row, otherRow, other.storeIds);
  }

  /** Whether a row has the same figures as one of another report with the same columns. */
  isSame(row: number, other: ReportFigures, otherRow: number): boolean {
    for (const column of this.columns.keys()) {
      if (this.hundredths(column, row) !== other.hundredths(column, otherRow)) return false;
    }
    return true;
  }

  /** One figure, in hundredths. */
  hundredths(column: string, row: number): number {
    return checked(this.columns.get(column)?.[row]);
  }

  /** The row of a store; undefined if the report does not have it. */
  rowOf(storeId: string): number | undefined {
    const row = this.storeIds.indexOf(storeId);
    return row === -1 ? undefined : row;
  }

  /** The first row whose store id is not less than a text, bytewise; the number of rows if there is none. */
  firstNotBefore(text: string): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.storeId(middle) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * At most `limit` rows of an order, from a position on.
   * @param order as from `order`
   * @param only of these rows; undefined: all
   */
  rowsFrom(order: Uint32Array, from: number, only: ReadonlySet<number> | undefined, limit: number): PositionedRow[] {
    const found: PositionedRow[] = [];
    for (let position = from; position < order.length && found.length < limit; position++) {
      const row = checked(order[position]);
      if (only?.has(row) ?? true) found.push({ position, row });
    }
    return found;
  }

  /** The rows of some stores; those that the report does not have are left out. */
  rowsOf(storeIds: Iterable<string>): Set<number> {
    const rows = new Set<number>();
    for (const id of storeIds) {
      const row = this.rowOf(id);
      if (row !== undefined) rows.add(row);
    }
    return rows;
  }

  /** All rows sorted by a column, those with equal figures by store id. Each order is computed once. */
  order(column: string, direction: 'ascending' | 'descending'): Uint32Array {
    const key = `${column} ${direction}`;
    let order = this.orders.get(key);
    if (!order) {
      order = column === 'store_id' ? this.byId(direction) : this.byFigure(column, direction);
      this.orders.set(key, order);
    }
    return order;
  }

  private byId(direction: 'ascending' | 'descending'): Uint32Array {
    const rows = Uint32Array.from({ length: this.size }, (_, row) => row);
    return direction === 'ascending' ? rows : rows.reverse();
  }

  /** Each figure and its row in one number: an array of numbers is sorted faster than by comparing rows. */
  private byFigure(column: string, direction: 'ascending' | 'descending'): Uint32Array {
    const sign = direction === 'ascending' ? 1 : -1;
    const keys = Float64Array.from(
      { length: this.size },
      (_, row) => sign * this.hundredths(column, row) * MOST_ROWS + row,
    ).sort();
    return Uint32Array.from(keys, (key) => key - Math.floor(key / MOST_ROWS) * MOST_ROWS);
  }
}
