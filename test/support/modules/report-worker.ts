import { getQueueToken } from '@nestjs/bull';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { JobOptions } from 'bull';
import { randomUUID } from 'node:crypto';
import { CalculatorModule } from '../../../src/calculator/calculator.module';
import { ConfigModule } from '../../../src/platform/config/config.module';
import { readSettings } from '../../../src/platform/config/settings';
import { REPORT_QUEUE, SHARD_QUEUE } from '../../../src/platform/queue/names';
import type { ShardJob } from '../../../src/reports/queue/jobs';
import { PROGRESS_CHANNEL, ReportPlan } from '../../../src/reports/report-plan';
import { Report } from '../../../src/reports/report.entity';
import { ShardProcessor } from '../../../src/reports/shards/shard.processor';
import { FigureData } from '../../../src/observations/read/figure-data';
import { ShardReport } from '../../../src/reports/shards/shard-report';
import { ReportProcessor } from '../../../src/reports/workers/report.processor';
import { StoresModule } from '../../../src/stores/stores.module';
import { TestDatabase } from '../postgres';
import { until } from '../service';
import { insertStores } from '../stores';
import type { PoolClient } from 'pg';
import { keptFrom } from '../../../src/observations/retention/kept-from';
import { lastWriteNo } from '../../../src/ingestion/data-changes';
import { type FleetSnapshot, FleetSnapshots } from '../../../src/reports/workers/fleet-snapshots';

/** How often a report or a shard is tried. */
export const ATTEMPTS = 2;

export interface SentShard {
  readonly data: ShardJob;
  readonly opts: JobOptions;
}

/** Stands for Bull's queues: keeps what is sent, and delivers nothing by itself. */
class Messages {
  shards: SentShard[] = [];
  readonly reports: { data: { reportId: string }; opts: JobOptions }[] = [];
  pauses = 0;
  private answer: () => Promise<void> = () => Promise.resolve();
  private giveUp: (error: Error) => void = () => undefined;

  addBulk(jobs: SentShard[]): Promise<void> {
    this.shards.push(...jobs);
    return this.answer();
  }

  add(data: { reportId: string }, opts: JobOptions): Promise<void> {
    this.reports.push({ data, opts });
    return this.answer();
  }

  pause(): Promise<void> {
    this.pauses++;
    return Promise.resolve();
  }

  getActive(): Promise<[]> {
    return Promise.resolve([]);
  }

  /** Gives no answer to what is sent, until `fail` is called. */
  stayAway(): void {
    this.answer = () => new Promise((_, reject) => (this.giveUp = reject));
  }

  fail(): void {
    const error = new Error('no message was sent');
    this.giveUp(error);
    this.answer = () => Promise.reject(error);
  }
}

/** The snapshot of a reader's transaction, on the one server that there is. */
export async function snapshotOf(reader: PoolClient): Promise<FleetSnapshot> {
  const writeNo = await lastWriteNo(reader);
  const node = { address: undefined, buckets: undefined, placements: '' };
  return { writeNo, keptFrom: await keptFrom(reader), nodes: [{ node, reader, name: '' }] };
}

/**
 * A worker that takes two stores at a time, on a PostgreSQL of its own and without Redis: the test delivers what it
 * sends. There are three stores, `B`, `a` and `c`; only `a` was observed.
 */
export class ReportWorker {
  messages = new Messages();
  private apps: INestApplicationContext[] = [];
  private test: TestDatabase | undefined;

  /** One for all tests of a file, which begins anew with these stores and empty queues for each of them. */
  static forEachTest(): ReportWorker {
    const worker = new ReportWorker();
    beforeAll(async () => {
      worker.test = await TestDatabase.start();
    });
    beforeEach(() => worker.start());
    afterEach(() => worker.stop());
    afterAll(() => worker.test?.stop());
    return worker;
  }

  private async start(): Promise<void> {
    await this.ownDatabase.empty('store', 'report', 'status_run', 'schedule', 'closure');
    await this.query(
      insertStores(`
        SELECT id AS store_id, '2024-10-08T12:00:00Z'::timestamptz AS last_observed_at
        FROM unnest('{c,a,B}'::text[]) AS id`),
    );
    await this.query(
      `INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
       SELECT bucket, store_key, started_at, ended_at, active
       FROM store, (VALUES ('2024-01-01'::timestamptz, '2024-10-08 06:00'::timestamptz, false),
                           ('2024-10-08 06:00', 'infinity', true)) AS runs (started_at, ended_at, active)
       WHERE store_id = 'a'`,
    );
    this.messages = new Messages();
    await this.startParts([FigureData, FleetSnapshots, ReportPlan, ReportProcessor, ShardProcessor, ShardReport]);
  }

  private async stop(): Promise<void> {
    for (const app of this.apps.splice(0)) await app.close();
  }

  /** Starts parts of another worker with the same queues. */
  async startParts(parts: (new (...parameters: never[]) => object)[]): Promise<INestApplicationContext> {
    const settings = {
      ...readSettings({ REPORT_SHARD_STORES: '2', REPORT_ATTEMPTS: `${ATTEMPTS}`, REPORT_RETENTION: '2d' }),
      DATABASE_URL: `${this.ownDatabase.url}?application_name=worker`,
      REDIS_URL: '',
    };
    const queues = [REPORT_QUEUE, SHARD_QUEUE].map((name) => ({
      provide: getQueueToken(name),
      useValue: this.messages,
    }));
    const module = {
      module: StoresModule,
      imports: [ConfigModule.with(settings), CalculatorModule, TypeOrmModule.forFeature([Report])],
      providers: [...parts, ...queues],
    };
    const app = await NestFactory.createApplicationContext(module, { logger: false });
    this.apps.push(app);
    return app;
  }

  get plan(): ReportPlan {
    return this.get(ReportPlan);
  }

  get reports(): ReportProcessor {
    return this.get(ReportProcessor);
  }

  get shards(): ShardProcessor {
    return this.get(ShardProcessor);
  }

  get database(): TestDatabase['database'] {
    return this.ownDatabase.database;
  }

  private get ownDatabase(): TestDatabase {
    if (!this.test) throw new Error('there is no database yet');
    return this.test;
  }

  async query(sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.ownDatabase.query(sql, parameters);
  }

  /** The id of a report that waits for its first attempt. */
  async triggered({ attempt = 0, storeIds }: { attempt?: number; storeIds?: string[] } = {}): Promise<string> {
    const reportId = randomUUID();
    await this.query(
      `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace, attempt,
                           store_ids, tz_release)
       VALUES ($1, '', 'active', 'America/Chicago', false, $2, $3, '')`,
      [reportId, attempt, storeIds],
    );
    return reportId;
  }

  async report(reportId: string): Promise<Record<string, unknown> | undefined> {
    return (await this.query('SELECT * FROM report WHERE report_id = $1', [reportId]))[0];
  }

  /** Tells the supervisor of a report that something has changed. */
  async notify(reportId: string): Promise<void> {
    await this.query('SELECT pg_notify($1, $2)', [PROGRESS_CHANNEL, reportId]);
  }

  /** The lines of each shard; null: not computed. */
  async results(reportId: string): Promise<unknown[]> {
    const rows = await this.query(
      `SELECT convert_from(csv, 'UTF8') AS csv FROM report_shard WHERE report_id = $1 ORDER BY shard`,
      [reportId],
    );
    return rows.map(({ csv }) => csv);
  }

  /** Begins an attempt at a report; returns its end, and the shards that it sent. */
  async supervised(reportId: string): Promise<{ over: Promise<void>; sent: SentShard[] }> {
    this.messages.shards = [];
    const over = this.reports.process({ data: { reportId } });
    over.catch(() => undefined);
    const sent = await until(() => (this.messages.shards.length > 0 ? [...this.messages.shards] : undefined));
    return { over, sent };
  }

  /** Delivers a shard for the given time, counted from 0. */
  async deliver(shard: SentShard | undefined, attemptsMade = 0): Promise<void> {
    if (!shard) throw new RangeError('no such shard was sent');
    await this.shards.process({ ...shard, attemptsMade });
  }

  /** Cuts the connections of the worker whose last statement is like this. */
  async cut(statement: string): Promise<void> {
    await until(async () => {
      const [row] = await this.query(
        `SELECT count(pg_terminate_backend(pid))::integer AS cut FROM pg_stat_activity
         WHERE application_name = 'worker' AND query LIKE $1`,
        [statement],
      );
      return row?.cut === 1 || undefined;
    });
  }

  get<T>(part: new (...parameters: never[]) => T): T {
    const [worker] = this.apps;
    if (!worker) throw new Error('no worker runs');
    return worker.get(part);
  }
}
