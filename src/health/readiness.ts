import { InjectQueue } from '@nestjs/bull';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService, TypeOrmHealthIndicator } from '@nestjs/terminus';
import type { Queue } from 'bull';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { isSchemaBehind } from '../platform/database/migrate';
import { KafkaLag } from '../ingestion/kafka/kafka-lag';
import { REPORT_QUEUE } from '../platform/queue/queue.module';

/** Milliseconds within which PostgreSQL and Redis must answer. */
const TIMEOUT = 2_000;

/** Checks whether this process can serve requests. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private shuttingDown = false;

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly postgresql: TypeOrmHealthIndicator,
    private readonly dataSource: DataSource,
    @InjectQueue(REPORT_QUEUE) private readonly queue: Queue,
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
    () =>
      this.answersInTime('schema', async () => !(await isSchemaBehind(this.dataSource)), 'behind; run npm run migrate'),
    () => this.answersInTime('redis', () => this.queue.client.ping().then(Boolean), 'does not answer'),
    () => this.kafka(),
  ];

  /** For information only: this process does not need Kafka to serve. */
  private async kafka() {
    const state: object | undefined = await this.kafkaLag.state();
    return state ? this.indicators.check('kafka').up({ ...state }) : {};
  }

  private async answersInTime(name: string, isUp: () => Promise<boolean>, problem: string) {
    const check = this.indicators.check(name);
    const late = delay(TIMEOUT, false, { ref: false });
    try {
      return (await Promise.race([isUp(), late])) ? check.up() : check.down(problem);
    } catch {
      return check.down('does not answer');
    }
  }
}
