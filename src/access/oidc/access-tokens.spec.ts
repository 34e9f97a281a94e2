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
  it.each([0, 1, 2])('is taken with each algorithm: %s', async (index) => {
    const caller = await tokens().holderOf(await sign({}, keys[index]));
    expect(caller).toEqual({ actor: 'oidc:jo', name: null, scopes: new Set(['read']), isAnonymous: false });
  });

  it.each([
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['another audience', { aud: 'other' }],
    ['an end that is past', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['a beginning that is yet to come', { nbf: Math.floor(Date.now() / 1000) + 600 }],
    ['a nonce, as an ID token has', { nonce: 'x' }],
    ['the hash of another token, as an ID token has', { at_hash: 'x' }],
    ['a type that says that it is an ID token', { typ: 'ID' }],
  ])('is refused with %s', async (_, claims) => {
    await expect(tokens().holderOf(await sign(claims))).rejects.toMatchObject(WRONG);
  });

  it('is refused if it does not end', async () => {
    const key = keys[0];
    const endless = await new SignJWT({ iss: issuer.url, aud: 'monitor', sub: 'jo', roles: ['read'] })
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa' })
      .sign(key?.privateKey ?? Buffer.from(''));
    await expect(tokens().holderOf(endless)).rejects.toMatchObject(WRONG);
  });

  it('is refused if nobody signed it, or somebody with what is public', async () => {
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

  it.each(['', 'a', 'a.b', 'a.b.c', 'rm_x', '....'])('is refused if it is none: %j', async (text) => {
    await expect(tokens().holderOf(text)).rejects.toMatchObject(WRONG);
  });

  it('is taken with a key that was published later', async () => {
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
    ['roles', { OIDC_SCOPES_PREFIX: 'rm:' }, { roles: ['rm:read', 'admin'] }, ['read']],
    ['realm_access.roles', {}, { realm_access: { roles: ['report'] } }, ['report']],
    ['https://example.com/roles', {}, { 'https://example.com/roles': ['report'] }, ['report']],
    ['a.b', {}, { a: ['report'] }, []],
  ])('are in %s, with %j: %j', async (claim, settings, claims, scopes) => {
    const { scopes: found } = await tokens({ OIDC_SCOPES_CLAIM: claim, ...settings }).holderOf(await sign(claims));
    expect([...found]).toEqual(scopes);
  });
});

describe('an issuer', () => {
  it('that does not answer as it should is no fault of the token', async () => {
    const taken = tokens();
    issuer.status = 500;
    await expect(taken.holderOf(await sign())).rejects.toMatchObject({ code: 'service_unavailable' });
    issuer.status = undefined;
    expect(await taken.holderOf(await sign())).toMatchObject({ actor: 'oidc:jo' });
  });

  it('that cannot be reached is none either', async () => {
    const taken = tokens();
    const token = await sign();
    issuer.stop();
    await expect(taken.holderOf(token)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('that says that it is another is not believed', async () => {
    issuer.claimed = 'https://elsewhere.example';
    await expect(tokens().holderOf(await sign())).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
