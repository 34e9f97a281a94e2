import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackage } from '../../src/platform/embedded/apt-package';

type Environment = Readonly<Record<string, string>>;

const PACKAGE = 'libfaketime';
const FILE = 'faketime/libfaketimeMT.so.1';

/** Installs the library that gives a process another clock, for tests that are skipped without it. */
export default async function provideFaketime(): Promise<void> {
  if (libraryFile() !== undefined) return;
  const failure = await installPackage(PACKAGE, 'with which tests give processes a wrong clock');
  if (libraryFile() === undefined) process.stderr.write(`${failure ?? ''}\n`);
}

/** Why no process can be given another clock here; undefined if one can. */
export function missingForFaketime(): string | undefined {
  return libraryFile() === undefined ? `there is no ${PACKAGE} of Debian or Ubuntu` : undefined;
}

/**
 * The environment of a process whose clock, and that of the processes it starts, is off. Timers run as ever.
 * @param seconds by how much it is ahead; negative: behind
 */
export function clockAheadBy(seconds: number): Environment {
  return { ...LIBRARY, FAKETIME: offset(seconds) };
}

/** The environment of processes whose clock `setClock` changes while they run; theirs is right if no other can be given. */
export function clockOf(file: string): Environment {
  return missingForFaketime() === undefined
    ? { ...LIBRARY, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1' }
    : {};
}

/** Sets a clock by so many seconds ahead; negative: behind. It takes a second until it is noticed. */
export async function setClock(file: string, seconds: number): Promise<void> {
  await writeFile(file, offset(seconds));
}

const LIBRARY = {
  LD_PRELOAD: libraryFile() ?? '',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  DONT_FAKE_MONOTONIC: '1',
  // A process that is killed would leave its shared memory behind.
  FAKETIME_DISABLE_SHM: '1',
};

function offset(seconds: number): string {
  return `${seconds < 0 ? '' : '+'}${seconds}`;
}

/** Debian and Ubuntu have libraries in a folder for each architecture. */
function libraryFile(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return folders.map((folder) => join('/usr/lib', folder, FILE)).find((file) => existsSync(file));
}
