import type { PoolClient } from 'pg';
import type { Interval } from '../../calculator/instants';
import { fromMicros } from '../../platform/database/sql';

/** In place of a store id: all stores. */
export const ALL_STORES = '*';

/** A closure to declare. */
export interface NewClosure extends Interval {
  /** Of a store, or `ALL_STORES`. */
  readonly storeId: string;
  readonly reason: string;
}

/** Characters of a reason. */
export const MAX_REASON = 200;

/** Whether a text can be the reason of a closure: not too long, and without NUL, which PostgreSQL's text cannot hold. */
export function isReason(text: string): boolean {
  return !text.includes('\0') && Array.from(text).length <= MAX_REASON;
}

/** Creates the table of the closures to declare. */
export async function createClosureRows(client: PoolClient): Promise<void> {
  await client.query(`
    CREATE TEMPORARY TABLE closure_row (
      store_id text COLLATE "C", starts_at timestamptz, ends_at timestamptz, reason text
    ) ON COMMIT DROP`);
}

/** Adds a closure to `closure_row`. */
export async function addClosureRow(client: PoolClient, { storeId, from, to, reason }: NewClosure): Promise<void> {
  await client.query(
    `INSERT INTO closure_row (store_id, starts_at, ends_at, reason)
     VALUES ($1, ${fromMicros('$2::bigint')}, ${fromMicros('$3::bigint')}, $4)`,
    [storeId, from, to, reason],
  );
}

/**
 * Declares the closures in `closure_row`, but for those that say exactly what another one says that counts. What they can
 * change stays on record.
 * @param actor as in the audit
 * @returns how many there are
 */
export async function declareClosures(client: PoolClient, importKey: number, actor: string): Promise<number> {
  const declared = await client.query(DECLARE, [importKey, actor]);
  await client.query(RECORD_DECLARED, [importKey]);
  return declared.rowCount ?? 0;
}

/**
 * Revokes a closure, which from then on counts no longer, but stays on record.
 * @returns whether it counted
 */
export async function revokeClosure(
  client: PoolClient,
  importKey: number,
  closureId: string,
  actor: string,
): Promise<boolean> {
  const revoked = await client.query(REVOKE, [closureId, actor]);
  if (revoked.rowCount === 0) return false;
  await client.query(RECORD_REVOKED, [importKey, closureId]);
  return true;
}

const DECLARE = `
  INSERT INTO closure (closure_id, store_id, starts_at, ends_at, reason, declared_at, declared_by, import_id)
  SELECT gen_random_uuid(), store_id, starts_at, ends_at, reason, now(), $2,
         (SELECT import_id FROM import WHERE import_key = $1)
  FROM closure_row
  ON CONFLICT (store_id, starts_at, ends_at, reason) WHERE revoked_at IS NULL DO NOTHING`;

const REVOKE = 'UPDATE closure SET revoked_at = now(), revoked_by = $2 WHERE closure_id = $1 AND revoked_at IS NULL';

/** @param which SQL: which closures */
function record(before: string, after: string, which: string): string {
  return `
    INSERT INTO schedule_change (import_key, import_id, store_id, part, subject, before, after, changed_from, changed_to)
    SELECT import_key, import.import_id, store_id, 'closures', closure_id::text, ${before}, ${after}, starts_at, ends_at
    FROM closure JOIN import ON import_key = $1
    WHERE ${which}`;
}

const RECORD_DECLARED = record('NULL', 'reason', 'closure.import_id = import.import_id');
const RECORD_REVOKED = record('reason', 'NULL', 'closure_id = $2');
