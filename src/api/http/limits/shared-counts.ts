import { ThrottlerStorageRedisService } from '@nest-lab/throttler-storage-redis';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ThrottlerStorage, ThrottlerStorageService } from '@nestjs/throttler';
import Redis from 'ioredis';
import { within } from '../../../common/deadline';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';

/** Milliseconds for which a request waits for Redis to count it. */
const PATIENCE = 250;
/** Milliseconds for which a Redis that did not answer in time is not asked again. */
const PAUSE = 1_000;
/** The longest pause between two attempts to reconnect, in milliseconds. */
const RECONNECT_WITHIN = 2_000;

/**
 * Counts requests in Redis, so that all processes share the counts. While Redis is away each process counts by itself: limits
 * then hold for each of them, and nobody is refused because Redis is.
 */
@Injectable()
export class SharedCounts implements ThrottlerStorage, OnModuleInit, OnApplicationShutdown {
  private readonly redis: Redis;
  private readonly shared: ThrottlerStorageRedisService;
  private readonly own = new ThrottlerStorageService();
  /** By the clock of `performance`. */
  private askAgainAt = 0;

  constructor(@Inject(SETTINGS) settings: ServiceSettings) {
    this.redis = new Redis(settings.REDIS_URL, {
      lazyConnect: true,
      // No request waits until it is connected.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: RECONNECT_WITHIN,
      retryStrategy: (tries) => Math.min(tries * 100, RECONNECT_WITHIN),
    });
    // Readiness says that it is away.
    this.redis.on('error', () => undefined);
    this.shared = new ThrottlerStorageRedisService(this.redis);
  }

  /** Connected before the first request, if Redis is there; otherwise it goes on trying. */
  async onModuleInit(): Promise<void> {
    await within(RECONNECT_WITHIN, this.redis.connect()).catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
    this.own.onApplicationShutdown();
  }

  async increment(...counted: Parameters<ThrottlerStorage['increment']>): ReturnType<ThrottlerStorage['increment']> {
    if (this.redis.status === 'ready' && performance.now() >= this.askAgainAt) {
      try {
        return await within(PATIENCE, this.shared.increment(...counted));
      } catch {
        this.askAgainAt = performance.now() + PAUSE;
      }
    }
    return this.own.increment(...counted);
  }
}
