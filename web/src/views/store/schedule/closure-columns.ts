import type { Schemas } from '../../../api/client';
import type { CsvColumn } from '../../../csv';

/** Closures as CSV, as the API has them. */
export const CLOSURE_COLUMNS: readonly CsvColumn<Schemas['ClosureDto']>[] = [
  ['closure_id', ({ closure_id }) => closure_id],
  ['store_id', ({ store_id }) => store_id],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['reason', ({ reason }) => reason],
  ['declared_by', ({ declared_by }) => declared_by],
  ['declared_at', ({ declared_at }) => declared_at],
  ['revoked_by', ({ revoked_by }) => revoked_by],
  ['revoked_at', ({ revoked_at }) => revoked_at],
];
