import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Documented } from './documented';
import { commandLines, shellEnvironment } from './processes';
import { expectNoSecrets, LONGEST_SECRET } from './secrets';
import { copyPostgres } from './embedded/template';

const MAIN = join(__dirname, '../../dist/src/main.js');
const WORKER = join(__dirname, '../../dist/src/worker.js');
const CONSUMER = join(__dirname, '../../dist/src/consumer.js');
const START_TIMEOUT = 90_000;

/** Milliseconds between two looks at what may change at any time. */
const SHORTEST_PAUSE = 20;
/** And at a report, which is computed for seconds or longer, and stays as it is then. */
export const LONGEST_PAUSE = 200;

/**
 * A warning of Node.js, but for those about what libraries use of it, and about what kafkajs does to a connection whose broker is away: each
 * time that it disconnects it has a dead socket wait for a connection.
 */
const WARNING = /^\(node:\d+\) (?!Deprecation|Experimental)\w+Warning:(?!.* connect listeners added to \[Socket\]).*/m;

type Environment = Readonly<Record<string, string>>;

/** A new folder for a service's data, with a PostgreSQL that has the schema; removed by `removeDataDir`. */
export async function newDataDir(): Promise<string> {
  const dataDir = await emptyDataDir();
  await copyPostgres(dataDir);
  return dataDir;
}

/** A new folder for the data of a service that makes its own PostgreSQL, or has one elsewhere; removed by `removeDataDir`. */
export async function emptyDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'restaurant-monitor-'));
}

export async function removeDataDir(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** A process of the built service. A secret of its environment that it prints, or shows in a process list, fails the test, as does a warning. */
export class ServiceProcess {
  private output = '';
  readonly child: ChildProcess;

  protected constructor(
    script: string,
    private readonly env: Environment,
  ) {
    this.child = spawnNode(script, env);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
        expectNoSecrets(this.output.slice(-chunk.length - LONGEST_SECRET), this.env);
      });
    }
  }

  static worker(env: Environment): ServiceProcess {
    return new ServiceProcess(WORKER, env);
  }

  static consumer(env: Environment): ServiceProcess {
    return new ServiceProcess(CONSUMER, env);
  }

  get log(): string {
    return this.output;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the process did not start');
    return this.child.pid;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Sends a signal and waits for the process to end; returns the exit code, or null if the signal killed it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.ended) {
      const processes = commandLines();
      const exit = once(this.child, 'exit');
      this.child.kill(signal);
      await exit;
      expectNoSecrets(processes.join('\n'), this.env);
      const warning = WARNING.exec(this.output)?.[0];
      if (warning !== undefined) throw new Error(`the service has a warning: ${warning}`);
    }
    return this.child.exitCode;
  }

  /** Waits for the process to end on its own. */
  async end(): Promise<number | null> {
    if (!this.ended) await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

/** Read once: all services of a test are of one build. */
let documented: Documented | undefined;

/** The HTTP process, once it is ready. Answers that are not as its OpenAPI document says are faults. */
export class Service extends ServiceProcess {
  private constructor(
    readonly dataDir: string,
    env: Environment,
  ) {
    super(MAIN, { PORT: '0', DATA_DIR: dataDir, ...env });
  }

  base = '';

  /** Starts the service as a user would, with embedded PostgreSQL and Redis unless the environment names others. */
  static async start(dataDir: string, env: Environment = {}): Promise<Service> {
    const service = await Service.listening(dataDir, env);
    try {
      // On a connection of its own, as a later request might find this one closed.
      const ready = () => service.get('/health/ready', { connection: 'close' });
      await until(async () => (await ready()).ok || undefined, START_TIMEOUT);
      return service;
    } catch (error) {
      await service.stop('SIGKILL');
      throw error;
    }
  }

  /** Starts the service like `start`, but waits only until it takes requests: it may never become ready. */
  static async listening(dataDir: string, env: Environment = {}): Promise<Service> {
    const service = new Service(dataDir, env);
    try {
      const url = await until(() => {
        if (service.ended) throw new Error(`the service ended:\n${service.log}`);
        return /"url":"(http:[^"]+)"/.exec(service.log)?.[1];
      }, START_TIMEOUT).catch((error: unknown) => {
        throw new Error(`the service does not listen:\n${service.log}`, { cause: error });
      });
      service.base = url;
      documented ??= await Documented.by(url);
      return service;
    } catch (error) {
      await service.stop('SIGKILL');
      throw error;
    }
  }

  /** Throws unless an answer is as documented; its body can still be read. */
  async check(method: string, url: string, response: Response): Promise<void> {
    await documented?.check(method, url, response);
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.call('GET', path, { headers });
  }

  async post(path: string, body?: string | Blob, headers: Record<string, string> = {}): Promise<Response> {
    return this.call('POST', path, { headers, ...(body === undefined ? {} : { body }) });
  }

  async put(path: string, body: string, headers = { 'content-type': 'application/json' }): Promise<Response> {
    return this.call('PUT', path, { headers, body });
  }

  async patch(path: string, body: string): Promise<Response> {
    return this.call('PATCH', path, { headers: { 'content-type': 'application/json' }, body });
  }

  async delete(path: string): Promise<Response> {
    return this.call('DELETE', path, {});
  }

  async importCsv(kind: string, csv: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
    return this.post(`/imports/${kind}`, new Blob([csv]), { 'content-type': 'text/csv', ...headers });
  }

  async observe(observations: readonly unknown[], headers: Record<string, string> = {}): Promise<Response> {
    const body = JSON.stringify({ observations });
    return this.post('/observations', body, { 'content-type': 'application/json', ...headers });
  }

  private async call(method: string, path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(this.base + path, { method, ...init });
    await this.check(method, this.base + path, response);
    return response;
  }

  /**
   * Triggers a report; returns its id.
   * @param query such as `?store_id=a`
   */
  async trigger(body?: object, query = ''): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const triggered = await (body
      ? this.post(`/trigger_report${query}`, JSON.stringify(body), headers)
      : this.post(`/trigger_report${query}`));
    if (triggered.status !== 202) {
      throw new Error(`POST /trigger_report answers ${triggered.status}: ${await triggered.text()}`);
    }
    return text(await json(triggered), 'report_id');
  }

  /** Triggers a report and waits for its outcome. */
  async report(body?: object, query = ''): Promise<{ id: string; response: Response; csv: string }> {
    const id = await this.trigger(body, query);
    return { id, ...(await this.outcome(id)) };
  }

  /** Waits until a report is no longer running; returns its CSV, or its state as JSON. */
  async outcome(id: string): Promise<{ response: Response; csv: string }> {
    return until(
      async () => {
        const response = await this.get(`/get_report?report_id=${id}`);
        const csv = await response.text();
        return csv.startsWith('{"status":"Running"') ? undefined : { response, csv };
      },
      START_TIMEOUT,
      LONGEST_PAUSE,
    );
  }
}

/** The body of an answer as a record; throws if it is not an object. */
export async function json(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null) throw new TypeError(`not an object: ${JSON.stringify(body)}`);
  return { ...body };
}

/** A string field of a record; throws if it is not a string. */
export function text(record: Record<string, unknown>, name: string): string {
  const value = record[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is not a text: ${JSON.stringify(record)}`);
  return value;
}

/**
 * Calls `probe` repeatedly until it returns something; throws after `timeout` milliseconds.
 * @param longestPause milliseconds between two calls, at most; they become fewer for what lasts once it has come
 */
export async function until<T>(
  probe: () => T | undefined | Promise<T | undefined>,
  timeout = 30_000,
  longestPause = SHORTEST_PAUSE,
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (let pause = SHORTEST_PAUSE; ; pause = Math.min(pause * 1.25, longestPause)) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`no result in ${timeout} ms: ${probe.toString()}`);
    await delay(pause);
  }
}

function spawnNode(script: string, env: Environment): ChildProcess {
  return spawn(process.execPath, [script], {
    env: { ...shellEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
