import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { deleteByAge, isOld } from '../../platform/database/clock/clock';
import { Database } from '../../platform/database/database';
import { PeriodicJob } from '../../platform/process/periodic-job';

/** Milliseconds between two sweeps. */
const INTERVAL = 600_000;
/** Entries that one statement removes: so few that it holds no lock for long. */
const AT_A_TIME = 5_000;

/**
 * Removes entries that are older than `AUDIT_RETENTION`, by the clock of PostgreSQL. Each statement is a transaction of its own,
 * so a sweep may end anywhere, and several processes may sweep at once.
 */
@Injectable()
export class AuditRetention implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('AuditRetention');
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
        this.logger.warn(`old entries of the audit were not removed, which is tried again: ${String(error)}`);
      },
    );
    this.sweeps.runNow();
  }

  onApplicationShutdown(): void {
    this.isStopping = true;
    this.sweeps?.stop();
  }

  async sweep(): Promise<void> {
    let removed = AT_A_TIME;
    while (removed === AT_A_TIME && !this.isStopping) {
      removed = await deleteByAge(this.database, async (client) => {
        const { rows } = await client.query<{ removed: number }>(REMOVE, [this.settings.AUDIT_RETENTION, AT_A_TIME]);
        return rows[0]?.removed ?? 0;
      });
    }
  }
}

/** Nobody may delete from the audit but this function. */
const REMOVE = `
  SELECT remove_audit(ARRAY(
    SELECT audit_no FROM audit WHERE ${isOld('audit', 'audit_no')} ORDER BY audit_no LIMIT $2
  )) AS removed`;
