import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import type { WriteOutcome } from '../../observations/write/write-outcome';
import type { RejectReason } from '../reject-reasons';

/**
 * One kind of import: takes in its rows while the body arrives, and writes them all in one transaction afterwards.
 * Memory does not grow with the rows; `close` frees what was set aside on disk.
 */
export interface Intake {
  /** Takes a row in, or tells why not. */
  take(record: CsvRecord, layout: Layout): RejectReason | undefined;
  /** Called after each batch of rows, before the next is read. */
  flush(): Promise<void>;
  /** Writes what was taken in. The caller's transaction has the turn to write. */
  write(client: PoolClient, importKey: number): Promise<WriteOutcome>;
  close(): Promise<void>;
}
