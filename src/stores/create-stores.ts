import type { PoolClient } from 'pg';
import { bucketOfId, BUCKETS } from './buckets/buckets';

/**
 * Creates the stores that are missing; nothing else inserts into `store`. Needs the locks of their buckets.
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
  await client.query(
    `INSERT INTO store (bucket, store_key, store_id)
     SELECT bucket, nextval('store_number') * ${BUCKETS} + bucket, store_id
     FROM (
       SELECT ${bucketOfId('incoming_store.store_id')} AS bucket, incoming_store.store_id
       FROM (${stores}) incoming_store LEFT JOIN store USING (store_id)
       WHERE store.store_id IS NULL
       ORDER BY incoming_store.store_id COLLATE "C"
     ) missing`,
    [...parameters],
  );
}
