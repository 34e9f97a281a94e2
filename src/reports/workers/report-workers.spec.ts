import { getQueueToken } from '@nestjs/bull';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { JobOptions } from 'bull';
import { randomUUID } from 'node:crypto';
import { getEventListeners } from 'node:events';
import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { until } from '../../../test/support/service';
import { CalculatorModule } from '../../calculator/calculator.module';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { REPORT_QUEUE, SHARD_QUEUE } from '../../platform/queue/queue.module';
import { StoresModule } from '../../stores/stores.module';
import type { ShardJob } from '../jobs';
import { Report } from '../report.entity';
import { PROGRESS_CHANNEL, ReportPlan } from '../report-plan';
import { ReportProcessor } from './report.processor';
import { ReportProgressListener } from './report-progress-listener';
import { ReportQueue } from '../report-queue';
import { ReportSweep } from './report-sweep';
import { ShardProcessor } from '../shards/shard.processor';
import { ShardReport } from '../shards/shard-report';

const ATTEMPTS = 2;
const AS_OF = '2024-10-08T12:00:00Z';
/** Six figures of a store that is open all the time and was never observed. */
const ACTIVE = '60.00,24.00,168.00,0.00,0.00,0.00';
const INACTIVE = '0.00,0.00,0.00,60.00,24.00,168.00';
/** Those of one that was inactive until six hours before. */
const LATELY_ACTIVE = '60.00,6.00,6.00,0.00,18.00,162.00';

interface SentShard {
  readonly data: ShardJob;
  readonly opts: JobOptions;
}

/** Stands for Bull's queues: keeps what is sent, and delivers nothing by itself. */
class Messages {
  readonly client = { status: 'ready' };
  shards: SentShard[] = [];
  reports: { data: { reportId: string }; opts: JobOptions }[] = [];
  pauses = 0;
  private answer: () => Promise<void> = () => Promise.resolve();

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

  fail(): void {
    this.answer = () => Promise.reject(new Error('no message was sent'));
  }
}

const queues = (messages: Messages) => [
  { provide: getQueueToken(REPORT_QUEUE), useValue: messages },
  { provide: getQueueToken(SHARD_QUEUE), useValue: messages },
];

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let messages: Messages;
let plan: ReportPlan;
let reports: ReportProcessor;
let shards: ShardProcessor;

beforeAll(async () => {
  test = await TestDatabase.start();
});

beforeEach(async () => {
  await query('TRUNCATE store, report, status_run, business_hours CASCADE');
  await query(`INSERT INTO store (store_id, last_observed_at) SELECT id, $1 FROM unnest('{c,a,B}'::text[]) AS id`, [
    AS_OF,
  ]);
  await query(
    `INSERT INTO status_run (store_key, started_at, ended_at, active)
     SELECT store_key, started_at, ended_at, active
     FROM store, (VALUES ('2024-01-01'::timestamptz, '2024-10-08 06:00'::timestamptz, false),
                         ('2024-10-08 06:00', 'infinity', true)) AS runs (started_at, ended_at, active)
     WHERE store_id = 'a'`,
  );
  messages = new Messages();
  app = await worker([ReportPlan, ReportProcessor, ShardProcessor, ShardReport]);
  plan = app.get(ReportPlan);
  reports = app.get(ReportProcessor);
  shards = app.get(ShardProcessor);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await app?.close();
  app = undefined;
});

afterAll(async () => {
  await test.stop();
});

/** The given parts of a worker that takes two stores at a time, without Redis. */
async function worker(parts: (new (...parameters: never[]) => object)[]): Promise<INestApplicationContext> {
  const settings = {
    ...readSettings({ REPORT_SHARD_STORES: '2', REPORT_ATTEMPTS: `${ATTEMPTS}`, REPORT_RETENTION: '2d' }),
    DATABASE_URL: `${test.url}?application_name=worker`,
    REDIS_URL: '',
  };
  const module = {
    module: StoresModule,
    imports: [ConfigModule.with(settings), CalculatorModule, TypeOrmModule.forFeature([Report])],
    providers: [...parts, ...queues(messages)],
  };
  return NestFactory.createApplicationContext(module, { logger: false });
}

async function query(sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await test.database.pool.query<Record<string, unknown>>(sql, parameters)).rows;
}

/** The id of a report that waits for its first attempt. */
async function triggered({ attempt = 0, storeIds }: { attempt?: number; storeIds?: string[] } = {}): Promise<string> {
  const reportId = randomUUID();
  await query(
    `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace, attempt, store_ids)
     VALUES ($1, '', 'active', 'America/Chicago', false, $2, $3)`,
    [reportId, attempt, storeIds],
  );
  return reportId;
}

async function report(reportId: string): Promise<Record<string, unknown> | undefined> {
  return (await query('SELECT * FROM report WHERE report_id = $1', [reportId]))[0];
}

/** Tells the supervisor of a report that something has changed. */
async function notify(reportId: string): Promise<void> {
  await query('SELECT pg_notify($1, $2)', [PROGRESS_CHANNEL, reportId]);
}

/** The lines of each shard; null: not computed. */
async function results(reportId: string): Promise<unknown[]> {
  const rows = await query(
    `SELECT convert_from(csv, 'UTF8') AS csv FROM report_shard WHERE report_id = $1 ORDER BY shard`,
    [reportId],
  );
  return rows.map(({ csv }) => csv);
}

/** Begins an attempt at a report; returns its end, and the shards that it sent. */
async function supervised(reportId: string): Promise<{ over: Promise<void>; sent: SentShard[] }> {
  messages.shards = [];
  const over = reports.process({ data: { reportId } });
  over.catch(() => undefined);
  const sent = await until(() => (messages.shards.length > 0 ? [...messages.shards] : undefined));
  return { over, sent };
}

/** Delivers a shard for the given time, counted from 0. */
async function deliver(shard: SentShard | undefined, attemptsMade = 0): Promise<void> {
  if (!shard) throw new RangeError('no such shard was sent');
  await shards.process({ ...shard, attemptsMade });
}

/** Cuts the connections of the worker whose last statement is like this. */
async function cut(statement: string): Promise<void> {
  await until(async () => {
    const [row] = await query(
      `SELECT count(pg_terminate_backend(pid))::integer AS cut FROM pg_stat_activity
       WHERE application_name = 'worker' AND query LIKE $1`,
      [statement],
    );
    return row?.cut === 1 || undefined;
  });
}

/** The name of a snapshot whose transaction has ended. */
async function lostSnapshot(): Promise<string> {
  const [exported] = await query('SELECT pg_export_snapshot() AS snapshot');
  return String(exported?.snapshot);
}

describe('a report', () => {
  it('is computed shard by shard on one snapshot: what changes meanwhile is not in it', async () => {
    const reportId = await triggered();
    const { over, sent } = await supervised(reportId);
    await query(`INSERT INTO store (store_id) VALUES ('b')`);
    await query('UPDATE status_run SET active = NOT active');
    expect(sent.map(({ data, opts }) => [data.shard, data.attempt, opts.attempts])).toEqual([
      [0, 1, ATTEMPTS],
      [1, 1, ATTEMPTS],
    ]);
    await deliver(sent[1]);
    expect(await report(reportId)).toMatchObject({ status: 'Running', stores_done: 1 });
    await deliver(sent[0]);
    await over;
    const shares = [1, 54 / 72, 342 / 504];
    expect(await report(reportId)).toMatchObject({
      status: 'Complete',
      stores_done: 3,
      attempt: 1,
      uptime_share: shares,
    });
    expect(await results(reportId)).toEqual([`B,${ACTIVE}\na,${LATELY_ACTIVE}\n`, `c,${ACTIVE}\n`]);
  });

  it('has only the stores that it is limited to, also where others lie between them', async () => {
    const reportId = await triggered({ storeIds: ['c', 'B'] });
    const { over, sent } = await supervised(reportId);
    await deliver(sent[0]);
    await over;
    expect(await results(reportId)).toEqual([`B,${ACTIVE}\nc,${ACTIVE}\n`]);
  });

  it('is computed with the settings that were its own when it was triggered', async () => {
    const reportId = await triggered();
    await query(
      `UPDATE report SET default_status = 'inactive', default_timezone = 'Asia/Tokyo', end_of_day_grace = true`,
    );
    await query(
      `INSERT INTO business_hours
       SELECT store_key, day, opens::time, closes::time
       FROM store, (VALUES (0, '23:00', '23:59'), (1, '20:00', '20:30')) AS hours (day, opens, closes)
       WHERE store_id = 'c'`,
    );
    const { over, sent } = await supervised(reportId);
    for (const shard of sent) await deliver(shard);
    await over;
    expect(await results(reportId)).toEqual([
      `B,${INACTIVE}\na,${LATELY_ACTIVE}\n`,
      'c,0.00,0.00,0.00,30.00,1.50,1.50\n',
    ]);
  });

  it('keeps its snapshot for as long as it takes, whatever limit the database sets', async () => {
    const [{ name } = {}] = await query('SELECT current_database() AS name');
    await query(`ALTER DATABASE ${String(name)} SET idle_in_transaction_session_timeout = '1h'`);
    try {
      const unlimited = await worker([ReportPlan, ReportProcessor]);
      try {
        const limits: unknown[] = [];
        jest.spyOn(unlimited.get(ReportPlan), 'cut').mockImplementationOnce(async (reader) => {
          limits.push((await reader.query('SHOW idle_in_transaction_session_timeout')).rows[0]);
          return undefined;
        });
        await unlimited.get(ReportProcessor).process({ data: { reportId: await triggered() } });
        expect(limits).toEqual([{ idle_in_transaction_session_timeout: '0' }]);
      } finally {
        await unlimited.close();
      }
    } finally {
      await query(`ALTER DATABASE ${String(name)} RESET idle_in_transaction_session_timeout`);
    }
  });

  it('that is over or unknown is not attempted', async () => {
    const reportId = await triggered();
    await query(`UPDATE report SET status = 'Cancelled', finished_at = now()`);
    for (const id of [reportId, randomUUID()]) await reports.process({ data: { reportId: id } });
    expect(messages.shards).toEqual([]);
    expect(await report(reportId)).toMatchObject({ status: 'Cancelled', attempt: 0 });
  });

  it('without an observation ends with the reason, before anything is sent', async () => {
    await query('UPDATE store SET last_observed_at = NULL');
    const reportId = await triggered();
    await reports.process({ data: { reportId } });
    expect(messages.shards).toEqual([]);
    expect(await report(reportId)).toMatchObject({ status: 'Error', error: expect.stringMatching(/no observations/) });
  });

  it('that is delivered again to the worker that supervises it stays one attempt', async () => {
    const reportId = await triggered();
    const { over, sent } = await supervised(reportId);
    const again = reports.process({ data: { reportId } });
    await Promise.all(sent.map((shard) => deliver(shard)));
    await Promise.all([over, again]);
    expect(await report(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
    expect(messages.shards).toEqual(sent);
  });

  it('that is delivered again after its attempt broke off is attempted again', async () => {
    const reportId = await triggered();
    const first = await supervised(reportId);
    await cut('LISTEN%');
    await expect(first.over).rejects.toThrow();
    const { over, sent } = await supervised(reportId);
    for (const shard of sent) await deliver(shard);
    await over;
    expect(await report(reportId)).toMatchObject({ status: 'Complete', attempt: 2 });
    // With the job ids of an earlier attempt they might be taken for its shards, and not be queued.
    expect(new Set([...first.sent, ...sent].map(({ opts }) => opts.jobId)).size).toBe(4);
  });

  it('that is cancelled is no longer supervised', async () => {
    const reportId = await triggered();
    const { over } = await supervised(reportId);
    await query(`UPDATE report SET status = 'Cancelled', finished_at = now()`);
    await notify(reportId);
    await over;
    expect(await report(reportId)).toMatchObject({ status: 'Cancelled', attempt: 1 });
  });

  it('stays for another worker if this one stops', async () => {
    const reportId = await triggered();
    const { over } = await supervised(reportId);
    await reports.beforeApplicationShutdown();
    await over;
    expect(messages.pauses).toBe(1);
    await shards.beforeApplicationShutdown();
    expect(messages.pauses).toBe(2);
    expect(await report(reportId)).toMatchObject({ status: 'Running', attempt: 1 });
  });
});

describe('shards that make no progress', () => {
  /** Lets the supervisor wait in vain for the given times, and after that as long as it takes. */
  function inVain(times: number): jest.SpyInstance {
    const wait = jest.spyOn(ReportProgressListener.prototype, 'waitForChange');
    for (let time = 0; time < times; time++) wait.mockResolvedValueOnce('timeout');
    return wait;
  }

  it('are sent again with the same job ids if their result is missing', async () => {
    const reportId = await triggered();
    const finished = jest.spyOn(plan, 'unfinishedShards');
    finished.mockImplementationOnce(async (id) => {
      finished.mockRestore();
      await deliver(messages.shards[0]);
      return plan.unfinishedShards(id);
    });
    const wait = inVain(1);
    const over = reports.process({ data: { reportId } });
    const [first, second, again] = await until(() => (messages.shards.length > 2 ? messages.shards : undefined));
    expect([first?.data.shard, second?.data.shard]).toEqual([0, 1]);
    expect(again).toEqual(second);
    await deliver(again);
    await over;
    expect(messages.shards).toHaveLength(3);
    // Several seconds, or every slow shard would be sent many times; but not so many that a lost one delays its report.
    expect(wait.mock.calls.every(([timeout]) => timeout >= 1_000 && timeout <= 10_000)).toBe(true);
  });

  it('are not sent while Redis is away, nor does a failure to send them end the report', async () => {
    const reportId = await triggered();
    messages.client.status = 'reconnecting';
    const wait = inVain(3);
    wait.mockImplementationOnce(() => {
      expect(messages.shards).toEqual([]);
      messages.client.status = 'ready';
      messages.fail();
      return Promise.resolve('timeout');
    });
    const over = reports.process({ data: { reportId } });
    const sent = await until(() => (messages.shards.length > 0 ? messages.shards : undefined));
    for (const shard of sent) await deliver(shard);
    await over;
    expect(await report(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
  });

  it('are not sent again once the connection that holds their snapshot is lost', async () => {
    const reportId = await triggered();
    const wait = jest.spyOn(ReportProgressListener.prototype, 'waitForChange');
    wait.mockImplementation(async () => {
      await cut('SELECT max(write_no)%');
      return 'timeout';
    });
    const { over, sent } = await supervised(reportId);
    await expect(over).rejects.toThrow();
    expect(messages.shards).toEqual(sent);
  });
});

describe('a report whose attempt breaks off', () => {
  it.each([
    ['that holds its snapshot', 'SELECT max(write_no)%'],
    ['on which it listens for progress', 'LISTEN%'],
  ])('because the connection is cut %s stays, even at its last attempt', async (_, statement) => {
    const reportId = await triggered({ attempt: ATTEMPTS + 3 });
    const { over } = await supervised(reportId);
    await cut(statement);
    await expect(over).rejects.toThrow();
    expect(await report(reportId)).toMatchObject({ status: 'Running', error: null });
  });

  it('for another reason is tried again, and ends with an error at its last attempt', async () => {
    const reportId = await triggered();
    jest.spyOn(plan, 'progress').mockRejectedValue(new Error('a failure'));
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      await expect(reports.process({ data: { reportId } })).rejects.toThrow('a failure');
      expect(await report(reportId)).toMatchObject({ status: 'Running', attempt });
    }
    await reports.process({ data: { reportId } });
    expect(await report(reportId)).toMatchObject({ status: 'Error', error: expect.stringMatching(/not be completed/) });
  });

  it('is not completed from shards whose snapshot may have been another’s', async () => {
    const reportId = await triggered();
    jest.spyOn(plan, 'progress').mockImplementationOnce(async () => {
      for (const shard of messages.shards) await deliver(shard);
      await cut('SELECT max(write_no)%');
      return 'all shards done';
    });
    await expect(reports.process({ data: { reportId } })).rejects.toThrow();
    expect(await report(reportId)).toMatchObject({ status: 'Running', stores_done: 3, csv_sha256: null });
  });
});

describe('a shard', () => {
  it('that is delivered twice counts once', async () => {
    const reportId = await triggered();
    const { over, sent } = await supervised(reportId);
    await Promise.all([deliver(sent[0]), deliver(sent[0])]);
    await deliver(sent[0]);
    expect(await report(reportId)).toMatchObject({ status: 'Running', stores_done: 2 });
    await deliver(sent[1]);
    await over;
    expect(await report(reportId)).toMatchObject({ status: 'Complete', stores_done: 3 });
  });

  it('of an ended attempt changes nothing in the next one, though it was being computed when that began', async () => {
    const reportId = await triggered();
    const { over, sent } = await supervised(reportId);
    const compute = jest.spyOn(ShardReport.prototype, 'compute');
    compute.mockImplementationOnce(async (client, range, parameters) => {
      compute.mockRestore();
      expect(await plan.begin(reportId)).toBe(2);
      await test.database.transaction((reader) => plan.cut(reader, reportId, 2));
      return app?.get(ShardReport).compute(client, range, parameters) ?? Promise.reject(new Error('no worker'));
    });
    await deliver(sent[0]);
    // Nor does one that is only delivered now.
    await deliver(sent[1]);
    expect(await results(reportId)).toEqual([null, null]);
    expect(await report(reportId)).toMatchObject({ status: 'Running', attempt: 2, stores_done: 0 });
    await notify(reportId);
    await over;
  });

  it('is left undone if its snapshot is gone or the database is away, however often it was tried', async () => {
    const reportId = await triggered();
    const { over, sent } = await supervised(reportId);
    const [first] = sent;
    if (!first) throw new RangeError('no shard was sent');
    await deliver({ ...first, data: { ...first.data, snapshot: await lostSnapshot() } }, ATTEMPTS - 1);
    jest.spyOn(plan, 'finishShard').mockRejectedValueOnce(new Error('Connection terminated unexpectedly'));
    await deliver(first, ATTEMPTS - 1);
    expect(await report(reportId)).toMatchObject({ status: 'Running', stores_done: 0 });
    for (const shard of sent) await deliver(shard);
    await over;
    expect(await report(reportId)).toMatchObject({ status: 'Complete' });
  });

  it.each([
    ['22023', 'invalid snapshot identifier: "x"'],
    ['42704', 'snapshot "x" does not exist'],
    ['55000', 'could not import the requested snapshot'],
  ])('is left undone if PostgreSQL has no such snapshot any more, which it tells with %s', async (code, message) => {
    const reportId = await triggered();
    const { over, sent } = await supervised(reportId);
    const compute = jest.spyOn(ShardReport.prototype, 'compute');
    compute.mockRejectedValueOnce(Object.assign(new Error(message), { code }));
    await deliver(sent[0], ATTEMPTS - 1);
    expect(await report(reportId)).toMatchObject({ status: 'Running', stores_done: 0 });
    // The same code for another reason is a failure like any other.
    const failure = Object.assign(new Error('a failure'), { code });
    compute.mockRejectedValueOnce(failure);
    await expect(deliver(sent[0], ATTEMPTS - 1)).rejects.toBe(failure);
    expect(await report(reportId)).toMatchObject({ status: 'Error' });
    await over;
  });

  it('that cannot be computed ends its report with its stores as the reason, at its last try only', async () => {
    const reportId = await triggered();
    const { over, sent } = await supervised(reportId);
    jest.spyOn(ShardReport.prototype, 'compute').mockRejectedValue(new Error('a failure'));
    await expect(deliver(sent[0], ATTEMPTS - 2)).rejects.toThrow('a failure');
    expect(await report(reportId)).toMatchObject({ status: 'Running' });
    await expect(deliver(sent[0], ATTEMPTS - 1)).rejects.toThrow('a failure');
    expect(await report(reportId)).toMatchObject({
      status: 'Error',
      error: expect.stringMatching(new RegExp(`^The figures of stores B to a could not .* in ${ATTEMPTS} attempts;`)),
    });
    await over;
  });

  it('that cannot be computed ends no report if it was done meanwhile, or its attempt is over', async () => {
    const reportId = await triggered();
    const { over, sent } = await supervised(reportId);
    const compute = jest.spyOn(ShardReport.prototype, 'compute');
    for (const meanwhile of [
      () => plan.finishShard(reportId, 1, 0, { csv: 'B\n', uptime: [0, 0, 0], downtime: [0, 0, 0] }),
      () => plan.begin(reportId),
    ]) {
      compute.mockImplementationOnce(async () => {
        await meanwhile();
        throw new Error('a failure');
      });
    }
    await expect(deliver(sent[0], ATTEMPTS - 1)).rejects.toThrow('a failure');
    await expect(deliver(sent[1], ATTEMPTS - 1)).rejects.toThrow('a failure');
    expect(await report(reportId)).toMatchObject({ status: 'Running', attempt: 2 });
    await notify(reportId);
    await over;
  });
});

describe('the progress listener', () => {
  /** Listens for the progress of the report `mine`, and checks that nothing listens on afterwards. */
  async function listening(
    use: (listener: ReportProgressListener, stopping: AbortController, reader: PoolClient) => Promise<void>,
  ) {
    const reader = await test.database.pool.connect();
    const stopping = new AbortController();
    try {
      const listener = await ReportProgressListener.start(test.database, reader, 'mine', stopping.signal);
      try {
        await use(listener, stopping, reader);
      } finally {
        await listener.close();
      }
      expect([reader.listenerCount('error'), reader.listenerCount('notification')]).toEqual([0, 0]);
      expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
    } finally {
      reader.release();
    }
  }

  it('tells of progress since the last call, once, and of no other report', async () => {
    await listening(async (listener) => {
      await notify('another');
      expect(await listener.waitForChange(100)).toBe('timeout');
      await notify('mine');
      expect(await listener.waitForChange(20_000)).toBe('changed');
      expect(await listener.waitForChange(0)).toBe('timeout');
      const waiting = listener.waitForChange(20_000);
      await notify('mine');
      expect(await waiting).toBe('changed');
    });
  });

  it('waits no longer once the worker stops', async () => {
    await listening(async (listener, stopping) => {
      const waiting = listener.waitForChange(200_000);
      stopping.abort();
      expect(await waiting).toBe('stopping');
      expect(await listener.waitForChange(200_000)).toBe('stopping');
    });
  });

  it('waits no longer once the connection that holds the snapshot is lost', async () => {
    await listening(async (listener, _stopping, reader) => {
      const waiting = listener.waitForChange(200_000);
      reader.emit('error', new Error('a lost connection'));
      await expect(waiting).rejects.toThrow('a lost connection');
    });
  });

  it('keeps no connection if it cannot listen', async () => {
    const { pool } = test.database;
    const reader = await pool.connect();
    try {
      pool.once('acquire', (client) => {
        Object.assign(client, { query: () => Promise.reject(new Error('a failure')) });
      });
      const { signal } = new AbortController();
      await expect(ReportProgressListener.start(test.database, reader, 'mine', signal)).rejects.toThrow('a failure');
      expect(pool.totalCount - pool.idleCount).toBe(1);
      expect(reader.listenerCount('error')).toBe(0);
    } finally {
      reader.release();
    }
  });

  it('leaves a connection that listens no more', async () => {
    await listening(() => Promise.resolve());
    const clients = await Promise.all([1, 2, 3, 4].map(() => test.database.pool.connect()));
    const listeners = clients.map((client) => [client.listenerCount('error'), client.listenerCount('notification')]);
    const channels = await Promise.all(clients.map((client) => client.query('SELECT pg_listening_channels()')));
    for (const client of clients) client.release();
    expect(channels.map(({ rowCount }) => rowCount)).toEqual([0, 0, 0, 0]);
    expect(listeners).toEqual(Array(4).fill([0, 0]));
    expect(test.database.pool.totalCount).toBe(4);
  });
});

describe('the report queue', () => {
  const send = async (reportId: string) => {
    const sender = await worker([ReportQueue]);
    try {
      sender.get(ReportQueue).send(reportId);
    } finally {
      await sender.close();
    }
  };

  it('sends a report under its own id, so that it is not queued twice', async () => {
    await send('some-report');
    expect(messages.reports).toEqual([{ data: { reportId: 'some-report' }, opts: { jobId: 'some-report' } }]);
  });

  it('sends nothing while Redis is away, and does not fail if a message is not sent', async () => {
    messages.client.status = 'reconnecting';
    await send('some-report');
    expect(messages.reports).toEqual([]);
    messages.client.status = 'ready';
    messages.fail();
    await send('some-report');
    expect(messages.reports).toHaveLength(1);
  });
});

describe('the sweep', () => {
  async function ended(days: number): Promise<string> {
    const reportId = await triggered();
    await query(
      `UPDATE report SET status = 'Cancelled', finished_at = now() - $2 * interval '1 day' WHERE report_id = $1`,
      [reportId, days],
    );
    return reportId;
  }

  it('queues every running report, the oldest first, and removes those that ended too long ago', async () => {
    const old = await ended(2.001);
    await query(
      `INSERT INTO report_shard (report_id, shard, first_store_id, last_store_id, stores) VALUES ($1, 0, 'a', 'a', 1)`,
      [old],
    );
    const recent = await ended(1.999);
    const second = await triggered();
    const first = await triggered({ attempt: 3 });
    await query(`UPDATE report SET created_at = now() - interval '9 days' WHERE report_id = $1`, [first]);
    const sweeper = await worker([ReportQueue, ReportSweep]);
    try {
      await until(async () => ((await report(old)) ? undefined : true));
      expect(messages.reports.map(({ data }) => data.reportId)).toEqual([first, second]);
      expect(await results(old)).toEqual([]);
      for (const kept of [recent, first, second]) expect(await report(kept)).toBeDefined();
    } finally {
      await sweeper.close();
    }
  });

  it('looks every five seconds until the process stops, so that it takes back nothing that a worker gives back', async () => {
    const reportId = await triggered();
    jest.useFakeTimers({
      doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout', 'clearTimeout', 'performance'],
    });
    const sweeper = await worker([ReportQueue, ReportSweep]);
    try {
      await until(() => (messages.reports.length === 1 ? true : undefined));
      await until(() => {
        jest.advanceTimersByTime(5_000);
        return messages.reports.length > 2 ? true : undefined;
      });
      expect(new Set(messages.reports.map(({ data }) => data.reportId))).toEqual(new Set([reportId]));
      expect(jest.getTimerCount()).toBe(1);
      sweeper.get(ReportSweep).beforeApplicationShutdown();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
      await sweeper.close();
    }
  });
});
