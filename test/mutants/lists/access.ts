import type { Mutant } from '../mutant';

const KEYS = { file: 'src/access/keys/keys.ts', specs: ['src/access/keys/keys.spec.ts'] };
const SECRET = { file: 'src/access/keys/secret.ts', specs: ['src/access/keys/secret.spec.ts'] };
const REFUSALS = { file: 'src/access/audit/refusals.ts', specs: ['src/access/audit/refusals.spec.ts'] };
const RETENTION = { specs: ['src/access/audit/audit-retention.spec.ts'] };
const DOOR = { file: 'src/access/door.ts', specs: ['test/e2e/access/door.spec.ts'] };
const GUARD = { file: 'src/api/http/access/access.guard.ts', specs: ['test/e2e/access/routes.spec.ts'] };
const BOARD = { file: 'src/api/queues/board.ts', specs: ['test/e2e/access/routes.spec.ts'] };
const CREDENTIALS = { file: 'src/api/http/access/credentials.ts', specs: ['test/e2e/access/routes.spec.ts'] };
const TOKENS = { file: 'src/access/oidc/access-tokens.ts', specs: ['src/access/oidc/access-tokens.spec.ts'] };

const LIMITS = 'src/api/http/limits';
const RATES = { file: `${LIMITS}/rate-limits.ts`, specs: [`${LIMITS}/rate-limits.spec.ts`] };
const BLOCKED = { file: `${LIMITS}/blocked-senders.ts`, specs: [`${LIMITS}/blocked-senders.spec.ts`] };
const SLOTS = { file: `${LIMITS}/slots.ts`, specs: ['test/e2e/access/limits.spec.ts'] };
const SESSIONS = { file: 'src/access/sessions/sessions.ts', specs: ['test/e2e/access/session.spec.ts'] };
const COOKIE = { file: 'src/api/http/access/session-cookie.ts', specs: ['test/e2e/access/session.spec.ts'] };
const LOG_IN = { file: 'src/access/oidc/log-in.ts', specs: ['test/e2e/access/oidc.spec.ts'] };

export const accessMutants: readonly Mutant[] = [
  {
    ...BOARD,
    breaks: 'the queues seem to be open to changes',
    replace: 'readOnlyMode: true',
    by: 'readOnlyMode: false',
  },
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
    ...DOOR,
    file: 'src/api/http/access/credentials.ts',
    breaks: 'a page whose domain was pointed here learns the version',
    replace: ' || namesForeignHost(request)',
    by: ' && !namesForeignHost(request)',
  },
  {
    breaks: 'a proxy in front does not count as a way to reach the service',
    file: 'src/access/reach.ts',
    replace: 'if (TRUST_PROXY) return',
    by: 'if (TRUST_PROXY?.length === 0) return',
    specs: ['src/access/reach.spec.ts'],
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
  {
    ...TOKENS,
    file: 'src/access/oidc/remote-keys.ts',
    breaks: 'each token that somebody makes up asks a provider for keys that it does not publish',
    replace: '      this.askAgainAt = performance.now() + PAUSE;\n',
    by: '',
  },
  {
    ...TOKENS,
    file: 'src/access/oidc/remote-keys.ts',
    breaks: 'one made-up token keeps all others out while a provider does not publish its keys',
    replace: 'this.keys.fresh ? this.keys.jwks() : undefined',
    by: 'undefined',
  },
  {
    ...TOKENS,
    file: 'src/access/oidc/issuer.ts',
    breaks: 'each request asks a provider that is down',
    replace: 'this.asking ??= ',
    by: 'this.asking = ',
  },
  {
    ...RATES,
    breaks: 'a key at its limit is looked up',
    replace: '      if (block) return refuse(context, block);\n',
    by: '',
  },
  {
    ...RATES,
    breaks: 'nobody is remembered',
    replace: '    if (sender !== undefined) this.blocked.add(sender, block);\n',
    by: '',
  },
  {
    ...RATES,
    breaks: 'a client that does not wait is answered at once',
    replace: '  await delay(PAUSE);\n',
    by: '',
  },
  {
    ...RATES,
    breaks: 'probes of an address at its limit are refused',
    replace: 'this.blocked.isEmpty || isProbe(context)',
    by: 'this.blocked.isEmpty',
  },
  {
    ...RATES,
    file: `${LIMITS}/senders.ts`,
    breaks: 'a client has as many limits as its network has addresses',
    replace: 'normalizeIp(address)',
    by: 'address',
  },
  {
    ...BLOCKED,
    breaks: 'a key that is revoked while it is blocked stays a 429',
    replace: 'Math.min(performance.now() + REMEMBERED, block.endsAt)',
    by: 'block.endsAt',
  },
  {
    ...BLOCKED,
    breaks: 'a sender is blocked for too long',
    replace: 'Math.min(performance.now() + REMEMBERED, block.endsAt)',
    by: 'performance.now() + REMEMBERED',
  },
  {
    ...BLOCKED,
    breaks: 'senders take memory without end',
    replace: 'this.blocks.size >= MOST && ',
    by: 'this.blocks.size > 2 * MOST && ',
  },
  {
    breaks: 'each request waits for a Redis that hangs',
    file: `${LIMITS}/shared-counts.ts`,
    replace: '        this.askAgainAt = performance.now() + PAUSE;\n',
    by: '',
    specs: [`${LIMITS}/shared-counts.spec.ts`],
  },
  {
    ...SLOTS,
    breaks: 'callers without a key have any number of streams',
    replace: "network === undefined ? undefined : { limited: 'address', name: network }",
    by: 'network === null ? undefined : undefined',
  },
  {
    ...SLOTS,
    breaks: 'a slot is taken for good',
    replace: 'if (left > 0) this.taken.set(slot, left);',
    by: 'if (left >= 0) this.taken.set(slot, left + 1);',
  },
  {
    breaks: 'a process takes any number of connections',
    file: 'src/api/http/configure-http.ts',
    replace: '  app.getHttpServer().maxConnections = settings.MAX_CONNECTIONS;\n',
    by: '',
    specs: ['test/e2e/access/connections.spec.ts'],
  },
  {
    breaks: 'subjects of OpenID Connect have any number of reports',
    file: 'src/reports/reports.service.ts',
    replace: "created_by <> 'anonymous'",
    by: "created_by LIKE 'key:%'",
    specs: ['test/e2e/access/oidc.spec.ts'],
  },
  {
    ...REFUSALS,
    breaks: 'what is left out while PostgreSQL is away takes memory without end',
    replace: ' && this.waiting.length < MOST_WAITING) {\n      const act',
    by: ') {\n      const act',
  },
  {
    ...SESSIONS,
    breaks: 'a session outlives its key',
    replace: ' WHERE ${IS_VALID}) held',
    by: ' WHERE true OR ${IS_VALID}) held',
  },
  {
    ...SESSIONS,
    breaks: 'a session never expires',
    replace: ' AND session.expires_at > now()',
    by: '',
  },
  {
    ...SESSIONS,
    breaks: 'whoever sends the log-out is its author',
    replace: '{ ...by, ...rows[0] }',
    by: 'by',
  },
  {
    ...COOKIE,
    breaks: 'a request that does not say where it comes from changes something',
    replace: 'return saysFromWhere || SAFE_METHODS',
    by: 'return saysFromWhere !== undefined || SAFE_METHODS',
  },
  {
    ...COOKIE,
    breaks: 'scripts can read the cookie of a session',
    replace: 'httpOnly: true',
    by: 'httpOnly: false',
  },
  {
    ...COOKIE,
    breaks: 'other sites can have the cookie of a session sent',
    replace: "sameSite: 'strict'",
    by: "sameSite: 'none'",
  },
  {
    ...LOG_IN,
    breaks: 'a log-in that began elsewhere is finished',
    replace: ' || !isSame(state, kept.state)',
    by: '',
  },
  {
    ...LOG_IN,
    breaks: 'the ID token of another log-in is taken',
    replace: ' || !isSame(payload.nonce, kept.nonce)',
    by: '',
  },
  {
    ...LOG_IN,
    breaks: 'the ID token of another client is taken',
    replace: 'payload.azp !== undefined && ',
    by: 'payload.azp === null && ',
  },
  {
    ...LOG_IN,
    file: 'src/api/http/requests/request-log.ts',
    breaks: 'the log has the codes of log-ins',
    replace: '/^\\/session\\//i',
    by: '/^\\/session\\//',
  },
  {
    ...LOG_IN,
    file: 'src/api/session/log-in.filter.ts',
    breaks: 'log-ins that fail are not in the audit',
    replace: '      refusals.note(actOf(request), code);\n',
    by: '      void [refusals, actOf, request, code];\n',
  },
  {
    breaks: 'the log has API keys that somebody put into an address',
    file: 'src/platform/config/redacted.ts',
    replace: ".replace(KEY, 'rm_…')",
    by: '',
    specs: ['src/platform/logging/logging.spec.ts'],
  },
  {
    breaks: 'the audit has API keys that somebody put into an address',
    file: 'src/api/http/access/caller.ts',
    replace: 'redacted(String(value))',
    by: 'String(value)',
    specs: ['test/e2e/access/audit.spec.ts'],
  },
  {
    ...SESSIONS,
    breaks: 'a log-in is no use of its key',
    replace: '    this.uses.note(holder);\n',
    by: '',
  },
  {
    ...SESSIONS,
    breaks: 'what a session does is no use of its key',
    replace: '    this.uses.note(found);\n',
    by: '',
  },
  {
    ...SESSIONS,
    file: 'src/api/reports/reports.controller.ts',
    breaks: 'an event stream outlives the access of its caller',
    replace: ".pipe(takeUntil(this.endOfAccess.of(request, 'read')))",
    by: '',
  },
  {
    ...SESSIONS,
    file: 'src/api/http/access/end-of-access.ts',
    breaks: 'an event stream ends although its caller may go on watching',
    replace: 'filter(Boolean)',
    by: 'filter(() => true)',
  },
  {
    ...GUARD,
    breaks: 'a cache shows one caller what another one got',
    replace: ".set('Cache-Control', 'no-store')",
    by: '',
  },
  {
    ...GUARD,
    breaks: 'a cache keeps errors',
    file: 'src/api/http/problems/problem.filter.ts',
    replace: "    response.set('Cache-Control', 'no-store');\n",
    by: '',
    specs: ['src/api/http/problems/problem.filter.spec.ts'],
  },
];
