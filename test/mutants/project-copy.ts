import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { endProcesses } from '../support/leftovers';
import type { Mutant } from './mutant';

const PROJECT = join(__dirname, '../..');
const JEST = join(PROJECT, 'node_modules/jest/bin/jest.js');
const NOT_COPIED = new Set(['.git', '.data', 'dist', 'node_modules']);

/** The longest that a test may take, in milliseconds, as a mutant may wait for something that never comes. */
const TEST_TIMEOUT = 60_000;
/** The longest that the tests of a mutant may take, in milliseconds, as it may run in circles. */
export const MUTANT_TIMEOUT = 240_000;

/** How many characters from the end of Jest's output are reported if Jest itself fails. */
const LONGEST_REASON = 4000;

/** Jest's own results, as far as they matter here. */
const TestResults = z.object({
  success: z.boolean(),
  numTotalTests: z.number(),
  testResults: z.array(z.object({ message: z.string() })),
});

/** A copy of the project in which mutants are tried, one after another. */
export class ProjectCopy {
  private constructor(private readonly folder: string) {}

  static async create(): Promise<ProjectCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'mutants-'));
    const filter = (path: string) => !NOT_COPIED.has(relative(PROJECT, path).split(sep)[0] ?? '');
    const copy = new ProjectCopy(folder);
    try {
      // PostgreSQL, which may run under another account, has its data in here.
      await chmod(folder, 0o755);
      await mkdir(copy.temporary);
      await cp(PROJECT, folder, { recursive: true, filter });
      await symlink(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
      await copy.run('npm', ['run', 'build']);
    } catch (error) {
      await copy.remove();
      throw error;
    }
    return copy;
  }

  private get temporary(): string {
    return join(this.folder, 'tmp');
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /**
   * Runs test files; returns what fails, or that they take too long; undefined if all their tests pass.
   * @throws Error if no test ran
   */
  async failureOf(specs: readonly string[], timeout: number): Promise<string | undefined> {
    const file = join(this.folder, 'results.json');
    await rm(file, { force: true });
    const environment = join(this.folder, 'test/mutants/first-failure.ts');
    const errors = join(this.folder, 'errors.log');
    const log = await open(errors, 'w');
    const output = ['--json', `--outputFile=${file}`];
    const options = [`--env=${environment}`, `--testTimeout=${TEST_TIMEOUT}`, '--runInBand', '--bail', '--forceExit'];
    const jest = spawn(process.execPath, [JEST, ...output, ...options, '--runTestsByPath', ...specs], {
      cwd: this.folder,
      env: { ...process.env, TMPDIR: this.temporary },
      stdio: ['ignore', 'ignore', log.fd],
      timeout,
      killSignal: 'SIGKILL',
    });
    await once(jest, 'exit');
    await log.close();
    if (jest.signalCode !== null) {
      await endProcesses(specs.join(), this.temporary);
      return `${specs.join(', ')}: not over after ${timeout / 1000} seconds`;
    }
    const results = await readFile(file, 'utf8').catch(() => undefined);
    // Jest itself was ended by an error that belongs to no test.
    if (results === undefined && jest.exitCode !== 0) {
      const reason = (await readFile(errors, 'utf8')).slice(-LONGEST_REASON);
      return `Jest ended with code ${jest.exitCode ?? ''}:\n${reason}`;
    }
    const { success, numTotalTests, testResults } = TestResults.parse(JSON.parse(results ?? ''));
    const messages = testResults.map(({ message }) => message).join('\n');
    if (numTotalTests === 0) throw new Error(`no test ran:\n${messages}`);
    return success ? undefined : messages;
  }

  /** Applies a mutant, calls `work`, and takes the mutant back. Throws if it cannot be applied or does not compile. */
  async withMutant<T>(mutant: Mutant, work: () => Promise<T>): Promise<T> {
    const file = join(this.folder, mutant.file);
    const source = await readFile(file, 'utf8');
    try {
      await writeFile(file, mutated(source, mutant));
      if (mutant.specs.some(usesBuild)) await this.compile();
      return await work();
    } finally {
      await writeFile(file, source);
    }
  }

  private async compile(): Promise<void> {
    await this.run('npm', ['run', 'build:service']);
  }

  private async run(command: string, args: readonly string[]): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      execFile(command, args, { cwd: this.folder, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
        if (error) reject(new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`, { cause: error }));
        else resolve();
      });
    });
  }
}

/** A source with a mutant applied; throws unless the text to replace occurs exactly once. */
export function mutated(source: string, { file, replace, by }: Mutant): string {
  const [before, after, ...more] = source.split(replace);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} does not have this once: ${replace}`);
  }
  return before + by + after;
}

/** Whether a test file runs the built service rather than the source. */
function usesBuild(spec: string): boolean {
  return /^test\/(e2e|faults|browser)\//.test(spec);
}
