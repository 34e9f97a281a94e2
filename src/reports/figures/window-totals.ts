import type { ReportFigures } from './report-figures';

const FIGURES = ['uptime', 'downtime', 'unknown', 'excluded'] as const;

/** The sums over all stores of a report in one of its windows, in hours; undefined: it has no such column. */
export type WindowTotals = Readonly<Record<(typeof FIGURES)[number], number | undefined>>;

/** Adds up the figures of a report, which are rounded to two decimals. */
export function windowTotals(figures: ReportFigures, window: string): WindowTotals {
  const total = (figure: string) => {
    const column = `${figure}_${window}`;
    if (!figures.hasColumn(column)) return undefined;
    let hundredths = 0;
    for (let row = 0; row < figures.size; row++) hundredths += figures.hundredths(column, row);
    return hundredths / (window === 'last_hour' ? 6000 : 100);
  };
  const [uptime, downtime, unknown, excluded] = FIGURES.map(total);
  return { uptime, downtime, unknown, excluded };
}
