import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { fromMicros } from '../../platform/database/sql';
import { bucketIn } from '../../stores/buckets/buckets';

/** A store, and an instant. */
export interface AskedStore {
  readonly storeKey: number;
  readonly before: Micros;
}

/** How many of some stores were not observed before an instant of their own, in the caller's transaction. */
export async function countUnobserved(client: PoolClient, asked: readonly AskedStore[]): Promise<number> {
  if (asked.length === 0) return 0;
  const found = await client.query<{ count: number }>(COUNT, [
    asked.map(({ storeKey }) => storeKey),
    asked.map(({ before }) => before),
  ]);
  return found.rows[0]?.count ?? 0;
}

const COUNT = `
  SELECT count(*)::integer AS count FROM unnest($1::integer[], $2::bigint[]) AS asked (store_key, before)
  WHERE NOT EXISTS (
    SELECT FROM status_run
    WHERE status_run.store_key = asked.store_key AND status_run.bucket = ${bucketIn('asked.store_key')}
      AND started_at < ${fromMicros('asked.before')}
  )`;
