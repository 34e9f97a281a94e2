import { createHash } from 'node:crypto';
import { newKey, StubIssuer } from '../../support/access/stub-issuer';
import { json, newDataDir, removeDataDir, Service, until } from '../../support/service';

let issuer: StubIssuer;
let service: Service;

beforeAll(async () => {
  issuer = new StubIssuer();
  issuer.published = [await newKey('one', 'ES256')];
  await issuer.start();
  service = await Service.start(await newDataDir(), {
    REPORT_WORKERS: '0',
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: 'api',
    OIDC_CLIENT_ID: 'page',
    OIDC_SCOPES_CLAIM: 'roles',
    REPORTS_PER_KEY: '1',
  });
});

afterAll(async () => {
  await service.stop();
  issuer.stop();
  await removeDataDir(service.dataDir);
});

const token = async (claims: object) => issuer.sign({ sub: 'jo', aud: 'api', roles: ['read'], ...claims });
const status = async (headers: Record<string, string>) => (await service.get('/reports', headers)).status;

/** The cookies that an answer sets, as they are sent back. */
function cookiesOf(answer: Response): Record<string, string> {
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  };
}

async function visit(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(service.base + path, { redirect: 'manual', headers });
}

/** Begins a log-in; returns where the browser is sent, and what it keeps. */
async function begin() {
  const answer = await visit('/session/oidc');
  expect(answer.status).toBe(302);
  return { address: new URL(answer.headers.get('location') ?? ''), kept: cookiesOf(answer), answer };
}

it('requires a token or key from the start, and grants tokens the scopes in their claim', async () => {
  expect(await status({})).toBe(401);
  const bearer = { authorization: `Bearer ${await token({})}` };
  expect(await status(bearer)).toBe(200);
  const refused = await service.post('/trigger_report', undefined, bearer);
  expect(await json(refused)).toMatchObject({ status: 403, code: 'scope_missing' });
  expect(await status({ authorization: `Bearer ${await token({ aud: 'page' })}` })).toBe(401);
});

it('limits the running reports of each subject', async () => {
  const trigger = async (sub: string) => {
    const authorization = `Bearer ${await token({ sub, roles: ['report'] })}`;
    const body = '{"as_of":"2024-10-07T10:00:00Z"}';
    return (await service.post('/trigger_report', body, { 'content-type': 'application/json', authorization })).status;
  };
  expect([await trigger('jo'), await trigger('jo'), await trigger('bo')]).toEqual([202, 429, 202]);
});

it('logs people in with an authorization code and PKCE', async () => {
  const { address, kept, answer } = await begin();
  expect(address.origin + address.pathname).toBe(`${issuer.url}/authorize`);
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/);
  const asked = address.searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: 'code',
    client_id: 'page',
    redirect_uri: `${service.base}/session/callback`,
    code_challenge_method: 'S256',
  });
  issuer.idToken = await issuer.sign({ sub: 'jo', aud: 'page', roles: ['read'], nonce: asked.get('nonce') });
  const back = await visit(`/session/callback?code=abc&state=${asked.get('state') ?? ''}&iss=x`, kept);
  expect([back.status, back.headers.get('location')]).toEqual([302, '/']);
  expect(issuer.asked?.get('code')).toBe('abc');
  const verifier = issuer.asked?.get('code_verifier') ?? '';
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(asked.get('code_challenge'));

  const session = cookiesOf(back);
  expect(await status(session)).toBe(200);
  expect(await json(await service.get('/session', session))).toEqual({
    actor: 'oidc:jo',
    name: null,
    scopes: ['read'],
    has_oidc: true,
  });
  // What it was begun with is used up.
  expect(back.headers.getSetCookie().join()).toContain('restaurant-monitor-log-in=;');
});

it.each([
  ['a wrong state', async (asked: URLSearchParams) => ({ state: 'x', idToken: await idToken(asked.get('nonce')) })],
  ['a wrong nonce', async (asked: URLSearchParams) => ({ state: asked.get('state'), idToken: await idToken('x') })],
  [
    'an access token in place of the ID token',
    async (asked: URLSearchParams) => ({
      state: asked.get('state'),
      idToken: await token({ nonce: asked.get('nonce') }),
    }),
  ],
  [
    'an ID token issued to another client',
    async (asked: URLSearchParams) => ({
      state: asked.get('state'),
      idToken: await issuer.sign({
        sub: 'jo',
        aud: ['page', 'other'],
        azp: 'other',
        roles: ['read'],
        nonce: asked.get('nonce'),
      }),
    }),
  ],
  ['no ID token', (asked: URLSearchParams) => Promise.resolve({ state: asked.get('state'), idToken: undefined })],
])('refuses a log-in with %s', async (_, given) => {
  const { address, kept } = await begin();
  const { state, idToken: signed } = await given(address.searchParams);
  issuer.idToken = signed;
  const back = await visit(`/session/callback?code=abc&state=${state ?? ''}`, kept);
  expect([back.status, back.headers.get('location')]).toEqual([302, '/#/?log_in_error=log_in_failed']);
  expect(cookiesOf(back).cookie).not.toMatch(/restaurant-monitor=\S/);
});

it('refuses a log-in that this browser did not start, or that the provider denied', async () => {
  const { address, kept } = await begin();
  const state = address.searchParams.get('state') ?? '';
  for (const answer of [
    await visit(`/session/callback?code=abc&state=${state}`),
    await visit(`/session/callback?error=access_denied&state=${state}`, kept),
    await visit('/session/callback?code[]=a&state[]=b', kept),
  ]) {
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/#/?log_in_error=log_in_failed']);
  }
});

it('records failed log-ins in the audit, and no codes in the log', async () => {
  const admin = { authorization: `Bearer ${await token({ roles: ['admin'] })}` };
  await visit('/session/callback?code=planted-code&state=planted-state');
  // Paths are taken in any case.
  await visit('/Session/Callback/?code=planted-code&state=planted-state');
  await until(async () => {
    const answer = await service.get('/audit?outcome=log_in_failed', { ...admin, connection: 'close' });
    return (await answer.text()).includes('"action":"GET /session/callback"') || undefined;
  });
  expect(service.log).toContain('"url":"/session/callback"');
  expect(service.log).not.toContain('planted');
});

it('answers tokens with 503 rather than 401 while the issuer is down and its keys are not known', async () => {
  issuer.status = 500;
  try {
    const unknown = await issuer.sign({ sub: 'jo', aud: 'api' }, await newKey('two', 'ES256'));
    expect([401, 503]).toContain(await status({ authorization: `Bearer ${unknown}` }));
    expect(await status({ authorization: `Bearer ${await token({})}` })).toBe(200);
  } finally {
    issuer.status = undefined;
  }
});

function idToken(nonce: string | null): Promise<string> {
  return issuer.sign({ sub: 'jo', aud: 'page', roles: ['read'], nonce });
}
