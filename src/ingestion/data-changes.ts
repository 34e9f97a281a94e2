import type { Pool, PoolClient } from 'pg';
import type { Interval, Micros } from '../calculator/instants';
import type { CountingTerms } from '../calculator/terms';
import { fromMicros } from '../platform/database/sql';
import { ALL_STORES } from '../stores/schedules/write-closures';

/** The number of the last write that the caller's transaction sees; 0 if there was none. */
export async function lastWriteNo(client: PoolClient): Promise<number> {
  const last = await client.query<{ write_no: string | null }>('SELECT max(write_no) AS write_no FROM import');
  return Number(last.rows[0]?.write_no ?? 0);
}

/** What a report's figures come from. */
interface Seen {
  readonly asOf: Micros;
  /** The time in which its windows lie, whatever a store's zone. */
  readonly windows: readonly Interval[];
  /** Null: all stores. */
  readonly storeIds: readonly string[] | null;
  readonly closures: CountingTerms['closures'];
}

/**
 * Whether a write after the given one changed an observation at or before a report's as of, or the schedule of one of its
 * stores within its windows.
 */
export async function hasChangedSince(database: Pool, writeNo: number, seen: Seen): Promise<boolean> {
  const found = await database.query<{ changed: boolean }>(CHANGED, [
    writeNo,
    seen.asOf,
    seen.storeIds,
    seen.closures === 'ignore',
    seen.windows.map(({ from }) => from),
    seen.windows.map(({ to }) => to),
  ]);
  return found.rows[0]?.changed ?? false;
}

const CHANGED = `
  SELECT EXISTS (
    SELECT FROM import WHERE write_no > $1 AND kind = 'store-status' AND changed_from <= ${fromMicros('$2::bigint')}
  ) OR EXISTS (
    SELECT FROM import JOIN schedule_change USING (import_key)
    WHERE write_no > $1 AND ($3::text[] IS NULL OR store_id = '${ALL_STORES}' OR store_id = ANY ($3))
      AND NOT ($4 AND part = 'closures')
      AND EXISTS (
        SELECT FROM unnest($5::bigint[], $6::bigint[]) AS seen (since, until)
        WHERE schedule_change.changed_from < ${fromMicros('until')} AND changed_to > ${fromMicros('since')})
  ) AS changed`;
