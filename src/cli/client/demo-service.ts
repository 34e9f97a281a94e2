import { type ChildProcess, fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, messageOf } from '../../common/error-code';
import type { Settings } from '../../platform/config/settings';
import { addressOf, call, ErrorAnswer } from './client';

const POLL_MS = 100;

/** Milliseconds that one call may take. */
const ANSWER_PATIENCE = 5000;

/** Milliseconds for which the service may answer that it is not ready. Before it answers at all, it may have to install Redis. */
const READY_PATIENCE = 30_000;

/** Milliseconds beyond SHUTDOWN_GRACE, when the service should have exited by itself, until it is killed. */
const STOP_PATIENCE = 10_000;

const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 15;
const TAIL_WIDTH = 200;

/**
 * The service as a child process of the demo. It ends when the demo does, even if the demo is killed. The tests have a
 * class of their own: they must be able to kill the service alone, and read its log from memory, not from a file that
 * is left for the user.
 */
export class DemoService {
  private stopping = false;
  private readonly gone: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly settings: Settings,
    readonly logFile: string,
    onEnd: (error: Error) => void,
  ) {
    this.gone = new Promise((resolve) => {
      child.once('error', (error) => {
        onEnd(error);
        resolve();
      });
      child.once('exit', (code, signal) => {
        if (!this.stopping) onEnd(new Error(`The service ended with ${signal ?? `code ${code ?? ''}`}.`));
        resolve();
      });
    });
  }

  /**
   * Starts the service with a new log.
   * @param onEnd called if the service ends although `stop` was not called
   */
  static async start(settings: Settings, logFile: string, onEnd: (error: Error) => void): Promise<DemoService> {
    // Removing the file first leaves a service that still writes to it its own log.
    await rm(logFile, { force: true });
    const log = await open(logFile, 'a');
    try {
      const child = fork(join(__dirname, '../../main.js'), {
        env: { ...process.env, PORT: `${settings.PORT}` },
        stdio: ['ignore', log.fd, log.fd, 'ipc'],
      });
      return new DemoService(child, settings, logFile, onEnd);
    } finally {
      await log.close();
    }
  }

  /**
   * Waits until the service is ready.
   * @param onNote called with what the service reports that it is waiting for
   */
  async ready(onNote: (note: string) => void, signal: AbortSignal): Promise<void> {
    const url = new URL('health/ready', addressOf(this.settings));
    let deadline = Infinity;
    for (;;) {
      try {
        const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_PATIENCE)]);
        (await call(url, { signal: patience })).resume();
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ErrorAnswer) {
          onNote(error.message);
          deadline = Math.min(deadline, performance.now() + READY_PATIENCE);
          if (performance.now() > deadline) throw error;
        } else {
          // Log entries are JSON; other lines report progress, such as the installation of Redis.
          const note = (await this.log()).findLast((line) => !line.startsWith('{'));
          if (note !== undefined) onNote(note);
        }
      }
      await delay(POLL_MS, undefined, { signal });
    }
  }

  /** The last lines of the log. */
  async logTail(): Promise<string[]> {
    return (await this.log()).slice(-TAIL_LINES).map((line) => line.slice(0, TAIL_WIDTH));
  }

  /** Whether the process exists, even if it is stopping. */
  get runs(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Stops the service and everything that it started. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), this.settings.SHUTDOWN_GRACE + STOP_PATIENCE);
    await this.gone;
    clearTimeout(late);
  }

  private async log(): Promise<string[]> {
    const start = Math.max(0, (await stat(this.logFile)).size - TAIL_BYTES);
    const lines = (await text(createReadStream(this.logFile, { start }))).split('\n');
    // The first line may be incomplete.
    return lines.slice(start > 0 ? 1 : 0).filter((line) => line !== '');
  }
}

/**
 * Makes sure that a service with these settings will be able to listen.
 * @throws Error that says what to do.
 */
export async function checkAddress(settings: Settings): Promise<void> {
  const { HOST, PORT } = settings;
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(PORT, HOST, resolve);
    });
    await new Promise((resolve) => server.close(resolve));
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw new Error(`The service cannot listen there: ${messageOf(error)}.`);
    throw new Error(
      (await isService(addressOf(settings)))
        ? `The service runs already on port ${PORT}: stop it, or set PORT to another port.`
        : `Port ${PORT} is taken by another program: set PORT to another port, as in PORT=${PORT + 1} npm run demo.`,
    );
  }
}

async function isService(address: URL): Promise<boolean> {
  try {
    const answer = await call(new URL('docs-json', address), { signal: AbortSignal.timeout(ANSWER_PATIENCE) });
    return (await text(answer)).includes('"title":"Restaurant Monitor API"');
  } catch {
    return false;
  }
}
