import { Database } from '../../src/platform/database/database';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded/embedded-postgres';
import { migrate } from '../../src/platform/database/migrate';
import { newDataDir, removeDataDir } from './service';

/** A PostgreSQL for one test file, with the schema, and a `Database` connected to it. */
export class TestDatabase {
  private constructor(
    private readonly dataDir: string,
    private readonly postgres: EmbeddedPostgres,
    readonly database: Database,
  ) {}

  static async start(): Promise<TestDatabase> {
    const dataDir = await newDataDir();
    const postgres = await startEmbeddedPostgres(dataDir);
    await migrate(postgres.url);
    return new TestDatabase(dataDir, postgres, new Database(postgres.url, 4, 'test'));
  }

  get url(): string {
    return this.postgres.url;
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.postgres.leave(() => Promise.resolve());
    await removeDataDir(this.dataDir);
  }
}
