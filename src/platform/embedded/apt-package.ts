import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How long somebody else who installs something may hold us up. */
const LOCK_PATIENCE_SECONDS = 120;

/**
 * Installs a package of Debian or Ubuntu, where apt-get may be used without asking anybody.
 * @returns What went wrong; empty if nothing did, undefined where apt-get or root is out of reach.
 */
export async function installPackage(name: string, purpose: string): Promise<string | undefined> {
  const asRoot = await commandToBeRoot();
  if (!asRoot) return undefined;
  process.stderr.write(`Installing ${name}, ${purpose}, with apt-get …\n`);
  const deadline = Date.now() + LOCK_PATIENCE_SECONDS * 1000;
  for (;;) {
    const failure = await install(name, asRoot);
    // apt-get itself waits for one of its locks only.
    if (!/could not get lock|unable to lock/i.test(failure) || Date.now() > deadline) return failure;
    await delay(500);
  }
}

/** What to put before a command to run it as root; undefined if that or apt-get is out of reach. */
async function commandToBeRoot(): Promise<string[] | undefined> {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  try {
    await run('env', ['apt-get', '--version']);
    await run('env', [...prefix, 'true']);
    return prefix;
  } catch {
    return undefined;
  }
}

/** @returns What went wrong; empty if nothing did. */
async function install(name: string, asRoot: readonly string[]): Promise<string> {
  const environment = ['env', 'LC_ALL=C', 'DEBIAN_FRONTEND=noninteractive'];
  const aptGet = [...asRoot, ...environment, 'apt-get', '-qq', '-o', `DPkg::Lock::Timeout=${LOCK_PATIENCE_SECONDS}`];
  const failures: string[] = [];
  // The second is tried even if the first fails: a source that has nothing to do with the package may be out of order.
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    await run('env', [...aptGet, ...step]).catch((error: unknown) => failures.push(errorLines(error)));
  }
  return [...new Set(failures)].join(' ');
}

/** The lines in which apt-get says what is wrong. */
function errorLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((line) => line.startsWith('E: '));
  return lines.length > 0 ? lines.join(' ') : text.trim();
}
