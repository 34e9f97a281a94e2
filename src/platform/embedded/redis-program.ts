import { spawnSync } from 'node:child_process';
import { installPackage } from './apt-package';

/** A program, and the name to run it under. */
export interface RedisProgram {
  readonly file: string;
  readonly argv0: string;
}

/**
 * The server under its own name, and the same program in Debian's `redis-tools`, which is a server when run as
 * `redis-server`.
 */
const PROGRAMS: readonly RedisProgram[] = [
  { file: 'redis-server', argv0: 'redis-server' },
  { file: 'redis-check-rdb', argv0: 'redis-server' },
];

/**
 * The package with just the program. `redis-server` would add a system service that starts at once and at every boot.
 */
const PACKAGE = 'redis-tools';

/**
 * Finds a Redis server on the PATH; if there is none, installs one, see `installPackage`.
 * @throws Error if there is none and none can be installed
 */
export async function provideRedisProgram(): Promise<RedisProgram> {
  const found = findProgram();
  if (found) return found;

  const failure = await installPackage(PACKAGE, 'which holds the Redis server');
  const installed = findProgram();
  if (installed) return installed;
  const why = 'there is no redis-server on the PATH';
  throw new Error(noRedis(failure === undefined ? why : `${why} and apt-get could not install one (${failure})`));
}

function noRedis(why: string): string {
  return (
    `Redis is needed, but ${why}: set REDIS_URL to a Redis of your own, or install redis-server, or use docker compose, ` +
    'which brings one.'
  );
}

/** Milliseconds that a program may take to say its version: the process can do nothing else meanwhile. */
const VERSION_TIMEOUT = 10_000;

function findProgram(): RedisProgram | undefined {
  return PROGRAMS.find(({ file, argv0 }) => {
    const version = spawnSync(file, ['--version'], { argv0, encoding: 'utf8', timeout: VERSION_TIMEOUT });
    return version.status === 0 && version.stdout.startsWith('Redis server');
  });
}
