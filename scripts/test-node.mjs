// Runs the tests on another Node.js:
//   npm run test:node -- 24                  everything that npm test runs
//   npm run test:node -- 24 src/calculator   these tests
// The npm registry has its programs, each for one platform. One is installed once; npm ci removes it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [wanted = '', ...tests] = process.argv.slice(2);
if (!/^\d+(\.\d+){0,2}$/.test(wanted)) {
  process.stderr.write('Usage: npm run test:node -- VERSION [TESTS]\n');
  process.exit(2);
}

const programs = install(wanted);
const env = { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` };
process.stdout.write(`Node.js ${spawnSync('node', ['--version'], { env, encoding: 'utf8' }).stdout}`);
const [command, ...args] = tests.length > 0 ? ['npx', 'jest', ...tests] : ['npm', 'test'];
process.exit(spawnSync(command, args, { env, stdio: 'inherit' }).status ?? 1);

/** The folder with the program `node` of a version, or of the latest one that begins so. */
function install(version) {
  const kept = fileURLToPath(new URL('../node_modules/.cache/node/', import.meta.url));
  const name = packageName();
  const folder = join(kept, `${name}-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(kept, { recursive: true });
    const draft = mkdtempSync(join(kept, 'draft-'));
    const options = ['--prefix', draft, '--no-save', '--ignore-scripts', '--silent'];
    const { status } = spawnSync('npm', ['install', ...options, `${name}@${version}`], { stdio: 'inherit' });
    if (status !== 0) {
      rmSync(draft, { recursive: true });
      process.stderr.write(`The npm registry has no ${name}@${version}, or cannot be reached.\n`);
      process.exit(1);
    }
    renameSync(draft, folder);
  }
  return join(folder, 'node_modules', name, 'bin');
}

/** What the package `node` of the registry would install, without the script with which it does so. */
function packageName() {
  const platform = `${process.platform}-${process.arch}`;
  return platform === 'darwin-arm64' ? `node-bin-${platform}` : `node-${platform}`;
}
