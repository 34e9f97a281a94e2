import { execFile, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A program, and the name to call it by. */
export interface RedisProgram {
  readonly file: string;
  readonly argv0: string;
}

/**
 * The server under its own name; and the same program as Debian ships it in `redis-tools`, which is a Redis server when it
 * is called by that name.
 */
const PROGRAMS: readonly RedisProgram[] = [
  { file: 'redis-server', argv0: 'redis-server' },
  { file: 'redis-check-rdb', argv0: 'redis-server' },
];

/**
 * The package with the program alone. `redis-server` would add a system service, which starts with the installation and
 * with every boot.
 */
const PACKAGE = 'redis-tools';

/** How long somebody else who installs something may hold us up. */
const LOCK_PATIENCE_SECONDS = 120;

/**
 * Finds a Redis server on the PATH, installing one first where apt-get may be used without asking anybody.
 * @throws Error if there is none and none can be installed.
 */
export async function provideRedisProgram(): Promise<RedisProgram> {
  const found = findProgram();
  if (found) return found;

  const asRoot = await commandToBeRoot();
  if (!asRoot) throw new Error(noRedis('there is no redis-server on the PATH'));
  process.stderr.write(`Installing ${PACKAGE}, which holds the Redis server, with apt-get …\n`);
  const deadline = Date.now() + LOCK_PATIENCE_SECONDS * 1000;
  for (;;) {
    const failure = await install(asRoot);
    const installed = findProgram();
    if (installed) return installed;
    // apt-get itself waits for one of its locks only.
    if (!/could not get lock|unable to lock/i.test(failure) || Date.now() > deadline) {
      throw new Error(noRedis(`there is no redis-server on the PATH and apt-get could not install one (${failure})`));
    }
    await delay(500);
  }
}

function noRedis(why: string): string {
  return (
    `Redis is needed, but ${why}: set REDIS_URL to a Redis of your own, or install redis-server, or use docker compose, ` +
    'which brings one.'
  );
}

function findProgram(): RedisProgram | undefined {
  return PROGRAMS.find(({ file, argv0 }) => {
    const version = spawnSync(file, ['--version'], { argv0, encoding: 'utf8' });
    return version.status === 0 && version.stdout.startsWith('Redis server');
  });
}

/** What to put before a command to run it as root; undefined if that or apt-get is out of reach. */
async function commandToBeRoot(): Promise<string[] | undefined> {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  try {
    await run('env', ['apt-get', '--version']);
    await run('env', [...prefix, 'true']);
    return prefix;
  } catch {
    return undefined;
  }
}

/** @returns What went wrong; empty if nothing did. */
async function install(asRoot: readonly string[]): Promise<string> {
  const environment = ['env', 'LC_ALL=C', 'DEBIAN_FRONTEND=noninteractive'];
  const aptGet = [...asRoot, ...environment, 'apt-get', '-qq', '-o', `DPkg::Lock::Timeout=${LOCK_PATIENCE_SECONDS}`];
  const failures: string[] = [];
  // The second is tried even if the first fails: a source that has nothing to do with Redis may be out of order.
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', PACKAGE]]) {
    await run('env', [...aptGet, ...step]).catch((error: unknown) => failures.push(errorLines(error)));
  }
  return [...new Set(failures)].join(' ');
}

/** The lines in which apt-get says what is wrong. */
function errorLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((line) => line.startsWith('E: '));
  return lines.length > 0 ? lines.join(' ') : text.trim();
}
