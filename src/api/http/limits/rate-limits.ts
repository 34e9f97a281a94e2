import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  getOptionsToken,
  getStorageToken,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { reachedBy } from '../../../access/reach';
import { CodedError } from '../../../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';
import { accessOf } from '../access/access';
import { callerOf } from '../access/caller';

/** Milliseconds in which requests are counted. */
const WINDOW = 10_000;

/** The names of the limits. */
const LIMITS = { address: 'address', key: 'key' } as const;

/** How many requests may come in ten seconds; for `ThrottlerModule`. */
export function rateLimits(settings: ServiceSettings, storage: ThrottlerStorage): ThrottlerModuleOptions {
  return {
    throttlers: [
      { name: LIMITS.address, ttl: WINDOW, limit: settings.RATE_LIMIT_PER_ADDRESS },
      { name: LIMITS.key, ttl: WINDOW, limit: settings.RATE_LIMIT_PER_KEY },
    ],
    storage,
  };
}

/** One of the limits. It counts all calls together but probes. */
abstract class RateLimit extends ThrottlerGuard {
  protected abstract readonly limited: keyof typeof LIMITS;
  protected override headerPrefix = 'RateLimit';

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    this.throttlers = this.throttlers.filter(({ name }) => name === this.limited);
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(accessOf(context.getHandler())?.isProbe === true);
  }

  protected override generateKey(_context: ExecutionContext, tracker: string, name: string): string {
    return `limit:${name}:${tracker}`;
  }

  /** The name of the limit is no part of the header's. */
  protected override setResponseHeader(response: Response, name: string, value: string | number): void {
    super.setResponseHeader(response, name.replace(`-${this.limited}`, ''), value);
  }

  protected override throwThrottlingException(
    context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    const headers = {
      'RateLimit-Limit': `${limit}`,
      'RateLimit-Remaining': '0',
      'RateLimit-Reset': `${timeToBlockExpire}`,
    };
    context.switchToHttp().getResponse<Response>().set(headers);
    throw new CodedError('rate_limited', {
      values: { limit, limited: this.limited },
      members: { retry_after: timeToBlockExpire },
    });
  }
}

/**
 * Limits the requests of an address, before anybody looks who sends them; of IPv6, of its network. Not where all come from this
 * machine.
 */
@Injectable()
export class AddressLimit extends RateLimit {
  protected readonly limited = LIMITS.address;
  private readonly isLocal: boolean;

  constructor(
    @Inject(getOptionsToken()) options: ThrottlerModuleOptions,
    @Inject(getStorageToken()) storage: ThrottlerStorage,
    reflector: Reflector,
    @Inject(SETTINGS) settings: ServiceSettings,
  ) {
    super(options, storage, reflector);
    this.isLocal = reachedBy(settings) === undefined;
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return this.isLocal || super.shouldSkip(context);
  }
}

/** Limits the requests of a key, once that is known. */
@Injectable()
export class KeyLimit extends RateLimit {
  protected readonly limited = LIMITS.key;

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    const caller = callerOf(context.switchToHttp().getRequest<Request>());
    return caller?.isAnonymous !== false || super.shouldSkip(context);
  }

  protected override getTracker(request: Request): Promise<string> {
    return Promise.resolve(callerOf(request)?.actor ?? '');
  }
}
