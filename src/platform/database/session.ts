import type { ClientBase } from 'pg';

/**
 * What our SQL and node-postgres depend on, mostly as PostgreSQL has it by default. Everything else is left to whoever runs
 * the database: `search_path`, memory, tablespaces, the planner.
 */
const SESSION = {
  // If our machine is lost, PostgreSQL notices within a minute and ends the session, with its locks and its snapshot. By its
  // defaults that takes hours.
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
  // A writer must see what the one before it has committed while it waited for its locks.
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  // Transactions that should not last have limits of their own. A report holds its snapshot until it is complete.
  statement_timeout: '0',
  lock_timeout: '0',
  transaction_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  // A report's supervisor listens on a session that is idle.
  idle_session_timeout: '0',
  // Values travel as text unless they are copied.
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  array_nulls: 'on',
  standard_conforming_strings: 'on',
} as const;

const VALUES = Object.entries(SESSION).map(([name, value]) => `('${name}', '${value}')`);

/**
 * By its defaults PostgreSQL takes a page anywhere for four times as expensive as the next one, as on a turning disk, and
 * reads all stores to find those of a batch. Whoever has set another cost for their storage keeps it.
 */
const PAGE_COST = `
  SELECT set_config('random_page_cost', '1.1', false) FROM pg_settings
  WHERE name = 'random_page_cost' AND source = 'default'`;

/**
 * Sets also what is as it should be, so that no reload of the server's configuration changes it later; skips what this
 * version of PostgreSQL does not know. Deleting an import or a report deletes what belongs to it only as `origin`, which
 * not every role may set.
 */
const PREPARE = `
  SELECT set_config(name, value, false) FROM (VALUES ${VALUES.join(', ')}) AS session (name, value)
  WHERE current_setting(name, true) IS NOT NULL;
  SELECT set_config('session_replication_role', 'origin', false)
  WHERE current_setting('session_replication_role') <> 'origin';
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
  ${PAGE_COST}`;

/**
 * Makes a new session independent of what its server, its database, its role or its URL sets. A session whose commits
 * were not on disk when they are confirmed would lose imports that were answered and offsets that Kafka was told; how far
 * they must have reached standbys is left to whoever runs the database.
 *
 * A command, rather than parameters of the connection, because poolers refuse or forget those, the URL may have its own,
 * and an older PostgreSQL would not accept a newer one's.
 */
export async function prepareSession(client: ClientBase): Promise<void> {
  await client.query(PREPARE);
  const { rows } = await client.query<Session>(
    'SELECT pid, backend_start::text AS "startedAt" FROM pg_stat_activity WHERE pid = pg_backend_pid()',
  );
  if (rows[0]) sessions.set(client, rows[0]);
}

/** A session as the server knows it. Its process id may be that of another one later. */
export interface Session {
  readonly pid: number;
  readonly startedAt: string;
}

/** What a pooler tells node-postgres is not the server's process id. */
const sessions = new WeakMap<ClientBase, Session>();

/** The session that a connection was prepared with. */
export function sessionOf(client: ClientBase): Session {
  const session = sessions.get(client);
  if (!session) throw new Error('the session of a connection was not prepared');
  return session;
}
