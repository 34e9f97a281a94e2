import type { PoolClient } from 'pg';

/** The advisory lock's number; nothing else in the database uses it. */
const WRITE_LOCK = 7_405_002;

/**
 * Waits for the write lock; the transaction holds it until it ends, however it ends. Whoever writes stores or anything that
 * belongs to them takes it first (docs/rules.md, R22): with one writer at a time there are no deadlocks, and every count is
 * exact.
 *
 * If the process freezes or its machine is lost, PostgreSQL ends the transaction and so releases the lock within about a
 * minute; by its defaults it would wait for hours.
 */
export async function acquireWriteLock(client: PoolClient): Promise<void> {
  await client.query(ACQUIRE);
}

const ACQUIRE = `
  SET LOCAL idle_in_transaction_session_timeout = '60s';
  SET LOCAL tcp_keepalives_idle = 30;
  SET LOCAL tcp_keepalives_interval = 10;
  SET LOCAL tcp_keepalives_count = 3;
  SELECT pg_advisory_xact_lock(${WRITE_LOCK})`;
