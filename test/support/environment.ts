import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** Milliseconds that processes left behind may take to end by themselves. */
const PATIENCE = 10_000;

/**
 * Gives each test file its own folder for temporary files. When the file is over, whatever happened in it, all processes
 * that still use the folder are ended, and it is removed: a test that fails halfway, or a `beforeAll`, stops nothing.
 */
export default class CleaningEnvironment extends TestEnvironment {
  private readonly file: string;
  private readonly folder: string;
  private readonly outerFolder: string | undefined;

  constructor(...[config, context]: ConstructorParameters<typeof TestEnvironment>) {
    const outerFolder = process.env.TMPDIR;
    const folder = mkdtempSync(join(tmpdir(), 'test-'));
    // As the usual folder for temporary files, others may pass through it: PostgreSQL can run under another account.
    chmodSync(folder, 0o755);
    // Set before the environment copies it for the tests; the processes that they start inherit it.
    process.env.TMPDIR = folder;
    super(config, context);
    this.file = basename(context.testPath);
    this.folder = folder;
    this.outerFolder = outerFolder;
  }

  override async teardown(): Promise<void> {
    try {
      await endProcesses(this.file, this.folder);
      await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    } finally {
      if (this.outerFolder === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = this.outerFolder;
      await super.teardown();
    }
  }
}

/** Ends all processes that name a folder in their command line or their environment, and says which these were. */
async function endProcesses(file: string, folder: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const left = processesOn(folder);
    if (left.length === 0) return;
    process.stderr.write(`${file} left running:\n${ps('-o', 'pid=,args=', '-p', left.join())}`);
    for (const pid of left) send(signal, pid);
    const deadline = Date.now() + PATIENCE;
    while (processesOn(folder).length > 0 && Date.now() < deadline) await delay(50);
  }
}

function processesOn(folder: string): number[] {
  // With `e`, `ps` adds the environment to the command line.
  const lines = ps('axeww', '-o', 'pid=,args=').split('\n');
  return lines.filter((line) => line.includes(folder)).map((line) => parseInt(line, 10));
}

function ps(...options: string[]): string {
  // With our environment it would find itself.
  return spawnSync('ps', options, { env: { PATH: process.env.PATH }, maxBuffer: 64 * 2 ** 20 }).stdout.toString();
}

function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}
