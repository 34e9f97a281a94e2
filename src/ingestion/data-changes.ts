import type { Pool, PoolClient } from 'pg';
import type { Interval, Micros } from '../calculator/instants';
import { fromMicros, toMicros } from '../platform/database/sql';
import type { StatusChange } from '../observations/changes/status-changes';
import { bucketsOf } from '../stores/buckets/buckets';
import type { RecordedChange } from '../stores/schedules/schedule-history';
import { ALL_STORES } from '../stores/schedules/write-closures';

/** The number of the last write that the caller's transaction sees; 0 if there was none. */
export async function lastWriteNo(client: PoolClient): Promise<number> {
  const last = await client.query<{ write_no: string | null }>('SELECT max(write_no) AS write_no FROM import');
  return Number(last.rows[0]?.write_no ?? 0);
}

/** Which changes of observations to look for. */
interface ObservationQuery {
  /** Only those by a write after this one. */
  readonly writeNo: number;
  /** Neither of its ends is within it. */
  readonly time: Interval;
  /** Null: all stores. */
  readonly storeIds: readonly string[] | null;
}

/** Whether observations of some stores within a time have changed since. */
export async function hasObserved(
  database: Pool,
  { writeNo, time: { from, to }, storeIds }: ObservationQuery,
): Promise<boolean> {
  const imports = await database.query<{ import_key: number }>(IMPORTS, [writeNo, from, to]);
  if (imports.rows.length === 0) return false;
  const values = [imports.rows.map(({ import_key: importKey }) => importKey), from, to];
  const found = storeIds
    ? await database.query(`${OBSERVED} ${OF_STORES} LIMIT 1`, [...values, storeIds, bucketsOf(storeIds)])
    : await database.query(`${OBSERVED} LIMIT 1`, values);
  return found.rows.length > 0;
}

/** Those whose observations reach into the time. Most often there are none, and no observation has to be looked at. */
const IMPORTS = `
  SELECT import_key FROM import
  WHERE write_no > $1 AND kind = 'store-status' AND changed_from < ${fromMicros('$3::bigint')}
    AND coalesce(last_observed_at, 'infinity') > ${fromMicros('$2::bigint')}`;

const OBSERVED = `
  SELECT true FROM observation
  WHERE import_key = ANY ($1::integer[])
    AND observed_at > ${fromMicros('$2::bigint')} AND observed_at < ${fromMicros('$3::bigint')}`;

const OF_STORES = `
  AND bucket = ANY ($5::smallint[])
  AND store_key = ANY (ARRAY(SELECT store_key FROM store WHERE store_id = ANY ($4::text[]) AND bucket = ANY ($5::smallint[])))`;

/**
 * Whether a write after the given one changed observations before an instant, and did not record which statuses that changed: it was
 * made by a release that recorded none.
 */
export async function hasUnrecordedStatuses(database: Pool, writeNo: number, until: Micros): Promise<boolean> {
  const found = await database.query(UNRECORDED, [writeNo, until]);
  return found.rows.length > 0;
}

const UNRECORDED = `
  SELECT true FROM import
  WHERE write_no > $1 AND kind = 'store-status' AND changed_from < ${fromMicros('$2::bigint')} AND NOT statuses_recorded
  LIMIT 1`;

/** Where a write changed the status of a store. */
export interface StatusChangeOfStore extends StatusChange {
  readonly storeId: string;
}

/** Where the status of stores has changed since within a time, by store: at least `limit` changes if there are as many, and all of each store, of stores after the given id. */
export async function changedStatuses(
  database: Pool,
  { writeNo, time, storeIds }: ObservationQuery,
  after: string,
  limit: number,
): Promise<StatusChangeOfStore[]> {
  const found = await database.query<StatusChangeRow>(CHANGED_STATUSES, [
    writeNo,
    storeIds,
    time.from,
    time.to,
    after,
    limit,
  ]);
  return found.rows.map(({ store_id: storeId, starts, ends, unobserved: wasUnobserved }) => {
    return { storeId, from: Number(starts ?? -Infinity), to: Number(ends ?? Infinity), wasUnobserved };
  });
}

interface StatusChangeRow {
  readonly store_id: string;
  readonly starts: string | null;
  readonly ends: string | null;
  readonly unobserved: boolean;
}

const CHANGED_STATUSES = `
  SELECT store_id, ${toMicros(`nullif(status_change.changed_from, '-infinity')`)} AS starts,
         ${toMicros(`nullif(changed_to, 'infinity')`)} AS ends, was_unobserved AS unobserved
  FROM import JOIN status_change USING (import_key)
  WHERE write_no > $1 AND import.changed_from < ${fromMicros('$4::bigint')}
    AND status_change.changed_from < ${fromMicros('$4::bigint')} AND changed_to > ${fromMicros('$3::bigint')}
    AND ($2::text[] IS NULL OR store_id = ANY ($2)) AND store_id > $5
  ORDER BY store_id
  FETCH FIRST $6 ROWS WITH TIES`;

/** Whether a write after the given one changed an observation before an instant, or anything else. */
export async function hasChangedSince(database: Pool, writeNo: number, until: Micros): Promise<boolean> {
  const found = await database.query<{ changed: boolean }>(
    `SELECT EXISTS (
       SELECT FROM import
       WHERE write_no > $1 AND changed_from IS NOT NULL AND (kind <> 'store-status' OR changed_from < ${fromMicros('$2::bigint')})
     ) AS changed`,
    [writeNo, until],
  );
  return found.rows[0]?.changed ?? false;
}

/** Whether a write after the given one changed names or attributes. */
export async function hasAttributesChangedSince(database: Pool, writeNo: number): Promise<boolean> {
  const found = await database.query<{ changed: boolean }>(
    `SELECT EXISTS (SELECT FROM import WHERE write_no > $1 AND kind = 'stores' AND changed_from IS NOT NULL) AS changed`,
    [writeNo],
  );
  return found.rows[0]?.changed ?? false;
}

/** What a part of a schedule was before the first of the writes that changed it since. */
export interface SupersededPart {
  readonly storeId: string;
  readonly part: RecordedChange['part'];
  /** The date of a version or special date, or the id of a closure. */
  readonly subject: string;
  /** Null: there was none. */
  readonly before: string | null;
}

/** Which changes of schedules to look for. */
interface ChangeQuery {
  /** Only those by a write after this one. */
  readonly writeNo: number;
  /** Only stores of which a change can matter within one of these. */
  readonly windows: readonly Interval[];
  /** Null: all stores. */
  readonly storeIds: readonly string[] | null;
}

/**
 * What has changed since in the schedules of stores of which a change can matter within some windows, by store: at most `limit` stores
 * after the given id. Closures of all stores come as those of the store `ALL_STORES`.
 */
export async function changedSchedules(
  database: Pool,
  { writeNo, windows, storeIds }: ChangeQuery,
  after: string,
  limit: number,
): Promise<SupersededPart[]> {
  const found = await database.query<SupersededPart>(CHANGED_SCHEDULES, [
    writeNo,
    storeIds && [...storeIds, ALL_STORES],
    windows.map(({ from }) => from),
    windows.map(({ to }) => to),
    after,
    limit,
  ]);
  return found.rows;
}

const CHANGED_SCHEDULES = `
  WITH since AS (
    SELECT change_no, store_id, part, subject, before, schedule_change.changed_from, changed_to
    FROM import JOIN schedule_change USING (import_key)
    WHERE write_no > $1 AND store_id > $5 AND ($2::text[] IS NULL OR store_id = ANY ($2))
  ), touched AS (
    SELECT DISTINCT store_id FROM since JOIN unnest($3::bigint[], $4::bigint[]) AS seen (first, until)
      ON since.changed_from < ${fromMicros('until')} AND since.changed_to > ${fromMicros('first')}
    ORDER BY store_id LIMIT $6
  )
  SELECT DISTINCT ON (store_id, part, subject) store_id AS "storeId", part, subject, before
  FROM since JOIN touched USING (store_id)
  ORDER BY store_id, part, subject, change_no`;
