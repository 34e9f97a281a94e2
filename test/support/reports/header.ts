import { reportColumns, reportHeader, STANDARD_WINDOWS } from '../../../src/reports/report-csv';

const STANDARD = { windows: STANDARD_WINDOWS, columns: 'standard' } as const;

/** The columns and the first line of a report whose terms name neither windows nor columns. */
export const REPORT_COLUMNS = reportColumns(STANDARD);
export const REPORT_HEADER = reportHeader(STANDARD);
