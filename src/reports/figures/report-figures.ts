import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Micros } from '../../calculator/instants';
import { checked } from '../../common/typed-arrays';
import { REPORT_COLUMNS } from '../report-csv';

export type ReportColumn = (typeof REPORT_COLUMNS)[number];
export type FigureColumn = Exclude<ReportColumn, 'store_id'>;

/** One store's figures as its row in the report says them: minutes for the hour, hours for the day and the week. */
export type Figures = Readonly<Record<FigureColumn, number>>;

export const FIGURE_COLUMNS = REPORT_COLUMNS.filter((column): column is FigureColumn => column !== 'store_id');

/** Lines that are parsed before others get their turn. */
const LINES_AT_A_TIME = 2000;
/** Figures have two decimals, and the largest is 168 hours: in hundredths each fits 16 bits. */
const VALUES = 1 << 16;

/** The rows of a complete report in memory, by store id: to look one up, and to page through them in any order. */
export class ReportFigures {
  private readonly orders = new Map<string, Uint32Array>();

  private constructor(
    readonly reportId: string,
    readonly asOf: Micros,
    private readonly storeIds: readonly string[],
    /** In hundredths. */
    private readonly columns: Readonly<Record<FigureColumn, Uint16Array>>,
  ) {}

  /**
   * Parses a report's CSV piece by piece; others get their turn meanwhile.
   * @param csv pieces of whole lines, the first one being the header, as `ReportsService.csv` gives them
   * @param stores how many there are
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
    for await (const piece of csv) {
      const lines = isHeader ? [] : piece.toString().split('\n').slice(0, -1);
      isHeader = false;
      for (const line of lines) {
        const [storeId = '', ...values] = line.split(',');
        const row = storeIds.push(storeId) - 1;
        for (const [place, column] of FIGURE_COLUMNS.entries()) {
          columns[column][row] = Math.round(Number(values[place]) * 100);
        }
        if (row % LINES_AT_A_TIME === 0) await nextTurn();
      }
    }
    return new ReportFigures(reportId, asOf, storeIds, columns);
  }

  /** How many rows there are. */
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

  /** The row of a store; undefined if the report has none. */
  rowOf(storeId: string): number | undefined {
    const row = this.firstNotBefore(storeId);
    return this.storeIds[row] === storeId ? row : undefined;
  }

  /** The first row whose store id is not before a text, bytewise; the number of rows if there is none. */
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

  /** All rows by one column, worked out once; those with the same figure are by store id. */
  order(column: ReportColumn, direction: 'ascending' | 'descending'): Uint32Array {
    const name = `${column} ${direction}`;
    let order = this.orders.get(name);
    if (!order) {
      order = column === 'store_id' ? this.byId(direction) : this.byFigure(column, direction);
      this.orders.set(name, order);
    }
    return order;
  }

  private byId(direction: 'ascending' | 'descending'): Uint32Array {
    const rows = Uint32Array.from({ length: this.size }, (_, row) => row);
    return direction === 'ascending' ? rows : rows.reverse();
  }

  /** Counts how often each figure comes, which takes less than comparing them, and leaves rows with the same one in order. */
  private byFigure(column: FigureColumn, direction: 'ascending' | 'descending'): Uint32Array {
    const rank = (row: number) => {
      const value = this.hundredths(column, row);
      return direction === 'ascending' ? value : VALUES - 1 - value;
    };
    const places = new Uint32Array(VALUES + 1);
    for (let row = 0; row < this.size; row++) places[rank(row) + 1] = checked(places[rank(row) + 1]) + 1;
    for (let value = 1; value <= VALUES; value++) places[value] = checked(places[value]) + checked(places[value - 1]);
    const order = new Uint32Array(this.size);
    for (let row = 0; row < this.size; row++) {
      const place = checked(places[rank(row)]);
      order[place] = row;
      places[rank(row)] = place + 1;
    }
    return order;
  }
}
