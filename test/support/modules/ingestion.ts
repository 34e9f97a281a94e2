import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CodedError } from '../../../src/common/coded-error';
import type { ImportKind } from '../../../src/ingestion/csv/columns';
import type { Import } from '../../../src/ingestion/imports/import.entity';
import { ImportsService } from '../../../src/ingestion/imports/imports.service';
import { IngestionModule } from '../../../src/ingestion/ingestion.module';
import { ConfigModule } from '../../../src/platform/config/config.module';
import { readSettings } from '../../../src/platform/config/settings';
import { BUCKET_LOCKS } from '../database';
import { TestDatabase } from '../postgres';
import { emptyDataDir, removeDataDir, until } from '../service';
import { ACT } from '../access/act';

/** The first lines of files that are imported. */
export const STATUS = 'store_id,status,timestamp_utc\n';
export const HOURS = 'store_id,day,start_time_local,end_time_local\n';
export const ZONES = 'store_id,timezone_str\n';
/** So many rejects that they go to a spool. */
export const MANY = 2500;

const REAL_TIMERS = [
  ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const),
];

const describeError = ({ code }: CodedError) => `told: ${code}`;

/** A file of time zones whose rows are all rejected but the first. */
export function withRejects(rejects: number): string {
  return `${ZONES}right,Asia/Tokyo\n${'wrong,Mars/Olympus\n'.repeat(rejects)}`;
}

async function* chunksOf(body: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const chunk of body) yield await Promise.resolve(Buffer.from(chunk));
}

/** The ingestion module on a PostgreSQL of its own. Heartbeats and sweeps come only when a test lets time pass. */
export class Ingestion {
  private apps: INestApplicationContext[] = [];
  private started: { readonly test: TestDatabase; readonly dataDir: string } | undefined;

  /** One for all tests of a file, which begins anew with an empty database for each of them. */
  static forEachTest(): Ingestion {
    const ingestion = new Ingestion();
    beforeAll(async () => {
      ingestion.started = { dataDir: await emptyDataDir(), test: await TestDatabase.start() };
    });
    beforeEach(() => ingestion.start());
    afterEach(() => ingestion.stop());
    afterAll(() => ingestion.remove());
    return ingestion;
  }

  private async start(): Promise<void> {
    jest.useFakeTimers({ doNotFake: REAL_TIMERS });
    await this.environment.test.empty(
      'import',
      'store',
      'schedule',
      'schedule_change',
      'closure',
      'observation',
      'status_run',
    );
    await this.query(`UPDATE observation_retention SET kept_from = '-infinity'`);
    await this.startAnother();
  }

  /** Starts the module once more, with its own connections, as another process would. */
  async startAnother(databaseUrl = this.url, environment: NodeJS.ProcessEnv = {}): Promise<INestApplicationContext> {
    const settings = { ...readSettings(environment), DATABASE_URL: databaseUrl, REDIS_URL: '', DATA_DIR: this.dataDir };
    const module = { module: IngestionModule, imports: [ConfigModule.with(settings)] };
    const app = await NestFactory.createApplicationContext(module, { logger: false });
    this.apps.push(app);
    return app;
  }

  /** Closes everything that was started, and waits until nothing of it runs any more. */
  async end(): Promise<void> {
    for (const app of this.apps.splice(0)) await app.close();
  }

  private async stop(): Promise<void> {
    jest.useRealTimers();
    await this.end();
  }

  private async remove(): Promise<void> {
    if (!this.started) return;
    await this.started.test.stop();
    await removeDataDir(this.started.dataDir);
  }

  get app(): INestApplicationContext {
    const [app] = this.apps;
    if (!app) throw new Error('nothing was started');
    return app;
  }

  get imports(): ImportsService {
    return this.app.get(ImportsService);
  }

  get url(): string {
    return this.environment.test.url;
  }

  get database(): TestDatabase['database'] {
    return this.environment.test.database;
  }

  get dataDir(): string {
    return this.environment.dataDir;
  }

  private get environment() {
    if (!this.started) throw new Error('there is no database yet');
    return this.started;
  }

  async query(sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.environment.test.query(sql, parameters);
  }

  async receive(kind: ImportKind, ...body: (string | Buffer)[]): Promise<Import> {
    return this.imports.receive(kind, chunksOf(body), describeError, ACT);
  }

  /** The same by a process with other settings. */
  async receiveWith(environment: NodeJS.ProcessEnv, kind: ImportKind, ...body: (string | Buffer)[]): Promise<Import> {
    const another = await this.startAnother(this.url, environment);
    return another.get(ImportsService).receive(kind, chunksOf(body), describeError, ACT);
  }

  /** An import whose body came up to a point, at which all of it is decoded. */
  async begun(kind: ImportKind, start: string) {
    let goOn: (rest: string | Error) => void = () => undefined;
    const rest = new Promise<string | Error>((resolve) => (goOn = resolve));
    let reach: () => void = () => undefined;
    const paused = new Promise<void>((resolve) => (reach = resolve));
    async function* body(): AsyncGenerator<Buffer> {
      yield Buffer.from(start);
      reach();
      const next = await rest;
      if (next instanceof Error) throw next;
      yield Buffer.from(next);
    }
    const outcome = this.imports.receive(kind, body(), describeError, ACT).catch((error: unknown) => error);
    await paused;
    const [row] = await this.query(`SELECT import_id FROM import WHERE status = 'Running'`);
    return { outcome, goOn, importId: String(row?.import_id) };
  }

  async rejectsOf({ importKey }: Import) {
    const found = [];
    for await (const reject of this.imports.rejects(importKey)) found.push(reject);
    return found;
  }

  /** How many rows imports have written, beside their own. */
  async written(): Promise<number> {
    const [counts] = await this.query(
      `SELECT (SELECT count(*) FROM store) + (SELECT count(*) FROM observation) + (SELECT count(*) FROM status_run)
              + (SELECT count(*) FROM schedule) + (SELECT count(*) FROM schedule_change)
              + (SELECT count(*) FROM closure) + (SELECT count(*) FROM import_reject) AS rows`,
    );
    return Number(counts?.rows);
  }

  async rowOf(importId: string): Promise<Record<string, unknown>> {
    const [row] = await this.query(
      `SELECT status, error_code, error, bytes_read, rows_read, rows_rejected, finished_at IS NOT NULL AS finished,
              write_no, changed_from::text, seen_at > now() - interval '10 seconds' AS seen
       FROM import WHERE import_id = $1`,
      [importId],
    );
    return row ?? {};
  }

  /** Waits until so many transactions wait for locks of buckets. */
  async writersWait(count: number): Promise<void> {
    await until(async () => {
      const waiting = await this.query('SELECT FROM pg_locks WHERE classid = $1 AND NOT granted', [BUCKET_LOCKS]);
      return waiting.length === count || undefined;
    });
  }
}
