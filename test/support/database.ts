import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The address of the PostgreSQL that a service runs in its data folder. */
export async function databaseUrl(dataDir: string): Promise<string> {
  const password = await readFile(join(dataDir, 'postgres/password'), 'utf8');
  const port = await readFile(join(dataDir, 'postgres/port'), 'utf8');
  return `postgres://postgres:${password}@127.0.0.1:${port}/restaurant_monitor`;
}
