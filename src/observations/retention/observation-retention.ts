import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Micros } from '../../calculator/instants';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { fromMicros } from '../../platform/database/sql';
import { PeriodicJob } from '../../platform/process/periodic-job';
import { acquireWriteLock } from '../../stores/write-lock';

/** Milliseconds between two looks for what is too old. */
const INTERVAL = 60_000;

/**
 * Drops observations that are older than `OBSERVATION_RETENTION`, a week at a time. Their status runs stay, so no figure
 * changes. From then on, older observations are rejected: what they would change can no longer be worked out.
 */
@Injectable()
export class ObservationRetention implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private drops: PeriodicJob | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    const { OBSERVATION_RETENTION } = this.settings;
    if (OBSERVATION_RETENTION === undefined) return;
    this.drops = new PeriodicJob(
      INTERVAL,
      () => this.drop((Date.now() - OBSERVATION_RETENTION) * 1000),
      (error) => {
        this.logger.warn(`old observations were not dropped, which is tried again: ${String(error)}`);
      },
    );
    this.drops.runNow();
  }

  onApplicationShutdown(): void {
    this.drops?.stop();
  }

  /** Drops the weeks that end at or before an instant. */
  private async drop(before: Micros): Promise<void> {
    const old = await this.database.pool.query(OLD_PARTITIONS, [before]);
    if (old.rowCount === 0) return;
    const dropped = await this.database.transaction(async (client) => {
      // Dropping a table waits for its readers and writers, and all others queue up behind it: so it must not wait for long.
      await client.query(`SET LOCAL lock_timeout = '1s'`);
      await acquireWriteLock(client);
      const partitions = await client.query<{ name: string; ends_at: Date }>(OLD_PARTITIONS, [before]);
      for (const { name, ends_at } of partitions.rows) {
        await client.query(`DROP TABLE ${name}`);
        await client.query('UPDATE observation_retention SET kept_from = greatest(kept_from, $1)', [ends_at]);
      }
      return partitions.rows.map(({ name }) => name);
    });
    if (dropped.length > 0) this.logger.log(`dropped ${dropped.join(', ')}`);
  }
}

/** The partitions that end at or before an instant; names are quoted as identifiers. */
const OLD_PARTITIONS = `
  SELECT quote_ident(relname) AS name, observation_partition_end(relname) AS ends_at
  FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
  WHERE inhparent = 'observation'::regclass AND observation_partition_end(relname) <= ${fromMicros('$1::bigint')}
  ORDER BY ends_at`;
