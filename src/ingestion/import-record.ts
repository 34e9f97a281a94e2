import type { PoolClient } from 'pg';
import { fromMicros } from '../platform/database/sql';
import type { WriteOutcome } from '../observations/write/write-outcome';

/** What was read of an import, apart from what came of writing it. */
export interface ReadCounts {
  readonly bytesRead: number;
  readonly rowsRead: number;
  readonly rowsRejected: number;
}

/**
 * Notes in the writing transaction, which has the turn to write, that an import is complete; false if it is not running
 * any more. The turn makes the order of `write_no` the order in which imports become visible.
 */
export async function completeImport(
  client: PoolClient,
  importKey: number,
  { bytesRead, rowsRead, rowsRejected }: ReadCounts,
  { accepted, unchanged, changedFrom }: WriteOutcome,
): Promise<boolean> {
  const completed = await client.query(
    `UPDATE import
     SET status = 'Complete', finished_at = clock_timestamp(), bytes_read = $2,
         rows_read = $3, rows_accepted = $4, rows_unchanged = $5, rows_rejected = $6,
         write_no = nextval('import_write_no'),
         changed_from = CASE WHEN $8 THEN '-infinity' ELSE ${fromMicros('$7::bigint')} END
     WHERE import_key = $1 AND status = 'Running'`,
    [
      importKey,
      bytesRead,
      rowsRead,
      accepted,
      unchanged,
      rowsRejected,
      changedFrom === -Infinity ? null : changedFrom,
      changedFrom === -Infinity,
    ],
  );
  return completed.rowCount === 1;
}
