import { processSettings } from '../platform/config/settings';
import { startDatabase } from '../platform/embedded/embedded-services';

/** Runs `work` on the database of DATABASE_URL or, if that is not set, on the one in DATA_DIR, which runs meanwhile. */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const database = await startDatabase(processSettings());
  try {
    return await work(database.settings.DATABASE_URL);
  } finally {
    await database.stop();
  }
}
