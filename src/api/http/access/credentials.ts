import type { Request } from 'express';
import type { Visitor } from '../../../access/door';
import { namesForeignHost } from '../allowed-hosts';
import { sessionToTrust } from './session-cookie';

/** What proxies add to the requests that they pass on, besides all that begins with `x-forwarded-`. */
const FORWARDING = ['forwarded', 'via', 'x-real-ip'];

/** What a request shows of who it comes from. */
export function visitorOf(request: Request): Visitor {
  return {
    secret: secretOf(request),
    session: sessionToTrust(request),
    // A page whose domain was pointed here may have sent it.
    isForwarded: isForwarded(request) || namesForeignHost(request),
  };
}

/**
 * What comes as `Authorization: Bearer` or `X-API-Key`. Anything else in their place is a key too, though a wrong one: whoever
 * sends it does not mean to be anonymous. So are two that differ.
 */
function secretOf(request: Request): string | undefined {
  const authorization = request.get('Authorization');
  const bearer = authorization === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
  const apiKey = request.get('X-API-Key');
  if (bearer !== undefined && apiKey !== undefined && bearer !== apiKey) return '';
  return bearer ?? apiKey;
}

function isPredicate(value: unknown): value is (address: string | undefined, hop: number) => boolean {
  return typeof value === 'function';
}

/** Whether somebody passed a request on whom TRUST_PROXY does not name. */
function isForwarded({ headers, app, socket }: Request): boolean {
  const trusts: unknown = app.get('trust proxy fn');
  if (isPredicate(trusts) && trusts(socket.remoteAddress, 0)) return false;
  return Object.keys(headers).some((name) => name.startsWith('x-forwarded-') || FORWARDING.includes(name));
}
