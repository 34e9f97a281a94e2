import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeUnless } from '../describe-unless';

const run = promisify(execFile);

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const CACHE = join(__dirname, '../../../node_modules/.cache/python');

/** Found out once, as pip tries for a while. */
let found: { readonly missing: string | undefined } | undefined;

/** Tests with a generated Python client; skipped if none can be generated. */
export function describeWithPython(name: string, tests: () => void): void {
  found ??= { missing: missingForPython() };
  describeUnless(found.missing, name, tests);
}

/** Generates the package `service_client` from an OpenAPI document, in a folder. */
export async function generatePythonClient(document: string, folder: string): Promise<void> {
  const file = join(folder, 'openapi.json');
  const config = join(folder, 'config.yml');
  await writeFile(file, document);
  // Formatting what it generated would take longer than generating it.
  await writeFile(config, 'post_hooks: []\n');
  const output = join(folder, 'service_client');
  const options = ['--path', file, '--config', config, '--meta', 'none', '--output-path', output];
  await runPython(['-m', 'openapi_python_client', 'generate', ...options], folder);
}

/** Runs Python with what the folder holds; throws with its output if it fails. */
export async function runPython(args: readonly string[], folder: string): Promise<void> {
  await run('python3', args, { env: { ...process.env, PYTHONPATH: `${packages()}:${folder}` } });
}

/** Why no Python client can be generated; undefined if one can. The generator is installed from PyPI once for all tests. */
function missingForPython(): string | undefined {
  if (spawnSync('python3', ['-m', 'pip', '--version']).status !== 0) return 'Python 3 with pip is not installed';
  const folder = packages();
  if (existsSync(folder)) return undefined;
  mkdirSync(CACHE, { recursive: true });
  // A folder with the final name is complete; if two processes install at once, one of them wins.
  const draft = mkdtempSync(join(CACHE, 'draft-'));
  const options = ['--quiet', '--disable-pip-version-check', '--no-compile', '--no-deps', '--only-binary=:all:'];
  const installed = spawnSync('python3', ['-m', 'pip', 'install', ...options, '--target', draft, '-r', REQUIREMENTS]);
  try {
    if (installed.status !== 0)
      return `pip could not install the generator: ${installed.stderr.toString().trim().split('\n').at(-1) ?? ''}`;
    renameSync(draft, folder);
    return undefined;
  } catch (error) {
    if (existsSync(folder)) return undefined;
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The folder with the generator and what its clients need, for this version of Python. */
function packages(): string {
  const version = spawnSync('python3', ['--version']).stdout.toString();
  const hash = createHash('sha256').update(version).update(readFileSync(REQUIREMENTS)).digest('hex');
  return join(CACHE, hash.slice(0, 16));
}
