import type { DatabaseSettings, ServiceSettings, Settings } from '../config/settings';
import { startEmbeddedPostgres } from './embedded-postgres';
import { startEmbeddedRedis, stopEmbeddedRedis } from './embedded-redis';

/** The services behind this process, its own or others'. */
export interface Services<KnownSettings extends Settings> {
  readonly settings: KnownSettings;
  /** Leaves them. Those that this process, or an earlier one of the same DATA_DIR, has started stop with their last user. */
  stop(): Promise<void>;
}

/** Starts what the settings do not name: PostgreSQL without a DATABASE_URL, Redis without a REDIS_URL. */
export async function startServices(settings: Settings): Promise<Services<ServiceSettings>> {
  const { DATA_DIR, REDIS_URL } = settings;
  const postgres = await startPostgres(settings);
  try {
    const redis = REDIS_URL === undefined ? await startEmbeddedRedis(DATA_DIR) : undefined;
    return {
      settings: Object.freeze({ ...postgres.settings, REDIS_URL: REDIS_URL ?? redis?.url ?? '' }),
      stop: () =>
        postgres.stopAnd(async () => {
          // Only PostgreSQL knows who is the last user; beside another's, who started Redis stops it.
          if (postgres.isEmbedded || redis?.startedHere === true) await redis?.stop();
        }),
    };
  } catch (error) {
    await postgres.stopAnd(() => Promise.resolve());
    throw error;
  }
}

/** Starts PostgreSQL alone, unless the settings name one. */
export async function startDatabase(settings: Settings): Promise<Services<DatabaseSettings>> {
  const postgres = await startPostgres(settings);
  return {
    settings: postgres.settings,
    stop: () =>
      postgres.stopAnd(async () => {
        // The others have gone, perhaps killed, and nobody else will stop what they had started.
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
    /** Leaves PostgreSQL; `last` is done before, of an embedded one only if this process is its last user. */
    async stopAnd(last: () => Promise<void>): Promise<void> {
      if (embedded) await embedded.leave(last);
      else await last();
    },
  };
}
