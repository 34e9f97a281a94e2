import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { messageOf } from '../../common/error-code';

const run = promisify(execFile);

/** How long to wait for another installation that holds the lock of apt. */
const LOCK_PATIENCE_SECONDS = 120;

/**
 * Installs a package of Debian or Ubuntu, if apt-get is there and we are root or may use sudo without a password.
 * @param purpose what the package is for, shown to the user
 * @returns what went wrong; empty if nothing did, undefined if apt-get or root is not available
 */
export async function installPackage(name: string, purpose: string): Promise<string | undefined> {
  const asRoot = await commandToBeRoot();
  if (!asRoot) return undefined;
  process.stderr.write(`Installing ${name}, ${purpose}, with apt-get …\n`);
  const deadline = performance.now() + LOCK_PATIENCE_SECONDS * 1000;
  for (;;) {
    const failure = await install(name, asRoot);
    // DPkg::Lock::Timeout makes apt-get wait for one of its locks, not for the others.
    if (!/could not get lock|unable to lock/i.test(failure) || performance.now() > deadline) return failure;
    await delay(500);
  }
}

/** The prefix that runs a command as root; undefined if apt-get or root is not available. */
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

/** @returns what went wrong; empty if nothing did */
async function install(name: string, asRoot: readonly string[]): Promise<string> {
  const environment = ['env', 'LC_ALL=C', 'DEBIAN_FRONTEND=noninteractive'];
  const aptGet = [...asRoot, ...environment, 'apt-get', '-qq', '-o', `DPkg::Lock::Timeout=${LOCK_PATIENCE_SECONDS}`];
  const failures: string[] = [];
  // Install even if the update fails: the source that fails may not be the one that has the package.
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    await run('env', [...aptGet, ...step]).catch((error: unknown) => failures.push(errorLines(error)));
  }
  return [...new Set(failures)].join(' ');
}

/** The lines of apt-get's output that report errors. */
function errorLines(error: unknown): string {
  const text = messageOf(error);
  const lines = text.split('\n').filter((line) => line.startsWith('E: '));
  return lines.length > 0 ? lines.join(' ') : text.trim();
}
