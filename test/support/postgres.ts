import type { PoolClient } from 'pg';
import { Database } from '../../src/platform/database/database';
import { migrate } from '../../src/platform/database/migrate';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded/embedded-postgres';
import { newDataDir, removeDataDir, until } from './service';

class RolledBack extends Error {}

/** The tables of an array of names, and those that refer to them. */
const WITH_REFERENCES = `
  WITH RECURSIVE emptied AS (
    SELECT name::regclass::oid AS id FROM unnest($1::text[]) AS given (name)
    UNION
    SELECT conrelid FROM pg_constraint JOIN emptied ON confrelid = id WHERE contype = 'f'
  )
  SELECT id::regclass::text AS name FROM emptied JOIN pg_class ON pg_class.oid = id WHERE NOT relispartition`;

/** A PostgreSQL for one test file, with the schema migrated and a connection pool. */
export class TestDatabase {
  private constructor(
    private readonly dataDir: string,
    private readonly postgres: EmbeddedPostgres,
    readonly database: Database,
  ) {}

  static async start(): Promise<TestDatabase> {
    const dataDir = await newDataDir();
    const postgres = await startEmbeddedPostgres(dataDir);
    try {
      await migrate(postgres.url);
      return new TestDatabase(dataDir, postgres, await Database.connect(postgres.url, 4, 'test'));
    } catch (error) {
      await postgres.leave(() => Promise.resolve());
      throw error;
    }
  }

  get url(): string {
    return this.postgres.url;
  }

  async query(sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.database.pool.query<Record<string, unknown>>(sql, parameters)).rows;
  }

  /**
   * Does what `TRUNCATE … CASCADE` does, for tables with few rows. That would make new files for each table, index and partition, of which
   * every session then has to learn.
   */
  async empty(...tables: readonly string[]): Promise<void> {
    const emptied = await this.query(WITH_REFERENCES, [tables]);
    const deletions = emptied.map(({ name }) => `DELETE FROM ${String(name)}`);
    // No trigger fires, and no foreign key is checked.
    await this.database.pool.query(['SET LOCAL session_replication_role = replica', ...deletions].join(';'));
  }

  /** Runs work in a transaction that leaves nothing behind. */
  async rolledBack(work: (client: PoolClient) => Promise<void>): Promise<void> {
    const transaction = this.database.transaction(async (client) => {
      await work(client);
      throw new RolledBack();
    });
    await transaction.catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  }

  /** Waits until so many sessions wait for a lock. */
  async untilWaiting(sessions: number): Promise<void> {
    await until(async () => {
      const waiting = await this.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return waiting.length === sessions || undefined;
    });
  }

  async stop(): Promise<void> {
    try {
      await this.database.close();
    } finally {
      await this.postgres.leave(() => Promise.resolve());
      await removeDataDir(this.dataDir);
    }
  }
}
