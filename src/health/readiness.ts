import { InjectQueue } from '@nestjs/bull';
import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService, TypeOrmHealthIndicator } from '@nestjs/terminus';
import type { Queue } from 'bull';
import { DataSource } from 'typeorm';
import { within } from '../common/deadline';
import { clockFault } from '../platform/database/clock/clock';
import { Database } from '../platform/database/database';
import { isSchemaBehind } from '../platform/database/migrate';
import { KafkaLag } from '../ingestion/kafka/kafka-lag';
import { REPORT_QUEUE } from '../platform/queue/names';

/** Milliseconds within which PostgreSQL and Redis must answer. */
const TIMEOUT = 2_000;

/** Checks whether this process can serve requests. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private shuttingDown = false;
  private pinging: Promise<undefined> | undefined;

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly postgresql: TypeOrmHealthIndicator,
    private readonly dataSource: DataSource,
    private readonly database: Database,
    @Optional() @InjectQueue(REPORT_QUEUE) private readonly queue: Queue | undefined,
    private readonly kafkaLag: KafkaLag,
  ) {}

  /** Runs first at a shutdown, while the process still answers. */
  onModuleDestroy(): void {
    this.shuttingDown = true;
  }

  readonly checks: HealthIndicatorFunction[] = [
    () => {
      const check = this.indicators.check('process');
      return this.shuttingDown ? check.down('shutting down') : check.up();
    },
    () => this.postgresql.pingCheck('postgresql', { timeout: TIMEOUT }),
    () => this.check('writable', () => this.whyNotWritable()),
    () =>
      this.check('schema', async () =>
        (await isSchemaBehind(this.dataSource)) ? 'behind; run npm run migrate' : undefined,
      ),
    () => this.check('clock', () => clockFault(this.database.pool)),
    () => this.redis(),
    () => this.kafka(),
  ];

  private async whyNotWritable(): Promise<string | undefined> {
    const { rows } = await this.database.pool.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
    return rows[0]?.standby === true ? 'PostgreSQL is a standby, which only reads' : undefined;
  }

  /** One ping for all probes until it is answered: the client keeps each until Redis is back. */
  private async ping({ client }: Queue): Promise<undefined> {
    this.pinging ??= client
      .ping()
      .then(() => undefined)
      .finally(() => (this.pinging = undefined));
    return this.pinging;
  }

  /** A consumer does not need it. */
  private async redis() {
    const { queue } = this;
    return queue ? this.check('redis', () => this.ping(queue)) : {};
  }

  /** For information only: this process does not need Kafka to serve. */
  private async kafka() {
    const state: object | undefined = await this.kafkaLag.state();
    return state ? this.indicators.check('kafka').up({ ...state }) : {};
  }

  /** @param fault finds out what is wrong; undefined: nothing */
  private async check(name: string, fault: () => Promise<string | undefined>) {
    const check = this.indicators.check(name);
    const found = await within(TIMEOUT, fault()).catch(() => 'does not answer');
    return found === undefined ? check.up() : check.down(found);
  }
}
