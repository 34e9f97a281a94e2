import { processSettings } from '../config/settings';
import { startEmbeddedPostgres } from '../database/embedded-postgres';

/** Gives `work` the database that DATABASE_URL names, or else the one in DATA_DIR, started for as long as it takes. */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { DATABASE_URL, DATA_DIR } = processSettings();
  if (DATABASE_URL !== undefined) return work(DATABASE_URL);
  const postgres = await startEmbeddedPostgres(DATA_DIR);
  try {
    return await work(postgres.url);
  } finally {
    await postgres.leave(() => Promise.resolve());
  }
}
