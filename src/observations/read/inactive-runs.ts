import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryResultRow } from 'pg';
import type { Interval, Micros } from '../../calculator/instants';
import type { BusinessHours } from '../../calculator/open-intervals';
import { Database } from '../../platform/database/database';
import { fromMicros, toMicros } from '../../platform/database/sql';

/** A status run that says inactive. */
export interface InactiveRun {
  readonly storeKey: number;
  readonly startedAt: Micros;
  /** Undefined: it is the latest of its store. */
  readonly endedAt: Micros | undefined;
}

/** A run with what tells when its store is open. */
export interface ScheduledRun extends InactiveRun {
  readonly storeId: string;
  /** As `scheduleIn` reads it: the same text for the same zone and hours. */
  readonly schedule: string;
}

/** What is known of when a store is open. */
export interface KnownSchedule {
  /** Undefined: none is known. */
  readonly timezone: string | undefined;
  readonly hours: readonly BusinessHours[];
}

/** The place of a run among all: the latest starts first. */
export interface RunPlace {
  readonly startedAt: Micros;
  readonly storeKey: number;
}

/** Which runs are asked for. */
export interface RunFilter {
  /** Undefined: those of all stores. */
  readonly storeKey: number | undefined;
  /** Only those that are the latest of their stores. */
  readonly ongoing: boolean;
}

/** Runs that a cursor is read by. */
const FETCHED = 2000;

/** Reads inactive status runs, never more of them at a time than asked for. */
@Injectable()
export class InactiveRuns {
  constructor(private readonly database: Database) {}

  /** Those that start within a range, its start not included; the latest first, after a place, at most `limit`. */
  async startedWithin(
    { from, to }: Interval,
    storeKey: number | undefined,
    after: RunPlace | undefined,
    limit: number,
  ): Promise<InactiveRun[]> {
    const runs = await this.database.pool.query<RunRow>(
      `SELECT ${RUN} FROM status_run
       WHERE NOT active ${storeKey === undefined ? '' : 'AND store_key = $5'}
         AND started_at > ${fromMicros('$1::bigint')}
         AND (started_at, store_key) < (${fromMicros('$2::bigint')}, $3::integer)
       ORDER BY status_run.started_at DESC, store_key DESC LIMIT $4`,
      [from, after?.startedAt ?? to, after?.storeKey ?? 0, limit, ...(storeKey === undefined ? [] : [storeKey])],
    );
    return runs.rows.map(toRun);
  }

  /** Those that are the latest of their stores, whenever they started, up to an instant; otherwise as `startedWithin`. */
  async ongoing(until: Micros, storeKey: number | undefined, after: RunPlace | undefined, limit: number) {
    const runs = await this.database.pool.query<RunRow>(
      `SELECT ${RUN} FROM status_run
       WHERE NOT active AND ended_at = 'infinity' ${storeKey === undefined ? '' : 'AND store_key = $4'}
         AND (started_at, store_key) < (${fromMicros('$1::bigint')}, $2::integer)
       ORDER BY status_run.started_at DESC, store_key DESC LIMIT $3`,
      [after?.startedAt ?? until + 1, after?.storeKey ?? 0, limit, ...(storeKey === undefined ? [] : [storeKey])],
    );
    return runs.rows.map(toRun);
  }

  /**
   * What was in force at an instant, store by store, for the first stores after an id, at most `limit`; no run for those
   * that were active, or not observed yet.
   */
  async inForceAt(instant: Micros, storeKey: number | undefined, afterId: string, limit: number) {
    const stores = await this.database.pool.query<RunRow & { store_id: string; active: boolean | null }>(
      `SELECT store_id, active, ${RUN}
       FROM (
         SELECT store_key, store_id FROM store
         WHERE store_id > $2 AND ($4::integer IS NULL OR store_key = $4) ORDER BY store_id LIMIT $3
       ) asked
       LEFT JOIN LATERAL (${IN_FORCE}) run ON true
       ORDER BY store_id`,
      [instant, afterId, limit, storeKey],
    );
    return stores.rows.map((row) => ({
      storeId: row.store_id,
      run: row.active === false ? toRun(row) : undefined,
    }));
  }

  /** All that reach into a range, in batches: those that last the longest within it first. */
  async *byLength(client: PoolClient, range: Interval, filter: RunFilter): AsyncGenerator<InactiveRun[]> {
    const query = `
      SELECT ${RUN} FROM (${reaching(filter)}) runs
      ORDER BY least(ended_at, ${TO}) - greatest(runs.started_at, ${FROM}) DESC`;
    const batches = inBatches<RunRow>(client, query, [range.from, range.to, filter.storeKey]);
    for await (const rows of batches) yield rows.map(toRun);
  }

  /**
   * All that reach into a range, in batches, with the hours of their stores: the latest first, and last those from before
   * the range, by store id.
   */
  async *byStart(client: PoolClient, { from, to }: Interval, filter: RunFilter): AsyncGenerator<ScheduledRun[]> {
    const query = `
      SELECT store_id, concat(timezone, ',', hours) AS schedule, ${RUN}
      FROM (${reaching(filter)}) runs JOIN store USING (store_key) LEFT JOIN (${HOURS}) hours USING (store_key)
      ORDER BY greatest(runs.started_at, ${FROM}) DESC, CASE WHEN runs.started_at <= ${FROM} THEN store_id END,
               store_key DESC`;
    const batches = inBatches<ScheduledRow>(client, query, [from, to, filter.storeKey]);
    for await (const rows of batches) {
      yield rows.map((row) => ({ ...toRun(row), storeId: row.store_id, schedule: row.schedule }));
    }
  }
}

/** The schedule that a text holds. */
export function scheduleIn(text: string): KnownSchedule {
  const [timezone = '', ...rows] = text.split(',');
  const hours = rows
    .filter((row) => row !== '')
    .map((row) => {
      const [dayOfWeek = NaN, opens = NaN, closes = NaN] = row.split(' ').map(Number);
      return { dayOfWeek, opens, closes };
    });
  return { timezone: timezone === '' ? undefined : timezone, hours };
}

/** The rows of a query, some at a time, in a transaction that has no other such query. */
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
  readonly schedule: string;
}

const FROM = fromMicros('$1::bigint');
const TO = fromMicros('$2::bigint');

const RUN = `store_key, ${toMicros('started_at')} AS started_at, ${toMicros(`nullif(ended_at, 'infinity')`)} AS ended_at`;

/** SQL: the run of a store (a row of `asked`) that holds at the instant $1. */
const IN_FORCE = `
  SELECT active, started_at, ended_at FROM status_run
  WHERE status_run.store_key = asked.store_key AND started_at <= ${FROM}
  ORDER BY started_at DESC LIMIT 1`;

/** SQL: the runs that reach into the range from $1 to $2, of the store $3 or of all. */
function reaching({ ongoing }: RunFilter): string {
  const isAsked = '($3::integer IS NULL OR store_key = $3)';
  return `
    SELECT store_key, started_at, ended_at
    FROM (
      SELECT store_key, active, started_at, ended_at FROM status_run
      WHERE started_at > ${FROM} AND started_at < ${TO} AND ${isAsked}
      UNION ALL
      SELECT store_key, active, started_at, ended_at
      FROM (SELECT store_key FROM store WHERE ${isAsked}) asked CROSS JOIN LATERAL (${IN_FORCE}) run
    ) runs
    WHERE NOT active ${ongoing ? `AND ended_at = 'infinity'` : ''}`;
}

/** SQL: the hours of each store in one text, of the store $3 or of all. */
const HOURS = `
  SELECT store_key,
         string_agg(concat_ws(' ', day_of_week, ${toMicros('opens')}, ${toMicros('closes')}), ','
                    ORDER BY day_of_week, opens, closes) AS hours
  FROM business_hours WHERE $3::integer IS NULL OR store_key = $3
  GROUP BY store_key`;

function toRun(row: RunRow): InactiveRun {
  return {
    storeKey: row.store_key,
    startedAt: Number(row.started_at),
    endedAt: row.ended_at === null ? undefined : Number(row.ended_at),
  };
}
