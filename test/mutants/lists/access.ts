import type { Mutant } from '../mutant';

const KEYS = { file: 'src/access/keys/keys.ts', specs: ['src/access/keys/keys.spec.ts'] };
const SECRET = { file: 'src/access/keys/secret.ts', specs: ['src/access/keys/secret.spec.ts'] };
const REFUSALS = { file: 'src/access/audit/refusals.ts', specs: ['src/access/audit/refusals.spec.ts'] };
const RETENTION = { specs: ['src/access/audit/audit-retention.spec.ts'] };
const DOOR = { file: 'src/access/door.ts', specs: ['test/e2e/access/door.spec.ts'] };
const GUARD = { file: 'src/api/http/access/access.guard.ts', specs: ['test/e2e/access/routes.spec.ts'] };
const CREDENTIALS = { file: 'src/api/http/access/credentials.ts', specs: ['test/e2e/access/routes.spec.ts'] };
const TOKENS = { file: 'src/access/oidc/access-tokens.ts', specs: ['src/access/oidc/access-tokens.spec.ts'] };

export const accessMutants: readonly Mutant[] = [
  {
    ...KEYS,
    breaks: 'a key that was revoked can be used',
    replace: "AND (revoked_at IS NULL OR revoked_at > now())';",
    by: "';",
  },
  {
    ...KEYS,
    breaks: 'a key that has expired can be used',
    replace: "'(expires_at IS NULL OR expires_at > now()) AND ",
    by: "'",
  },
  {
    ...KEYS,
    breaks: 'a second rotation makes the old key last longer',
    replace: 'SET revoked_at = least(revoked_at, now() + $2 * interval',
    by: 'SET revoked_at = (now() + $2 * interval',
  },
  {
    ...KEYS,
    breaks: 'a key that takes the place of another ends when that one did',
    replace: 'now() + (expires_at - created_at)',
    by: 'expires_at',
  },
  { ...KEYS, breaks: 'two first keys are made', replace: '      await client.query(LOCK);\n', by: '' },
  {
    ...SECRET,
    breaks: 'a key with another checksum is looked for',
    replace: 'random !== undefined && checksum === checksumOf(random)',
    by: 'random !== undefined',
  },
  {
    ...REFUSALS,
    breaks: 'one address fills the audit',
    replace: 'ofOne >= MOST.ofOne || ',
    by: '',
  },
  {
    ...REFUSALS,
    breaks: 'many addresses fill the audit',
    replace: 'this.ofAll >= MOST.ofAll || ',
    by: '',
  },
  {
    ...REFUSALS,
    breaks: 'an attempt that cannot be stored keeps others out',
    replace: 'if (!isUnavailable(error)) return this.insertEach(attempts);',
    by: '',
  },
  {
    ...REFUSALS,
    breaks: 'what could not be written while PostgreSQL was away is lost',
    replace: '      this.waiting = [...attempts, ...this.waiting];\n',
    by: '',
  },
  {
    ...RETENTION,
    breaks: 'the owner can delete from the audit',
    file: 'migrations/0019-access.ts',
    replace: "'REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM CURRENT_USER'",
    by: "'SELECT 1'",
  },
  {
    ...RETENTION,
    breaks: 'anybody can remove from the audit',
    file: 'migrations/0019-access.ts',
    replace: 'REVOKE EXECUTE ON FUNCTION remove_audit(bigint[]) FROM PUBLIC',
    by: 'SELECT 1',
  },
  {
    ...RETENTION,
    breaks: 'what was done today can be removed from the audit',
    file: 'migrations/0019-access.ts',
    replace: " AND finished_at < now() - interval '1 day'",
    by: '',
  },
  {
    ...DOOR,
    breaks: 'the first key does not close the door',
    replace: 'if (await this.hasClosed()) throw keyRequired();',
    by: 'if (this.isClosed) throw keyRequired();',
  },
  {
    ...DOOR,
    breaks: 'what a proxy passes on is taken for this machine’s own',
    replace: 'if (isForwarded && !',
    by: 'if (false && !',
  },
  {
    breaks: 'a proxy in front does not count as a way to reach the service',
    file: 'src/access/reach.ts',
    replace: 'if (TRUST_PROXY) return',
    by: 'if (TRUST_PROXY?.length === 0) return',
    specs: ['test/e2e/access/door.spec.ts'],
  },
  {
    ...GUARD,
    breaks: 'any key may do anything',
    replace: 'if (caller.scopes.has(scope)) return true;',
    by: 'if (!caller.isAnonymous) return true;',
  },
  {
    ...CREDENTIALS,
    breaks: 'of two keys that differ, one counts',
    replace: "  if (bearer !== undefined && apiKey !== undefined && bearer !== apiKey) return '';\n",
    by: '',
  },
  {
    ...TOKENS,
    breaks: 'an ID token is taken',
    replace: "      if (isIdToken(payload)) throw new CodedError('wrong_key');\n",
    by: '',
  },
  {
    ...TOKENS,
    breaks: 'a token for another audience is taken',
    replace: "        audience: this.settings.OIDC_AUDIENCE ?? '',\n",
    by: '',
  },
  {
    ...TOKENS,
    breaks: 'a token that never ends is taken',
    replace: "requiredClaims: ['sub', 'exp']",
    by: "requiredClaims: ['sub']",
  },
  {
    ...TOKENS,
    file: 'src/access/oidc/claims.ts',
    breaks: 'scopes with another prefix count',
    replace: ' && name.startsWith(prefix))',
    by: ')',
  },
];
