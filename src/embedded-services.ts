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
      stop: () =>
        stopPostgresAnd(async () => {
          // Only PostgreSQL knows who is the last user; beside another's, who started Redis stops it.
          if (postgres ?? redis?.startedHere) await redis?.stop();
        }),
    };
  } catch (error) {
    await stopPostgresAnd(() => Promise.resolve());
    throw error;
  }
}
