import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import type { Queue } from 'bull';
import { type ServiceSettings, SETTINGS } from '../config/settings';

/** Queue of reports to see through, from cutting into shards to completion. */
export const REPORT_QUEUE = 'report';
/** Queue of shards to compute. */
export const SHARD_QUEUE = 'report-shard';

/** Milliseconds between two tries to reach Redis again, at most. */
const RECONNECT_WITHIN = 2_000;

/**
 * Whether the connection to Redis is lost at the moment. Messages would be kept until it is back; whoever sends one again
 * and again until something comes of it would have a heap of them by then.
 */
export function isAway(queue: Queue): boolean {
  return queue.client.status === 'reconnecting';
}

/**
 * Bull on Redis. Redis carries messages only: what is to be done, and what is done, stands in PostgreSQL. A worker that
 * shows no sign of life for `lockDuration` loses its job to another, as often as it takes.
 */
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: ServiceSettings) => ({
        url: settings.REDIS_URL,
        redis: {
          maxRetriesPerRequest: null,
          enableReadyCheck: false,
          retryStrategy: (tries: number) => Math.min(tries * 100, RECONNECT_WITHIN),
          // Bull takes the address apart itself, and would not encrypt.
          ...(settings.REDIS_URL.startsWith('rediss:') ? { tls: {} } : {}),
        },
        settings: { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 50 },
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
      }),
    }),
    BullModule.registerQueue({ name: REPORT_QUEUE }, { name: SHARD_QUEUE }),
  ],
  exports: [BullModule],
})
export class QueueModule {}
