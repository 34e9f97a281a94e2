import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isRunning } from '../../../test/support/processes';
import { until } from '../../../test/support/service';
import { codeOf } from '../../common/error-code';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';

/** A process that starts PostgreSQL, prints that it did, and runs until it is killed. */
const USER_PROCESS = `
  const { transformFileSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file).code, file);
  const { startEmbeddedPostgres } = require('./src/platform/embedded/embedded-postgres.ts');
  startEmbeddedPostgres(process.argv[1]).then(() => console.log('started'));
`;

const ALL_BUT_INTERVALS = [
  ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const),
];

const isRoot = process.getuid?.() === 0;
const nothing = (): Promise<void> => Promise.resolve();

jest.setTimeout(60_000);

describe('embedded PostgreSQL', () => {
  let parent: string;
  let dataDir: string;
  let members: EmbeddedPostgres[];

  beforeAll(async () => {
    // As mktemp -d creates it: if we are root, the account that runs PostgreSQL cannot enter it.
    parent = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
    dataDir = join(parent, 'data');
  });
  beforeEach(() => {
    members = [];
  });
  afterEach(async () => {
    for (const member of members) await member.leave(nothing);
  });
  afterAll(async () => {
    await rm(parent, { recursive: true, force: true });
  });

  async function start(folder = dataDir): Promise<EmbeddedPostgres> {
    const member = await startEmbeddedPostgres(folder);
    members.push(member);
    return member;
  }

  /** Waits until connections are refused. One that the server had taken as it stopped is reset instead. */
  async function refusal(url: string): Promise<void> {
    await until(async () => {
      const error: unknown = await query(url, 'SELECT 1 AS value').catch((failure: unknown) => failure);
      return codeOf(error) === 'ECONNREFUSED' || undefined;
    });
  }

  async function query(url: string, sql: string): Promise<unknown[]> {
    // However long this process takes between two steps, and whatever its role may.
    const client = new Client({ connectionString: url, options: '-c idle_session_timeout=0' });
    // What a query is refused for is thrown; a connection that is cut says so once more.
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<{ value: unknown }>(sql);
      return rows.map((row) => row.value);
    } finally {
      await client.end();
    }
  }

  /** Kills a session, which makes PostgreSQL end all others and recover. */
  async function crashBackend(url: string): Promise<void> {
    const doomed = new Client({ connectionString: url });
    doomed.on('error', () => undefined);
    await doomed.connect();
    const { rows } = await doomed.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    process.kill(rows[0]?.pid ?? NaN, 'SIGKILL');
  }

  async function untilRecovering(url: string): Promise<void> {
    await until(async () => {
      const error: unknown = await query(url, 'SELECT 1 AS value').catch((failure: unknown) => failure);
      return codeOf(error) === '57P03' || undefined;
    });
  }

  const pidFile = (): string => join(dataDir, 'postgres/data/postmaster.pid');
  const serverPid = async (): Promise<number> => parseInt(await readFile(pidFile(), 'utf8'), 10);

  it('keeps data and port from one run to the next, and its password secret', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS value');
    expect(await first.leave(nothing)).toBe(true);
    await expect(stat(pidFile())).rejects.toThrow('ENOENT');
    await refusal(first.url);

    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT value FROM kept')).toEqual([42]);
    await expect(query(second.url.replace(/:\w+@/, ':wrong@'), 'SELECT 1 AS value')).rejects.toThrow('password');
    expect((await stat(join(dataDir, 'postgres/password'))).mode & 0o777).toBe(0o600);
  });

  it('has the settings that the service needs', async () => {
    const { url } = await start();
    const settings = ['server_encoding', 'datcollate', 'TimeZone', 'listen_addresses', 'fsync', 'synchronous_commit'];
    const values = settings.map((name) => (name === 'datcollate' ? 'datcollate' : `current_setting('${name}')`));
    expect(
      await query(
        url,
        `SELECT unnest(ARRAY[${values.join()}]) AS value FROM pg_database WHERE datname = current_database()`,
      ),
    ).toEqual(['UTF8', 'C', 'UTC', '127.0.0.1', 'on', 'on']);
  });

  it('keeps its log small while a process uses it', async () => {
    jest.useFakeTimers({ doNotFake: ALL_BUT_INTERVALS });
    try {
      const member = await start();
      const log = join(dataDir, 'postgres/server.log');
      await truncate(log, 2 ** 24);
      jest.advanceTimersByTime(3_600_000);
      await until(async () => ((await stat(log)).size === 0 ? true : undefined));
      await query(member.url, 'SELECT 1 / 0 AS value').catch(() => undefined);
      await until(async () => ((await readFile(log, 'utf8')).includes('division by zero') ? true : undefined));
      await member.leave(nothing);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('outlives a killed process, and the next one joins it', async () => {
    const user = spawn(process.execPath, ['-e', USER_PROCESS, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(user.stdout, 'data');
    const pid = await serverPid();
    user.kill('SIGKILL');
    await once(user, 'exit');

    const next = await start();
    expect(await serverPid()).toBe(pid);
    // PostgreSQL notices at its next turn that the connection is gone, which on a busy machine takes a moment.
    const members = `SELECT count(*)::integer AS value FROM pg_locks WHERE locktype = 'advisory'`;
    await until(async () => ((await query(next.url, members))[0] === 1 ? true : undefined));
    expect(await next.leave(nothing)).toBe(true);
  });

  it('restarts after it was killed, also for processes that used it before', async () => {
    const before = await start();
    await query(before.url, 'CREATE TABLE survivor AS SELECT 7 AS value');
    const pid = await serverPid();
    process.kill(pid, 'SIGKILL');

    const after = await start();
    expect(await serverPid()).not.toBe(pid);
    expect(after.url).toBe(before.url);
    expect(await query(before.url, 'SELECT value FROM survivor')).toEqual([7]);
    expect(await before.leave(nothing)).toBe(false);
    expect(await after.leave(nothing)).toBe(true);
  });

  it('still counts every process after one of its backends has crashed, which ends all sessions', async () => {
    const [one, two] = [await start(), await start()];
    const members = "SELECT pid AS value FROM pg_locks WHERE locktype = 'advisory' AND granted";
    const before = await query(one.url, members);
    await crashBackend(one.url);
    await until(async () => {
      const after = await query(one.url, members).catch(() => []);
      return (after.length === 2 && !after.some((pid) => before.includes(pid))) || undefined;
    });

    expect(await one.leave(nothing)).toBe(false);
    expect(await two.leave(nothing)).toBe(true);
  });

  it('stops also while it recovers from the crash of a backend', async () => {
    const member = await start();
    const pid = await serverPid();
    await query(member.url, 'CREATE TABLE recovered AS SELECT 8 AS value');
    await crashBackend(member.url);
    await member.leave(nothing);
    await until(() => (isRunning(pid) ? undefined : true));
    const { url } = await start();
    expect(await query(url, 'SELECT value FROM recovered')).toEqual([8]);
  });

  it('starts after one that was asked to stop while it recovered, by a process that was killed', async () => {
    const member = await start();
    const pid = await serverPid();
    await crashBackend(member.url);
    await untilRecovering(member.url);
    process.kill(pid, 'SIGINT');
    // Ten times as fast as it is.
    const now = performance.now.bind(performance);
    const begun = now();
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => begun + (now() - begun) * 10);
    try {
      const { url } = await start();
      expect(await serverPid()).not.toBe(pid);
      expect(await query(url, 'SELECT 1 AS value')).toEqual([1]);
    } finally {
      clock.mockRestore();
    }
  });

  it('keeps the session of a process that is idle for longer than its role may be', async () => {
    const first = await start();
    await query(first.url, `ALTER ROLE CURRENT_USER SET idle_session_timeout = '100ms'`);
    const second = await start();
    const members = "SELECT pid AS value FROM pg_locks WHERE locktype = 'advisory' AND granted ORDER BY pid";
    const before = await query(first.url, members);
    await query(first.url, 'SELECT pg_sleep(0.2) AS value');
    expect(await query(first.url, members)).toEqual(before);
    expect(await first.leave(nothing)).toBe(false);
    expect(await second.leave(nothing)).toBe(true);
  });

  it('lets the last process leave even if the server was killed', async () => {
    const member = await start();
    process.kill(await serverPid(), 'SIGKILL');
    const beforeStop = jest.fn(nothing);
    expect(await member.leave(beforeStop)).toBe(true);
    expect(beforeStop).toHaveBeenCalledTimes(1);
  });

  it('lets the last process leave even if its session learns that the server was killed before it is gone', async () => {
    const member = await start();
    const pid = await serverPid();
    const query = () => {
      process.kill(pid, 'SIGKILL');
      const message = 'terminating connection due to unexpected postmaster exit';
      throw Object.assign(new Error(message), { code: '57P01' });
    };
    jest.spyOn(Client.prototype, 'query').mockImplementationOnce(query);
    const beforeStop = jest.fn(nothing);
    expect(await member.leave(beforeStop)).toBe(true);
    expect(beforeStop).toHaveBeenCalledTimes(1);
  });

  it('starts even if another program has the process id of a killed server', async () => {
    const { uid, gid } = await stat(join(dataDir, 'postgres/data'));
    const other = spawn('sleep', ['60'], isRoot ? { uid, gid, cwd: '/', stdio: 'ignore' } : { stdio: 'ignore' });
    try {
      const lines = [
        `${other.pid ?? ''}`,
        join(dataDir, 'postgres/data'),
        '1700000000',
        '1',
        '',
        '127.0.0.1',
        '',
        'ready',
      ];
      await writeFile(pidFile(), `${lines.join('\n')}\n`);
      const { url } = await start();
      expect(await query(url, 'SELECT 1 AS value')).toEqual([1]);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('uses another port if its own is taken', async () => {
    const first = await start();
    await first.leave(nothing);
    const squatter = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${new URL(first.url).port}, '127.0.0.1', () => console.log('listening'))`,
    ]);
    try {
      await once(squatter.stdout, 'data');
      const second = await start();
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
      expect(await query(second.url, 'SELECT value FROM kept')).toEqual([42]);
    } finally {
      squatter.kill('SIGKILL');
    }
  });

  it('starts again for a process that joins while the last one stops it', async () => {
    const leaving = await start();
    let joining: Promise<EmbeddedPostgres> | undefined;
    const last = await leaving.leave(async () => {
      joining = start();
      const waiting = "SELECT count(*)::int AS value FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
      await until(async () => (await query(leaving.url, waiting))[0] === 1 || undefined);
    });
    expect(last).toBe(true);
    const joined = await joining;
    expect(await query(joined?.url ?? '', 'SELECT 1 AS value')).toEqual([1]);
  });

  it('is created once if two processes start together, and stopped by the last one only', async () => {
    const folder = await mkdtemp(join(parent, 'together-'));
    const [one, two] = await Promise.all([start(folder), start(folder)]);
    const three = await start(folder);
    expect(new Set([one.url, two.url, three.url]).size).toBe(1);

    const beforeStop = jest.fn(nothing);
    expect(await one.leave(beforeStop)).toBe(false);
    expect(await query(one.url, 'SELECT 1 AS value')).toEqual([1]);
    expect(beforeStop).not.toHaveBeenCalled();
    const both = await Promise.all([two.leave(beforeStop), three.leave(beforeStop)]);
    expect(both.sort()).toEqual([false, true]);
    expect(beforeStop).toHaveBeenCalledTimes(1);
    await refusal(one.url);
  });

  it('that another process stops is not taken for one that has died', async () => {
    const folder = await mkdtemp(join(parent, 'stopped-'));
    const [one, two] = [await start(folder), await start(folder)];
    // As if the other process came between the two steps of the exchange.
    const interrupted: (this: Client) => unknown = async function () {
      await this.query('SELECT pg_advisory_unlock_all()');
      expect(await one.leave(nothing)).toBe(true);
      throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
    };
    jest.spyOn(Client.prototype, 'query').mockImplementationOnce(interrupted);
    const beforeStop = jest.fn(nothing);
    expect(await two.leave(beforeStop)).toBe(false);
    expect(beforeStop).not.toHaveBeenCalled();
  });

  it('can be stopped after its folder was deleted', async () => {
    const folder = await mkdtemp(join(parent, 'deleted-'));
    const member = await start(folder);
    await rm(folder, { recursive: true, maxRetries: 10 });
    expect(await member.leave(nothing)).toBe(true);
    await refusal(member.url);
  });

  it('includes the end of its log if it cannot start', async () => {
    await writeFile(join(dataDir, 'postgres/data/postgresql.conf'), 'no_such_setting = 1\n');
    await expect(start()).rejects.toThrow(/did not start.*no_such_setting/s);
  });
});
