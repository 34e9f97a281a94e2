import { normalizeIp } from '@nestjs/throttler';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { addressOf } from '../access/caller';
import { visitorOf } from '../access/credentials';

/** The address that a request counts for; of IPv6, its network (/64). Undefined if the client is gone. */
export function networkOf(request: Request): string | undefined {
  const address = addressOf(request);
  return address === null ? undefined : normalizeIp(address);
}

/** A name for what a request shows as its key or session, which says nothing of it; undefined if it shows none. */
export function credentialOf(request: Request): string | undefined {
  const { secret, session } = visitorOf(request);
  const shown = secret ?? session;
  return shown === undefined ? undefined : createHash('sha256').update(shown).digest('base64');
}
