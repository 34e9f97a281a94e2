import type { ServiceSettings, Settings } from './config/settings';
import { startEmbeddedPostgres } from './database/embedded-postgres';
import { startEmbeddedRedis } from './queue/embedded-redis';

/** The services behind this process, its own or others'. */
export interface Services {
  readonly settings: ServiceSettings;
  /** Leaves them. Those that this process, or an earlier one of the same DATA_DIR, has started stop with their last user. */
  stop(): Promise<void>;
}

/** Starts what the settings do not name: PostgreSQL without a DATABASE_URL, Redis without a REDIS_URL. */
export async function startServices(settings: Settings): Promise<Services> {
  const { DATA_DIR, DATABASE_URL, REDIS_URL } = settings;
  const postgres = DATABASE_URL === undefined ? await startEmbeddedPostgres(DATA_DIR) : undefined;
  const stopPostgresAnd = async (before: () => Promise<void>) => {
    // Who is the last user is known by PostgreSQL alone; beside a PostgreSQL of others, each process has its own Redis.
    if (postgres) await postgres.leave(before);
    else await before();
  };
  try {
    const redis = REDIS_URL === undefined ? await startEmbeddedRedis(DATA_DIR) : undefined;
    return {
      settings: Object.freeze({
        ...settings,
        DATABASE_URL: DATABASE_URL ?? postgres?.url ?? '',
        REDIS_URL: REDIS_URL ?? redis?.url ?? '',
      }),
      stop: () => stopPostgresAnd(async () => redis?.stop()),
    };
  } catch (error) {
    await stopPostgresAnd(() => Promise.resolve());
    throw error;
  }
}
