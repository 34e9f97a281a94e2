import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { PeriodicJob } from '../process/periodic-job';
import { deleteByAge } from './clock/clock';
import type { Database } from './database';

/** Milliseconds between two sweeps. */
const INTERVAL = 600_000;
/** Rows that one statement removes: so few that it holds no lock for long. */
const AT_A_TIME = 5_000;

/** Removes at most so many rows and returns how many there were. */
export type Removal = (client: PoolClient, most: number) => Promise<number>;

/**
 * Removes what is old, at the start and every ten minutes, by the clock of PostgreSQL. Each removal is a transaction of its own and
 * leaves nothing half done, so a sweep may end anywhere, and several processes may sweep at once.
 */
export abstract class Retention implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(this.constructor.name);
  private sweeps: PeriodicJob | undefined;
  private isStopping = false;

  /** What is removed, for the log. */
  protected abstract readonly what: string;
  protected abstract readonly removals: readonly Removal[];

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.sweeps = new PeriodicJob(
      INTERVAL,
      () => this.sweep(),
      (error) => {
        this.logger.warn(`old ${this.what} were not removed, which is tried again: ${String(error)}`);
      },
    );
    this.sweeps.runNow();
  }

  onApplicationShutdown(): void {
    this.isStopping = true;
    this.sweeps?.stop();
  }

  async sweep(): Promise<void> {
    for (const remove of this.removals) {
      let removed = AT_A_TIME;
      while (removed === AT_A_TIME && !this.isStopping) {
        removed = await deleteByAge(this.database, (client) => remove(client, AT_A_TIME));
      }
    }
  }
}
