import type { PoolClient } from 'pg';
import type { Interval, Micros } from '../../calculator/instants';
import { fromMicros, toMicros } from '../../platform/database/sql';
import { bucketOfKey } from '../../stores/buckets/buckets';
import type { InactiveRun } from './inactive-runs';

/** The observations of each of some inactive runs within a range, by instant. */
export async function inactiveObservations(
  client: PoolClient,
  runs: readonly InactiveRun[],
  { from, to }: Interval,
): Promise<Micros[][]> {
  const found = await client.query<{ run: number; observed_at: string }>(
    `SELECT run::integer, ${toMicros('observed_at')} AS observed_at
     FROM unnest($1::integer[], $2::smallint[], $3::bigint[], $4::bigint[])
          WITH ORDINALITY AS runs (run_store_key, run_bucket, since, until, run)
     JOIN observation ON store_key = run_store_key AND bucket = run_bucket
       AND observed_at >= ${fromMicros('since')} AND observed_at < ${fromMicros('until')}
     ORDER BY run, observation.observed_at`,
    [
      runs.map(({ storeKey }) => storeKey),
      runs.map(({ storeKey }) => bucketOfKey(storeKey)),
      runs.map(({ startedAt }) => Math.max(startedAt, from)),
      runs.map(({ endedAt = Infinity }) => Math.min(endedAt, to)),
    ],
  );
  const observed: Micros[][] = runs.map(() => []);
  for (const { run, observed_at } of found.rows) observed[run - 1]?.push(Number(observed_at));
  return observed;
}
