import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  mixin,
  type NestInterceptor,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { finished } from 'node:stream';
import type { Observable } from 'rxjs';
import { CodedError } from '../../../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';
import { callerOf } from '../access/caller';
import { ApiProblems } from '../problems/api-problems';

/** What a key may have only so many of at once, and the setting that says how many. */
const LIMITED = {
  imports: 'IMPORTS_PER_KEY',
  streams: 'STREAMS_PER_KEY',
} as const satisfies Readonly<Record<string, keyof ServiceSettings>>;

type Limited = keyof typeof LIMITED;

/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 5;

/** What each key has at work in this process. */
@Injectable()
export class Slots {
  private readonly taken = new Map<string, number>();

  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {}

  /**
   * Takes a slot until the answer is over, however it ends.
   * @throws CodedError `too_many_of_key`
   */
  take(what: Limited, actor: string, response: Response): void {
    const slot = `${what} ${actor}`;
    const taken = this.taken.get(slot) ?? 0;
    const most = this.settings[LIMITED[what]];
    if (taken >= most) throw tooMany(what, most);
    this.taken.set(slot, taken + 1);
    finished(response, () => {
      const left = (this.taken.get(slot) ?? 1) - 1;
      if (left > 0) this.taken.set(slot, left);
      else this.taken.delete(slot);
    });
  }
}

function tooMany(what: string, most: number): CodedError {
  return new CodedError('too_many_of_key', { values: { what, most }, members: { retry_after: RETRY_AFTER } });
}

/** Limits how many such calls of one key are at work at once. */
export function Limit(what: Limited): MethodDecorator {
  return applyDecorators(UseInterceptors(taking(what)), ApiProblems('too_many_of_key'));
}

function taking(what: Limited): Type<NestInterceptor> {
  class SlotInterceptor implements NestInterceptor {
    constructor(@Inject(Slots) private readonly slots: Slots) {}

    intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
      const http = context.switchToHttp();
      const caller = callerOf(http.getRequest<Request>());
      if (caller?.isAnonymous === false) this.slots.take(what, caller.actor, http.getResponse<Response>());
      return next.handle();
    }
  }
  return mixin(SlotInterceptor);
}
