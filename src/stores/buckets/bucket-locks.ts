import type { PoolClient } from 'pg';
import { duration, SHORT, timed } from '../../platform/metrics/instruments';
import { settleInDoubt } from '../nodes/in-doubt';
import { ALL_BUCKETS } from './buckets';

const waits = duration('bucket_wait_seconds', 'Waits of writers for the locks of their buckets.', SHORT);

/** First key of the advisory locks, one for each bucket; nothing else in the database uses it. */
const BUCKET_LOCKS = 7_405_002;

/**
 * Waits for the locks of some buckets; the transaction holds them until it ends, however it ends. Whoever writes stores or
 * anything that belongs to them takes the locks of their buckets first, all at once (docs/rules.md, R22): a bucket has one
 * writer at a time, so every count is exact, and as all lock in ascending order, there are no deadlocks.
 *
 * If the process freezes, PostgreSQL ends the transaction after a minute and so releases the locks.
 */
export async function lockBuckets(client: PoolClient, buckets: readonly number[]): Promise<void> {
  const locked = await timed(
    waits,
    client.query<{ is_distributed: boolean }>(LOCK, [[...buckets].sort((a, b) => a - b)]),
  );
  if (locked.rows[0]?.is_distributed !== true) return;
  // Citus allows a new week after a statement over several servers only if that used one connection to each.
  await client.query(`SET LOCAL citus.multi_shard_modify_mode TO 'sequential'`);
  await settleInDoubt(client);
}

/** Rows of an array come in its order, and each is locked before the next one comes. */
const LOCK = `
  SELECT set_config('idle_in_transaction_session_timeout', '60s', true), pg_advisory_xact_lock(${BUCKET_LOCKS}, bucket),
         EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') AS is_distributed
  FROM unnest($1::integer[]) AS bucket`;

/** Waits for the locks of all buckets: see `lockBuckets`. */
export async function lockAllBuckets(client: PoolClient): Promise<void> {
  await lockBuckets(client, ALL_BUCKETS);
}
