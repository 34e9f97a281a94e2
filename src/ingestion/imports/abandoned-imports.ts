import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database';
import { PeriodicJob } from '../../platform/process/periodic-job';

/** Milliseconds between two looks. */
const INTERVAL = 30_000;

/** The running imports at a look, and when each had last shown a sign of life. */
interface Look {
  readonly importKeys: readonly number[];
  readonly seenAt: readonly string[];
}

/**
 * Gives up imports whose process was killed; they have changed nothing. Such an import has shown no sign of life for three looks in
 * a row, which takes a minute. No clock counts: if PostgreSQL was away, or this process frozen, for however long, running imports
 * could not show any, and have half a minute to do so after the first look that succeeds again.
 */
@Injectable()
export class AbandonedImports implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('AbandonedImports');
  private looks: PeriodicJob | undefined;
  private beforeLast: Look | undefined;
  private last: Look | undefined;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.looks = new PeriodicJob(
      INTERVAL,
      () => this.look(),
      (error) => {
        this.logger.warn(`could not look for abandoned imports: ${String(error)}`);
      },
    );
    this.looks.runNow();
  }

  onApplicationShutdown(): void {
    this.looks?.stop();
  }

  /** Looks at all running imports. A look that fails does not count. */
  async look(): Promise<void> {
    const { pool } = this.database;
    if (this.beforeLast) await pool.query(GIVE_UP, [this.beforeLast.importKeys, this.beforeLast.seenAt]);
    const { rows } = await pool.query<{ import_key: number; seen_at: string }>(
      `SELECT import_key, seen_at::text FROM import WHERE status = 'Running'`,
    );
    this.beforeLast = this.last;
    this.last = {
      importKeys: rows.map(({ import_key: importKey }) => importKey),
      seenAt: rows.map(({ seen_at: seenAt }) => seenAt),
    };
  }
}

const GIVE_UP = `
  UPDATE import
  SET status = 'Failed', finished_at = now(), error_code = 'interrupted',
      error = 'The service stopped before the import was complete; it has changed nothing.'
  FROM unnest($1::integer[], $2::timestamptz[]) AS silent (import_key, seen_at)
  WHERE import.import_key = silent.import_key AND import.seen_at = silent.seen_at AND status = 'Running'`;
