import type { DatabaseSettings, ServiceSettings, Settings } from '../config/settings';
import { startEmbeddedPostgres } from './embedded-postgres';
import { startEmbeddedRedis, stopEmbeddedRedis } from './embedded-redis';

/** PostgreSQL, and Redis where it is needed, ready for use: embedded ones, or those that the settings name. */
export interface Services<KnownSettings extends Settings> {
  readonly settings: KnownSettings;
  /** Ends this process's use of them. Embedded services stop with the last process that uses them. */
  readonly stop: () => Promise<void>;
}

/** Starts an embedded PostgreSQL if DATABASE_URL is not set, and an embedded Redis if REDIS_URL is not set. */
export async function startServices(settings: Settings): Promise<Services<ServiceSettings>> {
  const { DATA_DIR, REDIS_URL } = settings;
  const postgres = await startPostgres(settings);
  try {
    const redis = REDIS_URL === undefined ? await startEmbeddedRedis(DATA_DIR) : undefined;
    return {
      settings: Object.freeze({ ...postgres.settings, REDIS_URL: REDIS_URL ?? redis?.url ?? '' }),
      stop: () =>
        postgres.leave(async () => {
          // Only an embedded PostgreSQL knows which process is the last; otherwise Redis is stopped by the one that
          // started it.
          if (postgres.isEmbedded || redis?.startedHere === true) await redis?.stop();
        }),
    };
  } catch (error) {
    await postgres.leave(() => Promise.resolve());
    throw error;
  }
}

/** Starts an embedded PostgreSQL if DATABASE_URL is not set, and no Redis. */
export async function startDatabase(settings: Settings): Promise<Services<DatabaseSettings>> {
  const postgres = await startPostgres(settings);
  return {
    settings: postgres.settings,
    stop: () =>
      postgres.leave(async () => {
        // The other processes of this DATA_DIR are gone, perhaps killed, and the Redis that they started would stay.
        if (postgres.isEmbedded) await stopEmbeddedRedis(settings.DATA_DIR);
      }),
  };
}

async function startPostgres(settings: Settings) {
  const { DATA_DIR, DATABASE_URL } = settings;
  const embedded = DATABASE_URL === undefined ? await startEmbeddedPostgres(DATA_DIR) : undefined;
  return {
    settings: Object.freeze({ ...settings, DATABASE_URL: DATABASE_URL ?? embedded?.url ?? '' }),
    isEmbedded: embedded !== undefined,
    /** Leaves PostgreSQL after `stopOthers`, which for an embedded one runs only if this process is its last user. */
    async leave(stopOthers: () => Promise<void>): Promise<void> {
      if (embedded) await embedded.leave(stopOthers);
      else await stopOthers();
    },
  };
}
