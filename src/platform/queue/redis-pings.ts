import { InjectQueue } from '@nestjs/bull';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Queue } from 'bull';
import { PeriodicJob } from '../process/periodic-job';
import { REPORT_QUEUE, SHARD_QUEUE } from './names';

/** Milliseconds between two pings. */
const INTERVAL = 2_000;

/**
 * Pings Redis on each of Bull's connections: those that send, that wait for jobs, and that listen. The client replaces a
 * connection on which a command gets no answer; but without a command it would wait for ever for what a dead one brings.
 */
@Injectable()
export class RedisPings implements OnModuleInit, OnApplicationShutdown {
  private pings: PeriodicJob | undefined;

  constructor(
    @InjectQueue(REPORT_QUEUE) private readonly reports: Queue,
    @InjectQueue(SHARD_QUEUE) private readonly shards: Queue,
  ) {}

  onModuleInit(): void {
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

  private async ping(): Promise<void> {
    const clients = [this.reports, this.shards].flatMap((queue) => queue.clients);
    // Commands pile up while a connection is not there.
    await Promise.allSettled(clients.filter(({ status }) => status === 'ready').map((client) => client.ping()));
  }
}
