import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** Milliseconds before a worker that ended is replaced: long enough for a broken one not to keep a core busy. */
const RESTART_AFTER = 1_000;

/** The worker processes beside the HTTP process. One that dies is replaced; all end when this process does. */
export class WorkerProcesses {
  private readonly running = new Set<ChildProcess>();
  private readonly restarts = new Set<NodeJS.Timeout>();
  private stopping = false;

  /**
   * Workers read the same environment as this process, and join the same embedded services.
   * @param onEnd told of each worker that ended unasked, in words for the log
   */
  constructor(
    private readonly count: number,
    private readonly onEnd: (reason: string) => void,
  ) {}

  start(): void {
    for (let worker = 0; worker < this.count; worker++) this.startOne();
  }

  /** Asks the workers to finish what they are at, and waits until they are gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const restart of this.restarts) clearTimeout(restart);
    await Promise.all(
      [...this.running].map(async (child) => {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }),
    );
  }

  private startOne(): void {
    const child = fork(join(__dirname, 'worker.js'));
    this.running.add(child);
    child.once('exit', (code, signal) => {
      this.running.delete(child);
      if (this.stopping) return;
      this.onEnd(`worker ${child.pid ?? ''} ended with ${signal ?? `code ${code ?? ''}`}`);
      const restart = setTimeout(() => {
        this.restarts.delete(restart);
        this.startOne();
      }, RESTART_AFTER);
      this.restarts.add(restart);
    });
  }
}
