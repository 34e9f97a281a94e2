import { hostNameOf, isLoopback } from '../common/host-name';
import type { Settings } from '../platform/config/settings';

/** The settings that say who can reach the service. */
export type ReachSettings = Pick<Settings, 'HOST' | 'ALLOWED_HOSTS' | 'TRUST_PROXY'>;

/**
 * By which setting others than this machine can reach the service; undefined if they cannot. A proxy that is trusted, or a name by
 * which others call, means that somebody passes their requests on.
 */
export function reachedBy({ HOST, ALLOWED_HOSTS, TRUST_PROXY }: ReachSettings): string | undefined {
  if (!isLoopback(hostNameOf(HOST.includes(':') ? `[${HOST}]` : HOST) ?? '')) return `HOST is ${HOST}`;
  if (TRUST_PROXY) return 'TRUST_PROXY names a proxy';
  return ALLOWED_HOSTS?.every(isLoopback) === false ? 'ALLOWED_HOSTS names others' : undefined;
}
