import { once } from 'node:events';
import { connect } from 'node:net';
import { VERSION } from '../../../src/common/version';
import { json, newDataDir, removeDataDir, Service, until } from '../../support/service';

let service: Service;

beforeAll(async () => {
  const env = {
    REPORT_WORKERS: '0',
    IMPORT_IDLE_TIMEOUT: '1s',
    ALLOWED_HOSTS: 'here,Proxied.example',
    ALLOW_ANONYMOUS: 'read,ingest,report,admin',
  };
  service = await Service.start(await newDataDir(), env);
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags: string[];
  responses: Record<
    string,
    { description: string; content?: Record<string, { schema?: object; example?: unknown; examples?: object }> }
  >;
  parameters?: {
    name: string;
    description?: string;
    example?: unknown;
    required: boolean;
    schema: { type?: string; examples?: unknown[] };
  }[];
  requestBody?: { content: Record<string, { schema: object }> };
}

interface OpenApi {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
}

describe('errors', () => {
  it.each([
    ['GET', '/nope', 404, 'unknown_route'],
    ['GET', '/%E0%A4%A', 400, 'malformed_request'],
    ['GET', '/trigger_report', 405, 'method_not_allowed'],
    ['DELETE', '/get_report?report_id=x', 405, 'method_not_allowed'],
    ['PUT', '/imports/store-status', 405, 'method_not_allowed'],
    ['GET', '/imports/store-status', 405, 'method_not_allowed'],
    ['POST', '/imports/00000000-0000-4000-8000-000000000000', 405, 'method_not_allowed'],
    ['GET', '/imports/menus', 400, 'invalid_import_id'],
    ['POST', '/imports/menus', 404, 'unknown_import_kind'],
    ['PUT', '/imports/menus', 405, 'method_not_allowed'],
    ['POST', '/health', 405, 'method_not_allowed'],
    ['GET', '/stores?limt=1', 422, 'unknown_parameter'],
    ['GET', '/stores?constructor=1', 422, 'unknown_parameter'],
    ['GET', '/fleet?x', 422, 'unknown_parameter'],
    ['GET', '/health/ready?x=1', 422, 'unknown_parameter'],
    ['POST', '/trigger_report?__proto__=x', 422, 'unknown_parameter'],
    ['POST', '/trigger_report?store_id[]=x', 422, 'unknown_parameter'],
    ['PUT', '/stores/42/timezone?x=1', 422, 'unknown_parameter'],
    ['GET', '/Stores/?limt=1', 422, 'unknown_parameter'],
    ['GET', '/stores?limit[a]=1', 422, 'unknown_parameter'],
    ['GET', '/stores?limit=1&limit=2', 400, 'invalid_limit'],
    ['GET', '/docs-json?x=1', 422, 'unknown_parameter'],
    ['PROPFIND', '/health', 405, 'method_not_allowed'],
    ['GET', '/stores/%ZZ', 400, 'malformed_request'],
    ['GET', '/assets/%ZZ', 400, 'malformed_request'],
  ])('%s %s is a problem', async (method, path, status, code) => {
    const response = await fetch(service.base + path, { method });
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = await json(response);
    expect(problem).toEqual({
      type: `urn:problem:restaurant-monitor:${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
    });
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get('allow')).toMatch(/GET|POST/);
  });

  it('show neither stack traces nor SQL, even if PostgreSQL fails', async () => {
    const response = await service.get('/get_report?report_id=%00');
    expect(await response.text()).not.toMatch(/at .*\.js|SELECT|INSERT/);
    expect(response.status).toBe(400);
  });
});

/** What the service sends for a text, until it closes the connection. */
async function onTheWire(text: string): Promise<string> {
  const socket = connect(Number(new URL(service.base).port), '127.0.0.1');
  try {
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.write(text);
    await once(socket, 'end');
    return received;
  } finally {
    socket.destroy();
  }
}

describe('a request on the wire', () => {
  const LAST = 'Host: here\r\nConnection: close\r\n';

  it.each(['/', '/docs', '/docs/swagger-ui.css', '/docs-json', '/health', '/stores?limt=1', '/nope', '/get_report'])(
    'may have an absolute target: %s',
    async (path) => {
      const [usual, absolute] = [path, `http://proxied.example${path}`].map((target) =>
        onTheWire(`GET ${target} HTTP/1.1\r\n${LAST}\r\n`),
      );
      const headOf = (answer = '') =>
        answer.replace(/Date: .*|X-Request-Id: .*|traceparent: .*|ETag: .*|RateLimit-Remaining: .*|\r\n\r\n[^]*/g, '');
      expect(headOf(await absolute)).toBe(headOf(await usual));
    },
  );

  it('comes from the page of the host that its target names', async () => {
    const origin = 'Origin: http://proxied.example\r\nContent-Length: 0\r\n';
    expect(await onTheWire(`POST http://proxied.example/trigger_report HTTP/1.1\r\n${LAST}${origin}\r\n`)).toContain(
      'no_observations',
    );
    expect(await onTheWire(`POST http://here/trigger_report HTTP/1.1\r\n${LAST}${origin}\r\n`)).toContain(
      'cross_origin',
    );
  });

  it.each(['', 'Content-Type: text/plain\r\n', 'Content-Encoding: gzip\r\n', 'Expect: 100-continue\r\n'])(
    'has no body if that is chunked and empty: %j',
    async (headers) => {
      const chunked = `${LAST}Transfer-Encoding: chunked\r\n${headers}\r\n0\r\n\r\n`;
      expect(await onTheWire(`POST /trigger_report HTTP/1.1\r\n${chunked}`)).toContain('no_observations');
    },
  );

  it('says which encodings a body may have', async () => {
    const refused = await service.post('/trigger_report', '{}', { 'content-encoding': 'br' });
    expect(refused.headers.get('accept-encoding')).toBe('gzip, identity');
    expect(await json(refused)).toMatchObject({ status: 415, code: 'unsupported_encoding' });
  });

  it('may name 200 stores of 128 characters', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `${index}`.padEnd(128, ':'));
    const query = ids.map((id) => `store_id=${encodeURIComponent(id)}`).join('&');
    const refused = await service.post(`/trigger_report?${query}`);
    expect(await json(refused)).toMatchObject({ code: 'unknown_store', unknown_store_ids: ids.sort() });
  });

  it('has no parameter that is overlooked, however many come before it', async () => {
    expect(await json(await service.get(`/stores?${'&'.repeat(1_000)}limt=1`))).toMatchObject({
      code: 'unknown_parameter',
    });
  });

  it('is answered without an ETag, unless with a file or a report', async () => {
    const put = await service.put('/stores/42/timezone', '{"timezone":null}');
    const answers = [put, await service.get('/stores'), await service.get('/nope')];
    expect(answers.map((answer) => answer.headers.get('etag'))).toEqual([null, null, null]);
    expect((await service.get('/')).headers.get('etag')).toEqual(expect.any(String));
  });

  it('with OPTIONS learns the methods of a path', async () => {
    const options = async (path: string) => fetch(service.base + path, { method: 'OPTIONS' });
    const allowed = await options('/stores/42/timezone');
    expect([allowed.status, allowed.headers.get('allow')]).toEqual([204, 'PUT, OPTIONS']);
    expect((await options('/imports/timezones')).headers.get('allow')).toBe('POST, OPTIONS');
    expect((await options('/nope')).status).toBe(404);
    expect(await onTheWire(`OPTIONS * HTTP/1.1\r\n${LAST}\r\n`)).toMatch(/^HTTP\/1\.1 204/);
  });

  it('that the parser refuses is answered with a problem', async () => {
    expect(await onTheWire(`GET /health HTTP/1.1\r\nX: ${'x'.repeat(140_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [^]*"code":"headers_too_large"/,
    );
    expect(await onTheWire('GET /health HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*"code":"malformed_http"/);
  });

  it('has a lost + named if its instant makes no sense without', async () => {
    const refused = await service.get('/outages?from=2024-10-08T12:00:00+02:00');
    expect(await json(refused)).toMatchObject({ code: 'invalid_from', detail: expect.stringContaining('%2B') });
  });
});

describe('a page of another site', () => {
  const post = (headers: Record<string, string>) => service.post('/trigger_report', undefined, headers);

  it('cannot change anything', async () => {
    const refusedHeaders: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: service.base },
      { origin: 'https://elsewhere.example' },
      { origin: 'http://127.0.0.1:1' },
      { origin: 'null' },
    ];
    for (const headers of refusedHeaders) {
      const refused = await post(headers);
      expect(await json(refused)).toMatchObject({ status: 403, code: 'cross_origin' });
    }
    const form = new FormData();
    form.append('file', new Blob(['store_id,timezone_str\nhere,Asia/Tokyo\n']), 'zones.csv');
    const headers = { 'sec-fetch-site': 'cross-site' };
    const upload = await fetch(`${service.base}/imports/timezones`, { method: 'POST', headers, body: form });
    expect(upload.status).toBe(403);
    expect(await json(await service.get('/imports'))).toEqual({ imports: [], next_cursor: null });
  });

  it('can read if its browser allows it; own pages and programs can do everything', async () => {
    expect((await service.get('/reports', { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
    const allowedHeaders: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin', origin: 'https://behind-a-proxy.example' },
      { origin: service.base },
    ];
    for (const headers of allowedHeaders) {
      expect(await json(await post(headers))).toMatchObject({ code: 'no_observations' });
    }
  });
});

describe('a page whose domain was made to point here', () => {
  const ask = (target: string, host: string) =>
    onTheWire(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

  it.each(['/', '/assets/x.js', '/docs', '/docs-json', '/stores', '/get_report', '/nope', '/healthy'])(
    'can read nothing: %s',
    async (target) => {
      for (const host of [
        'rebound.example:8000',
        'here.rebound.example',
        '127.0.0.1.rebound.example',
        '10.0.0.7',
        '',
      ]) {
        expect(await ask(target, host)).toMatch(/^HTTP\/1\.1 421 [^]*"code":"host_not_allowed"/);
      }
      expect(await ask(`http://rebound.example${target}`, 'here')).toMatch(/^HTTP\/1\.1 421 /);
      expect(await onTheWire(`GET ${target} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 421 /);
    },
  );

  it('can change nothing', async () => {
    const origin = 'Origin: http://rebound.example\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n';
    const head = 'Host: rebound.example\r\nConnection: close\r\n';
    expect(await onTheWire(`POST /trigger_report HTTP/1.1\r\n${head}${origin}\r\n`)).toMatch(/^HTTP\/1\.1 421 /);
  });

  it.each([
    'localhost:1',
    'LOCALHOST.',
    'shop.localhost',
    '127.0.0.9:8000',
    '[::1]',
    'here',
    'HERE.:8000',
    'proxied.example',
  ])('is not %s', async (host) => {
    expect(await ask('/stores', host)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each(['/health', '/health/live', '/health/ready', '/Health/ready/'])('can probe: %s', async (target) => {
    expect(await ask(target, 'rebound.example')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await onTheWire(`GET ${target} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('half a body', () => {
  it('is answered with a 408 on every route that takes one, and the connection is closed', async () => {
    const calls = [
      ['POST /trigger_report', 'application/json'],
      ['POST /observations', 'application/json'],
      ['PUT /stores/42/timezone', 'application/json'],
      ['PUT /stores/42/business-hours', 'application/json'],
      ['POST /imports/timezones', 'text/csv'],
      ['POST /imports/store-status', 'multipart/form-data; boundary=edge'],
    ];
    const heads = calls.map(([call = '', type = '']) => `${call} HTTP/1.1\r\nHost: here\r\nContent-Type: ${type}\r\n`);
    const requests = heads.flatMap((head) => [
      `${head}Content-Length: 10\r\n\r\nhalf`,
      `${head}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`,
      `${head}Content-Length: 10\r\nContent-Encoding: gzip\r\n\r\n`,
    ]);
    for (const answer of await Promise.all(requests.map(onTheWire))) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*Connection: close[^]*"code":"upload_stalled"/);
    }
  });
});

describe('health', () => {
  it('answers on three endpoints', async () => {
    const health = await json(await service.get('/health'));
    expect(health).toEqual({ status: 'healthy', timestamp: expect.any(String), version: VERSION });
    expect(Math.abs(Date.parse(String(health.timestamp)) - Date.now())).toBeLessThan(60_000);
    expect(await json(await service.get('/health/live'))).toMatchObject({ status: 'ok' });
    expect(await json(await service.get('/health/ready'))).toMatchObject({
      status: 'ok',
      info: {
        process: { status: 'up' },
        postgresql: { status: 'up' },
        schema: { status: 'up' },
        redis: { status: 'up' },
      },
    });
  });
});

describe('the log', () => {
  /** The line that the end of a request writes, by the id that it was sent with. */
  async function lineOf(id: string): Promise<Record<string, unknown>> {
    const line = await until(() =>
      service.log.split('\n').find((line) => line.includes(`"request_id":"${id}"`) && line.includes('"res":')),
    );
    const fields: Record<string, unknown> = JSON.parse(line);
    return fields;
  }

  it('begins with few lines, the last of which says where the page is', () => {
    const [start = '', opened] = service.log.split(/(?<=\n)(?=.*"msg":"Open http:)/);
    expect(opened).toContain(`"msg":"Open ${service.base}"`);
    expect(start.split('\n').length).toBeLessThan(10);
  });

  it('has each request except probes, without its headers and the address of the client', async () => {
    await service.get('/health/live', { authorization: 'Bearer secret-of-a-probe' });
    await service.get('/reports?limit=7', { authorization: 'Bearer secret', 'x-request-id': 'read-7' });
    const line = await lineOf('read-7');
    expect(line).toMatchObject({
      msg: expect.stringMatching(/^GET \/reports\?limit=7 401, \d+ ms$/),
      req: { method: 'GET', url: '/reports?limit=7' },
      res: { statusCode: 401 },
      code: 'wrong_key',
    });
    expect(JSON.stringify(line)).not.toMatch(/secret|headers|remoteAddress|remotePort/);
    expect(service.log).not.toMatch(/secret|"url":"\/health["/]/);
  });

  it.each([
    ['PUT', '/trigger_report', undefined, 405, 'method_not_allowed'],
    ['POST', '/observations', '{', 400, 'malformed_request'],
    ['GET', '/stores?limt=3', undefined, 422, 'unknown_parameter'],
    ['GET', '/favicon.ico', undefined, 404, 'unknown_route'],
  ])('has what is refused before it is handled: %s %s', async (method, path, body, statusCode, code) => {
    const id = `refused-${statusCode}`;
    const headers = { 'x-request-id': id, 'content-type': 'application/json' };
    const answer = await fetch(service.base + path, { method, headers, ...(body !== undefined && { body }) });
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([statusCode, id]);
    expect(await lineOf(id)).toMatchObject({ req: { method, url: path }, res: { statusCode }, code });
  });

  it('names the import and the report that a request is about, and goes on with its trace', async () => {
    const trace_id = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${trace_id}-00f067aa0ba902b7-01`;
    const headers = { traceparent, 'x-request-id': 'import-1' };
    const imported = await service.importCsv('store-status', 'store_id,status,timestamp_utc\n', headers);
    expect(imported.headers.get('traceparent')).toMatch(new RegExp(`^00-${trace_id}-(?!00f067aa)\\w{16}-01$`));
    const { import_id } = await json(imported);
    expect(await lineOf('import-1')).toMatchObject({ trace_id, import_id });

    const triggered = await service.post('/trigger_report', '{"as_of":"2024-10-08T12:00:00Z"}', {
      'content-type': 'application/json',
      'x-request-id': 'trigger-1',
    });
    const { report_id } = await json(triggered);
    expect(await lineOf('trigger-1')).toMatchObject({ report_id });
    await service.get(`/get_report?report_id=${String(report_id)}`, { 'x-request-id': 'get-1' });
    expect(await lineOf('get-1')).toMatchObject({ report_id });
  });
});

describe('/docs', () => {
  it('works without the internet', async () => {
    const page = await service.get('/docs');
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      const url = new URL(asset, `${service.base}/`);
      expect(url.origin).toBe(service.base);
      expect((await fetch(url)).status).toBe(200);
    }
    expect(html.replaceAll(/xmlns(:xlink)?="[^"]+"/g, '')).not.toMatch(/https?:\/\//);
  });
});

describe('/docs-json', () => {
  it('describes every operation, parameter, response and error', async () => {
    const document: OpenApi = JSON.parse(await (await service.get('/docs-json')).text());
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const call = `${method} ${path}`;
        expect([call, operation.summary]).toEqual([call, expect.any(String)]);
        for (const name of path.matchAll(/\{(\w+)\}/g)) {
          expect([call, operation.parameters?.map((parameter) => parameter.name)]).toEqual([
            call,
            expect.arrayContaining([name[1]]),
          ]);
        }
        const { default: refused, ...responses } = operation.responses;
        expect([call, refused]).toEqual([call, { $ref: '#/components/responses/Refused' }]);
        for (const [status, response] of Object.entries(responses)) {
          for (const [type, content] of Object.entries(
            response.content ?? (['204', '304'].includes(status) ? {} : { none: {} }),
          )) {
            expect([call, status, type, content.schema]).toEqual([
              call,
              status,
              expect.stringContaining('/'),
              expect.any(Object),
            ]);
            if (Number(status) >= 400) expect([call, status, type]).toEqual([call, status, 'application/problem+json']);
          }
        }
        if (method === 'post' || method === 'put')
          expect([call, Object.keys(operation.responses)]).toEqual([call, expect.arrayContaining(['403'])]);
        if (!path.startsWith('/health'))
          expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['500', '503']));
      }
    }
  });

  it('has every query parameter that a call knows: all others are refused', async () => {
    const document: OpenApi = JSON.parse(await (await service.get('/docs-json')).text());
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const method of Object.keys(operations)) {
        const url = `${service.base}${path.replaceAll(/\{\w+\}/g, 'x')}?other=1`;
        const refused = await fetch(url, { method: method.toUpperCase() });
        expect([method, path, await json(refused)]).toMatchObject([method, path, { code: 'unknown_parameter' }]);
      }
    }
  });

  it('names each operation once, by a short id that does not change', async () => {
    const document: OpenApi = JSON.parse(await (await service.get('/docs-json')).text());
    const ids = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => [`${method.toUpperCase()} ${path}`, operationId]),
    );
    expect(Object.fromEntries(ids)).toEqual({
      'GET /audit': 'listAudit',
      'GET /closures': 'listClosures',
      'POST /closures': 'declareClosure',
      'DELETE /closures/{closure_id}': 'revokeClosure',
      'GET /fleet': 'getFleet',
      'GET /fleet/timeline': 'getFleetTimeline',
      'GET /reports/{report_id}/groups': 'listReportGroups',
      'GET /stores/attributes': 'listStoreAttributes',
      'PATCH /stores/{store_id}': 'updateStore',
      'POST /imports/stores': 'importStores',
      'PUT /stores/{store_id}': 'setStore',
      'GET /get_report': 'getReport',
      'GET /health': 'getHealth',
      'GET /health/live': 'getLiveness',
      'GET /health/ready': 'getReadiness',
      'GET /imports': 'listImports',
      'POST /imports/business-hours': 'importBusinessHours',
      'POST /imports/closures': 'importClosures',
      'POST /imports/special-hours': 'importSpecialHours',
      'POST /imports/store-status': 'importStoreStatus',
      'POST /imports/timezones': 'importTimezones',
      'GET /imports/{import_id}': 'getImport',
      'GET /imports/{import_id}/rejects': 'downloadImportRejects',
      'GET /incidents': 'listIncidents',
      'GET /incidents/{incident_id}/stores': 'listIncidentStores',
      'GET /keys': 'listKeys',
      'POST /keys': 'createKey',
      'DELETE /keys/{key_id}': 'revokeKey',
      'GET /metrics': 'getMetrics',
      'POST /observations': 'sendObservations',
      'GET /outages': 'listOutages',
      'GET /reports': 'listReports',
      'GET /reports/{report_id}': 'getReportDetails',
      'POST /reports/{report_id}/cancel': 'cancelReport',
      'GET /reports/{report_id}/csv': 'downloadReport',
      'GET /reports/{report_id}/diff': 'compareReports',
      'GET /reports/{report_id}/events': 'watchReport',
      'POST /reports/{report_id}/revise': 'reviseReport',
      'GET /reports/{report_id}/rows': 'listReportRows',
      'GET /reports/{report_id}/totals': 'getReportTotals',
      'DELETE /session': 'logOut',
      'GET /session': 'getSession',
      'POST /session': 'logIn',
      'GET /stores': 'listStores',
      'GET /stores/{store_id}': 'getStore',
      'DELETE /stores/{store_id}': 'removeStore',
      'PUT /stores/{store_id}/archived': 'archiveStore',
      'PUT /stores/{store_id}/business-hours': 'setStoreBusinessHours',
      'GET /stores/{store_id}/observations': 'listStoreObservations',
      'GET /stores/{store_id}/schedule': 'getStoreSchedule',
      'GET /stores/{store_id}/schedule/history': 'listStoreScheduleChanges',
      'GET /stores/{store_id}/special-hours': 'listStoreSpecialHours',
      'PUT /stores/{store_id}/special-hours/{date}': 'setStoreSpecialHours',
      'DELETE /stores/{store_id}/special-hours/{date}': 'removeStoreSpecialHours',
      'GET /stores/{store_id}/outages': 'listStoreOutages',
      'PUT /stores/{store_id}/timezone': 'setStoreTimezone',
      'GET /stores/{store_id}/uptime': 'getStoreUptime',
      'GET /stores/{store_id}/target': 'getStoreTarget',
      'GET /targets': 'listTargets',
      'GET /targets/status': 'getTargetStatus',
      'PUT /targets/fleet': 'setFleetTarget',
      'DELETE /targets/fleet': 'removeFleetTarget',
      'PUT /targets/attributes/{attribute}': 'setAttributeTarget',
      'DELETE /targets/attributes/{attribute}': 'removeAttributeTarget',
      'PUT /targets/stores/{store_id}': 'setStoreTarget',
      'DELETE /targets/stores/{store_id}': 'removeStoreTarget',
      'POST /trigger_report': 'triggerReport',
    });
    expect(new Set(ids.map(([, id]) => id)).size).toBe(ids.length);
  });

  it('shows every parameter by an example of its type', async () => {
    const document: OpenApi = JSON.parse(await (await service.get('/docs-json')).text());
    const operations = Object.values(document.paths).flatMap((each) => Object.values(each));
    const types: Readonly<Record<string, string>> = { integer: 'number', array: 'object' };
    for (const { operationId, parameters = [] } of operations) {
      for (const { name, description, example, required, schema } of parameters) {
        // Swagger UI would fill in an example beside the schema, even of a parameter that may be left out.
        const shown = required ? example : schema.examples?.[0];
        expect([operationId, name, description, typeof shown, example === undefined]).toEqual([
          operationId,
          name,
          expect.any(String),
          types[schema.type ?? ''] ?? schema.type,
          !required,
        ]);
      }
    }
  });

  it('describes its tags in the order of their sections, and every operation has one of them', async () => {
    const document: OpenApi = JSON.parse(await (await service.get('/docs-json')).text());
    const names = document.tags.map(({ name }) => name);
    expect(names).toEqual([
      'reports',
      'imports',
      'observations',
      'stores',
      'closures',
      'outages',
      'fleet',
      'targets',
      'keys',
      'session',
      'audit',
      'health',
    ]);
    const used = Object.values(document.paths).flatMap((each) => Object.values(each).map(({ tags }) => tags.join()));
    expect([...new Set(used)].sort()).toEqual([...names].sort());
  });

  it('has null as a type, as OpenAPI 3.1 does', async () => {
    const document = await json(await service.get('/docs-json'));
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.stringify(document)).not.toContain('"nullable"');
    expect(document).toHaveProperty(
      'components.schemas.StoreDto.properties',
      expect.objectContaining({
        status: expect.objectContaining({
          anyOf: [{ type: 'string', enum: ['active', 'inactive'] }, { type: 'null' }],
        }),
        last_observed_at: expect.objectContaining({ type: ['string', 'null'] }),
        figures: expect.objectContaining({ anyOf: [{ $ref: '#/components/schemas/FiguresDto' }, { type: 'null' }] }),
      }),
    );
  });

  it('offers a file chooser and an example for each kind of import', async () => {
    const document: OpenApi = JSON.parse(await (await service.get('/docs-json')).text());
    const binary = { type: 'string', format: 'binary' };
    for (const [kind, header] of Object.entries({
      'store-status': 'store_id,status,timestamp_utc\n',
      'business-hours': 'store_id,dayOfWeek,start_time_local,end_time_local,effective_from\n',
      timezones: 'store_id,timezone_str,effective_from\n',
      'special-hours': 'store_id,date,start_time_local,end_time_local\n',
      closures: 'store_id,from,to,reason\n',
    })) {
      expect(document.paths[`/imports/${kind}`]?.post?.requestBody?.content).toMatchObject({
        'text/csv': { schema: binary, example: expect.stringContaining(header) },
        'multipart/form-data': { schema: { type: 'object', properties: { file: binary } } },
      });
    }
  });
});
