import type { Pool, PoolClient } from 'pg';
import type { Micros } from '../calculator/instants';
import { fromMicros } from '../platform/database/sql';

/** The number of the last write that the caller's transaction sees; 0 if there was none. */
export async function lastWriteNo(client: PoolClient): Promise<number> {
  const last = await client.query<{ write_no: string | null }>('SELECT max(write_no) AS write_no FROM import');
  return Number(last.rows[0]?.write_no ?? 0);
}

/** Whether a write after the given one changed an observation at or before an instant, business hours or a time zone. */
export async function hasChangedSince(database: Pool, writeNo: number, asOf: Micros): Promise<boolean> {
  const found = await database.query<{ changed: boolean }>(
    `SELECT EXISTS (
       SELECT FROM import WHERE write_no > $1 AND changed_from <= ${fromMicros('$2::bigint')}
     ) AS changed`,
    [writeNo, asOf],
  );
  return found.rows[0]?.changed ?? false;
}
