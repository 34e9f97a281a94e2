import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** Milliseconds before a process that exited is replaced, so that one that fails at once does not keep a core busy. */
const RESTART_AFTER = 1_000;

/** Child processes of one kind. One that exits is replaced; all stop when this process does. */
export class ChildProcesses {
  private readonly running = new Set<ChildProcess>();
  private readonly restarts = new Set<NodeJS.Timeout>();
  private stopping = false;

  /**
   * They read the same environment as this process, and use the same embedded services.
   * @param kind the name of their main file
   * @param onExit called with a message for the log when one exits unexpectedly
   */
  constructor(
    private readonly kind: 'worker' | 'consumer',
    private readonly count: number,
    private readonly onExit: (message: string) => void,
  ) {}

  start(): void {
    for (let started = 0; started < this.count; started++) this.startOne();
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

  private startOne(): void {
    const child = fork(join(__dirname, `../../${this.kind}.js`));
    this.running.add(child);
    child.once('exit', (code, signal) => {
      this.running.delete(child);
      if (this.stopping) return;
      this.onExit(`${this.kind} ${child.pid ?? ''} ended with ${signal ?? `code ${code ?? ''}`}`);
      const restart = setTimeout(() => {
        this.restarts.delete(restart);
        this.startOne();
      }, RESTART_AFTER);
      this.restarts.add(restart);
    });
  }
}
