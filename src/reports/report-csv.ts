import { createArrayCsvStringifier } from 'csv-writer';
import type { WindowFigures } from '../calculator/figures/window-figures';
import { inHours, inMinutes } from '../calculator/rounding';

/** The windows of a report unless it names others. */
export const STANDARD_WINDOWS = ['last_hour', 'last_day', 'last_week'] as const;

export const COLUMN_TERMS = ['standard', 'all'] as const;

/** What determines the columns of a report. */
export interface ReportLayout {
  /** The names of its windows, in their order. */
  readonly windows: readonly string[];
  /** `all`: also unknown and excluded time. */
  readonly columns: (typeof COLUMN_TERMS)[number];
}

const FIGURES = { standard: ['uptime', 'downtime'], all: ['uptime', 'downtime', 'unknown', 'excluded'] } as const;

/** Of all windows, only this one is in minutes (docs/rules.md, R14). */
const IN_MINUTES = 'last_hour';

/** The names of a report's columns. */
export function reportColumns({ windows, columns }: ReportLayout): string[] {
  return ['store_id', ...FIGURES[columns].flatMap((figure) => windows.map((window) => `${figure}_${window}`))];
}

/** The first line of a report, including its line break. */
export function reportHeader(layout: ReportLayout): string {
  return createArrayCsvStringifier({ header: reportColumns(layout) }).getHeaderString() ?? '';
}

/**
 * Makes the lines of a report, each of a store with its figures in each window. Neither ids nor figures need quotes, so a
 * line is joined rather than given to csv-writer, which takes longer than all of the calculation.
 */
export function reportLine({
  windows,
  columns,
}: ReportLayout): (storeId: string, figures: readonly WindowFigures[]) => string {
  const formats = windows.map((window) => (window === IN_MINUTES ? inMinutes : inHours));
  return (storeId, figures) => {
    let line = storeId;
    for (const figure of FIGURES[columns]) {
      for (const [index, format] of formats.entries()) line += `,${format(figures[index]?.[figure] ?? NaN)}`;
    }
    return `${line}\n`;
  };
}
