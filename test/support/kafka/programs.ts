import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const POM = join(__dirname, 'pom.xml');
const CACHE = join(__dirname, '../../../node_modules/.cache/kafka');
const PACKAGES = ['default-jre-headless', 'maven', 'openssl'];

const KAFKA_VERSION = /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([\d.]+)</.exec(
  readFileSync(POM, 'utf8'),
)?.[1];

/**
 * Why the tests cannot run a broker; undefined if they can. Java runs it, Maven fetches it, and OpenSSL makes its
 * certificates; all are installed if that needs no password.
 */
export function missingForKafka(): string | undefined {
  if (missing().length === 0) return undefined;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const aptGet = [
    ...asRoot,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-qq',
    '-o',
    'DPkg::Lock::Timeout=120',
  ];
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
    spawnSync('env', [...aptGet, ...step]);
  }
  const still = missing();
  return still.length > 0 ? `${still.join(' and ')} not installed` : undefined;
}

/** The folder with Kafka's programs, downloaded from Maven Central once for all tests. */
export async function kafkaLibraries(): Promise<string> {
  const folder = join(CACHE, KAFKA_VERSION ?? '');
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  // A folder with the final name is complete; if two processes download at once, one of them wins.
  const draft = await mkdtemp(join(CACHE, 'draft-'));
  try {
    await run('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`], {
      cwd: dirname(POM),
    });
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    throw new Error(`Maven could not fetch Apache Kafka ${KAFKA_VERSION ?? ''}: ${outputOf(error)}`, { cause: error });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

function missing(): string[] {
  return [
    ['Java', 'java', '-version'],
    ['Maven', 'mvn', '-version'],
    ['OpenSSL', 'openssl', 'version'],
  ].flatMap(([name = '', program = '', argument = '']) => (spawnSync(program, [argument]).status === 0 ? [] : [name]));
}

/** Maven reports errors on its standard output. */
function outputOf(error: unknown): string {
  const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  const lines = output.split('\n').filter((line) => line.includes('ERROR'));
  return lines.length > 0 ? lines.slice(0, 5).join('\n') : String(error);
}
