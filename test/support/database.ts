import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';

/** The URL of the PostgreSQL that a service runs in its data folder. */
export async function databaseUrl(dataDir: string): Promise<string> {
  const password = await readFile(join(dataDir, 'postgres/password'), 'utf8');
  const port = await readFile(join(dataDir, 'postgres/port'), 'utf8');
  return `postgres://postgres:${password}@127.0.0.1:${port}/restaurant_monitor`;
}

/** What a database or a role may set that is unlike PostgreSQL's defaults, where our SQL or node-postgres depends on it. */
export const HOSTILE: Readonly<Record<string, string>> = {
  default_transaction_isolation: 'repeatable read',
  default_transaction_read_only: 'on',
  default_transaction_deferrable: 'on',
  statement_timeout: '1s',
  lock_timeout: '500ms',
  transaction_timeout: '1s',
  idle_in_transaction_session_timeout: '1s',
  idle_session_timeout: '1s',
  tcp_keepalives_idle: '7200',
  DateStyle: 'German',
  IntervalStyle: 'sql_standard',
  TimeZone: 'Asia/Kolkata',
  client_encoding: 'LATIN1',
  bytea_output: 'escape',
  extra_float_digits: '-10',
  array_nulls: 'off',
  standard_conforming_strings: 'off',
  backslash_quote: 'off',
  session_replication_role: 'replica',
  synchronous_commit: 'off',
};

/** Makes new sessions in the database of a client inherit settings. */
export async function setForDatabase(
  client: Pick<Client, 'query'>,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const current = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
  for (const [name, value] of Object.entries(settings)) {
    await client.query(`ALTER DATABASE ${current.rows[0]?.name ?? ''} SET ${name} = '${value}'`);
  }
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

/** First key of the advisory locks of buckets. */
export const BUCKET_LOCKS = 7_405_002;
/** SQL: takes the locks of all buckets for a session; `RELEASE_BUCKETS` gives them back. */
export const HOLD_BUCKETS = `SELECT pg_advisory_lock(${BUCKET_LOCKS}, bucket) FROM generate_series(0, 63) AS bucket`;
export const RELEASE_BUCKETS = 'SELECT pg_advisory_unlock_all()';

/** Looks at a time. Writers share the processor with them, so fewer writes, which cost most, are made for each look. */
export const LOOKERS = 4;

/**
 * Looks at data so many times while each of some writers writes again and again.
 * @param isTorn looks once; returns whether it saw a part of a write
 * @returns how many looks did
 */
export async function tornLooks(
  looks: number,
  writers: readonly (() => Promise<unknown>)[],
  isTorn: () => Promise<boolean>,
): Promise<number> {
  let isOver = false;
  const writing = writers.map(async (write) => {
    while (!isOver) await write();
  });
  let begun = 0;
  let torn = 0;
  try {
    await Promise.all(
      Array.from({ length: LOOKERS }, async () => {
        while (!isOver && begun++ < looks) {
          if (await isTorn()) torn++;
        }
      }),
    );
  } finally {
    isOver = true;
    await Promise.all(writing);
  }
  return torn;
}
