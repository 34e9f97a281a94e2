import { DataSource, MigrationExecutor } from 'typeorm';
import { dataSourceOptions } from './data-source';

/** Two processes that start together must not migrate together: whoever holds this advisory lock does. */
const MIGRATION_LOCK = 7_405_001;

/** Brings the schema up to date and returns the names of what that took. Safe to call from many processes at once. */
export async function migrate(url: string): Promise<string[]> {
  return underLock(url, async (dataSource) => (await dataSource.runMigrations()).map((migration) => migration.name));
}

/** Undoes the latest migration and returns its name; undefined if there is none. */
export async function revertLatestMigration(url: string): Promise<string | undefined> {
  return underLock(url, async (dataSource) => {
    const [latest] = await new MigrationExecutor(dataSource).getExecutedMigrations();
    await dataSource.undoLastMigration();
    return latest?.name;
  });
}

/** Whether a database lacks migrations that this build has. */
export async function isSchemaBehind(dataSource: DataSource): Promise<boolean> {
  const applied: { name: string }[] = await dataSource.query('SELECT name FROM schema_migration');
  const names = new Set(applied.map((migration) => migration.name));
  return dataSource.migrations.some((migration) => !names.has(migration.name ?? ''));
}

async function underLock<T>(url: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const dataSource = await new DataSource(dataSourceOptions(url, 2)).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(dataSource);
  } finally {
    // The lock belongs to the session, which ends here.
    await lock.release();
    await dataSource.destroy();
  }
}
