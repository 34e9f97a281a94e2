import { exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { newKey, type SigningKey, StubIssuer } from '../../../test/support/access/stub-issuer';
import { readSettings } from '../../platform/config/settings';
import { AccessTokens } from './access-tokens';

let issuer: StubIssuer;
let keys: SigningKey[];

beforeAll(async () => {
  keys = await Promise.all([newKey('rsa', 'RS256'), newKey('ec', 'ES256'), newKey('ed', 'EdDSA')]);
});

beforeEach(async () => {
  issuer = new StubIssuer();
  issuer.published = keys;
  await issuer.start();
});

afterEach(() => {
  issuer.stop();
});

function tokens(settings: Record<string, string> = {}): AccessTokens {
  const oidc = { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: 'monitor', OIDC_SCOPES_CLAIM: 'roles', ...settings };
  return new AccessTokens({ ...readSettings(oidc), DATABASE_URL: '', REDIS_URL: '' });
}

async function sign(claims: JWTPayload = {}, key = keys[0]): Promise<string> {
  if (!key) throw new Error('there is no key');
  const { iss = issuer.url, aud = 'monitor', sub = 'jo', exp = Math.floor(Date.now() / 1000) + 60, ...others } = claims;
  return new SignJWT({ iss, aud, sub, exp, roles: ['read'], ...others })
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .sign(key.privateKey);
}

const WRONG = { code: 'wrong_key' };

describe('an access token', () => {
  it.each([0, 1, 2])('is accepted with each algorithm: %s', async (index) => {
    const caller = await tokens().holderOf(await sign({}, keys[index]));
    expect(caller).toEqual({ actor: 'oidc:jo', name: null, scopes: new Set(['read']), isAnonymous: false });
  });

  it.each([
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['another audience', { aud: 'other' }],
    ['an expiry in the past', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['a start in the future', { nbf: Math.floor(Date.now() / 1000) + 600 }],
    ['a nonce, as an ID token has', { nonce: 'x' }],
    ['an access token hash, as an ID token has', { at_hash: 'x' }],
    ['the type of an ID token', { typ: 'ID' }],
  ])('is refused with %s', async (_, claims) => {
    await expect(tokens().holderOf(await sign(claims))).rejects.toMatchObject(WRONG);
  });

  it('is refused without an expiry', async () => {
    const key = keys[0];
    const endless = await new SignJWT({ iss: issuer.url, aud: 'monitor', sub: 'jo', roles: ['read'] })
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa' })
      .sign(key?.privateKey ?? Buffer.from(''));
    await expect(tokens().holderOf(endless)).rejects.toMatchObject(WRONG);
  });

  it('is refused if it is unsigned, signed with the public key as an HMAC secret, or signed with another key', async () => {
    const claims = { iss: issuer.url, aud: 'monitor', sub: 'jo', roles: ['admin'] };
    const unsigned = new UnsecuredJWT(claims).setExpirationTime('1h').encode();
    await expect(tokens().holderOf(unsigned)).rejects.toMatchObject(WRONG);
    const [rsa] = keys;
    const pem = Buffer.from(rsa ? await exportSPKI(rsa.publicKey) : '');
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'rsa' })
      .setExpirationTime('1h')
      .sign(pem);
    await expect(tokens().holderOf(confused)).rejects.toMatchObject(WRONG);
    await expect(tokens().holderOf(await sign({}, await newKey('rsa', 'RS256')))).rejects.toMatchObject(WRONG);
  });

  it.each(['', 'a', 'a.b', 'a.b.c', 'rm_x', '....'])('is refused if it is not a JWT: %j', async (text) => {
    await expect(tokens().holderOf(text)).rejects.toMatchObject(WRONG);
  });

  it('is accepted with a key that was published later', async () => {
    const taken = tokens();
    await taken.holderOf(await sign());
    const next = await newKey('next', 'ES256');
    issuer.published = [next];
    // An unknown key is looked for at most every half minute.
    jest.useFakeTimers({
      now: Date.now() + 31_000,
      doNotFake: ['nextTick', 'setImmediate', 'performance', 'setTimeout', 'clearTimeout'],
    });
    try {
      expect(await taken.holderOf(await sign({}, next))).toMatchObject({ actor: 'oidc:jo' });
      await expect(taken.holderOf(await sign())).rejects.toMatchObject(WRONG);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('the scopes of a token', () => {
  it.each([
    ['roles', {}, { roles: ['admin', 'read', 'other'] }, ['admin', 'read']],
    ['roles', {}, { roles: 'ingest report' }, ['ingest', 'report']],
    ['roles', {}, { roles: undefined, scope: 'admin' }, []],
    ['roles', { OIDC_SCOPES_PREFIX: 'rm:' }, { roles: ['rm:read', 'admin', 'xx:admin'] }, ['read']],
    ['realm_access.roles', {}, { realm_access: { roles: ['report'] } }, ['report']],
    ['https://example.com/roles', {}, { 'https://example.com/roles': ['report'] }, ['report']],
    ['a.b', {}, { a: ['report'] }, []],
  ])('are in %s, with %j: %j', async (claim, settings, claims, scopes) => {
    const { scopes: found } = await tokens({ OIDC_SCOPES_CLAIM: claim, ...settings }).holderOf(await sign(claims));
    expect([...found]).toEqual(scopes);
  });
});

describe('while the issuer', () => {
  it('answers with errors, tokens are neither accepted nor wrong, and it is asked once a second', async () => {
    const accepted = tokens();
    const token = await sign();
    issuer.status = 500;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const calls = Array.from({ length: 20 }, () => accepted.holderOf(token));
      for (const call of await Promise.allSettled(calls)) {
        expect(call).toMatchObject({ status: 'rejected', reason: { code: 'service_unavailable' } });
      }
      jest.advanceTimersByTime(999);
      await expect(accepted.holderOf(token)).rejects.toMatchObject({ code: 'service_unavailable' });
      expect(issuer.paths).toHaveLength(1);
      issuer.status = undefined;
      jest.advanceTimersByTime(1);
    } finally {
      jest.useRealTimers();
    }
    expect(await accepted.holderOf(token)).toMatchObject({ actor: 'oidc:jo' });
  });

  it('does not publish its keys, it is asked once a second, however many made-up tokens arrive', async () => {
    const accepted = tokens();
    const token = await sign();
    issuer.broken = '/keys';
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const fetched = () => issuer.paths.filter((path) => path === '/keys').length;
    const UNAVAILABLE = { code: 'service_unavailable' };
    try {
      for (let tries = 0; tries < 3; tries++) await expect(accepted.holderOf(token)).rejects.toMatchObject(UNAVAILABLE);
      expect(fetched()).toBe(1);
      now = 999;
      await expect(accepted.holderOf(token)).rejects.toMatchObject(UNAVAILABLE);
      expect(fetched()).toBe(1);
      now = 1_000;
      issuer.broken = undefined;
      expect(await accepted.holderOf(token)).toMatchObject({ actor: 'oidc:jo' });
      expect(fetched()).toBe(2);
    } finally {
      clock.mockRestore();
    }
  });

  it('no longer publishes its keys, those it published go on being accepted while others are looked for', async () => {
    const accepted = tokens();
    const token = await sign();
    await accepted.holderOf(token);
    const unknown = await sign({}, await newKey('unknown', 'ES256'));
    issuer.broken = '/keys';
    // An unknown key is looked for at most every half minute.
    jest.useFakeTimers({
      now: Date.now() + 31_000,
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'setTimeout', 'clearTimeout'],
    });
    try {
      for (let tries = 0; tries < 3; tries++) {
        await expect(accepted.holderOf(unknown)).rejects.toMatchObject({ code: 'service_unavailable' });
        expect(await accepted.holderOf(token)).toMatchObject({ actor: 'oidc:jo' });
      }
      expect(issuer.paths.filter((path) => path === '/keys')).toHaveLength(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('cannot be reached, tokens are neither accepted nor wrong', async () => {
    const accepted = tokens();
    const token = await sign();
    issuer.stop();
    await expect(accepted.holderOf(token)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('claims to be another one, it is not trusted', async () => {
    issuer.claimed = 'https://elsewhere.example';
    await expect(tokens().holderOf(await sign())).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
