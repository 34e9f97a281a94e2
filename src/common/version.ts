import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The version of the service, from the nearest `package.json` above this file. */
export const VERSION = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile(), 'utf8'))).version;

function packageFile(folder = __dirname): string {
  const file = join(folder, 'package.json');
  return existsSync(file) ? file : packageFile(dirname(folder));
}
