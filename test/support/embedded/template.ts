import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type * as Pg from 'pg';
import type * as Migrate from '../../../src/platform/database/migrate';
import type * as Embedded from '../../../src/platform/embedded/embedded-postgres';

const run = promisify(execFile);

const PROJECT = join(__dirname, '../../..');
const CACHE = join(PROJECT, 'node_modules/.cache/postgres');
const MIGRATIONS = join(PROJECT, 'migrations');

/** What a cluster depends on. */
const SOURCES = [
  __filename,
  join(PROJECT, 'package.json'),
  join(PROJECT, 'src/platform/embedded/embedded-postgres.ts'),
  ...readdirSync(MIGRATIONS).map((name) => join(MIGRATIONS, name)),
];

/**
 * Gives a data folder a PostgreSQL with the schema, as the service would make it. It is made once and then copied, as making
 * one takes longer than most tests.
 */
export async function copyPostgres(dataDir: string): Promise<void> {
  // With its owner, who may be another account.
  await run('cp', ['-a', join(await template(), 'postgres'), join(dataDir, 'postgres')]);
}

/** The folder of the template, which has `postgres`, and beside it what all copies share. */
async function template(): Promise<string> {
  const hash = createHash('sha256').update(String(process.getuid?.()));
  for (const file of SOURCES) hash.update(readFileSync(file));
  const folder = join(CACHE, hash.digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  // A folder with the final name is complete; if two processes make one at once, one of them wins.
  const [dataDir, draft] = [await mkdtemp(join(tmpdir(), 'template-')), await mkdtemp(join(CACHE, 'draft-'))];
  try {
    const shared = await makePostgres(dataDir);
    await run('cp', ['-a', join(dataDir, 'postgres'), join(draft, 'postgres')]);
    const files = join(draft, 'postgres/data/base', shared);
    await rename(files, join(draft, shared));
    await symlink(join(folder, shared), files);
    // PostgreSQL may run under another account.
    await chmod(draft, 0o755);
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    for (const made of [dataDir, draft]) await rm(made, { recursive: true, force: true });
  }
  return folder;
}

/** Returns the name of the folder of the database from which others are made. */
async function makePostgres(dataDir: string): Promise<string> {
  // Most tests find a template, and need none of this.
  const { startEmbeddedPostgres } = jest.requireActual<typeof Embedded>(
    '../../../src/platform/embedded/embedded-postgres',
  );
  const { migrate } = jest.requireActual<typeof Migrate>('../../../src/platform/database/migrate');
  const postgres = await startEmbeddedPostgres(dataDir);
  let shared: string;
  try {
    await migrate(postgres.url);
    shared = await easeCopies(postgres.url);
  } finally {
    await postgres.leave(() => Promise.resolve());
  }
  // Each copy is to choose its own port.
  for (const name of ['port', 'server.log']) await rm(join(dataDir, 'postgres', name));
  // Tests kill processes, never the system: what was written is there without it, too.
  await appendFile(join(dataDir, 'postgres/data/postgresql.conf'), 'fsync = off\n');
  return shared;
}

/**
 * Makes clients derive a key from the password once rather than 4,096 times, which is half of what it costs them to connect. Leaves
 * one database of the two from which others are made, that to which nobody can connect: as it never changes, copies can share its files.
 */
async function easeCopies(url: string): Promise<string> {
  const { Client, escapeLiteral } = jest.requireActual<typeof Pg>('pg');
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(
      `SET scram_iterations = 1; ALTER ROLE postgres PASSWORD ${escapeLiteral(new URL(url).password)}`,
    );
    await client.query('ALTER DATABASE template1 IS_TEMPLATE false');
    await client.query('DROP DATABASE template1');
    await client.query('ALTER DATABASE template0 RENAME TO template1');
    const { rows } = await client.query<{ oid: number }>(`SELECT oid FROM pg_database WHERE datname = 'template1'`);
    return String(rows[0]?.oid);
  } finally {
    await client.end();
  }
}
