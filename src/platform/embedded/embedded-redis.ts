import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { codeOf } from '../../common/error-code';
import { type DetachedServer, freePort, LOOPBACK, startDetached } from './local-server';
import { provideRedisProgram, type RedisProgram } from './redis-program';

/**
 * The Redis of a data folder, for when REDIS_URL is not set. Several processes share it. It keeps nothing on disk: the
 * state is in PostgreSQL, and Redis only carries messages.
 */
export interface EmbeddedRedis {
  readonly url: string;
  /** Whether this process started it; false if it was running already. */
  readonly startedHere: boolean;
  /** Stops it for all processes; does nothing if it does not run. */
  stop(): Promise<void>;
}

/** How long Redis may take to start or to stop, and to answer. */
const PATIENCE_MS = 30_000;
const ANSWER_MS = 2000;
const POLL_MS = 20;

/** How long a server on our port may turn out to be our Redis, just starting or stopping. */
const CONTEST_MS = 3000;

/**
 * The configuration file that all processes of a data folder share. It never changes; if another program has taken the
 * port, a file with the next number replaces it. A number can be taken only once, so that processes that start at the
 * same moment use the same file; which of their servers gets the port is for the system to decide.
 */
interface Configuration {
  readonly number: number;
  readonly file: string;
  readonly port: number;
  readonly password: string;
}

const CONFIGURATION_FILE = /^redis-(\d+)\.conf$/;

/**
 * Starts the Redis of a data folder, or finds it running.
 * @throws Error with the end of the server's log if it does not start, or if there is no Redis to start
 */
export async function startEmbeddedRedis(dataDir: string): Promise<EmbeddedRedis> {
  const program = await provideRedisProgram();
  await mkdir(join(dataDir, 'redis'), { recursive: true, mode: 0o700 });
  const folder = await realpath(join(dataDir, 'redis'));
  for (;;) {
    const configuration = await currentConfiguration(folder);
    const startedHere = await startOrFind(program, folder, configuration);
    if (startedHere !== undefined) {
      const url = `redis://:${configuration.password}@${LOOPBACK}:${configuration.port}`;
      return { url, startedHere, stop: () => stopRedis(configuration) };
    }
    await createConfiguration(folder, configuration.number + 1);
  }
}

/** Stops the Redis of a data folder, if there is one: for a process that did not use it but is the folder's last. */
export async function stopEmbeddedRedis(dataDir: string): Promise<void> {
  const folder = await realpath(join(dataDir, 'redis')).catch(() => undefined);
  if (folder !== undefined) await stopRedis(await currentConfiguration(folder));
}

/** Starts Redis or finds it running; returns whether it was started here, undefined if another program has the port. */
async function startOrFind(
  program: RedisProgram,
  folder: string,
  configuration: Configuration,
): Promise<boolean | undefined> {
  const begun = performance.now();
  let launched: DetachedServer | undefined;
  let contested: number | undefined;
  for (;;) {
    const running = await runningRedis(configuration);
    const end = launched?.ended();
    // Another process's server came first, and ours will exit. Until it has we wait: it would take over if the other
    // stopped.
    const lostRace = launched !== undefined && !end && launched.pid !== running;
    if (running !== undefined && !lostRace) return running === launched?.pid;
    if (!launched) {
      launched = await launch(program, folder, configuration);
    } else if (end) {
      const log = await launched.logTail();
      const portTaken = log.includes('Address already in use');
      if (!end.cleanly && !portTaken) throw new Error(`Redis did not start: ${end.reason}.\n${log}`);
      launched = undefined;
      if (portTaken) contested ??= performance.now();
      if (contested !== undefined && performance.now() - contested > CONTEST_MS) return undefined;
    }
    if (performance.now() - begun > PATIENCE_MS) {
      const log = await launched?.logTail();
      throw new Error(`Redis did not start within ${PATIENCE_MS / 1000} seconds.\n${log ?? ''}`);
    }
    await delay(POLL_MS);
  }
}

async function launch(program: RedisProgram, folder: string, { file }: Configuration): Promise<DetachedServer> {
  // The server outlives us, so it gets none of our environment.
  const env = { PATH: process.env.PATH, LC_ALL: 'C' };
  return await startDetached(program.file, [file], join(folder, 'redis.log'), {
    argv0: program.argv0,
    cwd: folder,
    env,
  });
}

async function stopRedis(configuration: Configuration): Promise<void> {
  const running = await runningRedis(configuration);
  if (running === undefined) return;
  // Redis exits without answering, which the client reports as an error.
  await ask(configuration, (client) => client.shutdown('NOSAVE')).catch(() => undefined);
  const deadline = performance.now() + PATIENCE_MS;
  while ((await runningRedis(configuration)) === running && performance.now() < deadline) await delay(POLL_MS);
}

/** The process id of the Redis that was started with this very file; in a copied folder, the password is the same. */
async function runningRedis(configuration: Configuration): Promise<number | undefined> {
  const info = await ask(configuration, (client) => client.info('server')).catch(() => '');
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  return field('config_file') === configuration.file ? Number(field('process_id')) : undefined;
}

async function ask<T>({ port, password }: Configuration, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({
    host: LOOPBACK,
    port,
    password,
    retryStrategy: null,
    enableReadyCheck: false,
  });
  // The question rejects with the error; without a listener the client would print it too.
  client.on('error', () => undefined);
  // The client's own timeouts would keep the process alive until they expire.
  const timeout = delay(ANSWER_MS, undefined, { ref: false }).then(() => {
    throw new Error('Redis does not answer');
  });
  try {
    return await Promise.race([question(client), timeout]);
  } finally {
    // Disconnecting twice would keep it alive too.
    if (client.status !== 'end') client.disconnect();
  }
}

async function currentConfiguration(folder: string): Promise<Configuration> {
  const numbers = (await readdir(folder)).flatMap((name) => CONFIGURATION_FILE.exec(name)?.[1] ?? []).map(Number);
  if (numbers.length === 0) {
    await createConfiguration(folder, 1);
    return await currentConfiguration(folder);
  }
  const number = Math.max(...numbers);
  const file = configurationFile(folder, number);
  const text = await readFile(file, 'utf8');
  const port = /^port (\d+)$/m.exec(text)?.[1];
  const password = /^requirepass (\w+)$/m.exec(text)?.[1];
  if (port === undefined || password === undefined) throw new Error(`${file} is damaged: delete it.`);
  return { number, file, port: Number(port), password };
}

/** Creates the configuration file of that number, unless another process just did. */
async function createConfiguration(folder: string, number: number): Promise<void> {
  const configuration = [
    `bind ${LOOPBACK}`,
    `port ${await freePort()}`,
    `requirepass ${randomBytes(24).toString('hex')}`,
    'save ""',
    'appendonly no',
    'maxmemory-policy noeviction',
  ];
  const draft = join(folder, `draft-${randomBytes(8).toString('hex')}`);
  try {
    await writeFile(draft, `${configuration.join('\n')}\n`, { mode: 0o600 });
    await link(draft, configurationFile(folder, number));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function configurationFile(folder: string, number: number): string {
  return join(folder, `redis-${number}.conf`);
}
