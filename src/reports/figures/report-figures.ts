import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Micros } from '../../calculator/instants';
import { checked } from '../../calculator/arrays/checked';
import { ID_END } from '../../stores/store-id';
import { REPORT_COLUMNS } from '../report-csv';

type ReportColumn = (typeof REPORT_COLUMNS)[number];
export type FigureColumn = Exclude<ReportColumn, 'store_id'>;

/** One store's row in a report: minutes for the last hour, hours for the last day and week. */
export type Figures = Readonly<Record<FigureColumn, number>>;

const FIGURE_COLUMNS = REPORT_COLUMNS.filter((column): column is FigureColumn => column !== 'store_id');

/** A row and its position in an order. */
export interface PositionedRow {
  readonly position: number;
  readonly row: number;
}

/** How many lines are parsed before the event loop gets its turn. */
const LINES_PER_TURN = 2000;
/** Figures have two decimals, and none exceeds 168 hours: in hundredths, each fits into 16 bits. */
const VALUES = 1 << 16;

/** The rows of a complete report in memory, sorted by store id: for look-ups, and for pages in any order. */
export class ReportFigures {
  private readonly orders = new Map<string, Uint32Array>();

  private constructor(
    readonly reportId: string,
    readonly asOf: Micros,
    private readonly storeIds: readonly string[],
    /** The figures in hundredths. */
    private readonly columns: Readonly<Record<FigureColumn, Uint16Array>>,
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
    const storeIds: string[] = [];
    const columns = {
      uptime_last_hour: new Uint16Array(stores),
      uptime_last_day: new Uint16Array(stores),
      uptime_last_week: new Uint16Array(stores),
      downtime_last_hour: new Uint16Array(stores),
      downtime_last_day: new Uint16Array(stores),
      downtime_last_week: new Uint16Array(stores),
    };
    let isHeader = true;
    for await (const chunk of csv) {
      const lines = isHeader ? [] : chunk.toString().split('\n').slice(0, -1);
      isHeader = false;
      for (const line of lines) {
        const [storeId = '', ...values] = line.split(',');
        const row = storeIds.push(storeId) - 1;
        for (const [index, column] of FIGURE_COLUMNS.entries()) {
          columns[column][row] = Math.round(Number(values[index]) * 100);
        }
        if (row % LINES_PER_TURN === 0) await yieldToEventLoop();
      }
    }
    return new ReportFigures(reportId, asOf, storeIds, columns);
  }

  /** The number of rows. */
  get size(): number {
    return this.storeIds.length;
  }

  storeId(row: number): string {
    return this.storeIds[row] ?? '';
  }

  figures(row: number): Figures {
    const value = (column: FigureColumn) => this.hundredths(column, row) / 100;
    return {
      uptime_last_hour: value('uptime_last_hour'),
      uptime_last_day: value('uptime_last_day'),
      uptime_last_week: value('uptime_last_week'),
      downtime_last_hour: value('downtime_last_hour'),
      downtime_last_day: value('downtime_last_day'),
      downtime_last_week: value('downtime_last_week'),
    };
  }

  /** One figure, in hundredths. */
  hundredths(column: FigureColumn, row: number): number {
    return checked(this.columns[column][row]);
  }

  /** The row of a store; undefined if the report does not have it. */
  rowOf(storeId: string): number | undefined {
    const row = this.firstNotBefore(storeId);
    return this.storeIds[row] === storeId ? row : undefined;
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
   * At most `limit` rows of an order, from a position on, whose store id begins with a prefix.
   * @param order as from `order`
   * @param prefix undefined matches all
   */
  rowsFrom(order: Uint32Array, from: number, prefix: string | undefined, limit: number): PositionedRow[] {
    const first = prefix === undefined ? 0 : this.firstNotBefore(prefix);
    const end = prefix === undefined ? this.size : this.firstNotBefore(prefix + ID_END);
    const found: PositionedRow[] = [];
    for (let position = from; position < order.length && found.length < limit; position++) {
      const row = checked(order[position]);
      if (row >= first && row < end) found.push({ position, row });
    }
    return found;
  }

  /** All rows sorted by a column, those with equal figures by store id. Each order is computed once. */
  order(column: ReportColumn, direction: 'ascending' | 'descending'): Uint32Array {
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

  /** A counting sort: faster than comparing, and stable. */
  private byFigure(column: FigureColumn, direction: 'ascending' | 'descending'): Uint32Array {
    const rank = (row: number) => {
      const value = this.hundredths(column, row);
      return direction === 'ascending' ? value : VALUES - 1 - value;
    };
    const nextIndex = new Uint32Array(VALUES + 1);
    for (let row = 0; row < this.size; row++) nextIndex[rank(row) + 1] = checked(nextIndex[rank(row) + 1]) + 1;
    for (let value = 1; value <= VALUES; value++)
      nextIndex[value] = checked(nextIndex[value]) + checked(nextIndex[value - 1]);
    const order = new Uint32Array(this.size);
    for (let row = 0; row < this.size; row++) {
      const index = checked(nextIndex[rank(row)]);
      order[index] = row;
      nextIndex[rank(row)] = index + 1;
    }
    return order;
  }
}
