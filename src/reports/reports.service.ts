import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import { IsNull, LessThan, Repository } from 'typeorm';
import type { Micros } from '../calculator/instants';
import { CodedError } from '../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { fromMicros } from '../platform/database/sql';
import { hasChangedSince } from '../ingestion/data-changes';
import { isStoreId } from '../stores/store-id';
import { StoresService } from '../stores/stores.service';
import { REPORT_HEADER } from './report-csv';
import { PROGRESS_CHANNEL } from './report-plan';
import { Report } from './report.entity';
import { ReportQueue } from './report-queue';
import { shardLines } from './shards/shard-lines';

/** What a caller may ask of a report. */
export interface ReportRequest {
  /** Undefined: the latest observation of all when the report starts. */
  readonly asOf: Micros | undefined;
  /** Undefined: as the service is set. */
  readonly defaultStatus: 'active' | 'inactive' | undefined;
  /** Undefined: all stores. */
  readonly storeIds: readonly string[] | undefined;
}

/** Reports as the HTTP side knows them: asked for, looked at, fetched. Workers do the rest. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    @InjectRepository(Report) private readonly reports: Repository<Report>,
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly queue: ReportQueue,
  ) {}

  /**
   * Commits a report to the database and sends it to the workers; returns its id. The same idempotency key again, also
   * at the same moment, is the same report.
   * @throws CodedError `no_observations` if there is neither an observation nor an `asOf` to end the windows at;
   *   `unknown_store` for ids that no store has; `idempotency_key_reused` if the key came with another request before
   */
  async trigger(request: ReportRequest, idempotencyKey: string | undefined): Promise<string> {
    if (request.storeIds) await this.requireKnown(request.storeIds);
    if (request.asOf === undefined && !(await this.stores.hasObservations())) {
      throw new CodedError('no_observations');
    }
    const { asOf, defaultStatus, storeIds } = request;
    const requestHash = createHash('sha256')
      .update(JSON.stringify([asOf, defaultStatus, storeIds]))
      .digest();
    const reportId = randomUUID();
    const { DEFAULT_STATUS, DEFAULT_TIMEZONE, END_OF_DAY_GRACE } = this.settings;
    const inserted = await this.database.pool.query(
      `INSERT INTO report (report_id, requested_as_of, default_status, default_timezone, end_of_day_grace,
                           store_ids, idempotency_key, request_sha256)
       VALUES ($1, ${fromMicros('$2::bigint')}, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (idempotency_key) DO NOTHING`,
      [
        reportId,
        asOf,
        defaultStatus ?? DEFAULT_STATUS,
        DEFAULT_TIMEZONE,
        END_OF_DAY_GRACE,
        storeIds,
        idempotencyKey,
        requestHash,
      ],
    );
    if (inserted.rowCount === 0) return this.sameAsBefore(idempotencyKey, requestHash);
    this.queue.send(reportId);
    return reportId;
  }

  /** @throws CodedError `report_not_found` */
  async find(reportId: string): Promise<Report> {
    const report = await this.reports.findOneBy({ reportId });
    if (!report) throw new CodedError('report_not_found');
    return report;
  }

  /** A complete report; undefined if there is none of this id, or no longer. */
  async findComplete(reportId: string): Promise<Report | undefined> {
    return (await this.reports.findOneBy({ reportId, status: 'Complete' })) ?? undefined;
  }

  /** The latest report that is complete and not limited to some stores. */
  async latestOfAllStores(): Promise<Report | undefined> {
    const found = await this.reports.findOne({
      where: { status: 'Complete', storeIds: IsNull() },
      order: { reportNo: 'DESC' },
    });
    return found ?? undefined;
  }

  /**
   * Whether the data that a report was made from are others by now: an observation at or before its `as_of`, or hours, or
   * a zone. Null as long as it has not started.
   */
  async isSuperseded({ asOf, seenWriteNo }: Report): Promise<boolean | null> {
    return asOf === null || seenWriteNo === null ? null : hasChangedSince(this.database.pool, seenWriteNo, asOf);
  }

  /** Reports from the newest on, or from the one after `before` on. */
  async list(limit: number, before: number | undefined): Promise<Report[]> {
    return this.reports.find({
      where: before === undefined ? {} : { reportNo: LessThan(before) },
      order: { reportNo: 'DESC' },
      take: limit,
    });
  }

  /**
   * Ends a running report without a result. Cancelling it again changes nothing.
   * @throws CodedError `report_not_found`; `report_over` if it has ended otherwise
   */
  async cancel(reportId: string): Promise<Report> {
    await this.database.transaction(async (client) => {
      await client.query(
        `UPDATE report SET status = 'Cancelled', finished_at = now() WHERE report_id = $1 AND status = 'Running'`,
        [reportId],
      );
      // Whoever sees the report through learns that there is nothing left to wait for.
      await client.query('SELECT pg_notify($1, $2)', [PROGRESS_CHANNEL, reportId]);
    });
    const report = await this.find(reportId);
    if (report.status !== 'Cancelled') {
      throw new CodedError('report_over', { values: { status: report.status } });
    }
    return report;
  }

  /**
   * The CSV of a complete report, the header first, then shard by shard, only as fast as it is consumed. Fails if the
   * report is removed meanwhile: a part of it must not pass for the whole.
   */
  async *csv({ reportId, csvBytes }: Report): AsyncGenerator<string | Buffer> {
    yield REPORT_HEADER;
    let bytes = Buffer.byteLength(REPORT_HEADER);
    for await (const lines of shardLines(this.database, reportId)) {
      bytes += lines.length;
      yield lines;
    }
    if (bytes !== csvBytes) throw new Error(`report ${reportId} was removed while it was read`);
  }

  private async sameAsBefore(idempotencyKey: string | undefined, requestHash: Buffer): Promise<string> {
    const before = await this.database.pool.query<{ report_id: string; request_sha256: Buffer }>(
      'SELECT report_id, request_sha256 FROM report WHERE idempotency_key = $1',
      [idempotencyKey],
    );
    const [report] = before.rows;
    if (!report) throw new CodedError('service_unavailable');
    if (!report.request_sha256.equals(requestHash)) {
      throw new CodedError('idempotency_key_reused');
    }
    return report.report_id;
  }

  private async requireKnown(storeIds: readonly string[]): Promise<void> {
    const possible = storeIds.filter(isStoreId);
    const unknown = [...storeIds.filter((id) => !isStoreId(id)), ...(await this.stores.unknownIds(possible))];
    if (unknown.length > 0) {
      const ids = `${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ', …' : ''}`;
      throw new CodedError('unknown_store', { values: { ids }, members: { unknown_store_ids: unknown } });
    }
  }
}
