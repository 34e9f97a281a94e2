import { SCOPES, type Scope } from '../platform/config/scopes';

/** Who a request comes from, and what it may do. */
export interface Caller {
  /** As in the audit: `key:<key_id>`, or `anonymous`. */
  readonly actor: string;
  /** The name of the key; null without one. */
  readonly name: string | null;
  readonly scopes: ReadonlySet<Scope>;
  /** Whether it shows no key. */
  readonly isAnonymous: boolean;
}

/** The actor of whoever shows no key. */
export const ANONYMOUS = 'anonymous';

/** Whoever shows no key. */
export function stranger(scopes: readonly Scope[] = SCOPES): Caller {
  return { actor: ANONYMOUS, name: null, scopes: new Set(scopes), isAnonymous: true };
}
