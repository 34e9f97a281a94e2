import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import type { Queue } from 'bull';
import { type ServiceSettings, SETTINGS } from '../config/settings';

/** Queue of reports: a job runs a report from its shards to its completion. */
export const REPORT_QUEUE = 'report';
/** Queue of shards: a job computes one. */
export const SHARD_QUEUE = 'report-shard';

/** The longest pause between two attempts to reconnect to Redis, in milliseconds. */
const RECONNECT_WITHIN = 2_000;

/**
 * Whether the connection to Redis is lost at the moment. The client keeps messages until it is back: a sender that
 * repeats its message until it has an effect should not send meanwhile, or they pile up.
 */
export function isAway(queue: Queue): boolean {
  return queue.client.status === 'reconnecting';
}

/** How the client connects to Redis, besides what Bull itself takes from the URL; it ignores that rediss: means TLS. */
export function connectionOptions(redisUrl: string) {
  return {
    maxRetriesPerRequest: null,
    enableReadyCheck: false,
    retryStrategy: (tries: number) => Math.min(tries * 100, RECONNECT_WITHIN),
    ...(redisUrl.startsWith('rediss:') ? { tls: {} } : {}),
  };
}

/**
 * Bull on Redis. Redis carries messages only; which reports and shards are to do or done is in PostgreSQL. A worker
 * that does not renew its lock within `lockDuration` loses the job to another.
 */
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: ServiceSettings) => ({
        url: settings.REDIS_URL,
        redis: connectionOptions(settings.REDIS_URL),
        settings: { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 50 },
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
      }),
    }),
    BullModule.registerQueue({ name: REPORT_QUEUE }, { name: SHARD_QUEUE }),
  ],
  exports: [BullModule],
})
export class QueueModule {}
