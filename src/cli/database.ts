import { processSettings } from '../platform/config/settings';
import { startDatabase } from '../platform/embedded/embedded-services';

/** Gives `work` the database that DATABASE_URL names, or else the one in DATA_DIR, started for as long as it takes. */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const database = await startDatabase(processSettings());
  try {
    return await work(database.settings.DATABASE_URL);
  } finally {
    await database.stop();
  }
}
