import { InjectQueue } from '@nestjs/bull';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Queue } from 'bull';
import { messageOf } from '../../common/error-code';
import { PeriodicJob } from '../process/periodic-job';
import { REPORT_QUEUE, SHARD_QUEUE } from './names';

/** Milliseconds between two pings. */
const INTERVAL = 2_000;

/**
 * Pings Redis on each of Bull's connections: those that send, that wait for jobs, and that listen. The client replaces a
 * connection on which a command gets no answer; but without a command it would wait for ever for what a dead one brings.
 * The log says why Redis cannot be used, once until it can be again.
 */
@Injectable()
export class RedisPings implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private pings: PeriodicJob | undefined;
  private fault: string | undefined;

  constructor(
    @InjectQueue(REPORT_QUEUE) private readonly reports: Queue,
    @InjectQueue(SHARD_QUEUE) private readonly shards: Queue,
  ) {}

  onModuleInit(): void {
    for (const queue of [this.reports, this.shards]) {
      queue.on('error', (error: unknown) => {
        this.note(messageOf(error));
      });
    }
    // A ping that fails has served its purpose.
    this.pings = new PeriodicJob(
      INTERVAL,
      () => this.ping(),
      () => undefined,
    );
  }

  onApplicationShutdown(): void {
    this.pings?.stop();
  }

  private note(fault: string): void {
    if (fault === this.fault) return;
    this.fault = fault;
    this.logger.warn(`Redis cannot be used: ${fault}`);
  }

  private async ping(): Promise<void> {
    const clients = [this.reports, this.shards].flatMap((queue) => queue.clients);
    // Commands pile up while a connection is not there.
    const ready = clients.filter(({ status }) => status === 'ready');
    const pings = await Promise.allSettled(ready.map((client) => client.ping()));
    const isWell = ready.length === clients.length && pings.every(({ status }) => status === 'fulfilled');
    if (this.fault === undefined || !isWell) return;
    this.fault = undefined;
    this.logger.log('Redis can be used again');
  }
}
