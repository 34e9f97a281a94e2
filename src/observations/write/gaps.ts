import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { grouped } from '../../common/collections/grouped';
import { distributionOf } from '../../platform/database/distribution';
import { fromMicros, toMicros } from '../../platform/database/sql';
import { bucketOfKey } from '../../stores/buckets/buckets';

/** Stretches sent to PostgreSQL in one statement. Others wait while they are encoded: a few milliseconds. */
const BATCH = 4_000;

/** From the first to the last of some observations of a store, none of them later than the stored ones. */
interface Stretch {
  readonly storeKey: number;
  readonly first: Micros;
  readonly last: Micros;
}

/** The observation that ends a gap, and the run that it belongs to. */
export interface AfterGap {
  readonly observedAt: Micros;
  readonly active: boolean;
  readonly startsRun: boolean;
  /** `Infinity` for the store's latest run. */
  readonly runEndsAt: Micros;
}

/** A gap between stored observations of a store. */
export interface Gap {
  /** The run that reaches into the gap; undefined if the gap precedes all observations of the store. */
  readonly before: { readonly active: boolean; readonly startedAt: Micros } | undefined;
  readonly after: AfterGap;
}

interface GapRow {
  readonly store_key: number;
  readonly before_active: boolean | null;
  readonly before_started_at: string | null;
  readonly observed_at: string;
  readonly active: boolean;
  readonly starts_run: boolean;
  readonly run_ends_at: string | null;
}

/**
 * The gaps that whole stretches lie in, by the key of their store; a store has one stretch at most. On a distributed
 * database each bucket is asked by itself, as in `mendRuns`.
 */
export async function findGaps(client: PoolClient, stretches: readonly Stretch[]): Promise<ReadonlyMap<number, Gap>> {
  const gaps = new Map<number, Gap>();
  for (const [bucket, part] of await parts(client, stretches)) {
    for (let from = 0; from < part.length; from += BATCH) {
      const batch = part.slice(from, from + BATCH);
      const found = await client.query<GapRow>(findingGaps(bucket), [
        batch.map(({ storeKey }) => storeKey),
        batch.map(({ storeKey }) => bucketOfKey(storeKey)),
        batch.map(({ first }) => first),
        batch.map(({ last }) => last),
      ]);
      for (const row of found.rows) gaps.set(row.store_key, toGap(row));
    }
  }
  return gaps;
}

/** The stretches of each bucket; all together under undefined if the database is not distributed. */
async function parts(
  client: PoolClient,
  stretches: readonly Stretch[],
): Promise<ReadonlyMap<number | undefined, readonly Stretch[]>> {
  if ((await distributionOf(client)) === 'none') return new Map([[undefined, stretches]]);
  return grouped(stretches, ({ storeKey }) => bucketOfKey(storeKey));
}

function toGap(row: GapRow): Gap {
  const { before_active: active, before_started_at: startedAt } = row;
  return {
    before: active === null ? undefined : { active, startedAt: Number(startedAt) },
    after: {
      observedAt: Number(row.observed_at),
      active: row.active,
      startsRun: row.starts_run,
      runEndsAt: row.run_ends_at === null ? Infinity : Number(row.run_ends_at),
    },
  };
}

/** @param bucket undefined: all */
function findingGaps(bucket: number | undefined): string {
  const ofStore = (table: string) =>
    `${table}.bucket = ${bucket ?? 'stretch.bucket'} AND ${table}.store_key = stretch.store_key`;
  return `
    SELECT stretch.store_key, before.active AS before_active, ${toMicros('before.started_at')} AS before_started_at,
           ${toMicros('next.observed_at')} AS observed_at, next.active, run.started_at = next.observed_at AS starts_run,
           ${toMicros(`nullif(run.ended_at, 'infinity')`)} AS run_ends_at
    FROM (
      SELECT store_key, bucket, ${fromMicros('first')} AS first, ${fromMicros('last')} AS last
      FROM unnest($1::integer[], $2::smallint[], $3::bigint[], $4::bigint[]) AS given (store_key, bucket, first, last)
    ) stretch
    CROSS JOIN LATERAL (
      SELECT later.observed_at, later.active FROM observation later
      WHERE ${ofStore('later')} AND later.observed_at >= stretch.first
      ORDER BY later.observed_at LIMIT 1
    ) next
    CROSS JOIN LATERAL (
      SELECT holding.started_at, holding.ended_at FROM status_run holding
      WHERE ${ofStore('holding')} AND holding.started_at <= next.observed_at
      ORDER BY holding.started_at DESC LIMIT 1
    ) run
    LEFT JOIN LATERAL (
      SELECT earlier.started_at, earlier.active FROM status_run earlier
      WHERE ${ofStore('earlier')} AND earlier.started_at < stretch.first
      ORDER BY earlier.started_at DESC LIMIT 1
    ) before ON true
    WHERE next.observed_at > stretch.last`;
}
