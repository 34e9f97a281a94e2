import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import { ArrayContains, type FindOptionsWhere, IsNull, LessThan, Not, Raw, Repository } from 'typeorm';
import { type Act, recordAct } from '../access/audit/act';
import type { Micros } from '../calculator/instants';
import { type CountingTerms, type RequestedTerms, termsOf } from '../calculator/figures/terms';
import { earliestSpoken, requireWindow } from '../calculator/figures/windows';
import { TZ_RELEASE } from '../calculator/schedule/zones';
import { CodedError, tooBusy } from '../common/coded-error';
import { RecentReads } from '../common/collections/recent-reads';
import { SharedReads } from '../common/collections/shared-reads';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { fromMicros, toMicros } from '../platform/database/sql';
import { requireObservations } from '../observations/retention/kept-from';
import type { AttributeLimit, LimitsByName } from '../stores/finding/store-filter';
import { StoreFinder } from '../stores/finding/store-finder';
import { isStoreId } from '../stores/store-id';
import { StoresService } from '../stores/stores.service';
import { reportHeader, type ReportLayout, STANDARD_WINDOWS } from './report-csv';
import { PROGRESS_CHANNEL } from './report-plan';
import { Report } from './report.entity';
import { ReportQueue } from './queue/report-queue';
import { shardLines } from './shards/shard-lines';

/** Seconds after which a client that waits for a report should ask again. */
export const RETRY_AFTER = 1;

/** SQL: how many reports of an actor have not ended; 0 for anonymous callers, whom nothing tells apart. */
function runningOf(actor: string): string {
  return `(SELECT count(*) FROM report WHERE status = 'Running' AND created_by = ${actor} AND created_by <> 'anonymous')`;
}

/** The parameters of a request for a report. */
export interface ReportRequest extends RequestedTerms {
  /** Undefined means the latest observation of all stores at the time when the report starts. */
  readonly asOf: Micros | undefined;
  /** Undefined means the standard ones. */
  readonly columns: ReportLayout['columns'] | undefined;
  /** Undefined means the setting REPORT_WINDOWS. */
  readonly windows: readonly string[] | undefined;
  /** Undefined means all stores. */
  readonly storeIds: readonly string[] | undefined;
  /** Undefined means all stores. */
  readonly attributes: readonly AttributeLimit[] | undefined;
}

/** What a report is made by. */
interface NewReport extends CountingTerms, ReportLayout {
  readonly requestedAsOf: Micros | undefined;
  readonly defaultTimezone: string;
  readonly endOfDayGrace: boolean;
  /** Null: all stores. */
  readonly storeIds: readonly string[] | null;
  /** Null: all stores. */
  readonly attributes: LimitsByName | null;
  readonly revises: string | null;
}

/** Triggers, finds, cancels and serves reports. Workers compute them. */
@Injectable()
export class ReportsService {
  private readonly byId = new SharedReads((reportId) => this.reports.findOneBy({ reportId }));
  /** Of a report that runs, many ask for the state again and again. */
  private readonly states = new RecentReads(
    (reportId) => this.byId.get(reportId),
    (report) => report?.status === 'Running',
  );

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    @InjectRepository(Report) private readonly reports: Repository<Report>,
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly finder: StoreFinder,
    private readonly queue: ReportQueue,
  ) {}

  /**
   * Commits a report to the database, queues it, and returns its id. Requests with the same idempotency key, even
   * concurrent ones, get the same report.
   * @throws CodedError `no_observations` if there are no observations and no `asOf`; `unknown_store` if a store id does not
   *   exist; `unknown_attribute`; `idempotency_key_reused` if the key was used for a different request; `too_busy` if REPORT_MAX_RUNNING reports have
   *   not ended, `too_many_of_key` if REPORTS_PER_KEY of the same key have not; of several that are triggered at the same moment,
   *   all may still be accepted
   */
  async trigger(request: ReportRequest, idempotencyKey: string | undefined, by: Act): Promise<string> {
    if (request.storeIds) await this.requireKnownStores(request.storeIds);
    const limits = await this.finder.limits(request.attributes ?? []);
    if (request.asOf === undefined && !(await this.stores.hasObservations())) {
      throw new CodedError('no_observations');
    }
    const { asOf, defaultStatus, unknownAfter, closures, columns, windows, storeIds } = request;
    const { DEFAULT_TIMEZONE, END_OF_DAY_GRACE, REPORT_WINDOWS } = this.settings;
    const report = {
      ...termsOf(request, this.settings),
      requestedAsOf: asOf,
      columns: columns ?? 'standard',
      windows: windows ?? REPORT_WINDOWS,
      defaultTimezone: DEFAULT_TIMEZONE,
      endOfDayGrace: END_OF_DAY_GRACE,
      storeIds: storeIds ?? null,
      attributes: limits.length > 0 ? Object.fromEntries(limits.map(({ name, values }) => [name, values])) : null,
      revises: null,
    };
    await this.requireObservations(report, asOf);
    const requestHash = createHash('sha256')
      .update(JSON.stringify([asOf, defaultStatus, storeIds, unknownAfter, closures, columns, windows, ...limits]))
      .digest();
    return this.start(report, requestHash, idempotencyKey, by);
  }

  private async start(
    report: NewReport,
    requestHash: Buffer,
    idempotencyKey: string | undefined,
    by: Act,
  ): Promise<string> {
    const reportId = randomUUID();
    const isNew = await this.database.transaction(async (client) => {
      const { REPORT_MAX_RUNNING, REPORTS_PER_KEY } = this.settings;
      const inserted = await client.query(
        `INSERT INTO report (report_id, requested_as_of, default_status, default_timezone, end_of_day_grace,
                             store_ids, idempotency_key, request_sha256, created_by, unknown_after, closures, columns,
                             windows, tz_release, revises, attributes)
         SELECT $1, ${fromMicros('$2::bigint')}, $3, $4, $5, $6, $7, $8, $9, $12, $13, $14, $15, $16, $17, $18
         WHERE (SELECT count(*) FROM report WHERE status = 'Running') < $10 AND ${runningOf('$9')} < $11
         ON CONFLICT (idempotency_key) DO NOTHING`,
        [
          reportId,
          report.requestedAsOf,
          report.defaultStatus,
          report.defaultTimezone,
          report.endOfDayGrace,
          report.storeIds,
          idempotencyKey,
          requestHash,
          by.actor,
          REPORT_MAX_RUNNING,
          REPORTS_PER_KEY,
          report.unknownAfter === Infinity ? null : report.unknownAfter,
          report.closures,
          report.columns,
          report.windows,
          TZ_RELEASE,
          report.revises,
          report.attributes,
        ],
      );
      if (inserted.rowCount === 1) await recordAct(client, by, { report_id: reportId });
      return inserted.rowCount === 1;
    });
    if (!isNew) return (await this.findByIdempotencyKey(idempotencyKey, requestHash)) ?? this.refuse(by);
    this.queue.send(reportId);
    return reportId;
  }

  /**
   * Triggers a report with the terms, the stores and the as of of another one, on what is known now. Returns its id.
   * @throws CodedError `report_not_found`; `report_not_complete` if the other has no as of yet; as `trigger` does
   */
  async revise(reportId: string, idempotencyKey: string | undefined, by: Act): Promise<string> {
    const report = await this.find(reportId);
    if (report.asOf === null) throw notComplete(report);
    const { asOf, defaultStatus, closures, columns, windows, defaultTimezone, endOfDayGrace } = report;
    const { storeIds, attributes, unknownAfter } = report;
    const terms = {
      defaultStatus,
      unknownAfter: unknownAfter ?? Infinity,
      closures,
      columns,
      windows,
      defaultTimezone,
      endOfDayGrace,
      storeIds,
      attributes,
    };
    await this.requireObservations(terms, asOf);
    const requestHash = createHash('sha256').update(`revise ${reportId}`).digest();
    return this.start({ ...terms, requestedAsOf: asOf, revises: reportId }, requestHash, idempotencyKey, by);
  }

  /** Makes sure, as far as can be told now, that retention has not dropped what the terms need. */
  private async requireObservations(
    { unknownAfter, windows }: Pick<NewReport, 'unknownAfter' | 'windows'>,
    requestedAsOf: Micros | undefined,
  ): Promise<void> {
    const asOf = requestedAsOf ?? (await this.stores.latestObservedAt(this.database.pool));
    if (unknownAfter === Infinity || asOf === undefined) return;
    await requireObservations(this.database.pool, earliestSpoken(windows.map(requireWindow), asOf, unknownAfter));
  }

  /** @throws CodedError `report_not_found` */
  async find(reportId: string): Promise<Report> {
    const report = await this.byId.get(reportId);
    if (!report) throw new CodedError('report_not_found');
    // From now on, nobody is told that it is still running.
    if (report.status !== 'Running') this.states.forget(reportId);
    return report;
  }

  /**
   * A report, which may have ended a moment ago although it is shown to run: see `RecentReads`.
   * @throws CodedError `report_not_found`
   */
  async findState(reportId: string): Promise<Report> {
    const report = await this.states.get(reportId);
    if (!report) throw new CodedError('report_not_found');
    return report;
  }

  /** When a report was last completed; undefined if none was. */
  async lastCompletedAt(): Promise<Micros | undefined> {
    const found = await this.database.pool.query<{ at: string | null }>(
      `SELECT ${toMicros('max(finished_at)')} AS at FROM report WHERE status = 'Complete'`,
    );
    const at = found.rows[0]?.at ?? null;
    return at === null ? undefined : Number(at);
  }

  /**
   * A report that has its rows.
   * @throws CodedError `report_not_found`; `report_not_complete`, with a time to wait if it still runs
   */
  async requireComplete(reportId: string): Promise<Report> {
    const report = await this.find(reportId);
    if (report.status !== 'Complete') throw notComplete(report);
    return report;
  }

  /**
   * The report whose figures are shown: the one that is named, or else the default one; undefined if there is none.
   * @throws CodedError `report_not_found`, `report_not_complete`, `report_lacks_windows`
   */
  async findShown(reportId: string | undefined): Promise<Report | undefined> {
    if (reportId === undefined) return this.findDefault();
    const report = await this.requireComplete(reportId);
    const missing = STANDARD_WINDOWS.filter((window) => !report.windows.includes(window));
    if (missing.length > 0) throw new CodedError('report_lacks_windows', { values: { windows: missing.join(', ') } });
    return report;
  }

  /**
   * Among the complete reports of all stores, the one with the greatest `as_of`, and of several such the one triggered last.
   * A requested `as_of` that had yet to come would win for years, so such reports count only if there are no others; and so do
   * those that take more or less time for unknown than the service does, such as those that only tell how much is measured.
   */
  private async findDefault(): Promise<Report | undefined> {
    const greatest = (where: FindOptionsWhere<Report>) =>
      this.reports.findOne({
        where: {
          status: 'Complete',
          storeIds: IsNull(),
          attributes: IsNull(),
          windows: ArrayContains([...STANDARD_WINDOWS]),
          ...where,
        },
        order: { asOfInMilliseconds: 'DESC', reportNo: 'DESC' },
      });
    const hadCome = Raw(
      (asOf) => `(requested_as_of IS NULL OR ${asOf} <= finished_at + :skew * interval '1 millisecond')`,
      { skew: this.settings.MAX_FUTURE_SKEW },
    );
    const come = { asOfInMilliseconds: hadCome };
    for (const where of [{ ...come, ...this.knowingAsMuch() }, come, {}]) {
      const report = await greatest(where);
      if (report) return report;
    }
    return undefined;
  }

  /** The reports by whose terms no more time is unknown, and no less, than by those of the service. */
  private knowingAsMuch(): FindOptionsWhere<Report> {
    const { DEFAULT_STATUS, UNKNOWN_AFTER } = this.settings;
    return {
      unknownAfter: UNKNOWN_AFTER ?? IsNull(),
      ...(DEFAULT_STATUS === 'unknown' ? {} : { defaultStatus: Not('unknown') }),
    };
  }

  /**
   * A page of reports, the newest first.
   * @param before only reports with a lower number; undefined starts with the newest
   */
  async list(limit: number, before: number | undefined): Promise<Report[]> {
    return this.reports.find({
      where: before === undefined ? {} : { reportNo: LessThan(before) },
      order: { reportNo: 'DESC' },
      take: limit,
    });
  }

  /**
   * Cancels a running report. Cancelling it again changes nothing.
   * @throws CodedError `report_not_found`; `report_over` if it has ended in another way
   */
  async cancel(reportId: string, by: Act): Promise<Report> {
    await this.database.transaction(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE report SET status = 'Cancelled', finished_at = now() WHERE report_id = $1 AND status = 'Running'`,
        [reportId],
      );
      if (rowCount === 1) await recordAct(client, by, { report_id: reportId });
      // Wakes the worker that supervises the report, so that it stops waiting.
      await client.query('SELECT pg_notify($1, $2)', [PROGRESS_CHANNEL, reportId]);
    });
    const report = await this.find(reportId);
    if (report.status !== 'Cancelled') {
      throw new CodedError('report_over', { values: { status: report.status } });
    }
    return report;
  }

  /**
   * Streams the CSV of a complete report: the header, then shard by shard, only as fast as it is consumed.
   * @throws Error if its length is not that of the completed report, as when it is removed meanwhile: a part must not be
   *   mistaken for the whole
   */
  async *csv({ reportId, csvBytes, ...layout }: Report): AsyncGenerator<string | Buffer> {
    const header = reportHeader(layout);
    yield header;
    let bytes = Buffer.byteLength(header);
    for await (const lines of shardLines(this.database, reportId)) {
      bytes += lines.length;
      // After as many bytes as were announced, a client would take what it has for the whole.
      if (csvBytes === null || bytes > csvBytes) break;
      yield lines;
    }
    if (bytes !== csvBytes) throw new Error(`report ${reportId} is not stored as it was completed`);
  }

  private async findByIdempotencyKey(idempotencyKey: string | undefined, requestHash: Buffer) {
    const found = await this.database.pool.query<{ report_id: string; request_sha256: Buffer }>(
      'SELECT report_id, request_sha256 FROM report WHERE idempotency_key = $1',
      [idempotencyKey],
    );
    const [report] = found.rows;
    if (report?.request_sha256.equals(requestHash) === false) throw new CodedError('idempotency_key_reused');
    return report?.report_id;
  }

  private async refuse({ actor }: Act): Promise<never> {
    const most = this.settings.REPORTS_PER_KEY;
    const sql = `SELECT ${runningOf('$1')} >= $2 AS "hasMost"`;
    const { rows } = await this.database.pool.query<{ hasMost: boolean }>(sql, [actor, most]);
    if (!rows[0]?.hasMost) throw tooBusy(RETRY_AFTER);
    throw new CodedError('too_many_of_key', {
      values: { what: 'reports', most, limited: 'key' },
      members: { retry_after: RETRY_AFTER },
    });
  }

  private async requireKnownStores(storeIds: readonly string[]): Promise<void> {
    const wellFormed = storeIds.filter(isStoreId);
    const unknown = [...storeIds.filter((id) => !isStoreId(id)), ...(await this.stores.unknownIds(wellFormed))];
    if (unknown.length > 0) {
      const ids = `${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ', …' : ''}`;
      throw new CodedError('unknown_store', { values: { ids }, members: { unknown_store_ids: unknown } });
    }
  }
}

function notComplete({ status }: Report): CodedError {
  const wait = status === 'Running' ? { retry_after: RETRY_AFTER } : {};
  return new CodedError('report_not_complete', { values: { status }, members: { report_status: status, ...wait } });
}
