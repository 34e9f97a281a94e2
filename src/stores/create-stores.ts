import type { PoolClient } from 'pg';
import { bucketOfId, BUCKETS } from './buckets/buckets';
import { searchedText } from './finding/searched-text';

/**
 * Creates the stores that are missing, to be found by their ids; nothing else inserts into `store`. Needs the locks of their buckets.
 *
 * The check for existing stores, unlike ON CONFLICT, uses up no keys. Keys follow the order of the ids, which keeps the
 * rows that a report's shard reads close together.
 * @param stores SQL of a relation `(store_id)` with each id once
 */
export async function createStores(
  client: PoolClient,
  stores: string,
  parameters: readonly unknown[] = [],
): Promise<void> {
  const missing = `(
    SELECT ${bucketOfId('incoming_store.store_id')} AS bucket, incoming_store.store_id
    FROM (${stores}) incoming_store LEFT JOIN store USING (store_id)
    WHERE store.store_id IS NULL
    ORDER BY incoming_store.store_id COLLATE "C"
  ) missing`;
  await client.query(
    `INSERT INTO store_search (bucket, store_id, searched)
     SELECT bucket, store_id, ${searchedText('store_id', "''")} FROM ${missing}
     ON CONFLICT (store_id, bucket) DO NOTHING`,
    [...parameters],
  );
  await client.query(
    `INSERT INTO store (bucket, store_key, store_id)
     SELECT bucket, nextval('store_number') * ${BUCKETS} + bucket, store_id FROM ${missing}`,
    [...parameters],
  );
}

/**
 * Creates the stores that the rows of a temporary table name, and records that they are new: each adds a row to every report.
 * Needs the locks of their buckets.
 * @param table has a column `store_id`
 */
export async function createNamedStores(
  client: PoolClient,
  importKey: number,
  table: 'schedule_row' | 'attribute_row',
): Promise<void> {
  await client.query(`
    CREATE TEMPORARY TABLE new_store ON COMMIT DROP AS
    SELECT DISTINCT store_id FROM ${table} LEFT JOIN store USING (store_id) WHERE store.store_id IS NULL`);
  await createStores(client, 'SELECT store_id FROM new_store');
  await client.query(RECORD_NEW_STORES, [importKey]);
}

const RECORD_NEW_STORES = `
  INSERT INTO schedule_change (import_key, import_id, store_id, part, subject, after, changed_from, changed_to)
  SELECT $1, import_id, store_id, 'store', '', '', '-infinity', 'infinity'
  FROM new_store JOIN import ON import_key = $1 ORDER BY store_id`;
