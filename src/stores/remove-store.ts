import type { PoolClient } from 'pg';
import { bucketOf } from './buckets/buckets';

/**
 * Removes a store about which nothing is known; that it was there stays on record. Needs the lock of its bucket.
 * @returns whether nothing is known about it
 */
export async function removeEmptyStore(client: PoolClient, importKey: number, storeId: string): Promise<boolean> {
  const bucket = bucketOf(storeId);
  const { rowCount } = await client.query(FIND_DATA, [storeId, bucket]);
  if (rowCount !== 0) return false;
  // By itself, since Citus has no such table on its nodes.
  const target = await client.query(`SELECT FROM target WHERE scope = 'store' AND subject = $1`, [storeId]);
  if (target.rowCount !== 0) return false;
  await client.query('DELETE FROM store_attributes WHERE store_id = $1 AND bucket = $2', [storeId, bucket]);
  await client.query('DELETE FROM schedule WHERE store_id = $1 AND bucket = $2', [storeId, bucket]);
  await client.query('DELETE FROM store WHERE store_id = $1 AND bucket = $2', [storeId, bucket]);
  await client.query(RECORD, [importKey, storeId]);
  return true;
}

/** To be always open from the beginning of time on is the same as to have no hours. */
const FIND_DATA = `
  SELECT FROM store LEFT JOIN schedule ON schedule.store_id = store.store_id AND schedule.bucket = store.bucket
  WHERE store.store_id = $1 AND store.bucket = $2 AND (
    last_observed_at IS NOT NULL OR timezones <> '{}' OR hours NOT IN ('{}', '{"": "always_open"}')
    OR special_hours <> '{}' OR archived <> '{}')
  UNION ALL
  SELECT FROM store_attributes WHERE store_id = $1 AND bucket = $2 AND attributes <> '{}'
  UNION ALL
  SELECT FROM closure WHERE store_id = $1 AND $2::smallint IS NOT NULL AND revoked_at IS NULL`;

/** The store was in every report. */
const RECORD = `
  INSERT INTO schedule_change (import_key, import_id, store_id, part, subject, before, changed_from, changed_to)
  SELECT $1, import_id, $2, 'store', '', '', '-infinity', 'infinity' FROM import WHERE import_key = $1`;
