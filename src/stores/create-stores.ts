import type { PoolClient } from 'pg';

/**
 * Creates the stores that are missing; nothing else inserts into `store`. Needs the write lock.
 *
 * The check for existing stores, unlike ON CONFLICT, uses up no keys. Keys follow the order of the ids, which keeps the
 * rows that a report's shard reads close together.
 * @param stores SQL of a relation `(store_id, timezone)` with each id once
 */
export async function createStores(
  client: PoolClient,
  stores: string,
  parameters: readonly unknown[] = [],
): Promise<void> {
  await client.query(
    `INSERT INTO store (store_id, timezone)
     SELECT store_id, timezone
     FROM (${stores}) incoming_store
     WHERE NOT EXISTS (SELECT FROM store WHERE store.store_id = incoming_store.store_id)
     ORDER BY store_id COLLATE "C"`,
    [...parameters],
  );
}
