import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PeriodicJob } from '../../process/periodic-job';
import { clockFault } from './clock';
import { Database } from '../database';

/** Milliseconds between two looks. */
const INTERVAL = 60_000;

/** Says in the log what is wrong with the clock of this process: not every process has a readiness that would say it. */
@Injectable()
export class ClockWatch implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('ClockWatch');
  private looks: PeriodicJob | undefined;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.looks = new PeriodicJob(
      INTERVAL,
      () => this.look(),
      (error) => {
        this.logger.warn(`could not compare the clock of this process with PostgreSQL's: ${String(error)}`);
      },
    );
    this.looks.runNow();
  }

  onApplicationShutdown(): void {
    this.looks?.stop();
  }

  private async look(): Promise<void> {
    const fault = await clockFault(this.database.pool);
    if (fault !== undefined) this.logger.warn(`the clock of this process ${fault}`);
  }
}
