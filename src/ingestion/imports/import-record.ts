import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { copyInto } from '../../platform/database/database';
import { fromMicros } from '../../platform/database/sql';
import { passFence } from '../../stores/buckets/fence';
import type { ImportKind } from '../csv/columns';
import type { ImportOutcome } from '../intake/intake';
import type { ImportSource } from './import.entity';
import { noteOf } from './import-note';

/** What was counted while an import was read, before it was written. */
export interface ReadCounts {
  readonly bytesRead: number;
  readonly rowsRead: number;
  readonly rowsRejected: number;
  /** How many of the rejects are kept, with their texts; see IMPORT_MAX_REJECTS. */
  readonly rejectsKept: number;
}

/** The key by which an import is recognised when it is sent again, and the SHA-256 of what was sent. */
export interface Idempotency {
  readonly key: string;
  readonly requestSha256: Buffer;
}

/** The id of an import, and its key in the database. */
interface ImportIds {
  readonly importId: string;
  readonly importKey: number;
}

/**
 * Records a running import in the transaction that writes it. Returns undefined, having written nothing, if the
 * idempotency key was used before.
 */
export async function startImport(
  client: PoolClient,
  kind: ImportKind,
  source: Exclude<ImportSource, 'csv'>,
  idempotency?: Idempotency,
): Promise<ImportIds | undefined> {
  const importId = randomUUID();
  const inserted = await client.query<{ import_key: number }>(
    `INSERT INTO import (import_id, kind, source, idempotency_key, request_sha256)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (idempotency_key) DO NOTHING
     RETURNING import_key`,
    [importId, kind, source, idempotency?.key, idempotency?.requestSha256],
  );
  const [row] = inserted.rows;
  return row && { importId, importKey: row.import_key };
}

/**
 * Writes the rejects of imports.
 * @param rows binary COPY rows `(import_key int4, line int8, reason text, text text)`
 */
export async function writeRejects(client: PoolClient, rows: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
  await copyInto(client, 'import_reject (import_key, line, reason, text)', rows);
}

/**
 * Records in the transaction that wrote an import that it is complete; returns false if it is no longer running. Passes
 * the fence, behind which the order of `write_no` is the order in which reports see imports: nothing but the entry in
 * the audit and the commit follows.
 */
export async function completeImport(
  client: PoolClient,
  importKey: number,
  { bytesRead, rowsRead, rowsRejected, rejectsKept }: ReadCounts,
  { accepted, unchanged, changedFrom, lastObservedAt = -Infinity, remarks = [] }: ImportOutcome,
): Promise<boolean> {
  await passFence(client);
  const completed = await client.query(
    `UPDATE import
     SET status = 'Complete', finished_at = clock_timestamp(), bytes_read = $2,
         rows_read = $3, rows_accepted = $4, rows_unchanged = $5, rows_rejected = $6,
         write_no = nextval('import_write_no'),
         changed_from = CASE WHEN $8 THEN '-infinity' ELSE ${fromMicros('$7::bigint')} END,
         statuses_recorded = true, note = $9, last_observed_at = ${fromMicros('$10::bigint')}
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
      noteOf({ rowsRead, rowsRejected, rejectsKept }, remarks),
      lastObservedAt === -Infinity ? null : lastObservedAt,
    ],
  );
  return completed.rowCount === 1;
}
