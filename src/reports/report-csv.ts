import { createArrayCsvStringifier } from 'csv-writer';
import { DAY, HOUR, type Micros, WEEK } from '../calculator/instants';
import { inHours, inMinutes } from '../calculator/rounding';

/** The windows of a report: elapsed time that ends at its as of, not calendar days (docs/rules.md, R2). */
export const LAST_HOUR: Micros = HOUR;
export const LAST_DAY: Micros = DAY;
export const LAST_WEEK: Micros = WEEK;

/** Uptime and downtime in one window, in microseconds. */
export interface UpAndDown {
  readonly uptime: Micros;
  readonly downtime: Micros;
}

/** One row of a report. */
export interface StoreFigures {
  readonly storeId: string;
  readonly lastHour: UpAndDown;
  readonly lastDay: UpAndDown;
  readonly lastWeek: UpAndDown;
}

export const REPORT_COLUMNS = [
  'store_id',
  'uptime_last_hour',
  'uptime_last_day',
  'uptime_last_week',
  'downtime_last_hour',
  'downtime_last_day',
  'downtime_last_week',
] as const;

const csv = createArrayCsvStringifier({ header: [...REPORT_COLUMNS] });

/** The first line of every report, including its line break. */
export const REPORT_HEADER = csv.getHeaderString() ?? '';

/** CSV lines without a header: minutes for the last hour, hours for the last day and week (docs/rules.md, R14). */
export function reportLines(figures: readonly StoreFigures[]): string {
  return csv.stringifyRecords(
    figures.map(({ storeId, lastHour, lastDay, lastWeek }) => [
      storeId,
      inMinutes(lastHour.uptime),
      inHours(lastDay.uptime),
      inHours(lastWeek.uptime),
      inMinutes(lastHour.downtime),
      inHours(lastDay.downtime),
      inHours(lastWeek.downtime),
    ]),
  );
}
