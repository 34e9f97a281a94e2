import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { finished } from 'node:stream';
import { reachedBy } from '../../../access/reach';
import { CodedError } from '../../../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';
import { callerOf } from '../access/caller';
import { networkOf } from './senders';

/** What is limited for each key and for each address without a key, and the setting that says how many at once. */
const LIMITED = {
  imports: 'IMPORTS_PER_KEY',
  streams: 'STREAMS_PER_KEY',
} as const satisfies Readonly<Record<string, keyof ServiceSettings>>;

/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 5;

/**
 * What each caller has in progress in this process. Each process counts by itself: the limits protect its own memory and
 * connections, and a process that is killed leaves no slot taken.
 */
@Injectable()
export class Slots {
  private readonly taken = new Map<string, number>();

  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {}

  /**
   * Takes a slot until the request's answer is over, however it ends: one of its key, or without a key one of its address.
   * Where only this machine can reach the service, requests without a key are not limited.
   * @throws CodedError `too_many_of_key`
   */
  take(what: keyof typeof LIMITED, request: Request): void {
    const holder = this.holderOf(request);
    if (!request.res || holder === undefined) return;
    const slot = `${what} ${holder.name}`;
    const taken = this.taken.get(slot) ?? 0;
    const most = this.settings[LIMITED[what]];
    if (taken >= most) {
      throw new CodedError('too_many_of_key', {
        values: { what, most, limited: holder.limited },
        members: { retry_after: RETRY_AFTER },
      });
    }
    this.taken.set(slot, taken + 1);
    finished(request.res, () => {
      this.free(slot);
    });
  }

  private holderOf(request: Request) {
    const caller = callerOf(request);
    if (caller?.isAnonymous === false) return { limited: 'key', name: caller.actor };
    const network = reachedBy(this.settings) === undefined ? undefined : networkOf(request);
    return network === undefined ? undefined : { limited: 'address', name: network };
  }

  private free(slot: string): void {
    const left = (this.taken.get(slot) ?? 1) - 1;
    if (left > 0) this.taken.set(slot, left);
    else this.taken.delete(slot);
  }
}
