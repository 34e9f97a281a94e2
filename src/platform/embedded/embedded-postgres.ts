import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client, DatabaseError } from 'pg';
import { codeOf, messageOf } from '../../common/error-code';
import { prepareSession } from '../database/session';
import { PeriodicJob } from '../process/periodic-job';
import { putServerBehind } from '../process/priority';
import { type DetachedServer, emptyLargeLog, freePort, LOOPBACK, startDetached } from './local-server';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account';
import { preparePostgresBinaries, type PostgresBinaries } from './postgres-binaries';

/**
 * The PostgreSQL of a data folder, for when DATABASE_URL is not set, as one process uses it. Several processes share
 * it, and the last one to leave stops it: each holds a shared advisory lock while it uses the server, and the one that
 * then gets the exclusive lock is the last. If all of them are killed the server keeps running, and the next process
 * joins it.
 */
export interface EmbeddedPostgres {
  readonly url: string;
  /**
   * Ends this process's use of the server, and stops the server if this process was the last one.
   * @param beforeStop runs if this process is the last one, while no other can join: stops whatever else they share
   * @returns whether this process was the last one; also true if the server has died
   */
  leave(beforeStop: () => Promise<void>): Promise<boolean>;
}

const run = promisify(execFile);

const SUPERUSER = 'postgres';
const DATABASE = 'restaurant_monitor';

/** The locks are held in a database that nothing else uses, so any key will do; the service's own has no such sessions. */
const LOCK_DATABASE = 'postgres';
const LOCK_KEY = 1;

/**
 * Exchanges the shared lock for the exclusive one. The shared one is released first: otherwise two that leave together would
 * each see the other's, and neither be last.
 */
const EXCHANGE = 'SELECT CASE WHEN pg_advisory_unlock_shared($1) THEN pg_try_advisory_lock($1) END AS last';
/** SQLSTATE of a session that is ended because the server is stopped, and by a message of its own because it was killed. */
const ADMIN_SHUTDOWN = '57P01';
const KILLED = 'unexpected postmaster exit';

/** Prefix of the folder in which a process creates the cluster; its process id follows. */
const DRAFT = 'postgres-draft-';

/** How long a server may take to start or to stop. */
const PATIENCE_MS = 60_000;
/** How long a fast shutdown may take. */
const FAST_SHUTDOWN_MS = 10_000;
const POLL_MS = 20;
const REJOIN_MS = 200;
/** Between two looks at the size of the log. */
const LOG_INTERVAL_MS = 3_600_000;

/**
 * Durability stays complete, as by default. The WAL settings avoid a checkpoint every few seconds during large imports. PostgreSQL's
 * own logging collector would not do: it bounds no sizes, and takes the errors of a start to a file of its own.
 */
const SETTINGS = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/**
 * A start that fails with these may succeed later: another server just started, or a killed one is not quite gone yet.
 */
const PASSING_FAILURE = /lock file ".*" already exists|pre-existing shared memory block|Address already in use/;

/** Part of a message of our servers, which speak English, as their locale is C. */
const SHUTTING_DOWN = 'shutting down';

/** The server of a data folder: its files, its programs and the account that runs it. */
interface Installation {
  readonly folder: string;
  readonly cluster: string;
  readonly account: PostgresAccount;
  readonly binaries: PostgresBinaries;
}

interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * Starts the PostgreSQL of a data folder, or joins it if it runs; creates it the first time. The process stays alive
 * until it leaves.
 * @throws Error with the end of the server's log if it does not start
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  await mkdir(dataDir, { recursive: true });
  const parent = await realpath(dataDir);
  const folder = join(parent, 'postgres');
  const cluster = join(folder, 'data');
  const binaries = await preparePostgresBinaries();
  const account = await choosePostgresAccount(parent, cluster, binaries.postgres);
  const installation = { folder, cluster, account, binaries };

  await initialise(parent, installation);
  const password = await readFile(join(folder, 'password'), 'utf8');
  const { session, postmaster } = await joinServer(installation, password);

  const logs = new PeriodicJob(
    LOG_INTERVAL_MS,
    () => emptyLargeLog(logOf(installation)),
    // The folder may have been deleted.
    () => undefined,
  );
  let left = false;
  let membership = Promise.resolve<Client | undefined>(session);
  const watch = (member: Client): void => {
    member.once('end', () => {
      if (!left) membership = rejoin();
    });
  };
  // When one backend crashes PostgreSQL ends every session and continues. A process without its lock would not count,
  // and the next one to leave would stop the server that it still uses.
  const rejoin = async (): Promise<Client | undefined> => {
    for (;;) {
      const server = await runningPostmaster(installation).catch(() => undefined);
      const member = server && (await becomeMember(server.port, password).catch(() => undefined));
      if (member) watch(member);
      if (member || left) return member;
      await delay(REJOIN_MS);
    }
  };
  watch(session);

  return {
    url: `postgres://${SUPERUSER}:${password}@${LOOPBACK}:${postmaster.port}/${DATABASE}`,
    async leave(beforeStop) {
      left = true;
      logs.stop();
      const { last, member } = await becomeLast(installation, await membership, postmaster, password);
      try {
        if (last) await beforeStop();
      } finally {
        if (last) await stopServer(installation, (await runningPostmaster(installation)) ?? postmaster);
        await member?.end();
      }
      return last;
    },
  };
}

/**
 * Exchanges the shared lock for the exclusive one if no other process uses the server.
 * @param joined the server that the member joined
 * @returns whether this process is the last one, and the session that holds the lock if so
 */
async function becomeLast(
  installation: Installation,
  member: Client | undefined,
  joined: Postmaster,
  password: string,
): Promise<{ last: boolean; member: Client | undefined }> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      if (member) {
        const { rows } = await member.query<{ last: boolean }>(EXCHANGE, [LOCK_KEY]);
        return { last: rows[0]?.last === true, member };
      }
    } catch (error) {
      // Whoever got the lock meanwhile is the last one, and stops the server.
      if (codeOf(error) === ADMIN_SHUTDOWN && !messageOf(error).includes(KILLED)) return { last: false, member };
      // Otherwise the server has just died, or one of its sessions has crashed, which ends all.
    }
    const running = await runningPostmaster(installation);
    // If it runs again, another process started it and will stop it.
    if (running?.pid !== joined.pid || performance.now() > deadline) return { last: running === undefined, member };
    await delay(POLL_MS);
    member = await becomeMember(running.port, password).catch(() => undefined);
  }
}

/**
 * Creates the cluster if there is none, in a draft folder that is then renamed: of two processes that do so, one
 * succeeds.
 */
async function initialise(parent: string, { folder, cluster, account, binaries }: Installation): Promise<void> {
  const siblings = await readdir(parent);
  if (siblings.includes(basename(folder))) return;
  await removeAbandonedDrafts(parent, siblings);

  const draft = await mkdtemp(join(parent, `${DRAFT}${process.pid}-`));
  try {
    const data = join(draft, basename(cluster));
    const passwordFile = join(draft, 'password');
    await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    if (account.owner) {
      await chown(passwordFile, account.owner.uid, account.owner.gid);
      await chown(draft, account.owner.uid, account.owner.gid);
    }
    const initdb = account.command(binaries.initdb, [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
    await run(initdb.program, initdb.args, initdb.options);
    const single = account.command(binaries.postgres, ['--single', '-D', data, 'postgres']);
    const creation = run(single.program, single.args, single.options);
    creation.child.stdin?.end(`CREATE DATABASE ${DATABASE}\n`);
    await creation;
    await rename(draft, folder);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Removes the drafts of processes that were killed while they created the cluster. */
async function removeAbandonedDrafts(parent: string, siblings: readonly string[]): Promise<void> {
  for (const name of siblings) {
    if (name.startsWith(DRAFT) && !isAlive(parseInt(name.slice(DRAFT.length), 10))) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Takes the shared lock on the running server; starts the server if it does not run. */
async function joinServer(
  installation: Installation,
  password: string,
): Promise<{ session: Client; postmaster: Postmaster }> {
  const portFile = join(installation.folder, 'port');
  const lastPort = Number(await readFile(portFile, 'utf8').catch(() => ''));
  let deadline = performance.now() + PATIENCE_MS;
  let launched: DetachedServer | undefined;
  for (;;) {
    const postmaster = await runningPostmaster(installation);
    const end = launched?.ended();
    // Another process's server came first, and ours will exit. Until it has we wait: it would take over if the other
    // stopped.
    const lostRace = launched !== undefined && !end && launched.pid !== postmaster?.pid;
    if (postmaster && !lostRace) {
      try {
        const session = await becomeMember(postmaster.port, password);
        if (postmaster.port !== lastPort) await writeFile(portFile, `${postmaster.port}`);
        return { session, postmaster };
      } catch (error) {
        // Class 57: the server is starting or stopping. While it is starting (57P03) we wait; recovery can take long. If it
        // does not end, whoever was stopping it was killed before it could try harder.
        if (error instanceof DatabaseError && error.code?.startsWith('57') !== true) throw error;
        const isStopping = messageOf(error).includes(SHUTTING_DOWN);
        if (isStopping && deadline - performance.now() < PATIENCE_MS / 2) await stopServer(installation, postmaster);
        else if (codeOf(error) === '57P03' && !isStopping) deadline = performance.now() + PATIENCE_MS;
      }
    } else if (!launched) {
      launched = await launch(installation, lastPort);
    } else if (end) {
      const log = await launched.logTail();
      if (!end.cleanly && !PASSING_FAILURE.test(log))
        throw new Error(`PostgreSQL did not start: ${end.reason}.\n${log}`);
      launched = undefined;
    }
    if (performance.now() > deadline) {
      throw new Error(
        `PostgreSQL did not start within ${PATIENCE_MS / 1000} seconds.\n${(await launched?.logTail()) ?? ''}`,
      );
    }
    await delay(POLL_MS);
  }
}

function logOf({ folder }: Installation): string {
  return join(folder, 'server.log');
}

async function launch(installation: Installation, lastPort: number): Promise<DetachedServer> {
  const { cluster, account, binaries } = installation;
  const port = await freePort(lastPort);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = account.command(binaries.postgres, ['-D', cluster, '-p', `${port}`, ...settings]);
  // A killed server leaves its process id in the lock file. If another program has that id by now, PostgreSQL would
  // refuse to start. This variable, made for pg_ctl, names a process that is no server of this cluster.
  const named = await readPostmaster(cluster);
  const stale = named && !(await isServerOf(cluster, named.pid)) ? { PG_GRANDPARENT_PID: `${named.pid}` } : {};
  const env = { ...server.options.env, ...stale };
  const launched = await startDetached(server.program, server.args, logOf(installation), { ...server.options, env });
  putServerBehind(launched.pid);
  return launched;
}

/**
 * Stops the server with that process id, unless another program has the id by now: by a fast shutdown, which ends all sessions
 * and writes everything to disk. One that comes while PostgreSQL 18 recovers from the crash of a session never ends; then by
 * an immediate one, after which the next start recovers what was committed.
 */
async function stopServer({ cluster }: Installation, { pid }: Postmaster): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', PATIENCE_MS],
  ] as const) {
    if (!(await isServerOf(cluster, pid))) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error;
    }
    const deadline = performance.now() + patience;
    while ((await isServerOf(cluster, pid)) && performance.now() < deadline) await delay(POLL_MS);
  }
}

/**
 * The server that the cluster's lock file names; undefined if there is none, or if another program has that process id.
 */
async function runningPostmaster({ cluster }: Installation): Promise<Postmaster | undefined> {
  const postmaster = await readPostmaster(cluster);
  return postmaster && (await isServerOf(cluster, postmaster.pid)) ? postmaster : undefined;
}

async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 && port > 0 ? { pid, port } : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Looks at the command line: every system shows that of another user's process. */
async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  try {
    const command =
      process.platform === 'linux'
        ? await readFile(`/proc/${pid}/cmdline`, 'utf8')
        : (await run('ps', ['-ww', '-o', 'command=', '-p', `${pid}`])).stdout;
    return command.includes(cluster);
  } catch {
    return false;
  }
}

async function becomeMember(port: number, password: string): Promise<Client> {
  const session = await openSession(port, password);
  try {
    await prepareSession(session);
    await session.query('SELECT pg_advisory_lock_shared($1)', [LOCK_KEY]);
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

async function openSession(port: number, password: string): Promise<Client> {
  const session = new Client({
    host: LOOPBACK,
    port,
    user: SUPERUSER,
    password,
    database: LOCK_DATABASE,
    ssl: false,
    application_name: 'restaurant-monitor membership',
    keepAlive: true,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  // A lost session is noticed when it is used; without a listener the event would end the process.
  session.on('error', () => undefined);
  await session.connect();
  return session;
}
