import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { type ServiceSettings, SETTINGS } from '../config/settings';
import { REPORT_QUEUE, SHARD_QUEUE } from './names';
import { RedisPings } from './redis-pings';

/** The longest pause between two attempts to reconnect to Redis, in milliseconds. */
const RECONNECT_WITHIN = 2_000;

/** Milliseconds within which a connection must be made. */
const CONNECT_TIMEOUT = 3_000;
/** Seconds for which Bull lets Redis wait for a job before it asks again. */
const WAIT_FOR_JOB = 2;
/** Milliseconds within which Redis must answer any command, the one that waits for a job included. */
const ANSWER_WITHIN = 5_000;

type RedisAddress = Pick<ServiceSettings, 'REDIS_URL' | 'REDIS_TLS_CA'>;

/**
 * How the client connects to Redis. Bull itself would read the URL with a function that Node.js warns of, and ignore that rediss: means TLS.
 * Node.js verifies the certificate of Redis, and that it is for the host of the URL.
 */
export function connectionOptions({ REDIS_URL, REDIS_TLS_CA: ca }: RedisAddress) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(REDIS_URL);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    db: Number(pathname.slice(1)),
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...Object.fromEntries(searchParams),
    maxRetriesPerRequest: null,
    enableReadyCheck: false,
    connectTimeout: CONNECT_TIMEOUT,
    socketTimeout: ANSWER_WITHIN,
    retryStrategy: (tries: number) => Math.min(tries * 100, RECONNECT_WITHIN),
    ...(REDIS_URL.startsWith('rediss:') && { tls: { ...(ca !== undefined && { ca }) } }),
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
        redis: connectionOptions(settings),
        settings: { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 50, drainDelay: WAIT_FOR_JOB },
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
      }),
    }),
    BullModule.registerQueue({ name: REPORT_QUEUE }, { name: SHARD_QUEUE }),
  ],
  providers: [RedisPings],
  exports: [BullModule],
})
export class QueueModule {}
