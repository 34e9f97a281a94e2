import type { PoolClient } from 'pg';
import type { Interval } from '../../calculator/instants';
import { fromMicros } from '../../platform/database/sql';
import { bucketOfKey } from '../../stores/buckets/buckets';
import { KEPT_FROM } from '../retention/kept-from';
import { type KnownObservation, knownObservations } from './known-observations';

/** Reads the history of one store in the caller's transaction. */
export class StoreHistory {
  constructor(
    private readonly client: PoolClient,
    private readonly storeKey: number,
  ) {}

  /** How many observations lie within some intervals; undefined if observations of that time may have been dropped. */
  async countWithin(intervals: readonly Interval[]): Promise<number | undefined> {
    const [first] = intervals;
    if (!first) return 0;
    const counted = await this.client.query<{ count: string; is_kept: boolean }>(
      `SELECT (
         SELECT count(*)
         FROM unnest($2::bigint[], $3::bigint[]) AS open (since, until)
         JOIN observation ON store_key = $1 AND bucket = $5
           AND observed_at >= ${fromMicros('since')} AND observed_at < ${fromMicros('until')}
       ) AS count, ${KEPT_FROM} <= ${fromMicros('$4::bigint')} AS is_kept`,
      [
        this.storeKey,
        intervals.map(({ from }) => from),
        intervals.map(({ to }) => to),
        first.from,
        bucketOfKey(this.storeKey),
      ],
    );
    const { count, is_kept } = counted.rows[0] ?? { count: '0', is_kept: false };
    return is_kept ? Number(count) : undefined;
  }

  /** The observations that explain the status within a range, the first `limit` of them: see `knownObservations`. */
  async observations(range: Interval, limit: number): Promise<KnownObservation[]> {
    return knownObservations(this.client, this.storeKey, range, limit);
  }
}
