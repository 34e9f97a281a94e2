import type { PoolClient } from 'pg';
import { ALL_BUCKETS } from './buckets';

/** First key of the advisory locks, one for each bucket; nothing else in the database uses it. */
const BUCKET_LOCKS = 7_405_002;

/** The advisory lock's number; nothing else in the database uses it. */
const FENCE = 7_405_003;

/**
 * Waits for the locks of some buckets; the transaction holds them until it ends, however it ends. Whoever writes stores or
 * anything that belongs to them takes the locks of their buckets first, all at once (docs/rules.md, R22): a bucket has one
 * writer at a time, so every count is exact, and as all lock in ascending order, there are no deadlocks.
 *
 * If the process freezes, PostgreSQL ends the transaction after a minute and so releases the locks.
 */
export async function lockBuckets(client: PoolClient, buckets: readonly number[]): Promise<void> {
  await client.query(LOCK, [[...buckets].sort((a, b) => a - b)]);
}

/** Rows of an array come in its order, and each is locked before the next one comes. */
const LOCK = `
  SELECT set_config('idle_in_transaction_session_timeout', '60s', true), pg_advisory_xact_lock(${BUCKET_LOCKS}, bucket)
  FROM unnest($1::integer[]) AS bucket`;

/** Waits for the locks of all buckets: see `lockBuckets`. */
export async function lockAllBuckets(client: PoolClient): Promise<void> {
  await lockBuckets(client, ALL_BUCKETS);
}

/**
 * Passes the fence, behind which a transaction does nothing but finish: whoever writes what reports read does so as the last
 * step but one. Reports close the fence while they look (`closeFence`), so they see all of what has passed it and nothing
 * else, and the order of the numbers that writes draw behind it is an order of what reports see.
 */
export async function passFence(client: PoolClient): Promise<void> {
  await client.query(
    `SET LOCAL idle_in_transaction_session_timeout = '10s'; SELECT pg_advisory_xact_lock_shared(${FENCE})`,
  );
}

/** Waits until nobody is behind the fence, and keeps it closed until the transaction ends: see `passFence`. */
export async function closeFence(client: PoolClient): Promise<void> {
  await client.query(`SET LOCAL idle_in_transaction_session_timeout = '10s'; SELECT pg_advisory_xact_lock(${FENCE})`);
}
