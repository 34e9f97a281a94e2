import type { PoolClient } from 'pg';

/**
 * Sets the latest observation of some stores. Needs the locks of their buckets.
 * @param latest SQL of a relation `(bucket, store_key, last_observed_at)` with each key once
 */
export async function setLastObserved(
  client: PoolClient,
  latest: string,
  parameters: readonly unknown[],
): Promise<void> {
  await client.query(
    `UPDATE store SET last_observed_at = latest.last_observed_at
     FROM (${latest}) latest WHERE store.bucket = latest.bucket AND store.store_key = latest.store_key`,
    [...parameters],
  );
}
