import { Inject, Injectable } from '@nestjs/common';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { BEGIN_WRITE } from '../platform/database/begin';
import { fromMicros, toMicros } from '../platform/database/sql';
import type { Status } from '../calculator/figures/forward-fill';
import type { Micros } from '../calculator/instants';
import type { CountingTerms } from '../calculator/figures/terms';
import { earliestSpoken, requireWindow } from '../calculator/figures/windows';
import { filterBy, type LimitsByName } from '../stores/finding/store-filter';
import type { IdRange } from '../stores/store-range';
import { type CountedRange, StoresService } from '../stores/stores.service';
import type { ReportLayout } from './report-csv';
import { REPORT_ERRORS } from './report-errors';
import { reportAttempts, reportSeconds, reportsEnded } from './report-metrics';
import type { ReportParameters, ShardResult } from './shards/shard-report';
import { digestOf } from './shards/stored-csv';
import type { FleetSnapshot, NodeSnapshot } from './workers/fleet-snapshots';

/** PostgreSQL channel that carries the id of a report whenever one of its shards is done or it ends early. */
export const PROGRESS_CHANNEL = 'report_progress';

/** How many attempts a report gets. Each new attempt means that the process behind the previous one died. */
const MAX_ATTEMPTS = 100;

/**
 * A step locks the report's row. Should its process freeze in the middle, PostgreSQL ends the transaction, so that another
 * process can continue the report.
 */
const BEGIN_STEP = `${BEGIN_WRITE}; SET LOCAL idle_in_transaction_session_timeout = '10s'`;

/**
 * A step within an attempt does not wait for the disk. If PostgreSQL crashes, the attempt is over, and the next one, whose begin does
 * wait, makes the step again. The completion waits for the disk too, and so for all steps before it.
 */
const BEGIN_INNER_STEP = `${BEGIN_STEP}; SET LOCAL synchronous_commit = off`;

/** SQL: uptime by uptime and downtime over all shards, in each window; null if there are no shards, or one has no sums. */
const UPTIME_SHARE = `
  SELECT array_agg((uptime / nullif(uptime + downtime, 0))::double precision ORDER BY number)
  FROM (
    SELECT number, sum(uptime) AS uptime, sum(downtime) AS downtime
    FROM report_shard CROSS JOIN LATERAL unnest(uptime_us, downtime_us) WITH ORDINALITY AS sums (uptime, downtime, number)
    WHERE report_id = $1 AND NOT EXISTS (SELECT FROM report_shard WHERE report_id = $1 AND uptime_us IS NULL)
    GROUP BY number
  ) windows`;

/** SQL: how many stores were never observed; null if a shard does not tell. */
const NEVER_OBSERVED = `
  SELECT CASE WHEN count(*) = count(never_observed) THEN coalesce(sum(never_observed), 0) END
  FROM report_shard WHERE report_id = $1`;

/** Of a report that is no longer there. */
const NO_TERMS = { windows: [], columns: 'standard', unknown_after: null } as const;

/** Everything needed to compute one shard. */
export interface ShardTask {
  readonly range: IdRange;
  readonly stores: number;
  readonly parameters: ReportParameters;
}

/** The state of an attempt; over: the report has ended, or a newer attempt has replaced this one. */
export type Progress = 'running' | 'all shards done' | 'over';

/**
 * The state of a report in the database, and every step that changes it. Each step is one transaction that names its
 * attempt: a process that comes late, because it was frozen or its job was delivered twice, changes nothing.
 */
@Injectable()
export class ReportPlan {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly stores: StoresService,
  ) {}

  /** Starts a new attempt at a running report, which ends all earlier ones; undefined if there is nothing to do. */
  async begin(reportId: string): Promise<number | undefined> {
    const started = await this.database.pool.query<{ attempt: number }>(
      `UPDATE report SET attempt = attempt + 1, started_at = coalesce(started_at, now())
       WHERE report_id = $1 AND status = 'Running'
       RETURNING attempt`,
      [reportId],
    );
    const attempt = started.rows[0]?.attempt;
    if (attempt !== undefined) reportAttempts.inc();
    if (attempt === undefined || attempt <= MAX_ATTEMPTS) return attempt;
    await this.fail(reportId, attempt, REPORT_ERRORS.attemptedTooOften(MAX_ATTEMPTS));
    return undefined;
  }

  /**
   * Fixes the report's as_of (docs/rules.md, R1) and cuts its stores, in bytewise order (docs/rules.md, R15), into parts. Each
   * part is a shard of every node that has stores in it. All come from the snapshot.
   * @returns for each shard, the index of its node; undefined if the attempt is over
   */
  async cut(
    { nodes, writeNo, keptFrom }: FleetSnapshot,
    reportId: string,
    attempt: number,
  ): Promise<number[] | undefined> {
    const { requestedAsOf, only, filter } = await this.request(reportId);
    const asOf = requestedAsOf ?? (await this.latestObservedAt(nodes));
    if (asOf === undefined) {
      await this.fail(reportId, attempt, REPORT_ERRORS.noObservations);
      return undefined;
    }
    if (await this.needsBefore(keptFrom, reportId, asOf)) {
      await this.fail(reportId, attempt, REPORT_ERRORS.observationsDropped);
      return undefined;
    }
    const shards = await this.shardsOf(nodes, { only, filter });
    const isCurrent = await this.database.transaction(async (client) => {
      const current = await client.query(
        `UPDATE report
         SET as_of = ${fromMicros('$3::bigint')}, stores_done = 0, stores_total = $4, seen_write_no = $5
         WHERE report_id = $1 AND attempt = $2 AND status = 'Running'`,
        [reportId, attempt, asOf, shards.reduce((sum, { stores }) => sum + stores, 0), writeNo],
      );
      if (current.rowCount === 0) return false;
      await client.query('DELETE FROM report_shard WHERE report_id = $1', [reportId]);
      await client.query(
        `INSERT INTO report_shard (report_id, shard, part, first_store_id, last_store_id, stores, buckets)
         SELECT $1, number - 1, part, first, last, stores, buckets::smallint[]
         FROM unnest($2::integer[], $3::text[], $4::text[], $5::integer[], $6::text[])
              WITH ORDINALITY AS shards (part, first, last, stores, buckets, number)`,
        [
          reportId,
          shards.map(({ part }) => part),
          shards.map(({ first }) => first),
          shards.map(({ last }) => last),
          shards.map(({ stores }) => stores),
          shards.map(({ buckets }) => buckets && `{${buckets.join(',')}}`),
        ],
      );
      return true;
    }, BEGIN_INNER_STEP);
    return isCurrent ? shards.map(({ node }) => node) : undefined;
  }

  /** Whether the terms need observations from before an instant. */
  private async needsBefore(instant: Micros, reportId: string, asOf: Micros): Promise<boolean> {
    const { windows, unknownAfter } = await this.terms(reportId);
    if (unknownAfter === Infinity) return false;
    return earliestSpoken(windows.map(requireWindow), asOf, unknownAfter) < instant;
  }

  private async latestObservedAt(nodes: readonly NodeSnapshot[]): Promise<Micros | undefined> {
    let latest: Micros | undefined;
    for (const { node, reader } of nodes) {
      const at = await this.stores.latestObservedAt(reader, node.buckets);
      if (latest === undefined || (at !== undefined && at > latest)) latest = at;
    }
    return latest;
  }

  /** The first node cuts its own stores evenly, and the others cut theirs at the same ids. */
  private async shardsOf(
    nodes: readonly NodeSnapshot[],
    limits: Pick<IdRange, 'only' | 'filter'>,
  ): Promise<(CountedRange & { node: number })[]> {
    const [first, ...others] = nodes;
    if (!first) return [];
    const { buckets } = first.node;
    const ranges = await this.stores.cutIntoRanges(first.reader, this.settings.REPORT_SHARD_STORES, {
      ...limits,
      buckets,
    });
    const cuts = ranges.slice(1).map((range) => range.first);
    const shards = ranges.map((range) => ({ ...range, node: 0 }));
    for (const [index, { node, reader }] of others.entries()) {
      const cut = await this.stores.cutAt(reader, cuts, { ...limits, buckets: node.buckets });
      shards.push(...cut.map((range) => ({ ...range, node: index + 1 })));
    }
    return shards;
  }

  /** What to compute for a shard; undefined if it is done or its attempt is over. */
  async task(reportId: string, attempt: number, shard: number): Promise<ShardTask | undefined> {
    const found = await this.database.pool.query<{
      first_store_id: string;
      last_store_id: string;
      buckets: number[] | null;
      stores: number;
      as_of: string;
      default_status: Status;
      unknown_after: string | null;
      closures: CountingTerms['closures'];
      columns: ReportLayout['columns'];
      windows: string[];
      default_timezone: string;
      end_of_day_grace: boolean;
      store_ids: string[] | null;
      attributes: LimitsByName | null;
    }>(
      `SELECT first_store_id, last_store_id, buckets, stores, store_ids, attributes, ${toMicros('as_of')} AS as_of,
              default_status, unknown_after, closures, columns, windows, default_timezone, end_of_day_grace
       FROM report JOIN report_shard USING (report_id)
       WHERE report_id = $1 AND attempt = $2 AND status = 'Running' AND shard = $3 AND csv IS NULL`,
      [reportId, attempt, shard],
    );
    const row = found.rows[0];
    return (
      row && {
        range: {
          first: row.first_store_id,
          last: row.last_store_id,
          only: row.store_ids ?? undefined,
          filter: filterBy(row.attributes),
          buckets: row.buckets ?? undefined,
        },
        stores: row.stores,
        parameters: {
          asOf: Number(row.as_of),
          defaultStatus: row.default_status,
          unknownAfter: row.unknown_after === null ? Infinity : Number(row.unknown_after),
          closures: row.closures,
          columns: row.columns,
          windows: row.windows,
          defaultTimezone: row.default_timezone,
          endOfDayGrace: row.end_of_day_grace,
        },
      }
    );
  }

  /** Stores a shard's result. Does nothing if the shard already has one or its attempt is over. */
  async finishShard(reportId: string, attempt: number, shard: number, result: ShardResult): Promise<void> {
    await this.database.transaction(async (client) => {
      // Lock the report's row first, so that no new attempt replaces the shards meanwhile.
      const current = await client.query(
        `SELECT FROM report WHERE report_id = $1 AND attempt = $2 AND status = 'Running' FOR UPDATE`,
        [reportId, attempt],
      );
      if (current.rowCount === 0) return;
      const stored = await client.query<{ stores: number }>(
        `UPDATE report_shard SET csv = $3, uptime_us = $4, downtime_us = $5, never_observed = $6,
             figures = $7, zones = $8
         WHERE report_id = $1 AND shard = $2 AND csv IS NULL
         RETURNING stores`,
        [
          reportId,
          shard,
          Buffer.from(result.csv),
          result.uptime,
          result.downtime,
          result.neverObserved,
          result.exact.figures,
          result.exact.zones,
        ],
      );
      if (!stored.rows[0]) return;
      await client.query('UPDATE report SET stores_done = stores_done + $2 WHERE report_id = $1', [
        reportId,
        stored.rows[0].stores,
      ]);
      await client.query('SELECT pg_notify($1, $2)', [PROGRESS_CHANNEL, reportId]);
    }, BEGIN_INNER_STEP);
  }

  async progress(reportId: string, attempt: number): Promise<Progress> {
    const found = await this.database.pool.query<{ done: boolean }>(
      `SELECT stores_done = stores_total AS done FROM report WHERE report_id = $1 AND attempt = $2 AND status = 'Running'`,
      [reportId, attempt],
    );
    const [report] = found.rows;
    if (!report) return 'over';
    return report.done ? 'all shards done' : 'running';
  }

  /** The numbers of the shards that are not done yet. */
  async unfinishedShards(reportId: string): Promise<number[]> {
    const unfinished = await this.database.pool.query<{ shard: number }>(
      'SELECT shard FROM report_shard WHERE report_id = $1 AND csv IS NULL ORDER BY shard',
      [reportId],
    );
    return unfinished.rows.map((row) => row.shard);
  }

  /** Completes a report whose shards are all done; stores its uptime shares and the length and SHA-256 of its CSV. */
  async complete(reportId: string, attempt: number): Promise<void> {
    const { bytes, sha256 } = await digestOf(this.database, reportId, await this.terms(reportId));
    const completed = await this.database.pool.query<{ seconds: number }>(
      `UPDATE report
       SET status = 'Complete', finished_at = now(), csv_bytes = $3, csv_sha256 = $4,
           uptime_share = (${UPTIME_SHARE}), stores_never_observed = (${NEVER_OBSERVED})
       WHERE report_id = $1 AND attempt = $2 AND status = 'Running' AND stores_done = stores_total
       RETURNING extract(epoch FROM finished_at - created_at)::double precision AS seconds`,
      [reportId, attempt, bytes, sha256],
    );
    for (const { seconds } of completed.rows) {
      reportsEnded.inc({ outcome: 'complete' });
      reportSeconds.observe(seconds);
    }
  }

  /**
   * Ends a report without a result.
   * @param reason shown to the user
   */
  async fail(reportId: string, attempt: number, reason: string): Promise<void> {
    const failed = await this.database.transaction(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE report SET status = 'Error', finished_at = now(), error = $3
         WHERE report_id = $1 AND attempt = $2 AND status = 'Running'`,
        [reportId, attempt, reason],
      );
      await client.query('SELECT pg_notify($1, $2)', [PROGRESS_CHANNEL, reportId]);
      return rowCount ?? 0;
    }, BEGIN_STEP);
    reportsEnded.inc({ outcome: 'error' }, failed);
  }

  private async terms(reportId: string): Promise<ReportLayout & { readonly unknownAfter: Micros }> {
    const found = await this.database.pool.query<ReportLayout & { readonly unknown_after: string | null }>(
      'SELECT windows, columns, unknown_after FROM report WHERE report_id = $1',
      [reportId],
    );
    const { windows, columns, unknown_after } = found.rows[0] ?? NO_TERMS;
    return { windows, columns, unknownAfter: unknown_after === null ? Infinity : Number(unknown_after) };
  }

  private async request(reportId: string) {
    const found = await this.database.pool.query<RequestRow>(
      `SELECT ${toMicros('requested_as_of')} AS as_of, store_ids, attributes FROM report WHERE report_id = $1`,
      [reportId],
    );
    const { as_of, store_ids, attributes } = found.rows[0] ?? { as_of: null, store_ids: null, attributes: null };
    return {
      requestedAsOf: as_of === null ? undefined : Number(as_of),
      only: store_ids ?? undefined,
      filter: filterBy(attributes),
    };
  }
}

interface RequestRow {
  readonly as_of: string | null;
  readonly store_ids: string[] | null;
  readonly attributes: LimitsByName | null;
}
