import type { PoolClient } from 'pg';
import { duration, SHORT, timed } from '../../platform/metrics/instruments';

const waits = duration(
  'fence_wait_seconds',
  'Waits for the fence: of writers to pass it, of reports to close it.',
  SHORT,
  ['side'],
);

/** The advisory lock's number; nothing else in the database uses it. */
const FENCE = 7_405_003;

/**
 * Passes the fence, behind which a transaction does nothing but finish: whoever writes what reports read does so as the last
 * step but one. Reports close the fence while they look (`closeFence`), so they see all of what has passed it and nothing
 * else, and the order of the numbers that writes draw behind it is an order of what reports see.
 */
export async function passFence(client: PoolClient): Promise<void> {
  await timed(
    waits.labels('writer'),
    client.query(
      `SET LOCAL idle_in_transaction_session_timeout = '10s'; SELECT pg_advisory_xact_lock_shared(${FENCE})`,
    ),
  );
}

/** Waits until nobody is behind the fence, and keeps it closed until the transaction ends: see `passFence`. */
export async function closeFence(client: PoolClient): Promise<void> {
  await timed(
    waits.labels('report'),
    client.query(`SET LOCAL idle_in_transaction_session_timeout = '10s'; SELECT pg_advisory_xact_lock(${FENCE})`),
  );
}
