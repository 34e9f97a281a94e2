import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** Milliseconds before a process that ended is replaced: long enough for a broken one not to keep a core busy. */
const RESTART_AFTER = 1_000;

/** Processes of one kind beside the HTTP process. One that dies is replaced; all end when this process does. */
export class ChildProcesses {
  private readonly running = new Set<ChildProcess>();
  private readonly restarts = new Set<NodeJS.Timeout>();
  private stopping = false;

  /**
   * They read the same environment as this process, and join the same embedded services.
   * @param kind the name of their main file
   * @param onEnd told of each that ended unasked, in words for the log
   */
  constructor(
    private readonly kind: 'worker' | 'consumer',
    private readonly count: number,
    private readonly onEnd: (reason: string) => void,
  ) {}

  start(): void {
    for (let started = 0; started < this.count; started++) this.startOne();
  }

  /** Asks them to finish what they are at, and waits until they are gone. */
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
    const child = fork(join(__dirname, `../../${this.kind}.js`));
    this.running.add(child);
    child.once('exit', (code, signal) => {
      this.running.delete(child);
      if (this.stopping) return;
      this.onEnd(`${this.kind} ${child.pid ?? ''} ended with ${signal ?? `code ${code ?? ''}`}`);
      const restart = setTimeout(() => {
        this.restarts.delete(restart);
        this.startOne();
      }, RESTART_AFTER);
      this.restarts.add(restart);
    });
  }
}
