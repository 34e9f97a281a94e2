import type { PoolClient } from 'pg';
import type { Timeline } from '../../calculator/forward-fill';
import type { Interval, Micros } from '../../calculator/instants';
import { fromMicros, toMicros } from '../../platform/database/sql';

/** An observation with where it is from. */
export interface KnownObservation {
  readonly observedAt: Micros;
  readonly active: boolean;
  /** What the observation came with; undefined where it was dropped and only its status run is known. */
  readonly received: { readonly importId: string; readonly at: Date } | undefined;
}

/** Reads what is known of one store's status; each in the caller's transaction. */
export class StoreHistory {
  constructor(
    private readonly client: PoolClient,
    private readonly storeKey: number,
  ) {}

  /** The moments at which the status changed, that matter to a range. */
  async changes({ from, to }: Interval): Promise<Timeline> {
    const runs = await this.client.query<{ started_at: string; active: boolean }>(
      `SELECT ${toMicros('started_at')} AS started_at, active
       FROM status_run
       WHERE store_key = $1 AND started_at < ${fromMicros('$3::bigint')} AND ended_at > ${fromMicros('$2::bigint')}
       ORDER BY status_run.started_at`,
      [this.storeKey, from, to],
    );
    return {
      observedAt: Float64Array.from(runs.rows, (run) => Number(run.started_at)),
      active: Uint8Array.from(runs.rows, (run) => (run.active ? 1 : 0)),
    };
  }

  /** How many observations lie within some intervals; undefined if some that may have were dropped. */
  async countWithin(intervals: readonly Interval[]): Promise<number | undefined> {
    const [first] = intervals;
    if (!first) return 0;
    const counted = await this.client.query<{ count: string; is_kept: boolean }>(
      `SELECT (
         SELECT count(*)
         FROM unnest($2::bigint[], $3::bigint[]) AS open (since, until)
         JOIN observation ON store_key = $1
           AND observed_at >= ${fromMicros('since')} AND observed_at < ${fromMicros('until')}
       ) AS count, kept_from <= ${fromMicros('$4::bigint')} AS is_kept
       FROM observation_retention`,
      [this.storeKey, intervals.map(({ from }) => from), intervals.map(({ to }) => to), first.from],
    );
    const { count, is_kept } = counted.rows[0] ?? { count: '0', is_kept: false };
    return is_kept ? Number(count) : undefined;
  }

  /**
   * The latest observation at or before a range, and the first ones within it, at most `most`. Where observations were
   * dropped, the starts of status runs stand for them.
   */
  async observations({ from, to }: Interval, most: number): Promise<KnownObservation[]> {
    const known = await this.client.query<KnownRow>(OBSERVATIONS, [this.storeKey, from, to, most]);
    return known.rows.map(({ observed_at, active, import_id, created_at }) => ({
      observedAt: Number(observed_at),
      active,
      received: import_id === null || created_at === null ? undefined : { importId: import_id, at: created_at },
    }));
  }
}

interface KnownRow {
  readonly observed_at: string;
  readonly active: boolean;
  readonly import_id: string | null;
  readonly created_at: Date | null;
}

const FROM = fromMicros('$2::bigint');
const TO = fromMicros('$3::bigint');

const OBSERVATIONS = `
  WITH told AS (
    (SELECT observed_at, active, import_key FROM observation
     WHERE store_key = $1 AND observed_at <= ${FROM} ORDER BY observed_at DESC LIMIT 1)
    UNION ALL
    (SELECT observed_at, active, import_key FROM observation
     WHERE store_key = $1 AND observed_at > ${FROM} AND observed_at < ${TO} ORDER BY observed_at LIMIT $4)
    UNION ALL
    (SELECT started_at, active, NULL FROM status_run, observation_retention
     WHERE store_key = $1 AND started_at <= ${FROM} AND started_at < kept_from ORDER BY started_at DESC LIMIT 1)
    UNION ALL
    (SELECT started_at, active, NULL FROM status_run, observation_retention
     WHERE store_key = $1 AND started_at > ${FROM} AND started_at < ${TO} AND started_at < kept_from
     ORDER BY started_at LIMIT $4)
  )
  SELECT ${toMicros('observed_at')} AS observed_at, active, import_id, created_at
  FROM told LEFT JOIN import USING (import_key)
  ORDER BY told.observed_at`;
