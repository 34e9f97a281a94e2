import type { ClientBase } from 'pg';

/**
 * SQL: how many transactions of Citus a node has prepared. If a node dies in the last moment of a transaction over several
 * nodes and comes back, its part is prepared but hidden until Citus commits it, which it does every minute by itself.
 */
export const IN_DOUBT = `
  SELECT count(*)::integer AS transactions FROM pg_prepared_xacts
  WHERE database = current_database() AND gid LIKE 'citus\\_%'`;

const IN_DOUBT_ANYWHERE = `
  SELECT FROM run_command_on_workers('${IN_DOUBT.replaceAll("'", "''")}') WHERE success AND result <> '0' LIMIT 1`;

/**
 * Has Citus finish what a node may have left prepared, so that whoever has the locks of buckets sees what the holder before
 * has committed. Transactions that are still under way are left alone.
 */
export async function settleInDoubt(coordinator: ClientBase): Promise<void> {
  const found = await coordinator.query(IN_DOUBT_ANYWHERE);
  if (found.rowCount === 1) await recoverPrepared(coordinator);
}

/** Has Citus commit or roll back what is prepared on any node and no longer under way. */
export async function recoverPrepared(coordinator: ClientBase): Promise<void> {
  await coordinator.query('SELECT recover_prepared_transactions()');
}
