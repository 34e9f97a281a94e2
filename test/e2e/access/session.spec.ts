import { newSecret } from '../../../src/access/keys/secret';
import { databaseUrl } from '../../support/database';
import { Client } from 'pg';
import { z } from 'zod';
import { json, newDataDir, removeDataDir, Service, text, until } from '../../support/service';

let service: Service;
let key: string;
let keyId: string;

const ENV = {
  REPORT_WORKERS: '0',
  TRUST_PROXY: '127.0.0.1',
  ALLOWED_HOSTS: 'monitor.example',
  ALLOW_ANONYMOUS: 'admin',
};
const JSON_TYPE = { 'content-type': 'application/json' };
const OWN = { 'sec-fetch-site': 'same-origin' };

beforeAll(async () => {
  service = await Service.start(await newDataDir(), ENV);
  ({ key, keyId } = await makeKey({}));
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function makeKey(headers: Record<string, string>) {
  const body = JSON.stringify({ name: 'page', scopes: ['read', 'report', 'admin'] });
  const made = await json(await service.post('/keys', body, { ...JSON_TYPE, ...headers }));
  return { key: text(made, 'key'), keyId: text(made, 'key_id') };
}

/** Logs in; returns the cookie as the service set it. */
async function logIn(
  secret: string,
  headers: Record<string, string> = OWN,
): Promise<{ status: number; cookie: string }> {
  const answer = await service.post('/session', JSON.stringify({ key: secret }), { ...JSON_TYPE, ...headers });
  return { status: answer.status, cookie: answer.headers.get('set-cookie') ?? '' };
}

async function sent(secret = key): Promise<{ cookie: string }> {
  const { cookie } = await logIn(secret);
  return { cookie: cookie.split(';')[0] ?? '' };
}

const keysSchema = z.object({ keys: z.array(z.object({ key_id: z.string(), last_used_at: z.string().nullable() })) });

const eventsIn = (stream: string) => Array.from(stream.matchAll(/^event: (\w+)$/gm), ([, type]) => type);

async function query(sql: string, values: unknown[] = []): Promise<object[]> {
  const database = new Client({ connectionString: await databaseUrl(service.dataDir) });
  await database.connect();
  try {
    return (await database.query<object>(sql, values)).rows;
  } finally {
    await database.end();
  }
}

const status = async (headers: Record<string, string>) => (await service.get('/reports', headers)).status;

it('a session has the scopes of the key it was started with', async () => {
  const cookie = await sent();
  expect(await json(await service.get('/session', cookie))).toEqual({
    actor: `key:${keyId}`,
    name: 'page',
    scopes: ['read', 'report', 'admin'],
    has_oidc: false,
  });
  expect(await status(cookie)).toBe(200);
  expect((await service.observe([], { ...cookie, ...OWN })).status).toBe(403);
  expect(await json(await service.get('/session'))).toEqual({
    actor: 'anonymous',
    name: null,
    scopes: [],
    has_oidc: false,
  });
});

it('its cookie is HttpOnly, SameSite=Strict, and over TLS Secure with the prefix __Host-', async () => {
  const { status: plain, cookie } = await logIn(key);
  expect(plain).toBe(201);
  expect(cookie).toMatch(/^restaurant-monitor=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const overTls = { ...OWN, 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };
  const { cookie: secure } = await logIn(key, overTls);
  expect(secure).toMatch(/^__Host-restaurant-monitor=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
});

it('a wrong key starts no session', async () => {
  expect(await logIn(newSecret())).toEqual({ status: 401, cookie: '' });
  expect((await logIn('')).status).toBe(422);
});

it('a session ends at log-out', async () => {
  const cookie = await sent();
  const answer = await fetch(`${service.base}/session`, { method: 'DELETE', headers: { ...cookie, ...OWN } });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('set-cookie')).toMatch(/^restaurant-monitor=; Path=\/; Expires=Thu, 01 Jan 1970/);
  expect(await status(cookie)).toBe(401);
});

it('log-out is recorded with the owner of the session, whatever key comes with it', async () => {
  const other = await makeKey({ authorization: `Bearer ${key}` });
  const cookie = await sent(other.key);
  const both = { ...cookie, ...OWN, authorization: `Bearer ${key}` };
  expect((await fetch(`${service.base}/session`, { method: 'DELETE', headers: both })).status).toBe(204);
  const audit = await json(await service.get('/audit?limit=1&outcome=done', { authorization: `Bearer ${key}` }));
  expect(audit.entries).toMatchObject([{ action: 'DELETE /session', actor: `key:${other.keyId}`, actor_name: 'page' }]);
});

it('a session ends when its key is revoked', async () => {
  const other = await makeKey({ authorization: `Bearer ${key}` });
  const cookie = await sent(other.key);
  expect(await status(cookie)).toBe(200);
  await fetch(`${service.base}/keys/${other.keyId}`, { method: 'DELETE', headers: { authorization: `Bearer ${key}` } });
  expect(await status(cookie)).toBe(401);
  expect(await json(await service.get('/session', cookie))).toMatchObject({ actor: 'anonymous', scopes: [] });
});

it('a log-in and the requests of a session are uses of the key', async () => {
  const admin = { authorization: `Bearer ${key}` };
  const other = await makeKey(admin);
  const lastUse = async () => {
    const { keys } = keysSchema.parse(await json(await service.get('/keys', admin)));
    return keys.find(({ key_id: id }) => id === other.keyId)?.last_used_at;
  };
  const cookie = await sent(other.key);
  await until(async () => (await lastUse()) ?? undefined);
  await query('UPDATE api_key SET last_used_at = $1 WHERE key_id = $2', ['2020-01-01T00:00:00Z', other.keyId]);
  expect(await status(cookie)).toBe(200);
  await until(async () => ((await lastUse()) === '2020-01-01T00:00:00.000Z' ? undefined : true));
});

it('a session expires, and its token is not stored', async () => {
  const cookie = await sent();
  const rows = await query(
    `SELECT session::text AS row FROM session WHERE expires_at BETWEEN now() + '11 h' AND now() + '12 h'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(cookie.cookie.split('=')[1]);
  await query(`UPDATE session SET expires_at = now() - interval '1 second'`);
  expect(await status(cookie)).toBe(401);
});

it('an event stream ends with the session or the key that it was opened with, and no other does', async () => {
  const admin = { authorization: `Bearer ${key}` };
  const body = '{"as_of":"2024-10-07T10:00:00Z"}';
  const triggered = await json(await service.post('/trigger_report', body, { ...JSON_TYPE, ...admin }));
  const other = await makeKey(admin);
  const cookie = await sent();
  const path = `/reports/${text(triggered, 'report_id')}`;
  const watch = (headers: Record<string, string>) => service.get(`${path}/events`, headers);
  const streams = [await watch(cookie), await watch({ authorization: `Bearer ${other.key}` })];
  const lasting = await watch(admin);
  await fetch(`${service.base}/session`, { method: 'DELETE', headers: { ...cookie, ...OWN } });
  await fetch(`${service.base}/keys/${other.keyId}`, { method: 'DELETE', headers: admin });
  for (const stream of streams) expect(eventsIn(await stream.text())).toEqual(['progress']);
  await service.post(`${path}/cancel`, undefined, admin);
  expect(eventsIn(await lasting.text())).toEqual(['progress', 'cancelled']);
});

describe('a state-changing request with a session cookie', () => {
  const trigger = async (headers: Record<string, string>) => {
    const answer = await fetch(`${service.base}/trigger_report`, { method: 'POST', headers });
    return [answer.status, (await json(answer)).code];
  };

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['the page of another site', { origin: 'http://elsewhere.example' }],
    ['a page without an origin', { origin: 'null' }],
  ])('is refused from %s', async (_, headers) => {
    expect(await trigger({ ...(await sent()), ...headers })).toEqual([403, 'cross_origin']);
  });

  it('is refused unless the browser says that it comes from the page', async () => {
    const cookie = await sent();
    expect(await trigger(cookie)).toEqual([401, 'key_required']);
    expect(await trigger({ ...cookie, origin: service.base })).toEqual([409, 'no_observations']);
    expect(await trigger({ ...cookie, ...OWN })).toEqual([409, 'no_observations']);
  });
});
