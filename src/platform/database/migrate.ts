import type { Pool } from 'pg';
import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { dataSourceOptions, openDataSource, watchedPool } from './data-source';
import { PeriodicJob } from '../process/periodic-job';
import { requireKnownDistribution } from './distribution';

/** Key of the advisory lock that a process holds while it migrates, so that of several that start together one does. */
const MIGRATION_LOCK = 7_405_001;

/**
 * PostgreSQL ends the session with the lock once it has heard nothing of it for so long, in milliseconds: a process that was lost
 * with its network would keep all others from starting. Versions before 14 have no such limit.
 */
const SILENCE = 10_000;
const LIMIT_SILENCE = `
  SELECT set_config('idle_session_timeout', '${SILENCE}', false) WHERE current_setting('idle_session_timeout', true) IS NOT NULL`;

/**
 * Brings the schema up to date; returns the names of the migrations applied. Many processes may call it at once.
 * @throws Error if tables are distributed in a way that is not known
 */
export async function migrate(url: string): Promise<string[]> {
  return underLock(url, async (dataSource, pool) => {
    const applied = await dataSource.runMigrations();
    await requireKnownDistribution(pool);
    return applied.map((migration) => migration.name);
  });
}

/** Reverts the latest migration; returns its name, undefined if there is none. */
export async function revertLatestMigration(url: string): Promise<string | undefined> {
  return underLock(url, async (dataSource) => {
    const [latest] = await new MigrationExecutor(dataSource).getExecutedMigrations();
    await dataSource.undoLastMigration();
    return latest?.name;
  });
}

/** Whether this build has migrations that were not applied to the database yet. */
export async function isSchemaBehind(dataSource: DataSource): Promise<boolean> {
  const applied: { name: string }[] = await dataSource.query('SELECT name FROM schema_migration');
  const names = new Set(applied.map((migration) => migration.name));
  return dataSource.migrations.some((migration) => !names.has(migration.name ?? ''));
}

async function underLock<T>(url: string, work: (dataSource: DataSource, pool: Pool) => Promise<T>): Promise<T> {
  const dataSource = await openDataSource(dataSourceOptions(url, 2));
  // Otherwise a dead connection would keep the process from starting, or from failing.
  const { pool } = watchedPool(dataSource);
  const lock = dataSource.createQueryRunner();
  let signsOfLife: PeriodicJob | undefined;
  try {
    await lock.query(LIMIT_SILENCE);
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    // Whatever is wrong with the connection, the migration meets it as well.
    signsOfLife = new PeriodicJob(
      SILENCE / 5,
      () => isAnswered(lock),
      () => undefined,
    );
    return await work(dataSource, pool);
  } finally {
    signsOfLife?.stop();
    // The lock ends with its session.
    await lock.release();
    await dataSource.destroy();
  }
}

async function isAnswered(runner: QueryRunner): Promise<void> {
  await runner.query('SELECT');
}
