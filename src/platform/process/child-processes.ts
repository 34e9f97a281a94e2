import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { messageOf } from '../../common/error-code';
import { putWorkerBehind } from './priority';

/** Milliseconds before a process that ended is replaced, so that one that fails at once does not keep a core busy. */
const RESTART_AFTER = 1_000;

/** Child processes of one kind. One that ends, or cannot be started, is replaced; all stop when this process does. */
export class ChildProcesses {
  private readonly running = new Set<ChildProcess>();
  private readonly restarts = new Set<NodeJS.Timeout>();
  private stopping = false;

  /**
   * They read the same environment as this process, except for METRICS_PORT, and use the same embedded services.
   * @param kind the name of their main file
   * @param metricsPort the METRICS_PORT of the first; the others take the ports after it. 0: each picks one
   * @param onEnd called with a message for the log when one ends unexpectedly, or cannot be started
   */
  constructor(
    private readonly kind: 'worker' | 'consumer',
    private readonly count: number,
    private readonly metricsPort: number | undefined,
    private readonly onEnd: (message: string) => void,
  ) {}

  start(): void {
    for (let index = 0; index < this.count; index++) this.startOne(index);
  }

  /** Asks each to finish its work in progress, and waits until all have exited. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const restart of this.restarts) clearTimeout(restart);
    await Promise.all(
      [...this.running].map(async (child) => {
        const exited = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await exited;
      }),
    );
  }

  private startOne(index: number): void {
    let child: ChildProcess;
    try {
      child = fork(join(__dirname, `../../${this.kind}.js`), { env: this.environment(index) });
    } catch (error) {
      this.replace(index, `could not be started: ${messageOf(error)}`);
      return;
    }
    putWorkerBehind(child.pid);
    this.running.add(child);
    const over = (message: string) => {
      this.running.delete(child);
      if (!this.stopping) this.replace(index, message);
    };
    child.once('exit', (code, signal) => {
      over(`${child.pid ?? ''} ended with ${signal ?? `code ${code ?? ''}`}`);
    });
    // If the system has no process or memory to spare, Node throws some of its errors and emits others.
    child.on('error', (error) => {
      if (child.pid === undefined) over(`could not be started: ${messageOf(error)}`);
    });
  }

  private environment(index: number): NodeJS.ProcessEnv {
    const { metricsPort: first } = this;
    return first === undefined ? process.env : { ...process.env, METRICS_PORT: `${first === 0 ? 0 : first + index}` };
  }

  private replace(index: number, message: string): void {
    this.onEnd(`${this.kind} ${message}`);
    const restart = setTimeout(() => {
      this.restarts.delete(restart);
      this.startOne(index);
    }, RESTART_AFTER);
    this.restarts.add(restart);
  }
}
