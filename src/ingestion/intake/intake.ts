import type { Pool, PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import type { WriteOutcome } from '../../observations/write/write-outcome';
import type { RejectReason } from '../reject-reasons';

/** What writing an import came to. */
export interface ImportOutcome extends WriteOutcome {
  /** The latest instant of its observations; `-Infinity` or undefined if it has none. */
  readonly lastObservedAt?: Micros;
  /** Sentences for its note. */
  readonly remarks?: readonly string[];
}

/** What writing the rows of a file came to. */
export interface IntakeOutcome extends ImportOutcome {
  /** Rows that were taken, and rejected only now that all of the file is known. */
  readonly heldBack?: number;
}

/**
 * One kind of import: takes its rows while the body arrives, and afterwards writes them all in one transaction. Memory grows
 * with the stores but not with the rows; `close` frees the disk space.
 */
export interface Intake {
  /**
   * Takes a row, or returns why it is rejected.
   * @throws CodedError `too_many_import_stores`
   */
  take(record: CsvRecord, layout: Layout): RejectReason | undefined;
  /** Called after each batch of rows, before the next is read. */
  flush(): Promise<void>;
  /** Called once all rows were taken, before the transaction that writes them. */
  prepare(database: Pool): Promise<void>;
  /** Called in the transaction that writes the rows, before it locks their buckets: what others need not wait for. */
  begin(client: PoolClient, importKey: number): Promise<void>;
  /**
   * Writes the rows in the caller's transaction. Needs the locks of their buckets.
   * @param mostRejects how many rows may be kept as rejects if they are rejected only now; others are only counted
   */
  write(client: PoolClient, importKey: number, mostRejects: number): Promise<IntakeOutcome>;
  close(): Promise<void>;
}
