import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getRepositoryToken } from '@nestjs/typeorm';
import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Repository } from 'typeorm';
import { TestDatabase } from '../../../test/support/postgres';
import { newDataDir, removeDataDir, until } from '../../../test/support/service';
import { CodedError } from '../../common/coded-error';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { acquireWriteLock } from '../../stores/write-lock';
import type { ImportKind } from '../csv/columns';
import { hasChangedSince, lastWriteNo } from '../data-changes';
import { Import } from './import.entity';
import { ImportsService } from './imports.service';
import { IngestionModule } from '../ingestion.module';
import { ObservationsService } from '../observations.service';
import { WriteQueue } from '../write-queue';

const STATUS = 'store_id,status,timestamp_utc\n';
const HOURS = 'store_id,day,start_time_local,end_time_local\n';
const ZONES = 'store_id,timezone_str\n';
const NOON = Date.UTC(2024, 9, 3, 12) * 1000;
/** So many rejects that they go to a spool. */
const MANY = 2500;

const REAL_TIMERS = [
  ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const),
];

let test: TestDatabase;
let dataDir: string;
let apps: INestApplicationContext[] = [];
let imports: ImportsService;

beforeAll(async () => {
  dataDir = await newDataDir();
  test = await TestDatabase.start();
});

beforeEach(async () => {
  // Heartbeats and sweeps come only when a test lets time pass.
  jest.useFakeTimers({ doNotFake: REAL_TIMERS });
  await query('TRUNCATE import, store, observation, status_run CASCADE');
  await query(`UPDATE observation_retention SET kept_from = '-infinity'`);
  imports = (await startApp()).get(ImportsService);
});

afterEach(async () => {
  jest.useRealTimers();
  for (const app of apps.splice(0)) await app.close();
});

afterAll(async () => {
  await removeDataDir(dataDir);
  await test.stop();
});

/** What a service with its own connections has, as another process would. */
async function startApp(databaseUrl = test.url): Promise<INestApplicationContext> {
  const settings = { ...readSettings({}), DATABASE_URL: databaseUrl, REDIS_URL: '', DATA_DIR: dataDir };
  const module = { module: IngestionModule, imports: [ConfigModule.with(settings)] };
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  apps.push(app);
  return app;
}

async function query(sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await test.database.pool.query<Record<string, unknown>>(sql, parameters)).rows;
}

const describeError = ({ code }: CodedError) => `told: ${code}`;

async function receive(kind: ImportKind, ...body: string[]): Promise<Import> {
  return imports.receive(kind, chunksOf(body), describeError);
}

async function* chunksOf(body: readonly string[]): AsyncGenerator<Buffer> {
  for (const chunk of body) yield await Promise.resolve(Buffer.from(chunk));
}

/** An import whose body came up to a point, at which all of it is decoded. */
async function begun(kind: ImportKind, start: string) {
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
  const outcome = imports.receive(kind, body(), describeError).catch((error: unknown) => error);
  await paused;
  const [row] = await query(`SELECT import_id FROM import WHERE status = 'Running'`);
  return { outcome, goOn, importId: String(row?.import_id) };
}

/** A file whose rows are all rejected but the first. */
function withRejects(rejects: number): string {
  return `${ZONES}right,Asia/Tokyo\n${'wrong,Mars/Olympus\n'.repeat(rejects)}`;
}

async function rejectsOf({ importKey }: Import) {
  const found = [];
  for await (const reject of imports.rejects(importKey)) found.push(reject);
  return found;
}

/** What imports have written, beside their own rows. */
async function written(): Promise<unknown> {
  const [counts] = await query(
    `SELECT (SELECT count(*) FROM store) + (SELECT count(*) FROM observation) + (SELECT count(*) FROM status_run)
            + (SELECT count(*) FROM business_hours) + (SELECT count(*) FROM import_reject) AS rows`,
  );
  return Number(counts?.rows);
}

async function rowOf(importId: string): Promise<Record<string, unknown>> {
  const [row] = await query(
    `SELECT status, error_code, error, bytes_read, rows_read, rows_rejected, finished_at IS NOT NULL AS finished,
            write_no, changed_from::text, seen_at > now() - interval '10 seconds' AS seen
     FROM import WHERE import_id = $1`,
    [importId],
  );
  return row ?? {};
}

/** The spools that this process holds open: they have no name any more. */
async function openSpools(): Promise<string[]> {
  const open = await readdir('/proc/self/fd');
  const files = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return files.filter((file) => file.startsWith(join(dataDir, 'spool')));
}

async function spoolsOnDisk(): Promise<string[]> {
  return readdir(join(dataDir, 'spool')).catch(() => []);
}

describe('an import', () => {
  it('counts its rows, and its bytes after decompression', async () => {
    const csv = `${STATUS}a,active,2024-10-03 12:00:00\na,active,2024-10-03 12:00:00\nb,open,2024\n`;
    const found = await receive('store-status', csv.slice(0, 40), csv.slice(40));
    expect(found).toMatchObject({
      ...{ kind: 'store-status', source: 'csv', status: 'Complete', bytesRead: csv.length, errorCode: null },
      ...{ rowsRead: 3, rowsAccepted: 1, rowsUnchanged: 1, rowsRejected: 1, finishedAt: expect.any(Date) },
    });
    expect(await rejectsOf(found)).toEqual([{ line: '4', reason: 'invalid_status', text: 'b,open,2024' }]);
  });

  it('rejects by the clock at the time of the row, however long the body takes', async () => {
    const started = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => started);
    const row = (instant: number) => `a,active,${new Date(instant).toISOString()}\n`;
    const slow = await begun('store-status', `${STATUS}${row(started + 300_000)}${row(started + 300_001)}`);
    clock.mockImplementation(() => started + 60_000);
    slow.goOn(row(started + 360_000) + row(started + 360_001));
    expect(await slow.outcome).toMatchObject({ rowsAccepted: 2, rowsRejected: 2 });
    clock.mockRestore();
  });

  it('accepts observations from the first instant that is kept, and rejects earlier ones', async () => {
    await query(`UPDATE observation_retention SET kept_from = '2024-10-03 12:00:00Z'`);
    const found = await receive(
      'store-status',
      `${STATUS}a,active,2024-10-03 12:00:00\na,active,2024-10-03 11:59:59.999999\n`,
    );
    expect(found).toMatchObject({ rowsAccepted: 1, rowsRejected: 1 });
    expect(await rejectsOf(found)).toMatchObject([{ line: '3', reason: 'before_retention' }]);
  });

  it('replaces the hours of a store by those of its rows, and knows that fewer hours are a change', async () => {
    const row = (day: number) => `a,${day},09:00,17:00\n`;
    expect(await receive('business-hours', HOURS + row(0) + row(1) + row(1))).toMatchObject({
      ...{ rowsRead: 3, rowsAccepted: 2, rowsUnchanged: 1, rowsRejected: 0 },
    });
    const fewer = await receive('business-hours', HOURS + row(1));
    expect(fewer).toMatchObject({ rowsAccepted: 0, rowsUnchanged: 1 });
    expect(await rowOf(fewer.importId)).toMatchObject({ changed_from: '-infinity' });
    expect(await query('SELECT day_of_week, opens, closes FROM business_hours')).toEqual([
      { day_of_week: 1, opens: '09:00:00', closes: '17:00:00' },
    ]);
    const same = await receive('business-hours', HOURS + row(1));
    expect(await rowOf(same.importId)).toMatchObject({ changed_from: null });
  });

  it('sets the zone of a store to that of its last row, and knows whether that is a change', async () => {
    const zones = `${ZONES}a,Asia/Tokyo\nb,Asia/Tokyo\na,Europe/Paris\na,Europe/Paris\nb,Asia/Tokyo\n`;
    const first = await receive('timezones', zones);
    expect(first).toMatchObject({ rowsRead: 5, rowsAccepted: 3, rowsUnchanged: 2 });
    expect(await rowOf(first.importId)).toMatchObject({ changed_from: '-infinity' });
    expect(await query('SELECT store_id, timezone FROM store ORDER BY store_id')).toEqual([
      { store_id: 'a', timezone: 'Europe/Paris' },
      { store_id: 'b', timezone: 'Asia/Tokyo' },
    ]);
    const same = await receive('timezones', `${ZONES}a,Europe/Paris\n`);
    expect(same).toMatchObject({ rowsAccepted: 0, rowsUnchanged: 1 });
    expect(await rowOf(same.importId)).toMatchObject({ changed_from: null });
  });

  it('changes data from its earliest new observation on, for whoever read before it', async () => {
    await receive('store-status', `${STATUS}a,active,2024-10-03 11:00:00\n`);
    const client = await test.database.pool.connect();
    const before = await lastWriteNo(client);
    client.release();
    await receive('store-status', `${STATUS}a,active,2024-10-03 11:00:00\n`);
    expect(await hasChangedSince(test.database.pool, before, NOON * 2)).toBe(false);
    await receive('store-status', `${STATUS}a,active,2024-10-03 12:00:00\na,active,2024-10-03 13:00:00\n`);
    expect(await hasChangedSince(test.database.pool, before, NOON - 1)).toBe(false);
    expect(await hasChangedSince(test.database.pool, before, NOON)).toBe(true);
    expect(await hasChangedSince(test.database.pool, before + 2, NOON)).toBe(false);
  });
});

describe('the rejects of an import', () => {
  // They are read 1000 at a time.
  it.each([0, 1, 999, 1000, 1001, 2000, MANY])('are all there, in order, if there are %d', async (count) => {
    const csv = withRejects(count);
    const found = await receive('timezones', csv.slice(0, 30_000), csv.slice(30_000));
    expect(found).toMatchObject({ rowsRead: count + 1, rowsAccepted: 1, rowsRejected: count });
    const lines = (await rejectsOf(found)).map(({ line, reason, text }) => `${line} ${reason} ${text}`);
    expect(lines).toEqual(Array.from({ length: count }, (_, row) => `${row + 3} unknown_timezone wrong,Mars/Olympus`));
  });

  it('are those of that import alone', async () => {
    const first = await receive('timezones', `${ZONES}x,\n`);
    const second = await receive('timezones', `${ZONES}y\n`);
    expect(await rejectsOf(first)).toEqual([{ line: '2', reason: 'missing_field', text: 'x,' }]);
    expect(await rejectsOf(second)).toEqual([{ line: '2', reason: 'column_count', text: 'y' }]);
  });

  it('keep up to 1,024 bytes of each row, cut between characters, without NUL', async () => {
    const rows = [
      ...[1023, 1024, 1025, 5000].map((length) => 'x'.repeat(length)),
      `${'x'.repeat(1022)}é!`,
      `${'x'.repeat(1023)}é!`,
      `${'x'.repeat(1021)}𝄞!`,
      `${'x'.repeat(1020)}𝄞!`,
      '\0a\0b',
    ];
    const found = await receive('timezones', `${ZONES}${rows.join('\n')}\n`);
    expect((await rejectsOf(found)).map(({ text }) => text)).toEqual([
      ...[1023, 1024, 1024, 1024].map((length) => 'x'.repeat(length)),
      `${'x'.repeat(1022)}é`,
      'x'.repeat(1023),
      'x'.repeat(1021),
      `${'x'.repeat(1020)}𝄞`,
      '\ufffda\ufffdb',
    ]);
  });
});

describe('an import that fails', () => {
  it.each([
    ['its code', new CodedError('upload_stalled'), 'upload_stalled'],
    ['no_space', Object.assign(new Error('full'), { code: 'ENOSPC' }), 'no_space'],
    ['no_space', Object.assign(new Error('full'), { code: '53100' }), 'no_space'],
  ])('has %s and its id, and has written nothing', async (_what, error, code) => {
    const failing = await begun('timezones', withRejects(MANY));
    failing.goOn(error);
    const { importId } = failing;
    expect(await failing.outcome).toMatchObject({ code, members: { import_id: importId } });
    expect(await rowOf(importId)).toMatchObject({ status: 'Failed', error_code: code, error: `told: ${code}` });
    expect(await rowOf(importId)).toMatchObject({ finished: true, write_no: null });
    expect(await written()).toBe(0);
  });

  it('for no reason of its own is an internal error, which is thrown as it is', async () => {
    const failing = await begun('timezones', withRejects(MANY));
    const error = new Error('reading failed');
    failing.goOn(error);
    expect(await failing.outcome).toBe(error);
    expect(await rowOf(failing.importId)).toMatchObject({ status: 'Failed', error_code: 'internal_error' });
    expect(await written()).toBe(0);
  });

  it('is answered with the reason even if that cannot be recorded', async () => {
    const failing = await begun('timezones', ZONES);
    const rows: Repository<Import> | undefined = apps[0]?.get(getRepositoryToken(Import));
    const update = rows && jest.spyOn(rows, 'update').mockRejectedValueOnce(new Error('database away'));
    failing.goOn(new CodedError('upload_stalled'));
    expect(await failing.outcome).toMatchObject({ code: 'upload_stalled', members: { import_id: failing.importId } });
    expect(update).toHaveBeenCalledTimes(1);
  });

  it('while it is written leaves nothing behind, and lets the next one write', async () => {
    await query('ALTER TABLE business_hours ADD CONSTRAINT no_mondays CHECK (day_of_week <> 0)');
    await expect(receive('business-hours', `${HOURS}a,1,09:00,17:00\na,0,09:00,17:00\n`)).rejects.toThrow('no_mondays');
    await query('ALTER TABLE business_hours DROP CONSTRAINT no_mondays');
    expect(await written()).toBe(0);
    expect(await receive('business-hours', `${HOURS}a,0,09:00,17:00\n`)).toMatchObject({ status: 'Complete' });
  });
});

describe('a sign of life', () => {
  it('comes from a running import at least every ten seconds, with its progress', async () => {
    const csv = `${ZONES}a,Asia/Tokyo\nb,\n`;
    const timers = jest.getTimerCount();
    const running = await begun('timezones', csv);
    await query(`UPDATE import SET seen_at = now() - interval '59 seconds'`);
    jest.advanceTimersByTime(10_000);
    await until(async () => (await rowOf(running.importId)).seen === true || undefined);
    expect(await rowOf(running.importId)).toMatchObject({
      ...{ status: 'Running', bytes_read: String(csv.length), rows_read: '2', rows_rejected: '1' },
    });
    expect(jest.getTimerCount()).toBe(timers + 1);
    running.goOn('');
    expect(await running.outcome).toMatchObject({ status: 'Complete' });
    expect(jest.getTimerCount()).toBe(timers);
  });

  it('comes also while the import waits for its turn', async () => {
    const waiting = await begun('timezones', `${ZONES}a,Asia/Tokyo\n`);
    await test.database.transaction(async (client) => {
      await acquireWriteLock(client);
      waiting.goOn('');
      await writersWait(1);
      await query(`UPDATE import SET seen_at = now() - interval '59 seconds'`);
      jest.advanceTimersByTime(10_000);
      await until(async () => (await rowOf(waiting.importId)).seen === true || undefined);
    });
    expect(await waiting.outcome).toMatchObject({ status: 'Complete' });
  });

  it('is missed for a minute before an import is given up, at the start of a service and from time to time', async () => {
    const stray = async (name: string, age: number, status = 'Running') => {
      await query(
        `INSERT INTO import (import_id, kind, error, seen_at, status, finished_at)
         VALUES (gen_random_uuid(), 'timezones', $1, now() - $2 * interval '1 second', $3,
                 CASE WHEN $3 = 'Complete' THEN now() END)`,
        [name, age, status],
      );
    };
    const running = async () =>
      (await query(`SELECT error FROM import WHERE status = 'Running' ORDER BY 1`)).map(({ error }) => error);
    await stray('dead', 61);
    await stray('alive', 40);
    await stray('complete', 3600, 'Complete');
    await startApp();
    await until(async () => ((await running()).length === 1 ? true : undefined));
    await stray('dead later', 61);
    jest.advanceTimersByTime(30_000);
    await until(async () => ((await running()).length === 1 ? true : undefined));
    expect(await running()).toEqual(['alive']);
    expect(
      await query(`SELECT error_code, finished_at IS NULL AS unfinished FROM import WHERE status = 'Failed'`),
    ).toEqual(Array(2).fill({ error_code: 'interrupted', unfinished: false }));
    expect(await query(`SELECT FROM import WHERE status = 'Complete'`)).toHaveLength(1);
  });
});

describe('an import that another process gave up', () => {
  const KINDS: readonly [ImportKind, string, string][] = [
    ['store-status', `${STATUS}a,active,2024-10-03 12:00:00\nb,\n`, 'c,active,2024-10-03 12:00:00\n'],
    ['business-hours', `${HOURS}a,0,09:00,17:00\nb,\n`, 'c,0,09:00,17:00\n'],
    ['timezones', `${ZONES}a,Asia/Tokyo\nb,\n`, 'c,Asia/Tokyo\n'],
  ];

  async function giveUp(importId: string): Promise<void> {
    await query(`UPDATE import SET seen_at = now() - interval '61 seconds'`);
    await startApp();
    await until(async () => (await rowOf(importId)).status === 'Failed' || undefined);
  }

  it.each(KINDS)('while its body came is refused, and stores nothing (%s)', async (kind, start, rest) => {
    const given = await begun(kind, start);
    await giveUp(given.importId);
    const failed = await rowOf(given.importId);
    expect(failed).toMatchObject({ status: 'Failed', error_code: 'interrupted', finished: true, write_no: null });
    given.goOn(rest);
    expect(await given.outcome).toMatchObject({ code: 'import_given_up', members: { import_id: given.importId } });
    expect(await rowOf(given.importId)).toEqual(failed);
    expect(await written()).toBe(0);
    expect(await receive(kind, start)).toMatchObject({ status: 'Complete', rowsAccepted: 1 });
  });

  it('while it waited for its turn is refused, and stores nothing', async () => {
    const [kind, start, rest] = KINDS[0] ?? ['timezones', '', ''];
    const given = await begun(kind, start);
    await test.database.transaction(async (client) => {
      await acquireWriteLock(client);
      given.goOn(rest);
      await writersWait(1);
      await giveUp(given.importId);
    });
    expect(await given.outcome).toMatchObject({ code: 'import_given_up' });
    expect(await written()).toBe(0);
  });

  it('shows no more signs of life', async () => {
    const given = await begun('timezones', `${ZONES}a,Asia/Tokyo\n`);
    await giveUp(given.importId);
    const failed = await rowOf(given.importId);
    const { pool } = (apps[0] ?? (await startApp())).get(Database);
    const heartbeat = once(pool, 'release');
    jest.advanceTimersByTime(1000);
    await heartbeat;
    expect(await rowOf(given.importId)).toEqual({ ...failed, seen: false });
    given.goOn('');
    await given.outcome;
  });
});

/** Waits until so many transactions wait for the write lock. */
async function writersWait(count: number): Promise<void> {
  await until(async () => {
    const waiting = await query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
    return waiting.length === count || undefined;
  });
}

describe('a commit', () => {
  /** Passes everything on until a commit is confirmed: the connection is cut instead. */
  async function withCutCommit<T>(work: (url: string) => Promise<T>): Promise<T> {
    const { port } = new URL(test.url);
    const sockets = new Set<Socket>();
    let cuts = 0;
    const server = createServer((fromService) => {
      const toPostgres = connect(Number(port), '127.0.0.1');
      const both = [fromService, toPostgres];
      let committing = false;
      for (const socket of both) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          for (const other of both) other.destroy();
        });
      }
      fromService.on('data', (bytes) => {
        committing = bytes.includes('COMMIT\0') && cuts === 0;
        toPostgres.write(bytes);
      });
      toPostgres.on('data', (bytes) => {
        if (!committing) fromService.write(bytes);
        else fromService.destroy(new Error(`cut ${++cuts}`));
      });
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const address = server.address();
      const url = new URL(test.url);
      url.port = String(typeof address === 'object' ? address?.port : '');
      const result = await work(url.href);
      expect(cuts).toBe(1);
      return result;
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  }

  it('of which only the confirmation is lost is a complete import', async () => {
    const found = await withCutCommit(async (url) => {
      const app = await startApp(url);
      imports = app.get(ImportsService);
      const complete = await receive('timezones', withRejects(3));
      apps = apps.filter((started) => started !== app);
      await app.close();
      return complete;
    });
    expect(found).toMatchObject({ status: 'Complete', rowsAccepted: 1, rowsRejected: 3, errorCode: null });
    expect(await written()).toBe(4);
  });

  it('of observations of which only the confirmation is lost is found by its key', async () => {
    const body = Buffer.from('the body');
    const observations = [{ store_id: 'a', status: 'active', timestamp_utc: '2024-10-03 12:00:00' }];
    await withCutCommit(async (url) => {
      const app = await startApp(url);
      await expect(app.get(ObservationsService).receive(observations, body, 'key')).rejects.toThrow();
      apps = apps.filter((started) => started !== app);
      await app.close();
    });
    const [stored] = await query('SELECT import_id FROM import');
    const again = await apps[0]?.get(ObservationsService).receive(observations, body, 'key');
    expect(again).toBe(stored?.import_id);
  });
});

describe('the spools of imports', () => {
  it('have no name while a body comes, and are closed once it is complete, failed or given up', async () => {
    for (const end of ['', new CodedError('client_gone'), new Error('reading failed')]) {
      const running = await begun('timezones', withRejects(MANY));
      expect(await openSpools()).toHaveLength(1);
      expect(await spoolsOnDisk()).toEqual([]);
      running.goOn(end);
      await running.outcome;
      expect(await openSpools()).toEqual([]);
    }
    const given = await begun('timezones', withRejects(MANY));
    await query(`UPDATE import SET status = 'Failed', error_code = 'interrupted', finished_at = now()
                 WHERE status = 'Running'`);
    given.goOn('');
    await given.outcome;
    expect(await openSpools()).toEqual([]);
    expect(await spoolsOnDisk()).toEqual([]);
  });

  it.each([
    ['business-hours', HOURS, 'right,0,09:00,17:00\n', 'wrong,9,09:00,17:00\n'],
    ['timezones', ZONES, 'right,Asia/Tokyo\n', 'wrong,Mars/Olympus\n'],
  ] as const)('of a %s file are one for its rows and one for its rejects', async (kind, header, right, wrong) => {
    const running = await begun(kind, header + (right + wrong).repeat(MANY));
    expect(await openSpools()).toHaveLength(2);
    running.goOn(right);
    expect(await running.outcome).toMatchObject({ rowsRead: 2 * MANY + 1, rowsAccepted: 1, rowsRejected: MANY });
    expect(await openSpools()).toEqual([]);
  });

  it('take the sorted observations, too', async () => {
    const [wrong, right] = ['wrong,open,2024-10-03 12:00:00 UTC\n', 'right,active,2024-10-03 12:00:00 UTC\n'];
    const enough = (1 << 17) - (1 << 14) + 1;
    const running = await begun('store-status', STATUS + wrong.repeat(MANY) + right.repeat(enough));
    expect(await openSpools()).toHaveLength(2);
    running.goOn(right);
    expect(await running.outcome).toMatchObject({ rowsAccepted: 1, rowsUnchanged: enough, rowsRejected: MANY });
    expect(await openSpools()).toEqual([]);
  });
});

describe('the list of imports', () => {
  it('has imports older than a given one, the newest first, whatever key a cursor names', async () => {
    for (let row = 0; row < 3; row++) await receive('timezones', ZONES);
    await apps[0]?.get(ObservationsService).receive([1], Buffer.from('[1]'), undefined);
    const [newest, ...older] = await imports.list(10, undefined, undefined);
    expect(newest).toMatchObject({ source: 'json' });
    expect(older.map(({ importKey }) => importKey)).toEqual([3, 2, 1].map((age) => (newest?.importKey ?? 0) - 4 + age));
    expect(await imports.list(10, newest?.importKey, undefined)).toEqual(older);
    expect(await imports.list(2, newest?.importKey, 'csv')).toEqual(older.slice(0, 2));
    expect(await imports.list(10, 2 ** 31, 'csv')).toEqual(older);
    expect(await imports.list(10, 2 ** 53 - 1, 'json')).toEqual([newest]);
  });
});

describe('observations with an idempotency key', () => {
  const observation = { store_id: 'a', status: 'active', timestamp_utc: '2024-10-03 12:00:00' };
  const send = async (observations: readonly unknown[], key?: string, body = JSON.stringify(observations)) =>
    (apps[0] ?? (await startApp())).get(ObservationsService).receive(observations, Buffer.from(body), key);

  it('are one import, with the counts and rejects of the first request', async () => {
    const observations = [1, observation, observation, 'x'];
    const importId = await send(observations, 'key');
    const first = await imports.find(importId);
    expect(first).toMatchObject({ source: 'json', status: 'Complete', bytesRead: JSON.stringify(observations).length });
    expect(first).toMatchObject({ rowsRead: 4, rowsAccepted: 1, rowsUnchanged: 1, rowsRejected: 2 });
    expect(await rejectsOf(first)).toEqual([
      { line: '0', reason: 'not_an_object', text: '1' },
      { line: '3', reason: 'not_an_object', text: '"x"' },
    ]);
    expect(await send(observations, 'key')).toBe(importId);
    expect(await query('SELECT FROM import')).toHaveLength(1);
  });

  it('are refused if the body differs, be it by a space', async () => {
    await send([observation], 'key');
    const before = await written();
    const reused = { code: 'idempotency_key_reused' };
    await expect(send([{ ...observation, store_id: 'b' }], 'key')).rejects.toMatchObject(reused);
    await expect(send([observation], 'key', `${JSON.stringify([observation])} `)).rejects.toMatchObject(reused);
    expect(await written()).toBe(before);
    expect(await query('SELECT FROM import')).toHaveLength(1);
  });

  it('wait for their turn', async () => {
    const sent = await test.database.transaction(async (client) => {
      await acquireWriteLock(client);
      const waiting = send([observation], 'key');
      await writersWait(1);
      expect(await query('SELECT FROM import')).toEqual([]);
      return { waiting };
    });
    await sent.waiting;
    expect(await query('SELECT FROM import')).toHaveLength(1);
  });

  it('differ from those with another key or none', async () => {
    const ids = [await send([observation], 'key'), await send([observation], 'Key'), await send([observation])];
    ids.push(await send([observation]));
    expect(new Set(ids).size).toBe(4);
  });
});

describe('the write queue', () => {
  it('runs one write at a time, in order, and goes on after one that fails', async () => {
    const queue = (apps[0] ?? (await startApp())).get(WriteQueue);
    const log: string[] = [];
    const writes = ['a', 'b', 'c'].map((name) =>
      queue
        .write(async (client) => {
          log.push(`${name} begins`);
          await client.query('SELECT pg_sleep(0.01)');
          log.push(`${name} ends`);
          if (name === 'b') throw new Error(name);
          return name;
        })
        .catch((error: unknown) => String(error)),
    );
    expect(await Promise.all(writes)).toEqual(['a', 'Error: b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('refuses requests while 64 wait or run, and no longer', async () => {
    const queue = (apps[0] ?? (await startApp())).get(WriteQueue);
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const writes = Array.from({ length: 63 }, async (_, index) =>
      queue.write(async () => {
        await finished;
        if (index % 2 === 0) throw new Error('failed');
      }),
    );
    const settled = Promise.allSettled(writes);
    queue.refuseIfFull();
    const last = queue.write(() => Promise.resolve());
    const refusal = (): unknown => {
      try {
        queue.refuseIfFull();
        return undefined;
      } catch (error) {
        return error;
      }
    };
    expect(refusal()).toMatchObject({ code: 'too_busy', members: { retry_after: 1 } });
    try {
      let outcome: unknown;
      const observations = apps[0]?.get(ObservationsService).receive([1], Buffer.from('[1]'), undefined);
      observations?.catch((error: unknown) => (outcome = error));
      expect(await until(() => outcome, 10_000)).toMatchObject({ code: 'too_busy' });
    } finally {
      finish();
    }
    await settled;
    await last;
    // None of those that failed is still counted.
    const more = Array.from({ length: 63 }, () => queue.write(() => Promise.resolve()));
    expect(refusal()).toBeUndefined();
    await Promise.all(more);
  });
});
