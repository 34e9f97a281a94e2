import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { finished } from 'node:stream';
import { CodedError } from '../../../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';
import { callerOf } from '../access/caller';

/** What a key may have only so many of at once, and the setting that says how many. */
const LIMITED = {
  imports: 'IMPORTS_PER_KEY',
  streams: 'STREAMS_PER_KEY',
} as const satisfies Readonly<Record<string, keyof ServiceSettings>>;

/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 5;

/** What each key has at work in this process. */
@Injectable()
export class Slots {
  private readonly taken = new Map<string, number>();

  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {}

  /**
   * Takes a slot of the key that a request comes with, until its answer is over, however it ends.
   * @throws CodedError `too_many_of_key`
   */
  take(what: keyof typeof LIMITED, request: Request): void {
    const caller = callerOf(request);
    if (!request.res || caller?.isAnonymous !== false) return;
    const slot = `${what} ${caller.actor}`;
    const taken = this.taken.get(slot) ?? 0;
    const most = this.settings[LIMITED[what]];
    if (taken >= most) {
      throw new CodedError('too_many_of_key', { values: { what, most }, members: { retry_after: RETRY_AFTER } });
    }
    this.taken.set(slot, taken + 1);
    finished(request.res, () => {
      this.free(slot);
    });
  }

  private free(slot: string): void {
    const left = (this.taken.get(slot) ?? 1) - 1;
    if (left > 0) this.taken.set(slot, left);
    else this.taken.delete(slot);
  }
}
