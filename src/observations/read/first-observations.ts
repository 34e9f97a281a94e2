import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { fromMicros } from '../../platform/database/sql';
import { bucketOfKey, bucketsOfKeys } from '../../stores/buckets/buckets';

/** A store, and an instant. */
export interface AskedStore {
  readonly storeKey: number;
  readonly before: Micros;
}

/** How many of some stores were not observed before an instant of their own, in the caller's transaction. */
export async function countUnobserved(client: PoolClient, asked: readonly AskedStore[]): Promise<number> {
  if (asked.length === 0) return 0;
  const keys = asked.map(({ storeKey }) => storeKey);
  const found = await client.query<{ count: number }>(COUNT, [
    keys,
    keys.map(bucketOfKey),
    asked.map(({ before }) => before),
    bucketsOfKeys(keys),
  ]);
  return found.rows[0]?.count ?? 0;
}

/** By way of `store`: Citus compares with each other what is in tables, but not what is in arrays. */
const COUNT = `
  SELECT count(*)::integer AS count
  FROM unnest($1::integer[], $2::smallint[], $3::bigint[]) AS asked (store_key, bucket, before)
  JOIN store USING (store_key, bucket)
  WHERE store.bucket = ANY ($4::smallint[]) AND NOT EXISTS (
    SELECT FROM status_run run
    WHERE run.bucket = store.bucket AND run.store_key = store.store_key
      AND run.started_at < ${fromMicros('asked.before')}
  )`;
