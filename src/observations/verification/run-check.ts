import type { PoolClient } from 'pg';
import { setLastObserved } from '../../stores/last-observed';
import { passFence } from '../../stores/buckets/fence';
import { KEPT_FROM } from '../retention/kept-from';

/** How the stored status runs differ from those that follow from the observations. */
interface RunCheck {
  readonly stores: number;
  readonly runs: number;
  /** The ids of stores whose runs or latest observation are wrong. */
  readonly wrong: readonly string[];
}

/**
 * Works out all status runs from the observations, from scratch, and compares them with the stored ones. Where
 * observations were dropped, the stored runs are taken as they are. Needs the locks of all buckets, so that nothing
 * changes meanwhile.
 */
export async function checkRuns(client: PoolClient): Promise<RunCheck> {
  await client.query(CREATE_RIGHT_RUNS);
  const totals = await client.query<{ stores: number; runs: number }>(
    'SELECT (SELECT count(*) FROM store)::integer AS stores, (SELECT count(*) FROM right_run)::integer AS runs',
  );
  const wrong = await client.query<{ store_id: string }>(WRONG_STORES);
  const { stores, runs } = totals.rows[0] ?? { stores: 0, runs: 0 };
  return { stores, runs, wrong: wrong.rows.map((row) => row.store_id) };
}

/**
 * Rebuilds the runs and latest observations that `checkRuns` found wrong, in the same transaction; passes the fence, so
 * nothing but the commit may follow.
 */
export async function repairRuns(client: PoolClient, { wrong }: RunCheck): Promise<void> {
  await client.query(DELETE_RUNS, [wrong]);
  await client.query(INSERT_RIGHT_RUNS, [wrong]);
  await setLastObserved(client, RIGHT_LAST_OBSERVED, [wrong]);
  await passFence(client);
}

const CREATE_RIGHT_RUNS = `
  CREATE TEMPORARY TABLE right_run ON COMMIT DROP AS
  SELECT bucket, store_key, observed_at AS started_at, active,
         coalesce(lead(observed_at) OVER (PARTITION BY bucket, store_key ORDER BY observed_at), 'infinity') AS ended_at
  FROM (
    SELECT bucket, store_key, observed_at, active,
           lag(active) OVER (PARTITION BY bucket, store_key ORDER BY observed_at) AS before
    FROM (
      SELECT bucket, store_key, observed_at, active FROM observation
      UNION ALL
      SELECT bucket, store_key, started_at, active FROM status_run WHERE started_at < ${KEPT_FROM}
    ) known
  ) compared
  WHERE active IS DISTINCT FROM before`;

const WRONG_STORES = `
  WITH differing AS (
    SELECT store_key
    FROM right_run FULL JOIN status_run stored USING (bucket, store_key, started_at)
    WHERE (right_run.active, right_run.ended_at) IS DISTINCT FROM (stored.active, stored.ended_at)
    UNION
    SELECT store_key
    FROM (
      SELECT bucket, store_key, max(observed_at) AS latest FROM observation GROUP BY bucket, store_key
    ) observed
    FULL JOIN store USING (bucket, store_key)
    WHERE latest IS DISTINCT FROM last_observed_at AND (latest IS NOT NULL OR last_observed_at >= ${KEPT_FROM})
  )
  SELECT coalesce(store_id, 'key ' || differing.store_key) AS store_id
  FROM differing LEFT JOIN store USING (store_key)
  ORDER BY 1`;

const DELETE_RUNS = `
  DELETE FROM status_run USING store
  WHERE status_run.bucket = store.bucket AND status_run.store_key = store.store_key AND store_id = ANY ($1)`;

const INSERT_RIGHT_RUNS = `
  INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
  SELECT bucket, store_key, started_at, ended_at, active FROM right_run JOIN store USING (bucket, store_key)
  WHERE store_id = ANY ($1) ORDER BY store_key, started_at`;

/** A store whose observations were all dropped keeps its latest one, which nothing else knows. */
const RIGHT_LAST_OBSERVED = `
  SELECT bucket, store_key,
         coalesce(
           (SELECT max(observed_at) FROM observation
            WHERE observation.bucket = store.bucket AND observation.store_key = store.store_key),
           CASE WHEN last_observed_at < ${KEPT_FROM} THEN last_observed_at END
         ) AS last_observed_at
  FROM store WHERE store_id = ANY ($1)`;
