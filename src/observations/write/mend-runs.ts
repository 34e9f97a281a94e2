import type { PoolClient } from 'pg';
import { distributionOf } from '../../platform/database/distribution';
import { toMicros } from '../../platform/database/sql';
import type { StatusChange } from '../changes/status-changes';
import { KEPT_FROM } from '../retention/kept-from';

/**
 * Mends the status runs around the observations in the temporary table `changed`, which are stored already. The temporary
 * table `boundary` is there and empty. Returns where that changes the status of stores, by their keys.
 *
 * On a distributed database each bucket has its own statements, which name it: Citus then hands them as they are to the server
 * of the bucket, whatever they join and limit.
 */
export async function mendRuns(client: PoolClient): Promise<ReadonlyMap<number, StatusChange>> {
  const changes = new Map<number, StatusChange>();
  for (const bucket of await parts(client)) {
    const found = await client.query<StatusChangeRow>(changing(bucket));
    for (const { store_key, from, to, was_unobserved: wasUnobserved } of found.rows) {
      changes.set(store_key, { from: Number(from), to: to === null ? Infinity : Number(to), wasUnobserved });
    }
    for (const statement of mending(bucket)) await client.query(statement);
  }
  return changes;
}

interface StatusChangeRow {
  readonly store_key: number;
  readonly from: string;
  readonly to: string | null;
  readonly was_unobserved: boolean;
}

/** The buckets to mend one by one; a single undefined if all are mended together. */
async function parts(client: PoolClient): Promise<(number | undefined)[]> {
  if ((await distributionOf(client)) === 'none') return [undefined];
  const { rows } = await client.query<{ bucket: number }>('SELECT DISTINCT bucket FROM changed ORDER BY bucket');
  return rows.map(({ bucket }) => bucket);
}

/** SQL: the rows of `changed`, those of one bucket, or all if it is undefined. */
function changedIn(bucket: number | undefined): string {
  return bucket === undefined ? 'changed' : `(SELECT * FROM changed WHERE bucket = ${bucket})`;
}

/** SQL: whether a row is of the same store as another. */
function sameStoreIn(bucket: number | undefined) {
  return (table: string, other: string) =>
    `${table}.bucket = ${bucket ?? `${other}.bucket`} AND ${table}.store_key = ${other}.store_key`;
}

/** The runs still tell what the status was: a changed observation with another one changes it up to the next observation. */
function changing(bucket: number | undefined): string {
  const sameStore = sameStoreIn(bucket);
  return `
    SELECT changed.store_key, ${toMicros('min(changed.observed_at)')} AS "from",
           ${toMicros(`nullif(max(coalesce(next.observed_at, 'infinity')), 'infinity')`)} AS "to",
           bool_or(run.active IS NULL) AS was_unobserved
    FROM ${changedIn(bucket)} changed
    LEFT JOIN LATERAL (
      SELECT earlier.active FROM status_run earlier
      WHERE ${sameStore('earlier', 'changed')} AND earlier.started_at <= changed.observed_at
      ORDER BY earlier.started_at DESC LIMIT 1
    ) run ON true
    LEFT JOIN LATERAL (
      SELECT later.observed_at FROM observation later
      WHERE ${sameStore('later', 'changed')} AND later.observed_at > changed.observed_at
      ORDER BY later.observed_at LIMIT 1
    ) next ON true
    WHERE changed.active IS DISTINCT FROM run.active
    GROUP BY changed.store_key`;
}

/**
 * A run starts at each observation whose status differs from that of the one before. So a changed observation can move the
 * start of a run only at its own instant and at that of the next observation. If the observation before was dropped, its
 * status is that of the run which it belonged to.
 * @param bucket undefined: all
 */
function mending(bucket: number | undefined): string[] {
  const changed = changedIn(bucket);
  const sameStore = sameStoreIn(bucket);
  return [
    'TRUNCATE boundary',
    `INSERT INTO boundary
     SELECT bucket, store_key, observed_at, active, active IS DISTINCT FROM coalesce(
       (SELECT earlier.active FROM observation earlier
        WHERE ${sameStore('earlier', 'candidate')} AND earlier.observed_at < candidate.observed_at
        ORDER BY earlier.observed_at DESC LIMIT 1),
       (SELECT run.active FROM status_run run
        WHERE ${sameStore('run', 'candidate')} AND run.started_at < ${KEPT_FROM}
        ORDER BY run.started_at DESC LIMIT 1))
     FROM (
       SELECT bucket, store_key, observed_at, active FROM ${changed} changed
       UNION
       SELECT bucket, store_key, next.observed_at, next.active
       FROM ${changed} changed CROSS JOIN LATERAL (
         SELECT later.observed_at, later.active FROM observation later
         WHERE ${sameStore('later', 'changed')} AND later.observed_at > changed.observed_at
         ORDER BY later.observed_at LIMIT 1
       ) next
     ) candidate`,
    'ANALYZE boundary',
    `DELETE FROM status_run run USING boundary
     WHERE NOT starts_run AND ${sameStore('run', 'boundary')} AND run.started_at = boundary.observed_at`,
    `INSERT INTO status_run AS run (bucket, store_key, started_at, ended_at, active)
     SELECT bucket, store_key, observed_at, 'infinity', active FROM boundary
     WHERE starts_run ORDER BY store_key, observed_at
     ON CONFLICT (store_key, bucket, started_at) DO UPDATE
     SET active = excluded.active WHERE run.active <> excluded.active`,
    // A run ends where the next one starts: set anew from the run before a store's first boundary up to its last boundary.
    `WITH touched AS (
       SELECT bucket, store_key, min(observed_at) AS first, max(observed_at) AS last
       FROM boundary GROUP BY bucket, store_key
     ), mended AS (
       SELECT run.bucket, run.store_key, run.started_at, coalesce(next.started_at, 'infinity') AS ended_at
       FROM touched
       CROSS JOIN LATERAL (
         SELECT coalesce(max(earlier.started_at), '-infinity') AS since FROM status_run earlier
         WHERE ${sameStore('earlier', 'touched')} AND earlier.started_at < touched.first
       ) before
       JOIN status_run run
         ON ${sameStore('run', 'touched')} AND run.started_at BETWEEN before.since AND touched.last
       LEFT JOIN LATERAL (
         SELECT later.started_at FROM status_run later
         WHERE ${sameStore('later', 'run')} AND later.started_at > run.started_at
         ORDER BY later.started_at LIMIT 1
       ) next ON true
     )
     UPDATE status_run run SET ended_at = mended.ended_at
     FROM mended
     WHERE ${sameStore('run', 'mended')} AND run.started_at = mended.started_at AND run.ended_at <> mended.ended_at`,
  ];
}
