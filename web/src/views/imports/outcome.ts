import { isMostlyRejected } from '../../../../src/ingestion/imports/import-note';
import type { Schemas } from '../../api/client';

type Outcome = Pick<Schemas['ImportDto'], 'status' | 'rows_read' | 'rows_rejected'>;

/** Whether an import is complete, but not to be taken for a success. */
export function isDoubtful({ status, rows_read: rowsRead, rows_rejected: rowsRejected }: Outcome): boolean {
  return status === 'Complete' && isMostlyRejected({ rowsRead, rowsRejected });
}
