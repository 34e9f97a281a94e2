import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeUnless } from '../describe-unless';
import { installOnce } from './install-once';

const run = promisify(execFile);

const CACHE = join(__dirname, '../../../node_modules/.cache/python');

/** Milliseconds that a program in Python may take: less than a test. */
const LONGEST = 240_000;

/** Packages from PyPI that tests use, installed once for all test runs. */
export class PythonPackages {
  /** Found out once, as pip tries for a while. */
  private found: { readonly missing: string | undefined } | undefined;

  /** @param requirements the file that names them, each with its version */
  constructor(private readonly requirements: string) {}

  /** Tests that use the packages; skipped if they cannot be installed. */
  describe(name: string, tests: () => void): void {
    this.found ??= { missing: this.install() };
    describeUnless(this.found.missing, name, tests);
  }

  /** Runs Python in a folder, with the packages and what the folder holds; throws with its output if it fails. */
  async run(args: readonly string[], folder: string): Promise<void> {
    const env = { ...process.env, PYTHONPATH: `${this.folder()}:${folder}` };
    await run('python3', args, { env, cwd: folder, timeout: LONGEST, maxBuffer: 2 ** 26 }).catch((error: unknown) => {
      // Node's errors are no instances of the Error of a test.
      const stdout = typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : '';
      throw new Error(`${String(error)}\n${stdout}`, { cause: error });
    });
  }

  /** Installs the packages unless they are there; returns why it cannot. */
  private install(): string | undefined {
    if (spawnSync('python3', ['-m', 'pip', '--version']).status !== 0) return 'Python 3 with pip is not installed';
    return installOnce(this.folder(), (draft) => {
      const options = ['--quiet', '--disable-pip-version-check', '--no-compile', '--no-deps', '--only-binary=:all:'];
      const args = ['-m', 'pip', 'install', ...options, '--target', draft, '-r', this.requirements];
      const { status, stderr } = spawnSync('python3', args);
      const reason = stderr.toString().trim().split('\n').at(-1) ?? '';
      return status === 0 ? undefined : `pip could not install the packages: ${reason}`;
    });
  }

  /** Where the packages are, for this version of Python. */
  private folder(): string {
    const version = spawnSync('python3', ['--version']).stdout.toString();
    const hash = createHash('sha256').update(version).update(readFileSync(this.requirements)).digest('hex');
    return join(CACHE, hash.slice(0, 16));
  }
}
