import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client, DatabaseError } from 'pg';
import { codeOf } from '../../common/error-code';
import { type DetachedServer, freePort, LOOPBACK, startDetached } from './local-server';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account';
import { preparePostgresBinaries, type PostgresBinaries } from './postgres-binaries';

/**
 * A PostgreSQL of our own, kept in the data folder, for when no DATABASE_URL names another. Several processes share it,
 * and the last one to leave stops it: each holds a shared advisory lock while it uses the server, and whoever then gets
 * the exclusive one is alone. A process that is killed leaves the server running; the next one finds it and goes on with it.
 */

/** PostgreSQL for one process. */
export interface EmbeddedPostgres {
  readonly url: string;
  /**
   * Ends this process's use of the server, and if it was the last one, stops the server.
   * @param beforeStop Runs when this process is the last one, while nobody can join: the place to stop what else is shared.
   * @returns Whether this process was the last one, which it is also if the server has died meanwhile.
   */
  leave(beforeStop: () => Promise<void>): Promise<boolean>;
}

const run = promisify(execFile);

const SUPERUSER = 'postgres';
const DATABASE = 'restaurant_monitor';

/** The locks are taken in a database where nothing else happens, so that any key will do and ours stays free of connections. */
const LOCK_DATABASE = 'postgres';
const LOCK_KEY = 1;

/** The folder in which a process creates the cluster is named by this and its process number. */
const DRAFT = 'postgres-draft-';

/** How long a server may take to come or to go. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;
const REJOIN_MS = 200;

/** Durability is left as it is by default: complete. The rest lets large imports run without a checkpoint every few seconds. */
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
};

/** Why a start may fail and the next succeed: somebody else has just started, or a killed server's last process is still there. */
const PASSING_FAILURE = /lock file ".*" already exists|pre-existing shared memory block|Address already in use/;

/** Everything about the one server of a data folder. */
interface Home {
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
 * Starts the PostgreSQL of a data folder, or joins it if it runs already; creates it the first time.
 * The process does not end by itself before it has left.
 * @throws Error with the end of the server's log if it does not start.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  await mkdir(dataDir, { recursive: true });
  const parent = await realpath(dataDir);
  const folder = join(parent, 'postgres');
  const cluster = join(folder, 'data');
  const binaries = await preparePostgresBinaries();
  const account = await choosePostgresAccount(parent, cluster, binaries.postgres);
  const home = { folder, cluster, account, binaries };

  await initialise(parent, home);
  const password = await readFile(join(folder, 'password'), 'utf8');
  const { session, postmaster } = await joinServer(home, password);

  let left = false;
  let membership = Promise.resolve<Client | undefined>(session);
  const watch = (member: Client): void => {
    member.once('end', () => {
      if (!left) membership = rejoin();
    });
  };
  // A backend that crashes takes every session with it, though the server goes on. Without its lock this process would not
  // count, and the next one to leave would stop the server under it.
  const rejoin = async (): Promise<Client | undefined> => {
    for (;;) {
      const server = await runningPostmaster(home).catch(() => undefined);
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
      const member = await membership;
      const last = await becomeLast(home, member);
      try {
        if (last) await beforeStop();
      } finally {
        if (last) await stopServer(home, (await runningPostmaster(home)) ?? postmaster);
        await member?.end();
      }
      return last;
    },
  };
}

/** Exchanges the shared lock for the exclusive one, if nobody else uses the server. */
async function becomeLast(home: Home, member: Client | undefined): Promise<boolean> {
  try {
    if (member) {
      // Given back first: of two that leave together, each would otherwise see the other's lock, and neither would be the last.
      await member.query('SELECT pg_advisory_unlock_shared($1)', [LOCK_KEY]);
      const { rows } = await member.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [LOCK_KEY]);
      return rows[0]?.last === true;
    }
  } catch {
    // The server has just died.
  }
  // If it runs again, somebody else has started it and will stop it.
  return (await runningPostmaster(home)) === undefined;
}

/** Creates the cluster if there is none. It appears complete or not at all, so that of two who create it at once one wins. */
async function initialise(parent: string, { folder, cluster, account, binaries }: Home): Promise<void> {
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

/** Removes what processes that were killed while they created the cluster have left. */
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

/** Takes the shared lock on the running server, starting it where needed. */
async function joinServer(home: Home, password: string): Promise<{ session: Client; postmaster: Postmaster }> {
  const portFile = join(home.folder, 'port');
  const lastPort = Number(await readFile(portFile, 'utf8').catch(() => ''));
  let deadline = Date.now() + PATIENCE_MS;
  let launched: DetachedServer | undefined;
  for (;;) {
    const postmaster = await runningPostmaster(home);
    const end = launched?.ended();
    // A server of ours that another has forestalled is seen to its end: if the other stopped now, ours would take its place.
    const forestalled = launched !== undefined && !end && launched.pid !== postmaster?.pid;
    if (postmaster && !forestalled) {
      try {
        const session = await becomeMember(postmaster.port, password);
        if (postmaster.port !== lastPort) await writeFile(portFile, `${postmaster.port}`);
        return { session, postmaster };
      } catch (error) {
        // Class 57 is a server that comes or goes. While it says that it is coming, which after a kill can take it long, we wait.
        if (error instanceof DatabaseError && error.code?.startsWith('57') !== true) throw error;
        if (codeOf(error) === '57P03') deadline = Date.now() + PATIENCE_MS;
      }
    } else if (!launched) {
      launched = await launch(home, lastPort);
    } else if (end) {
      const log = await launched.logTail();
      if (!end.cleanly && !PASSING_FAILURE.test(log))
        throw new Error(`PostgreSQL did not start: ${end.reason}.\n${log}`);
      launched = undefined;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL did not start within ${PATIENCE_MS / 1000} seconds.\n${(await launched?.logTail()) ?? ''}`,
      );
    }
    await delay(POLL_MS);
  }
}

async function launch({ folder, cluster, account, binaries }: Home, lastPort: number): Promise<DetachedServer> {
  const port = await freePort(lastPort);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = account.command(binaries.postgres, ['-D', cluster, '-p', `${port}`, ...settings]);
  // A killed server leaves its process number behind, which may by now be some other program's, and PostgreSQL would give
  // up at that. This variable, made for pg_ctl, names a process that is certainly no server of these data.
  const named = await readPostmaster(cluster);
  const stale = named && !(await isServerOf(cluster, named.pid)) ? { PG_GRANDPARENT_PID: `${named.pid}` } : {};
  const env = { ...server.options.env, ...stale };
  return await startDetached(server.program, server.args, join(folder, 'server.log'), { ...server.options, env });
}

/** Stops the server of that process number, unless that is some other program's by now. */
async function stopServer({ cluster }: Home, { pid }: Postmaster): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  if (!(await isServerOf(cluster, pid))) return;
  try {
    // A fast shutdown: sessions are ended, and everything is on disk before the process goes.
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
  while ((await isServerOf(cluster, pid)) && Date.now() < deadline) await delay(POLL_MS);
}

/** The server that the cluster's lock file names, if that process is one; after a kill or a reboot it may be another's. */
async function runningPostmaster({ cluster }: Home): Promise<Postmaster | undefined> {
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

/** Goes by the command line: the one thing about another user's process that every system shows. */
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
  // A session that is lost shows when it is used; without a listener it would end the process.
  session.on('error', () => undefined);
  await session.connect();
  return session;
}
