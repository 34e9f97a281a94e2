import type { Request, RequestHandler } from 'express';
import { CodedError } from '../../common/coded-error';
import { hostNameOf, isLoopback } from '../../common/host-name';
import { memoize } from '../../common/memo';
import type { Settings } from '../../platform/config/settings';

/** Monitors and orchestrators probe by whatever address they know. */
const PROBES = /^\/health(\/live|\/ready)?\/?$/i;

/** Spellings of hosts that are remembered: most requests name the same few. */
const MOST_HOSTS = 100;

const foreign = new WeakSet<Request>();

/** Whether a request, which must be a probe, names a host that is not one of this service's. */
export function namesForeignHost(request: Request): boolean {
  return foreign.has(request);
}

/**
 * Refuses requests whose Host is not a name of this service. The owner of a domain can have it point here once a browser
 * has loaded a page of it (DNS rebinding): to the browser, this service is then part of that page's own site, but its requests
 * still name the domain. They never name a loopback name. Browsers always name a host, so none at all is refused as well: no
 * program needs that but probes.
 */
export function refuseForeignHosts({ HOST, ALLOWED_HOSTS }: Pick<Settings, 'HOST' | 'ALLOWED_HOSTS'>): RequestHandler {
  const isLocal = isLoopback(hostNameOf(HOST.includes(':') ? `[${HOST}]` : HOST) ?? '');
  const names = ALLOWED_HOSTS ?? (isLocal ? [] : undefined);
  const isAllowed = memoize(
    (host: string) => host,
    (host) => {
      const name = hostNameOf(host) ?? '';
      return !names || names.includes(name) || isLoopback(name);
    },
    MOST_HOSTS,
  );
  return (request, _response, next) => {
    const host = request.headers.host ?? '';
    if (isAllowed(host)) {
      next();
    } else if (PROBES.test(request.path)) {
      foreign.add(request);
      next();
    } else {
      next(new CodedError('host_not_allowed', { values: { host } }));
    }
  };
}
