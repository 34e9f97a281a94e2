import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackage } from '../../../src/platform/embedded/apt-package';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Finds or installs a Chromium for the browser tests; without one they are skipped. */
export default async function provideChromium(): Promise<void> {
  const found = programOnPath();
  const failure = found ? undefined : await installPackage('chromium', 'which the tests of the page drive');
  const chromium = found ?? programOnPath();
  if (chromium !== undefined) process.env.CHROMIUM = chromium;
  else process.stderr.write(`The tests of the page are skipped: there is no chromium on the PATH. ${failure ?? ''}\n`);
}

function programOnPath(): string | undefined {
  const files = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return files.find((file) => isExecutable(file) && spawnSync(file, ['--version']).status === 0);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
