import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { KEPT_FROM } from '../../observations/retention/kept-from';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { deleteByAge, isOld } from '../../platform/database/clock/clock';
import { Database } from '../../platform/database/database';
import { PeriodicJob } from '../../platform/process/periodic-job';

/** Milliseconds between two sweeps. */
const INTERVAL = 600_000;
/** Rows that one statement removes: so few that it holds no lock for long. */
const AT_A_TIME = 5_000;

/**
 * Removes what is left of imports that finished more than `IMPORT_RETENTION` ago, by the clock of PostgreSQL: their rejects
 * and idempotency keys, and the imports themselves unless something still needs them (docs/imports.md, "Retention"). Each
 * statement is a transaction of its own and leaves nothing half done, so a sweep may end anywhere, and several processes
 * may sweep at once.
 */
@Injectable()
export class ImportRetention implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('ImportRetention');
  private sweeps: PeriodicJob | undefined;
  private isStopping = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.sweeps = new PeriodicJob(
      INTERVAL,
      () => this.sweep(),
      (error) => {
        this.logger.warn(`old imports were not removed, which is tried again: ${String(error)}`);
      },
    );
    this.sweeps.runNow();
  }

  onApplicationShutdown(): void {
    this.isStopping = true;
    this.sweeps?.stop();
  }

  private async sweep(): Promise<void> {
    for (const statement of [REJECTS, IMPORTS_WITHOUT_OBSERVATIONS, IMPORTS_OF_DROPPED_OBSERVATIONS, KEYS]) {
      let removed: number | null = AT_A_TIME;
      while (removed === AT_A_TIME && !this.isStopping) {
        const { IMPORT_RETENTION } = this.settings;
        ({ rowCount: removed } = await deleteByAge(this.database, (client) =>
          client.query(statement, [IMPORT_RETENTION, AT_A_TIME]),
        ));
      }
    }
  }
}

const IS_OLD = isOld('import', 'import_key');

const REJECTS = `
  DELETE FROM import_reject
  USING (
    SELECT import_key, line FROM import_reject JOIN import USING (import_key) WHERE ${IS_OLD}
    ORDER BY import_key, line LIMIT $2
  ) old
  WHERE import_reject.import_key = old.import_key AND import_reject.line = old.line`;

/** A report asks which imports after the last one that it has seen changed its data: see `hasChangedSince`. */
const NO_REPORT_ASKS = `
  (changed_from IS NULL OR write_no <= coalesce((SELECT min(seen_write_no) FROM report), write_no))`;

/** Of one that has become old since its rejects could be removed, they would all go at once. */
const HAS_NO_REJECTS = 'NOT EXISTS (SELECT FROM import_reject WHERE import_reject.import_key = import.import_key)';

function imports(condition: string, order: string): string {
  return `
    DELETE FROM import WHERE import_key IN (
      SELECT import_key FROM import WHERE ${IS_OLD} AND ${condition} AND ${NO_REPORT_ASKS} AND ${HAS_NO_REJECTS}
      ORDER BY ${order} LIMIT $2)`;
}

const IMPORTS_WITHOUT_OBSERVATIONS = imports(`(kind <> 'store-status' OR rows_accepted = 0)`, 'finished_at');

const IMPORTS_OF_DROPPED_OBSERVATIONS = imports(`last_observed_at < ${KEPT_FROM}`, 'last_observed_at');

const KEYS = `
  UPDATE import SET idempotency_key = NULL, request_sha256 = NULL
  WHERE import_key IN (
    SELECT import_key FROM import WHERE ${IS_OLD} AND idempotency_key IS NOT NULL
    ORDER BY finished_at LIMIT $2)`;
