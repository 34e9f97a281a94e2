import type { PoolClient } from 'pg';

/** How the stored status runs differ from what the observations say. */
export interface RunCheck {
  readonly stores: number;
  readonly runs: number;
  /** The ids of stores whose runs, or whose latest observation, are not as they should be. */
  readonly wrong: readonly string[];
}

/**
 * Works out all status runs from the observations, from scratch, and compares them with those stored. For the time of
 * which the observations were dropped, the runs are all that is known. In a transaction that has the turn to write,
 * nothing changes meanwhile.
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

/** Puts right what `checkRuns` found wrong, in the same transaction. */
export async function repairRuns(client: PoolClient, { wrong }: RunCheck): Promise<void> {
  for (const statement of REPAIR) await client.query(statement, [wrong]);
}

const CREATE_RIGHT_RUNS = `
  CREATE TEMPORARY TABLE right_run ON COMMIT DROP AS
  SELECT store_key, observed_at AS started_at, active,
         coalesce(lead(observed_at) OVER (PARTITION BY store_key ORDER BY observed_at), 'infinity') AS ended_at
  FROM (
    SELECT store_key, observed_at, active,
           lag(active) OVER (PARTITION BY store_key ORDER BY observed_at) AS before
    FROM (
      SELECT store_key, observed_at, active FROM observation
      UNION ALL
      SELECT store_key, started_at, active FROM status_run, observation_retention WHERE started_at < kept_from
    ) known
  ) told
  WHERE active IS DISTINCT FROM before`;

const WRONG_STORES = `
  WITH differing AS (
    SELECT store_key
    FROM right_run FULL JOIN status_run stored USING (store_key, started_at)
    WHERE (right_run.active, right_run.ended_at) IS DISTINCT FROM (stored.active, stored.ended_at)
    UNION
    SELECT store_key
    FROM (SELECT store_key, max(observed_at) AS latest FROM observation GROUP BY store_key) observed
    FULL JOIN store USING (store_key), observation_retention
    WHERE latest IS DISTINCT FROM last_observed_at AND (latest IS NOT NULL OR last_observed_at >= kept_from)
  )
  SELECT coalesce(store_id, 'key ' || differing.store_key) AS store_id
  FROM differing LEFT JOIN store USING (store_key)
  ORDER BY 1`;

const REPAIR = [
  'DELETE FROM status_run USING store WHERE status_run.store_key = store.store_key AND store_id = ANY ($1)',
  `INSERT INTO status_run (store_key, started_at, ended_at, active)
   SELECT store_key, started_at, ended_at, active FROM right_run JOIN store USING (store_key)
   WHERE store_id = ANY ($1) ORDER BY store_key, started_at`,
  `UPDATE store
   SET last_observed_at = coalesce(
     (SELECT max(observed_at) FROM observation WHERE observation.store_key = store.store_key),
     (SELECT last_observed_at FROM observation_retention WHERE last_observed_at < kept_from))
   WHERE store_id = ANY ($1)`,
];
