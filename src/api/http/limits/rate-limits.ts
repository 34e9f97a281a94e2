import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
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
import { setTimeout as delay } from 'node:timers/promises';
import { reachedBy } from '../../../access/reach';
import { CodedError } from '../../../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';
import { accessOf } from '../access/access';
import { callerOf } from '../access/caller';
import { type Block, BlockedSenders } from './blocked-senders';
import { credentialOf, networkOf } from './senders';

/** Milliseconds in which requests are counted. */
const WINDOW = 10_000;
/** Milliseconds that a refusal takes, so that a client that does not wait sends no more than one request a second on a connection. */
const PAUSE = 1_000;

/** How many requests may come in ten seconds; for `ThrottlerModule`. */
export function rateLimits(settings: ServiceSettings, storage: ThrottlerStorage): ThrottlerModuleOptions {
  const limits: Readonly<Record<Block['limited'], number>> = {
    address: settings.RATE_LIMIT_PER_ADDRESS,
    key: settings.RATE_LIMIT_PER_KEY,
  };
  return { throttlers: Object.entries(limits).map(([name, limit]) => ({ name, ttl: WINDOW, limit })), storage };
}

/** Refuses who was beyond a limit a moment ago, before anybody looks up the key or counts the request. */
@Injectable()
export class StillBlocked implements CanActivate {
  constructor(private readonly blocked: BlockedSenders) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (this.blocked.isEmpty || isProbe(context)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    for (const sender of [networkOf(request), credentialOf(request)]) {
      const block = sender === undefined ? undefined : this.blocked.find(sender);
      if (block) return refuse(context, block);
    }
    return true;
  }
}

/** One of the limits. It counts all calls together but probes. */
@Injectable()
abstract class RateLimit extends ThrottlerGuard {
  protected abstract readonly limited: Block['limited'];
  protected override headerPrefix = 'RateLimit';

  constructor(
    @Inject(getOptionsToken()) options: ThrottlerModuleOptions,
    @Inject(getStorageToken()) storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly blocked: BlockedSenders,
    @Inject(SETTINGS) protected readonly settings: ServiceSettings,
  ) {
    super(options, storage, reflector);
  }

  /** By what a sender is known before anybody has looked up its key. */
  protected abstract senderOf(request: Request): string | undefined;

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    this.throttlers = this.throttlers.filter(({ name }) => name === this.limited);
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(isProbe(context));
  }

  protected override generateKey(_context: ExecutionContext, tracker: string, name: string): string {
    return `limit:${name}:${tracker}`;
  }

  /** The name of the limit is no part of the header's. */
  protected override setResponseHeader(response: Response, name: string, value: string | number): void {
    super.setResponseHeader(response, name.replace(`-${this.limited}`, ''), value);
  }

  protected override async throwThrottlingException(
    context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    const block = { limited: this.limited, limit, endsAt: performance.now() + timeToBlockExpire * 1000 };
    const sender = this.senderOf(context.switchToHttp().getRequest<Request>());
    if (sender !== undefined) this.blocked.add(sender, block);
    return refuse(context, block);
  }
}

/**
 * Limits the requests of an address, before anybody looks who sends them; of IPv6, of its network. Not where all come from this
 * machine.
 */
@Injectable()
export class AddressLimit extends RateLimit {
  protected readonly limited = 'address';

  private readonly isReachable = reachedBy(this.settings) !== undefined;

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return !this.isReachable || super.shouldSkip(context);
  }

  protected override getTracker(request: Request): Promise<string> {
    return Promise.resolve(networkOf(request) ?? '');
  }

  protected override senderOf(request: Request): string | undefined {
    return networkOf(request);
  }
}

/** Limits the requests of a key, once that is known. */
@Injectable()
export class KeyLimit extends RateLimit {
  protected readonly limited = 'key';

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    const caller = callerOf(context.switchToHttp().getRequest<Request>());
    return caller?.isAnonymous !== false || super.shouldSkip(context);
  }

  protected override getTracker(request: Request): Promise<string> {
    return Promise.resolve(callerOf(request)?.actor ?? '');
  }

  protected override senderOf(request: Request): string | undefined {
    return credentialOf(request);
  }
}

function isProbe(context: ExecutionContext): boolean {
  return accessOf(context.getHandler())?.isProbe === true;
}

/** @throws CodedError `rate_limited`, after a pause */
async function refuse(context: ExecutionContext, { limited, limit, endsAt }: Block): Promise<never> {
  await delay(PAUSE);
  const seconds = Math.max(1, Math.ceil((endsAt - performance.now()) / 1000));
  const headers = { 'RateLimit-Limit': `${limit}`, 'RateLimit-Remaining': '0', 'RateLimit-Reset': `${seconds}` };
  context.switchToHttp().getResponse<Response>().set(headers);
  throw new CodedError('rate_limited', { values: { limit, limited }, members: { retry_after: seconds } });
}
