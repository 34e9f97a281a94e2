import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Interval, Micros } from '../calculator/instants';
import { Database } from '../database/database';
import { fromMicros, toMicros } from '../database/sql';

/** A status run that says inactive. */
export interface InactiveRun {
  readonly storeKey: number;
  readonly startedAt: Micros;
  /** Undefined: it is the latest of its store. */
  readonly endedAt: Micros | undefined;
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

/** Runs read ahead from the longest on. */
const FETCHED = 1000;

/** Reads inactive status runs, each time no more of them than asked for. */
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
  async *byLength(
    client: PoolClient,
    { from, to }: Interval,
    { storeKey, ongoing }: RunFilter,
  ): AsyncGenerator<InactiveRun[]> {
    await client.query(
      `DECLARE longest NO SCROLL CURSOR FOR
       SELECT ${RUN}
       FROM (
         SELECT store_key, started_at, ended_at FROM status_run
         WHERE NOT active AND started_at > ${fromMicros('$1::bigint')} AND started_at < ${fromMicros('$2::bigint')}
           AND ($3::integer IS NULL OR store_key = $3)
         UNION ALL
         SELECT asked.store_key, started_at, ended_at
         FROM store AS asked CROSS JOIN LATERAL (${IN_FORCE}) run
         WHERE NOT active AND ($3::integer IS NULL OR asked.store_key = $3)
       ) runs
       ${ongoing ? `WHERE ended_at = 'infinity'` : ''}
       ORDER BY least(ended_at, ${fromMicros('$2::bigint')}) - greatest(runs.started_at, ${fromMicros('$1::bigint')}) DESC`,
      [from, to, storeKey],
    );
    for (;;) {
      const batch = await client.query<RunRow>(`FETCH ${FETCHED} FROM longest`);
      if (batch.rows.length > 0) yield batch.rows.map(toRun);
      if (batch.rows.length < FETCHED) return;
    }
  }
}

interface RunRow {
  readonly store_key: number;
  readonly started_at: string;
  readonly ended_at: string | null;
}

const RUN = `store_key, ${toMicros('started_at')} AS started_at, ${toMicros(`nullif(ended_at, 'infinity')`)} AS ended_at`;

/** SQL: the run of a store (a row of `asked`) that holds at the instant $1. */
const IN_FORCE = `
  SELECT active, started_at, ended_at FROM status_run
  WHERE status_run.store_key = asked.store_key AND started_at <= ${fromMicros('$1::bigint')}
  ORDER BY started_at DESC LIMIT 1`;

function toRun(row: RunRow): InactiveRun {
  return {
    storeKey: row.store_key,
    startedAt: Number(row.started_at),
    endedAt: row.ended_at === null ? undefined : Number(row.ended_at),
  };
}
