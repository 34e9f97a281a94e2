import type { Schemas } from '../../api/client';

type Outcome = Pick<Schemas['ImportDto'], 'status' | 'rows_read' | 'rows_rejected'>;

/** Whether a complete import is not to be taken for a success. */
export function isMostlyRejected({ status, rows_read, rows_rejected }: Outcome): boolean {
  return status === 'Complete' && rows_rejected * 2 > rows_read;
}
