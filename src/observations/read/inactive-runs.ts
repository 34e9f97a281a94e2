import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryResultRow } from 'pg';
import type { Interval, Micros } from '../../calculator/instants';
import { Database } from '../../platform/database/database';
import { fromMicros, toMicros } from '../../platform/database/sql';
import { bucketOfKey } from '../../stores/buckets/buckets';
import { SCHEDULE_TEXT } from '../../stores/schedules/schedule-text';

/** A status run of the status inactive. */
export interface InactiveRun {
  readonly storeKey: number;
  readonly startedAt: Micros;
  /** Undefined if it is the latest run of its store. */
  readonly endedAt: Micros | undefined;
}

/** A run with the schedule of its store. */
interface ScheduledRun extends InactiveRun {
  readonly storeId: string;
  /** For `scheduleIn`; the same text for the same schedule. */
  readonly schedule: string | null;
}

/** The position of a run in a list that begins with the latest start. */
interface RunPosition {
  readonly startedAt: Micros;
  readonly storeKey: number;
}

/** Which runs to read. */
interface RunFilter {
  /** Undefined matches all stores. */
  readonly storeKey: number | undefined;
  /** Only runs that are the latest of their stores. */
  readonly ongoing: boolean;
}

/** Rows fetched from a database cursor at a time. */
const FETCHED = 2000;

/** Reads inactive status runs, in pages or in batches. */
@Injectable()
export class InactiveRuns {
  constructor(private readonly database: Database) {}

  /** How many stores are inactive: those whose latest run is. */
  async countOngoing(client: PoolClient): Promise<number> {
    const counted = await client.query<{ runs: number }>(
      `SELECT count(*)::integer AS runs FROM status_run WHERE NOT active AND ended_at = 'infinity'`,
    );
    return counted.rows[0]?.runs ?? 0;
  }

  /** The runs that start within a range, its start excluded: the latest first, after a position, at most `limit`. */
  async startedWithin(
    { from, to }: Interval,
    storeKey: number | undefined,
    after: RunPosition | undefined,
    limit: number,
  ): Promise<InactiveRun[]> {
    const runs = await this.database.pool.query<RunRow>(
      `SELECT ${RUN} FROM status_run
       WHERE NOT active ${storeKey === undefined ? '' : 'AND store_key = $5 AND bucket = $6'}
         AND started_at > ${fromMicros('$1::bigint')}
         AND (started_at, store_key) < (${fromMicros('$2::bigint')}, $3::bigint)
       ORDER BY status_run.started_at DESC, store_key DESC LIMIT $4`,
      [from, after?.startedAt ?? to, after?.storeKey ?? 0, limit, ...keyAndBucket(storeKey)],
    );
    return runs.rows.map(toRun);
  }

  /** The runs that are the latest of their stores and started at or before an instant; otherwise as `startedWithin`. */
  async ongoing(until: Micros, storeKey: number | undefined, after: RunPosition | undefined, limit: number) {
    const runs = await this.database.pool.query<RunRow>(
      `SELECT ${RUN} FROM status_run
       WHERE NOT active AND ended_at = 'infinity' ${storeKey === undefined ? '' : 'AND store_key = $4 AND bucket = $5'}
         AND (started_at, store_key) < (${fromMicros('$1::bigint')}, $2::bigint)
       ORDER BY status_run.started_at DESC, store_key DESC LIMIT $3`,
      [after?.startedAt ?? until + 1, after?.storeKey ?? 0, limit, ...keyAndBucket(storeKey)],
    );
    return runs.rows.map(toRun);
  }

  /**
   * The inactive run in force at an instant for each of the first stores after an id, at most `limit`; no run for stores
   * that were active or not observed yet.
   */
  async inForceAt(instant: Micros, storeKey: number | undefined, afterId: string, limit: number) {
    const stores = await this.database.pool.query<RunRow & { store_id: string; active: boolean | null }>(
      `SELECT store_id, active, ${RUN}
       FROM store wanted LEFT JOIN LATERAL (${IN_FORCE}) run ON true
       WHERE store_id > $2 AND ($4::integer IS NULL OR store_key = $4)
       ORDER BY store_id LIMIT $3`,
      [instant, afterId, limit, storeKey],
    );
    return stores.rows.map((row) => ({
      storeId: row.store_id,
      run: row.active === false ? toRun(row) : undefined,
    }));
  }

  /** All runs that overlap a range, in batches: the longest within the range first. */
  async *byLength(client: PoolClient, range: Interval, filter: RunFilter): AsyncGenerator<InactiveRun[]> {
    const query = `
      SELECT ${RUN} FROM (${overlapping(filter)}) runs
      ORDER BY least(ended_at, ${TO}) - greatest(runs.started_at, ${FROM}) DESC`;
    const batches = inBatches<RunRow>(client, query, [range.from, range.to, filter.storeKey]);
    for await (const rows of batches) yield rows.map(toRun);
  }

  /**
   * All runs that overlap a range, in batches, with the schedules of their stores: the latest first, and last the runs that
   * began before the range, by store id.
   */
  async *byStart(client: PoolClient, { from, to }: Interval, filter: RunFilter): AsyncGenerator<ScheduledRun[]> {
    const query = `
      SELECT store.store_id, ${SCHEDULE_TEXT} AS schedule, ${runOf('runs.')}
      FROM (${overlapping(filter)}) runs
      JOIN store ON store.bucket = runs.bucket AND store.store_key = runs.store_key
      LEFT JOIN schedule ON schedule.bucket = store.bucket AND schedule.store_id = store.store_id
      ORDER BY greatest(runs.started_at, ${FROM}) DESC, CASE WHEN runs.started_at <= ${FROM} THEN store.store_id END,
               runs.store_key DESC`;
    const batches = inBatches<ScheduledRow>(client, query, [from, to, filter.storeKey]);
    for await (const rows of batches) {
      yield rows.map((row) => ({ ...toRun(row), storeId: row.store_id, schedule: row.schedule }));
    }
  }
}

/** Reads a query's rows in batches through a database cursor; one at a time in a transaction. */
async function* inBatches<Row extends QueryResultRow>(
  client: PoolClient,
  query: string,
  parameters: unknown[],
): AsyncGenerator<Row[]> {
  await client.query(`DECLARE batches NO SCROLL CURSOR FOR ${query}`, parameters);
  for (;;) {
    const batch = await client.query<Row>(`FETCH ${FETCHED} FROM batches`);
    if (batch.rows.length > 0) yield batch.rows;
    if (batch.rows.length < FETCHED) return;
  }
}

interface RunRow {
  readonly store_key: number;
  readonly started_at: string;
  readonly ended_at: string | null;
}

interface ScheduledRow extends RunRow {
  readonly store_id: string;
  readonly schedule: string | null;
}

const FROM = fromMicros('$1::bigint');
const TO = fromMicros('$2::bigint');

/** @param table the table of the columns with a period after it, if there are several */
function runOf(table = ''): string {
  const endedAt = `nullif(${table}ended_at, 'infinity')`;
  return `${table}store_key, ${toMicros(`${table}started_at`)} AS started_at, ${toMicros(endedAt)} AS ended_at`;
}

const RUN = runOf();

/** SQL: the run in force at the instant $1 of the store in the row `wanted`. */
const IN_FORCE = `
  SELECT active, started_at, ended_at FROM status_run
  WHERE status_run.bucket = wanted.bucket AND status_run.store_key = wanted.store_key AND started_at <= ${FROM}
  ORDER BY started_at DESC LIMIT 1`;

/** SQL: the inactive runs that overlap the range from $1 to $2, of the store $3 or of all if that is null. */
function overlapping({ ongoing }: RunFilter): string {
  const isWanted = '($3::integer IS NULL OR store_key = $3)';
  return `
    SELECT bucket, store_key, started_at, ended_at
    FROM (
      SELECT bucket, store_key, active, started_at, ended_at FROM status_run
      WHERE started_at > ${FROM} AND started_at < ${TO} AND ${isWanted}
      UNION ALL
      SELECT bucket, store_key, active, started_at, ended_at
      FROM (SELECT bucket, store_key FROM store WHERE ${isWanted}) wanted CROSS JOIN LATERAL (${IN_FORCE}) run
    ) runs
    WHERE NOT active ${ongoing ? `AND ended_at = 'infinity'` : ''}`;
}

/** The parameters that single out a store. */
function keyAndBucket(storeKey: number | undefined): number[] {
  return storeKey === undefined ? [] : [storeKey, bucketOfKey(storeKey)];
}

function toRun(row: RunRow): InactiveRun {
  return {
    storeKey: row.store_key,
    startedAt: Number(row.started_at),
    endedAt: row.ended_at === null ? undefined : Number(row.ended_at),
  };
}
