import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { codeOf } from '../../common/error-code';
import { type DetachedServer, freePort, LOOPBACK, startDetached } from './local-server';
import { provideRedisProgram, type RedisProgram } from './redis-program';

/**
 * A Redis of our own, run in the data folder, for when no REDIS_URL names another. Several processes share it. It keeps
 * nothing on disk: PostgreSQL holds what is true, and Redis only carries messages.
 */

/** Redis, as started or found by this process. */
export interface EmbeddedRedis {
  readonly url: string;
  /** Whether this process started it, rather than finding it running. */
  readonly startedHere: boolean;
  /** Stops it for everybody; does nothing if it does not run. */
  stop(): Promise<void>;
}

/** How long Redis may take to come or to go, and to answer. */
const PATIENCE_MS = 30_000;
const ANSWER_MS = 2000;
const POLL_MS = 20;

/** For so long, whoever has our port may turn out to be our Redis, which is just starting or stopping. */
const CONTEST_MS = 3000;

/**
 * What all processes of a data folder agree on: a configuration file that nobody changes once it is there. If another
 * program has taken the port, a file with the next number takes its place. Each number can be taken only once, so that
 * processes that start at the same moment still agree; who of them then gets to listen is for the system to decide.
 */
interface Agreement {
  readonly number: number;
  readonly file: string;
  readonly port: number;
  readonly password: string;
}

const AGREEMENT_FILE = /^redis-(\d+)\.conf$/;

/**
 * Starts the Redis of a data folder, or joins it if it runs already.
 * @throws Error with the end of the server's log if it does not start, or if there is no Redis to start.
 */
export async function startEmbeddedRedis(dataDir: string): Promise<EmbeddedRedis> {
  const program = await provideRedisProgram();
  await mkdir(join(dataDir, 'redis'), { recursive: true, mode: 0o700 });
  const folder = await realpath(join(dataDir, 'redis'));
  for (;;) {
    const agreement = await currentAgreement(folder);
    const startedHere = await bringUp(program, folder, agreement);
    if (startedHere !== undefined) {
      const url = `redis://:${agreement.password}@${LOOPBACK}:${agreement.port}`;
      return { url, startedHere, stop: () => stopRedis(agreement) };
    }
    await agree(folder, agreement.number + 1);
  }
}

/** Stops the Redis of a data folder for everybody, if there is one: for who leaves the folder last without having used it. */
export async function stopEmbeddedRedis(dataDir: string): Promise<void> {
  const folder = await realpath(join(dataDir, 'redis')).catch(() => undefined);
  if (folder !== undefined) await stopRedis(await currentAgreement(folder));
}

/** @returns Once Redis answers, whether it was started here; undefined if another program has the port. */
async function bringUp(program: RedisProgram, folder: string, agreement: Agreement): Promise<boolean | undefined> {
  const begun = Date.now();
  let launched: DetachedServer | undefined;
  let contested: number | undefined;
  for (;;) {
    const running = await runningRedis(agreement);
    const end = launched?.ended();
    // A server of ours that another has forestalled is seen to its end: if the other stopped now, ours would take its place.
    const forestalled = launched !== undefined && !end && launched.pid !== running;
    if (running !== undefined && !forestalled) return running === launched?.pid;
    if (!launched) {
      launched = await launch(program, folder, agreement);
    } else if (end) {
      const log = await launched.logTail();
      const portTaken = log.includes('Address already in use');
      if (!end.cleanly && !portTaken) throw new Error(`Redis did not start: ${end.reason}.\n${log}`);
      launched = undefined;
      if (portTaken) contested ??= Date.now();
      if (contested !== undefined && Date.now() - contested > CONTEST_MS) return undefined;
    }
    if (Date.now() - begun > PATIENCE_MS) {
      const log = await launched?.logTail();
      throw new Error(`Redis did not start within ${PATIENCE_MS / 1000} seconds.\n${log ?? ''}`);
    }
    await delay(POLL_MS);
  }
}

async function launch(program: RedisProgram, folder: string, { file }: Agreement): Promise<DetachedServer> {
  // Like its configuration, the server is private, and it outlives us: it gets none of our environment.
  const env = { PATH: process.env.PATH, LC_ALL: 'C' };
  return await startDetached(program.file, [file], join(folder, 'redis.log'), {
    argv0: program.argv0,
    cwd: folder,
    env,
  });
}

async function stopRedis(agreement: Agreement): Promise<void> {
  const running = await runningRedis(agreement);
  if (running === undefined) return;
  // It does not answer this but goes, which the client reports as an error.
  await ask(agreement, (client) => client.shutdown('NOSAVE')).catch(() => undefined);
  const deadline = Date.now() + PATIENCE_MS;
  while ((await runningRedis(agreement)) === running && Date.now() < deadline) await delay(POLL_MS);
}

/** The process number of the Redis that was started by the agreement's very file; a copied folder has the same password. */
async function runningRedis(agreement: Agreement): Promise<number | undefined> {
  const info = await ask(agreement, (client) => client.info('server')).catch(() => '');
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  return field('config_file') === agreement.file ? Number(field('process_id')) : undefined;
}

async function ask<T>({ port, password }: Agreement, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({
    host: LOOPBACK,
    port,
    password,
    retryStrategy: null,
    enableReadyCheck: false,
  });
  // What goes wrong shows in the answer; without a listener the client would print it as well.
  client.on('error', () => undefined);
  // The client's own time limits would hold up the end of the process, each for its full time.
  const silence = delay(ANSWER_MS, undefined, { ref: false }).then(() => {
    throw new Error('Redis does not answer');
  });
  try {
    return await Promise.race([question(client), silence]);
  } finally {
    // So would disconnecting what has been disconnected.
    if (client.status !== 'end') client.disconnect();
  }
}

async function currentAgreement(folder: string): Promise<Agreement> {
  const numbers = (await readdir(folder)).flatMap((name) => AGREEMENT_FILE.exec(name)?.[1] ?? []).map(Number);
  if (numbers.length === 0) {
    await agree(folder, 1);
    return await currentAgreement(folder);
  }
  const number = Math.max(...numbers);
  const file = agreementFile(folder, number);
  const text = await readFile(file, 'utf8');
  const port = /^port (\d+)$/m.exec(text)?.[1];
  const password = /^requirepass (\w+)$/m.exec(text)?.[1];
  if (port === undefined || password === undefined) throw new Error(`${file} is not as it was written: delete it.`);
  return { number, file, port: Number(port), password };
}

/** Makes the agreement of that number, unless somebody else has just made it. */
async function agree(folder: string, number: number): Promise<void> {
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
    await link(draft, agreementFile(folder, number));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function agreementFile(folder: string, number: number): string {
  return join(folder, `redis-${number}.conf`);
}
