import type { JWTPayload } from 'jose';
import { isScope, type Scope } from '../../platform/config/scopes';
import type { ServiceSettings } from '../../platform/config/settings';
import type { Caller } from '../caller';
import { printable } from '../printable';

/** No symmetric ones: whoever knows the public key could sign with it. `none` is no algorithm here. */
export const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** Seconds by which the issuer's clock may differ from ours. */
export const TOLERANCE = 30;

/** The longest subject that is kept. */
const MAX_SUBJECT = 250;

/** The caller that the claims of a verified token describe, with the scopes that they grant. */
export function callerIn(
  payload: JWTPayload,
  {
    OIDC_SCOPES_CLAIM: claim = '',
    OIDC_SCOPES_PREFIX: prefix = '',
  }: Pick<ServiceSettings, 'OIDC_SCOPES_CLAIM' | 'OIDC_SCOPES_PREFIX'>,
): Caller {
  return {
    actor: `oidc:${printable(payload.sub ?? '', MAX_SUBJECT)}`,
    name: null,
    scopes: new Set(scopesIn(claimIn(payload, claim), prefix)),
    isAnonymous: false,
  };
}

/** A claim by its name or, as `realm_access.roles`, by its path; one whose name has dots comes first. */
function claimIn(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), payload);
}

/** The scopes in a list, or in a text with spaces between them. Names without the prefix, and those of no scope, are ignored. */
function scopesIn(value: unknown, prefix: string): Scope[] {
  const names: unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  return names
    .filter((name) => typeof name === 'string' && name.startsWith(prefix))
    .map((name) => String(name).slice(prefix.length))
    .filter(isScope);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
