import type { Schemas } from '../../api/client';
import type { CsvColumn } from '../../csv';

/** Reports as CSV, as the API has them; their windows and the shares of uptime in these, each in one column. */
export const REPORT_COLUMNS: readonly CsvColumn<Schemas['ReportDto']>[] = [
  ['report_id', ({ report_id }) => report_id],
  ['status', ({ status }) => status],
  ['as_of', ({ as_of }) => as_of],
  ['created_at', ({ created_at }) => created_at],
  ['finished_at', ({ finished_at }) => finished_at],
  ['stores_total', ({ stores_total }) => stores_total],
  ['stores_never_observed', ({ stores_never_observed }) => stores_never_observed],
  ['windows', ({ terms }) => terms.windows.join('; ')],
  ['uptime_share', ({ terms, uptime_share: shares }) => terms.windows.map((name) => shares?.[name] ?? '').join('; ')],
];
