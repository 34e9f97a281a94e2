import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';

/** The URL of the PostgreSQL that a service runs in its data folder. */
export async function databaseUrl(dataDir: string): Promise<string> {
  const password = await readFile(join(dataDir, 'postgres/password'), 'utf8');
  const port = await readFile(join(dataDir, 'postgres/port'), 'utf8');
  return `postgres://postgres:${password}@127.0.0.1:${port}/restaurant_monitor`;
}

/** Makes every shard take at least the given number of milliseconds; 0 undoes it. */
export async function slowDownShards(database: Pick<Client, 'query'>, milliseconds: number): Promise<void> {
  await database.query('DROP TRIGGER IF EXISTS slow ON report_shard');
  if (milliseconds === 0) return;
  await database.query(
    `CREATE OR REPLACE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql
     AS $$ BEGIN PERFORM pg_sleep(${milliseconds} / 1000.0); RETURN NEW; END $$`,
  );
  await database.query('CREATE TRIGGER slow BEFORE UPDATE ON report_shard FOR EACH ROW EXECUTE FUNCTION be_slow()');
}
