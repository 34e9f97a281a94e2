import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryResultRow } from 'pg';
import type { Interval, Micros } from '../../calculator/instants';
import { Database } from '../../platform/database/database';
import { fromMicros, toMicros } from '../../platform/database/sql';
import { bucketOfKey } from '../../stores/buckets/buckets';
import { type Bind, isUnfiltered, matches, parametersIn, type StoreFilter } from '../../stores/finding/store-filter';
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

/** Whose runs to read: those of one store, or of all that match. */
export interface RunOwners {
  /** Undefined: all. */
  readonly storeKey: number | undefined;
  readonly filter: StoreFilter;
}

/** Which runs to read. */
interface RunFilter extends RunOwners {
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
    owners: RunOwners,
    after: RunPosition | undefined,
    limit: number,
  ): Promise<InactiveRun[]> {
    const parameters: unknown[] = [from, after?.startedAt ?? to, after?.storeKey ?? 0, limit];
    const runs = await this.database.pool.query<RunRow>(
      `SELECT ${RUN} FROM status_run
       WHERE NOT active AND ${isOfOwner(owners, 'status_run', parametersIn(parameters))}
         AND started_at > ${fromMicros('$1::bigint')}
         AND (started_at, store_key) < (${fromMicros('$2::bigint')}, $3::bigint)
       ORDER BY status_run.started_at DESC, store_key DESC LIMIT $4`,
      parameters,
    );
    return runs.rows.map(toRun);
  }

  /** The runs that are the latest of their stores and started at or before an instant; otherwise as `startedWithin`. */
  async ongoing(until: Micros, owners: RunOwners, after: RunPosition | undefined, limit: number) {
    const parameters: unknown[] = [after?.startedAt ?? until + 1, after?.storeKey ?? 0, limit];
    const runs = await this.database.pool.query<RunRow>(
      `SELECT ${RUN} FROM status_run
       WHERE NOT active AND ended_at = 'infinity' AND ${isOfOwner(owners, 'status_run', parametersIn(parameters))}
         AND (started_at, store_key) < (${fromMicros('$1::bigint')}, $2::bigint)
       ORDER BY status_run.started_at DESC, store_key DESC LIMIT $3`,
      parameters,
    );
    return runs.rows.map(toRun);
  }

  /**
   * The inactive run in force at an instant for each of the first stores after an id, at most `limit`; no run for stores
   * that were active or not observed yet.
   */
  async inForceAt(instant: Micros, owners: RunOwners, afterId: string, limit: number) {
    const parameters: unknown[] = [instant, afterId, limit];
    const stores = await this.database.pool.query<RunRow & { store_id: string; active: boolean | null }>(
      `SELECT store_id, active, ${RUN}
       FROM store wanted LEFT JOIN LATERAL (${IN_FORCE}) run ON true
       WHERE store_id > $2 AND ${isOfOwner(owners, 'wanted', parametersIn(parameters))}
       ORDER BY store_id LIMIT $3`,
      parameters,
    );
    return stores.rows.map((row) => ({
      storeId: row.store_id,
      run: row.active === false ? toRun(row) : undefined,
    }));
  }

  /** All runs that overlap a range, in batches: the longest within the range first. */
  async *byLength(client: PoolClient, range: Interval, filter: RunFilter): AsyncGenerator<InactiveRun[]> {
    const parameters: unknown[] = [range.from, range.to];
    const query = `
      SELECT ${RUN} FROM (${overlapping(filter, parameters)}) runs
      ORDER BY least(ended_at, ${TO}) - greatest(runs.started_at, ${FROM}) DESC`;
    const batches = inBatches<RunRow>(client, query, parameters);
    for await (const rows of batches) yield rows.map(toRun);
  }

  /**
   * All runs that overlap a range, in batches, with the schedules of their stores: the latest first, and last the runs that
   * began before the range, by store id.
   */
  async *byStart(client: PoolClient, { from, to }: Interval, filter: RunFilter): AsyncGenerator<ScheduledRun[]> {
    const parameters: unknown[] = [from, to];
    const query = `
      SELECT store.store_id, ${SCHEDULE_TEXT} AS schedule, ${runOf('runs.')}
      FROM (${overlapping(filter, parameters)}) runs
      JOIN store ON store.bucket = runs.bucket AND store.store_key = runs.store_key
      LEFT JOIN schedule ON schedule.bucket = store.bucket AND schedule.store_id = store.store_id
      ORDER BY greatest(runs.started_at, ${FROM}) DESC, CASE WHEN runs.started_at <= ${FROM} THEN store.store_id END,
               runs.store_key DESC`;
    const batches = inBatches<ScheduledRow>(client, query, parameters);
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

/** SQL: the inactive runs that overlap the range from $1 to $2; adds parameters to these. */
function overlapping({ ongoing, ...owners }: RunFilter, parameters: unknown[]): string {
  const bind = parametersIn(parameters);
  return `
    SELECT bucket, store_key, started_at, ended_at
    FROM (
      SELECT bucket, store_key, active, started_at, ended_at FROM status_run
      WHERE started_at > ${FROM} AND started_at < ${TO} AND ${isOfOwner(owners, 'status_run', bind)}
      UNION ALL
      SELECT bucket, store_key, active, started_at, ended_at
      FROM (SELECT bucket, store_key FROM store WHERE ${isOfOwner(owners, 'store', bind)}) wanted
      CROSS JOIN LATERAL (${IN_FORCE}) run
    ) runs
    WHERE NOT active ${ongoing ? `AND ended_at = 'infinity'` : ''}`;
}

/**
 * SQL: whether a row with `store_key` and `bucket` is of a store whose runs are read.
 * @param row the table of the row, or what it is called
 */
function isOfOwner({ storeKey, filter }: RunOwners, row: string, bind: Bind): string {
  const conditions = ['true'];
  if (storeKey !== undefined) {
    conditions.push(
      `${row}.store_key = ${bind(`${storeKey}`)} AND ${row}.bucket = ${bind(`${bucketOfKey(storeKey)}`)}`,
    );
  }
  if (!isUnfiltered(filter)) {
    conditions.push(`EXISTS (
      SELECT FROM store owner WHERE owner.bucket = ${row}.bucket AND owner.store_key = ${row}.store_key
        AND ${matches(filter, 'owner', bind)})`);
  }
  return conditions.join(' AND ');
}

function toRun(row: RunRow): InactiveRun {
  return {
    storeKey: row.store_key,
    startedAt: Number(row.started_at),
    endedAt: row.ended_at === null ? undefined : Number(row.ended_at),
  };
}
