import { randomUUID } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Pool, type QueryResultRow } from 'pg';
import { codeOf } from '../../src/common/error-code';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded/embedded-postgres';
import { startEmbeddedRedis } from '../../src/platform/embedded/embedded-redis';
import { slowDownShards } from './database';
import { REPORT_HEADER } from './reports/header';
import { childrenOf, isRunning } from './processes';
import { Random } from '../../src/common/random';
import { json, LONGEST_PAUSE, newDataDir, removeDataDir, Service, ServiceProcess, until } from './service';

type Environment = Readonly<Record<string, string>>;

/** How many milliseconds a disturbed report may take: Bull takes a job from a silent worker after 15 to 25 seconds. */
export const RECOVERY = 90_000;

/**
 * A service, workers and their PostgreSQL and Redis. The test itself runs these two, so that it can kill and restart
 * them.
 */
export class Rig {
  private readonly processes: ServiceProcess[] = [];
  private readonly memberships: EmbeddedPostgres[] = [];
  /** Used again and again: a session for each query would be most of what it costs to wait for something in the database. */
  private pool: Pool | undefined;
  private stopRedis = () => Promise.resolve();
  private databaseUrl = '';
  private redisUrl = '';

  private constructor(readonly dataDir: string) {}

  /** @param makeDataDir `emptyDataDir` if the service itself is to make the schema */
  static async start(makeDataDir = newDataDir): Promise<Rig> {
    const rig = new Rig(await makeDataDir());
    try {
      await rig.startPostgres();
      await rig.startRedis();
      return rig;
    } catch (error) {
      await rig.stop();
      throw error;
    }
  }

  /** The environment of a process; its PostgreSQL sessions have `name` as their application name. */
  environment(name: string): Environment {
    return {
      DATA_DIR: this.dataDir,
      DATABASE_URL: `${this.databaseUrl}?application_name=${name}`,
      REDIS_URL: this.redisUrl,
    };
  }

  /** Starts the HTTP process, by default without workers. */
  async service(env: Environment = {}): Promise<Service> {
    const service = await Service.start(this.dataDir, { ...this.environment('service'), REPORT_WORKERS: '0', ...env });
    this.processes.push(service);
    return service;
  }

  /** Starts the HTTP process, without workers, though it will not become ready. */
  async unreadyService(name: string, env: Environment): Promise<Service> {
    const service = await Service.listening(this.dataDir, { ...this.environment(name), REPORT_WORKERS: '0', ...env });
    this.processes.push(service);
    return service;
  }

  worker(name: string, env: Environment = {}): ServiceProcess {
    const worker = ServiceProcess.worker({ ...this.environment(name), ...env });
    this.processes.push(worker);
    return worker;
  }

  consumer(name: string, env: Environment): ServiceProcess {
    const consumer = ServiceProcess.consumer({ ...this.environment(name), ...env });
    this.processes.push(consumer);
    return consumer;
  }

  async startPostgres(): Promise<void> {
    const postgres = await startEmbeddedPostgres(this.dataDir);
    if (this.databaseUrl !== '' && postgres.url !== this.databaseUrl) throw new Error('PostgreSQL came back elsewhere');
    this.databaseUrl = postgres.url;
    this.memberships.push(postgres);
  }

  async startRedis(): Promise<void> {
    const redis = await startEmbeddedRedis(this.dataDir);
    if (this.redisUrl !== '' && redis.url !== this.redisUrl) throw new Error('Redis came back elsewhere');
    this.redisUrl = redis.url;
    this.stopRedis = () => redis.stop();
  }

  async killPostgres(): Promise<void> {
    await this.endPostgres('SIGKILL');
  }

  /** Stops PostgreSQL and starts it as a standby that follows no primary. */
  async makeStandby(): Promise<void> {
    // In order: while a standby recovers from a crash, readers see a state of before.
    await this.endPostgres('SIGINT');
    await this.writeSignal('standby.signal');
    await this.startPostgres();
  }

  /** Makes a standby a primary. */
  async promote(): Promise<void> {
    // Not by one statement that waits for it: recovery may cancel that.
    await this.query('SELECT pg_promote(false)');
    await until(async () => {
      const [state] = await this.query<{ ended: boolean }>('SELECT NOT pg_is_in_recovery() AS ended').catch(() => []);
      return state?.ended === true || undefined;
    });
  }

  /** Stops PostgreSQL and starts it in a way that it says to be starting until the returned function is called. */
  async startForEver(): Promise<() => Promise<void>> {
    await this.query('ALTER SYSTEM SET hot_standby = off');
    await this.endPostgres('SIGINT');
    await this.writeSignal('standby.signal');
    const started = this.startPostgres();
    await until(async () => {
      const refusal: unknown = await this.query('SELECT').catch((error: unknown) => error);
      return codeOf(refusal) === '57P03' || undefined;
    });
    return async () => {
      await this.writeSignal('promote');
      process.kill(await this.postmaster(), 'SIGUSR1');
      await started;
      await this.query('ALTER SYSTEM RESET hot_standby');
    };
  }

  private async writeSignal(name: string): Promise<void> {
    const file = join(this.dataDir, 'postgres/data', name);
    await writeFile(file, '');
    // PostgreSQL may run under another account.
    await chmod(file, 0o666);
  }

  private async endPostgres(signal: NodeJS.Signals): Promise<void> {
    const pid = await this.postmaster();
    this.endSessions();
    process.kill(pid, signal);
    await until(() => (isRunning(pid) ? undefined : true), RECOVERY);
  }

  private async postmaster(): Promise<number> {
    return parseInt(await readFile(join(this.dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10);
  }

  /** The process ids of PostgreSQL. */
  async postgresProcesses(): Promise<number[]> {
    const postmaster = await this.postmaster();
    return [postmaster, ...childrenOf(postmaster, '')];
  }

  async redisProcess(): Promise<number> {
    const info = await this.redis((client) => client.info('server'));
    return Number(/^process_id:(\d+)/m.exec(info)?.[1]);
  }

  async killRedis(): Promise<void> {
    await kill(await this.redisProcess());
  }

  async query<Row extends QueryResultRow>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.sessions().query<Row>(sql, parameters)).rows;
  }

  async redis<T>(ask: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.redisUrl);
    try {
      return await ask(client);
    } finally {
      client.disconnect();
    }
  }

  async report(reportId: string): Promise<ReportRow> {
    const [row] = await this.query<ReportRow>(
      'SELECT status, attempt, stores_done, stores_total, error FROM report WHERE report_id = $1',
      [reportId],
    );
    if (!row) throw new Error(`there is no report ${reportId}`);
    return row;
  }

  /** Which of the named workers are connected to PostgreSQL. */
  async connected(names: readonly string[]): Promise<string[]> {
    const rows = await this.query<{ name: string }>(
      'SELECT DISTINCT application_name AS name FROM pg_stat_activity WHERE application_name = ANY ($1)',
      [names],
    );
    return rows.map((row) => row.name);
  }

  /** The id and length of a complete report that is far larger than the buffers between a process and its client. */
  async largeReport(): Promise<{ reportId: string; bytes: number }> {
    const reportId = randomUUID();
    const [line, shards, linesOfAShard] = ['store,0.00,0.00,0.00,0.00,0.00,0.00\n', 64, 16_384];
    const bytes = Buffer.byteLength(REPORT_HEADER) + line.length * linesOfAShard * shards;
    await this.query(
      `INSERT INTO report (report_id, status, request_sha256, default_status, default_timezone, end_of_day_grace, as_of,
                           finished_at, csv_bytes, csv_sha256, stores_total, stores_done, tz_release)
       VALUES ($1, 'Complete', '', 'active', 'America/Chicago', false, now(), now(), $2, '', $3, $3, '')`,
      [reportId, bytes, shards],
    );
    await this.query(
      `INSERT INTO report_shard (report_id, shard, part, first_store_id, last_store_id, stores, csv)
       SELECT $1, shard, shard, 'store', 'store', 1, convert_to(repeat($2, $3), 'UTF8') FROM generate_series(0, $4 - 1) shard`,
      [reportId, line, linesOfAShard, shards],
    );
    return { reportId, bytes };
  }

  /** The name of the worker that supervises a report: its transaction, which exported the snapshot, is the oldest. */
  async supervisor(): Promise<string | undefined> {
    const [oldest] = await this.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_stat_activity
       WHERE application_name LIKE 'worker%' AND xact_start IS NOT NULL ORDER BY xact_start LIMIT 1`,
    );
    return oldest?.name;
  }

  async slowDownShards(milliseconds: number): Promise<void> {
    await slowDownShards(this.sessions(), milliseconds);
  }

  /** Ends the service's processes, frozen or not. */
  async stopProcesses(): Promise<void> {
    await Promise.all(
      this.processes.splice(0).map(async (process) => {
        if (!process.ended) process.child.kill('SIGCONT');
        await process.stop('SIGKILL');
      }),
    );
  }

  /** Ends everything that the test started. */
  async stop(): Promise<void> {
    try {
      await this.stopProcesses();
      await this.stopRedis();
    } finally {
      this.endSessions();
      for (const postgres of this.memberships) await postgres.leave(() => Promise.resolve());
      await removeDataDir(this.dataDir);
    }
  }

  private sessions(): Pool {
    if (this.pool) return this.pool;
    this.pool = new Pool({ connectionString: this.databaseUrl });
    // PostgreSQL may end those that are idle.
    this.pool.on('error', () => undefined);
    return this.pool;
  }

  private endSessions(): void {
    this.pool?.end().catch(() => undefined);
    this.pool = undefined;
  }
}

export interface ReportRow {
  readonly status: 'Running' | 'Complete' | 'Error';
  readonly attempt: number;
  readonly stores_done: number;
  readonly stores_total: number | null;
  readonly error: string | null;
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(() => (isRunning(pid) ? undefined : true));
}

/** Waits for a report's CSV while the service may be unavailable; throws if the report fails. */
export async function csvOf(service: Service, reportId: string, timeout = RECOVERY): Promise<string> {
  return until(
    async () => {
      const answer = await service.get(`/get_report?report_id=${reportId}`);
      const body = await answer.text();
      if (answer.status === 503) return undefined;
      if (!answer.ok || body.startsWith('{"status":"Error"')) throw new Error(`${answer.status} ${body}`);
      return body.startsWith('{') ? undefined : body;
    },
    timeout,
    LONGEST_PAUSE,
  );
}

/** Starts a download; `readOn` reads the rest and returns the total length. */
export async function beginDownload(service: Service, reportId: string): Promise<{ readOn: () => Promise<number> }> {
  const answer = await service.get(`/get_report?report_id=${reportId}`, { 'accept-encoding': 'identity' });
  expect(answer.status).toBe(200);
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = answer.body?.getReader();
  if (!reader) throw new Error('the answer has no body');
  let bytes = (await reader.read()).value?.byteLength ?? 0;
  return {
    readOn: async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.byteLength;
      return bytes;
    },
  };
}

/** Starts an import whose body is written piece by piece. */
export function beginImport(
  service: Service,
  kind: string,
): { write: (lines: string) => void; end: () => Promise<Response> } {
  const body = new TransformStream<Uint8Array, Uint8Array>(undefined, new CountQueuingStrategy({ highWaterMark: 100 }));
  const writer = body.writable.getWriter();
  const answer = fetch(`${service.base}/imports/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: body.readable,
    duplex: 'half',
  });
  // The service may end and close the connection before `end` waits for the answer.
  answer.catch(() => undefined);
  return {
    write: (lines) => {
      writer.write(Buffer.from(lines)).catch(() => undefined);
    },
    end: async () => {
      writer.close().catch(() => undefined);
      return answer;
    },
  };
}

/** The ids of the stores in a report, in its order. */
export function storesIn(csv: string): string[] {
  return csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
}

const ZONES = ['America/New_York', 'America/Chicago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia'];
const LAST_POLL = Date.UTC(2024, 9, 8, 12);

/** Imports stores with random zones and hours, each with `polls` observations in a week; returns their ids in order. */
export async function importStores(
  service: Service,
  { stores, polls }: { stores: number; polls: number },
): Promise<string[]> {
  const random = new Random(1);
  const ids = Array.from({ length: stores }, (_, index) => `store-${String(index).padStart(6, '0')}`);
  const statuses = ['store_id,status,timestamp_utc'];
  const hours = ['store_id,dayOfWeek,start_time_local,end_time_local'];
  const zones = ['store_id,timezone_str'];
  for (const id of ids) {
    for (let poll = 0; poll < polls; poll++) {
      const at = new Date(LAST_POLL - random.integer(0, 7 * 86_400_000)).toISOString();
      statuses.push(`${id},${random.pick(['active', 'inactive'])},${at}`);
    }
    for (let day = 0; day < 7; day++) {
      if (!random.chance(0.7)) continue;
      const [opens, closes] = [random.integer(0, 23), random.integer(0, 23)];
      hours.push(`${id},${day},${String(opens).padStart(2, '0')}:15,${String(closes).padStart(2, '0')}:45`);
    }
    if (random.chance(0.9)) zones.push(`${id},${random.pick(ZONES)}`);
  }
  for (const [kind, lines] of [
    ['store-status', statuses],
    ['business-hours', hours],
    ['timezones', zones],
  ] as const) {
    const answer = await service.importCsv(kind, lines.join('\n'));
    expect(answer.status).toBe(201);
    expect(await json(answer)).toMatchObject({ rows_rejected: 0 });
  }
  return ids;
}
