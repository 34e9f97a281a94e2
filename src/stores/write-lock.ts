import type { PoolClient } from 'pg';

/** The advisory lock's number; nothing else in the database uses it. */
const WRITE_LOCK = 7_405_002;

/**
 * Waits for the write lock; the transaction holds it until it ends, however it ends. Whoever writes stores or anything that
 * belongs to them takes it first (docs/rules.md, R22): with one writer at a time there are no deadlocks, and every count is
 * exact.
 *
 * If the process freezes, PostgreSQL ends the transaction after a minute and so releases the lock.
 */
export async function acquireWriteLock(client: PoolClient): Promise<void> {
  await client.query(ACQUIRE);
}

const ACQUIRE = `
  SET LOCAL idle_in_transaction_session_timeout = '60s';
  SELECT pg_advisory_xact_lock(${WRITE_LOCK})`;
