import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import { endProcesses, killProcesses } from './leftovers';

/** What ends the tests early, as Ctrl-C does. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Gives each test file its own folder for temporary files. When the file is over, whatever happened in it, all processes
 * that still use the folder are ended, and it is removed: a test that fails halfway, or a `beforeAll`, stops nothing.
 * The same happens when somebody ends the tests.
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
    for (const signal of SIGNALS) process.once(signal, this.onSignal);
  }

  override async teardown(): Promise<void> {
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
    try {
      await endProcesses(this.file, this.folder);
      await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    } finally {
      if (this.outerFolder === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = this.outerFolder;
      await super.teardown();
    }
  }
  private readonly onSignal = (): void => {
    killProcesses(this.folder);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    process.exit(1);
  };
}
