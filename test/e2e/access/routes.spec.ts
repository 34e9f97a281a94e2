import { z } from 'zod';
import { newSecret } from '../../../src/access/keys/secret';
import { SCOPES, type Scope } from '../../../src/platform/config/scopes';
import { json, newDataDir, removeDataDir, Service, text } from '../../support/service';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const EXAMPLES: Readonly<Record<string, string>> = {
  store_id: 'nowhere',
  report_id: UNKNOWN,
  import_id: UNKNOWN,
  key_id: UNKNOWN,
  closure_id: UNKNOWN,
  incident_id: '0123456789abcdef',
  against: UNKNOWN,
  by: 'timezone',
  attribute: 'region',
  value: 'West',
  month: '2024-10',
  date: '2024-11-28',
};

const operationSchema = z.looseObject({
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean() })).default([]),
});
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

interface Route {
  readonly method: string;
  readonly path: string;
  /** Undefined: anybody may call it. */
  readonly scope: string | undefined;
}

let service: Service;
let routes: readonly Route[];
/** For each scope, a key with that alone, and one with all others. */
const withOnly = new Map<string, string>();
const withAllBut = new Map<string, string>();

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '0' });
  const admin = await makeKey(['admin'], {});
  for (const scope of SCOPES) {
    const others = SCOPES.filter((each) => each !== scope);
    withOnly.set(scope, await makeKey([scope], { authorization: `Bearer ${admin}` }));
    withAllBut.set(scope, await makeKey(others, { authorization: `Bearer ${admin}` }));
  }
  const { paths } = documentSchema.parse(await json(await service.get('/docs-json')));
  routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security, parameters }]) => {
      const isOpen = security.some((each) => Object.keys(each).length === 0);
      const query = parameters.filter((each) => each.in === 'query' && each.required);
      const filledIn = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => EXAMPLES[name] ?? 'x');
      return {
        method: method.toUpperCase(),
        path:
          filledIn +
          (query.length > 0 ? `?${query.map(({ name }) => `${name}=${EXAMPLES[name] ?? ''}`).join('&')}` : ''),
        scope: isOpen ? undefined : Object.values(security[0] ?? {})[0]?.[0],
      };
    }),
  );
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function makeKey(scopes: readonly Scope[], headers: Record<string, string>): Promise<string> {
  const body = JSON.stringify({ name: scopes.join(' '), scopes });
  const made = await service.post('/keys', body, { 'content-type': 'application/json', ...headers });
  expect(made.status).toBe(201);
  expect(made.headers.get('cache-control')).toBe('no-store');
  return text(await json(made), 'key');
}

async function call({ method, path }: Route, headers: Record<string, string> = {}) {
  const response = await fetch(service.base + path, { method, headers });
  await service.check(method, service.base + path, response);
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  const code = isProblem ? (await json(response)).code : (await response.body?.cancel(), undefined);
  const { headers: sent } = response;
  // No cache may show one caller what another one got.
  expect([method, path, sent.get('cache-control')]).toEqual([method, path, 'no-store']);
  return { status: response.status, code, challenge: sent.get('www-authenticate') };
}

/** What a kind of call of all routes that need a scope answers. */
async function answers(headersFor: (scope: string) => Record<string, string>) {
  const closed = routes.filter(({ scope }) => scope !== undefined);
  expect(closed.length).toBeGreaterThan(20);
  return Promise.all(closed.map(async (route) => ({ route, ...(await call(route, headersFor(route.scope ?? ''))) })));
}

it('only probes answer without a key', async () => {
  for (const answer of await answers(() => ({}))) {
    expect(answer).toMatchObject({ status: 401, code: 'key_required', challenge: 'Bearer realm="restaurant-monitor"' });
  }
});

it.each([
  ['an unknown key', () => ({ authorization: `Bearer ${newSecret()}` })],
  ['an unknown key as X-API-Key', () => ({ 'x-api-key': newSecret() })],
  ['a malformed key', () => ({ authorization: 'Bearer rm_x' })],
  ['another scheme', () => ({ authorization: 'Basic YTpi' })],
  [
    'two different keys',
    (scope: string) => ({ authorization: `Bearer ${withOnly.get(scope) ?? ''}`, 'x-api-key': newSecret() }),
  ],
])('no route answers with %s', async (_, headersFor) => {
  for (const answer of await answers(headersFor)) {
    expect(answer).toMatchObject({
      status: 401,
      code: 'wrong_key',
      challenge: expect.stringContaining('"invalid_token"'),
    });
  }
});

it('no route answers a key that lacks its scope', async () => {
  for (const answer of await answers((scope) => ({ authorization: `Bearer ${withAllBut.get(scope) ?? ''}` }))) {
    expect(answer).toMatchObject({
      status: 403,
      code: 'scope_missing',
      challenge: expect.stringContaining('"insufficient_scope"'),
    });
  }
});

it.each(['authorization', 'x-api-key'])('every route answers a key with its scope, sent as %s', async (name) => {
  const prefix = name === 'authorization' ? 'bearer ' : '';
  const found = await answers((scope) => ({ [name]: prefix + (withOnly.get(scope) ?? '') }));
  for (const { route, status, code } of found) {
    expect([401, 403]).not.toContain(status);
    // What is unknown, or belongs to others, is not there.
    if (route.path.includes(UNKNOWN)) expect([route, status, code]).toEqual([route, 404, expect.any(String)]);
  }
});

it('probes answer everybody, and show details only to callers with the scope read', async () => {
  const open = routes.filter(({ scope }) => scope === undefined).map(({ method, path }) => `${method} ${path}`);
  const probes = ['/health', '/health/live', '/health/ready'];
  const session = ['GET', 'POST', 'DELETE'].map((method) => `${method} /session`);
  expect(open.sort()).toEqual([...probes.map((path) => `GET ${path}`), ...session].sort());
  const bodies = async (headers: Record<string, string>) =>
    Promise.all(probes.map(async (path) => json(await service.get(path, headers))));
  const nothing = { status: 'ok', info: {}, error: {}, details: {} };
  const tells = { status: 'ok', details: { postgresql: { status: 'up' } } };
  for (const key of [undefined, newSecret(), withAllBut.get('read') ?? '']) {
    expect(await bodies(key === undefined ? {} : { 'x-api-key': key })).toEqual([
      { status: 'healthy', timestamp: expect.any(String) },
      nothing,
      nothing,
    ]);
  }
  const told = await bodies({ 'x-api-key': withOnly.get('read') ?? '' });
  expect(told).toMatchObject([{ version: expect.any(String) }, nothing, tells]);
});

it('the documentation and the page itself are open', async () => {
  for (const path of ['/', '/docs', '/docs-json']) expect((await service.get(path)).status).toBe(200);
});

describe('the queues', () => {
  const ask = async (path: string, key?: string, method = 'GET') => {
    const headers = new Headers();
    if (key !== undefined) headers.set('x-api-key', key);
    const answer = await fetch(`${service.base}/queues${path}`, { method, headers });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return answer;
  };

  it.each(['', '/queue/report', '/api/queues', '/static/favicon.ico', '/nothing'])(
    'are shown to the scope admin alone: %j',
    async (path) => {
      expect(await json(await ask(path))).toMatchObject({ status: 401, code: 'key_required' });
      expect(await json(await ask(path, withAllBut.get('admin')))).toMatchObject({
        status: 403,
        code: 'scope_missing',
      });
      expect((await ask(path, withOnly.get('admin'))).status).toBe(path === '/nothing' ? 404 : 200);
    },
  );

  it('are those of reports and shards, on a page that runs no scripts but its own files', async () => {
    const page = await ask('', withOnly.get('admin'));
    expect(await page.text()).toContain('<base href="/queues/" />');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';.*style-src 'self' 'unsafe-inline'/);
    expect([page.headers.get('x-powered-by'), page.headers.get('etag')]).toEqual([null, null]);
    const { queues } = await json(await ask('/api/queues', withOnly.get('admin')));
    expect(queues).toMatchObject(['report', 'report-shard'].map((name) => ({ name, readOnlyMode: true })));
  });

  it('cannot be changed, and have nothing else below them', async () => {
    const admin = withOnly.get('admin');
    for (const [method, path] of [
      ['PUT', '/api/queues/pause'],
      ['PUT', '/api/queues/report/empty'],
      ['POST', '/api/queues/report/add'],
    ] as const) {
      const refused = await ask(path, admin, method);
      expect(refused.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      expect(await json(refused)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    }
    for (const path of ['/nothing', '/api/nothing', '/static/nothing.js']) {
      expect(await json(await ask(path, admin))).toMatchObject({ status: 404, code: 'unknown_route' });
    }
  });
});
