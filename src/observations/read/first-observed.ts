import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { fromMicros, toMicros } from '../../platform/database/sql';

/**
 * The first observation of all stores, in the caller's transaction; `Infinity` without any. If there is one at or before an
 * instant, this instant: which of those is the first would take long to find out.
 */
export async function firstObservedFrom(client: PoolClient, instant: Micros): Promise<Micros> {
  const earlier = await client.query(`SELECT FROM status_run WHERE started_at <= ${fromMicros('$1::bigint')} LIMIT 1`, [
    instant,
  ]);
  if (earlier.rowCount === 1) return instant;
  const first = await client.query<{ at: string | null }>(
    `SELECT ${toMicros('min(started_at)')} AS at FROM status_run`,
  );
  return Number(first.rows[0]?.at ?? Infinity);
}
