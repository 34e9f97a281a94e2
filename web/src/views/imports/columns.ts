import type { Schemas } from '../../api/client';
import type { CsvColumn } from '../../csv';

/** Imports as CSV, as the API has them. */
export const IMPORT_COLUMNS: readonly CsvColumn<Schemas['KeptImportDto']>[] = [
  ['import_id', ({ import_id }) => import_id],
  ['kind', ({ kind }) => kind],
  ['file_name', ({ file_name }) => file_name],
  ['source', ({ source }) => source],
  ['status', ({ status }) => status],
  ['created_at', ({ created_at }) => created_at],
  ['finished_at', ({ finished_at }) => finished_at],
  ['bytes_read', ({ bytes_read }) => bytes_read],
  ['rows_read', ({ rows_read }) => rows_read],
  ['rows_accepted', ({ rows_accepted }) => rows_accepted],
  ['rows_unchanged', ({ rows_unchanged }) => rows_unchanged],
  ['rows_rejected', ({ rows_rejected }) => rows_rejected],
  ['note', ({ note }) => note],
  ['error', ({ error }) => error?.detail],
];
