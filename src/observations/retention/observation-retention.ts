import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { deleteByAge } from '../../platform/database/clock/clock';
import { Database } from '../../platform/database/database';
import { PeriodicJob } from '../../platform/process/periodic-job';
import { lockAllBuckets } from '../../stores/buckets/bucket-locks';
import { passFence } from '../../stores/buckets/fence';

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
      () => this.drop(OBSERVATION_RETENTION),
      (error) => {
        this.logger.warn(`old observations were not dropped, which is tried again: ${String(error)}`);
      },
    );
    this.drops.runNow();
  }

  onApplicationShutdown(): void {
    this.drops?.stop();
  }

  /**
   * Drops one week that has become too old; all of them only if the retention is another one than before.
   * @param retention in milliseconds
   */
  private async drop(retention: number): Promise<void> {
    const due = await this.database.pool.query(DUE, [retention]);
    if (due.rowCount === 0) return;
    const dropped = await deleteByAge(this.database, async (client) => {
      // Dropping a table waits for its readers and writers, and all others queue up behind it: so it must not wait for long.
      await client.query(`SET LOCAL lock_timeout = '1s'`);
      await lockAllBuckets(client);
      const changed = await client.query(RECORD, [retention]);
      const limit = changed.rowCount === 0 ? 1 : null;
      const partitions = await client.query<{ name: string; ends_at: Date }>(OLD_PARTITIONS, [retention, limit]);
      for (const { name, ends_at } of partitions.rows) {
        await client.query(`DROP TABLE ${name}`);
        await client.query('UPDATE observation_retention SET kept_from = greatest(kept_from, $1)', [ends_at]);
      }
      await passFence(client);
      return partitions.rows.map(({ name }) => name);
    });
    if (dropped.length > 0) this.logger.log(`dropped ${dropped.join(', ')}`);
  }
}

/**
 * The partitions that are older than a retention in milliseconds, the oldest first; names are quoted as identifiers. Their
 * age is that at the latest observation: should even PostgreSQL's clock be years ahead, what was polled last stays.
 */
const OLD_PARTITIONS = `
  SELECT quote_ident(relname) AS name, observation_partition_end(relname) AS ends_at
  FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
  WHERE inhparent = 'observation'::regclass
    AND observation_partition_end(relname)
      <= least(now(), (SELECT max(last_observed_at) FROM store)) - $1::bigint * interval '1 millisecond'
  ORDER BY ends_at LIMIT $2::integer`;

const RECORD = `
  UPDATE observation_retention SET retention_ms = $1::bigint, retention_set_at = now()
  WHERE retention_ms IS DISTINCT FROM $1::bigint`;

/** Whether there is anything to do. Citus cannot combine rows without columns. */
const DUE = `
  SELECT true FROM observation_retention WHERE retention_ms IS DISTINCT FROM $1::bigint
  UNION ALL
  SELECT true FROM (${OLD_PARTITIONS.replace('$2::integer', '1')}) old`;
