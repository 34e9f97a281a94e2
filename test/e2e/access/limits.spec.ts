import { once } from 'node:events';
import { request } from 'node:http';
import { json, newDataDir, removeDataDir, Service, text, until } from '../../support/service';

const JSON_TYPE = { 'content-type': 'application/json' };
const LIMIT = 30;

let services: Service[];
/** Another process, without limits of requests. */
let unhurried: Service;
let admin: string;

beforeAll(async () => {
  const dataDir = await newDataDir();
  const env = {
    REPORT_WORKERS: '0',
    ALLOW_ANONYMOUS: 'admin',
    TRUST_PROXY: '127.0.0.1',
    RATE_LIMIT_PER_KEY: `${LIMIT}`,
    RATE_LIMIT_PER_ADDRESS: `${3 * LIMIT}`,
    REPORTS_PER_KEY: '2',
    IMPORTS_PER_KEY: '1',
    STREAMS_PER_KEY: '1',
  };
  services = [await Service.start(dataDir, env), await Service.start(dataDir, env)];
  unhurried = await Service.start(dataDir, {
    REPORT_WORKERS: '0',
    IMPORTS_PER_KEY: '1',
    STREAMS_PER_KEY: '1',
    ALLOW_ANONYMOUS: 'admin',
  });
  admin = await newKey({});
});

afterAll(async () => {
  for (const service of [...services, unhurried]) await service.stop();
  await removeDataDir(first().dataDir);
});

function first(): Service {
  const [service] = services;
  if (!service) throw new Error('no service runs');
  return service;
}

async function newKey(headers: Record<string, string>): Promise<string> {
  const body = JSON.stringify({ name: 'x', scopes: ['read', 'ingest', 'report', 'admin'] });
  return text(await json(await first().post('/keys', body, { ...JSON_TYPE, ...headers })), 'key');
}

/** A key of its own, from an address of its own: no test uses up what another one may. */
async function somebody(address: string): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await newKey({ authorization: `Bearer ${admin}` })}`, 'x-forwarded-for': address };
}

it('limits the requests of a key across all processes, and leaves other keys alone', async () => {
  const headers = await somebody('203.0.113.1');
  const answers: Response[] = [];
  for (let sent = 0; sent < LIMIT + 2; sent++) {
    answers.push(await (services[sent % 2] ?? first()).get('/reports', headers));
  }
  expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: LIMIT }, () => 200), 429, 429]);
  expect(answers[0]?.headers.get('ratelimit-limit')).toBe(`${LIMIT}`);
  expect(answers[0]?.headers.get('ratelimit-remaining')).toBe(`${LIMIT - 1}`);
  const refused = answers.at(-1);
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused?.headers.get('ratelimit-remaining')).toBe('0');
  expect(await refused?.json()).toMatchObject({ code: 'rate_limited' });
  expect((await first().get('/reports', await somebody('203.0.113.2'))).status).toBe(200);
  expect((await first().get('/health/ready', headers)).status).toBe(200);
});

it('limits the requests of an address across all processes, whatever keys it sends, and leaves other addresses alone', async () => {
  const statuses: number[] = [];
  for (let sent = 0; sent < 3 * LIMIT + 1; sent++) {
    const headers = { 'x-forwarded-for': '203.0.113.3', 'x-api-key': 'x' };
    statuses.push((await (services[sent % 2] ?? first()).get('/reports', headers)).status);
  }
  expect([statuses[0], statuses.at(-2), statuses.at(-1)]).toEqual([401, 401, 429]);
  expect((await first().get('/reports', { 'x-forwarded-for': '203.0.113.4', 'x-api-key': 'x' })).status).toBe(401);
});

it('limits the running reports of a key across all processes', async () => {
  const headers = { ...(await somebody('203.0.113.5')), ...JSON_TYPE };
  const observation = { store_id: '1', status: 'active', timestamp_utc: '2024-10-07T10:00:00Z' };
  expect((await first().observe([observation], headers)).status).toBe(201);
  let sent = 0;
  const trigger = async (more = {}) =>
    (services[sent++ % 2] ?? first()).post('/trigger_report', '{}', { ...headers, ...more });
  const ids = [await trigger({ 'idempotency-key': 'one' }), await trigger()];
  expect(ids.map(({ status }) => status)).toEqual([202, 202]);
  const refused = await trigger();
  expect([refused.status, (await json(refused)).code]).toEqual([429, 'too_many_of_key']);
  // What was triggered before is still found.
  expect((await trigger({ 'idempotency-key': 'one' })).status).toBe(202);
  const [report] = ids;
  const id = text(report ? await json(report) : {}, 'report_id');
  expect((await first().post(`/reports/${id}/cancel`, undefined, headers)).status).toBe(200);
  expect((await trigger()).status).toBe(202);
  const other = { ...(await somebody('203.0.113.6')), ...JSON_TYPE };
  expect((await first().post('/trigger_report', '{}', other)).status).toBe(202);
});

it('limits the imports and event streams of a key, and frees the slot of a client that disconnects', async () => {
  const { authorization = '' } = await somebody('203.0.113.7');
  const headers = { authorization };
  const upload = request(`${unhurried.base}/imports/timezones`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
  });
  upload.on('error', () => undefined);
  upload.write('store_id,timezone_str\n');
  // Otherwise another import could take the only slot first, and the upload would be the one that is refused.
  await until(async () => (await (await unhurried.get('/imports', headers)).text()).includes('"Running"') || undefined);
  const importing = async () => {
    const answer = await unhurried.importCsv('timezones', 'store_id,timezone_str\n1,UTC\n', headers);
    return (await json(answer)).code ?? answer.status;
  };
  expect(await importing()).toBe('too_many_of_key');
  upload.destroy();
  await until(async () => ((await importing()) === 201 ? true : undefined));

  const triggered = await unhurried.post('/trigger_report', '{"as_of":"2024-10-07T10:00:00Z"}', {
    ...headers,
    ...JSON_TYPE,
  });
  const id = text(await json(triggered), 'report_id');
  const path = `${unhurried.base}/reports/${id}/events`;
  const watching = request(path, { headers }).on('error', () => undefined);
  const answered = once(watching, 'response');
  watching.end();
  await answered;
  const watch = async () => {
    const response = await fetch(path, { headers });
    await response.body?.cancel();
    return response.status;
  };
  expect(await watch()).toBe(429);
  // A client that only closes its side of the connection may still be reading.
  watching.socket?.resetAndDestroy();
  await until(async () => ((await watch()) === 200 ? true : undefined));
});

it('limits the event streams of an address without a key', async () => {
  const dataDir = await newDataDir();
  const env = { REPORT_WORKERS: '0', ALLOW_ANONYMOUS: 'read,report', TRUST_PROXY: '127.0.0.1', STREAMS_PER_KEY: '1' };
  const service = await Service.start(dataDir, env);
  const leaving = new AbortController();
  try {
    const triggered = await service.post('/trigger_report', '{"as_of":"2024-10-07T10:00:00Z"}', JSON_TYPE);
    const url = `${service.base}/reports/${text(await json(triggered), 'report_id')}/events`;
    const watch = async (address: string) =>
      fetch(url, { headers: { 'x-forwarded-for': address }, signal: leaving.signal });
    expect((await watch('203.0.113.8')).status).toBe(200);
    const refused = await watch('203.0.113.8');
    expect(refused.status).toBe(429);
    expect(await json(refused)).toMatchObject({
      code: 'too_many_of_key',
      detail: 'This address has 1 streams in progress already. Try again.',
    });
    expect((await watch('203.0.113.9')).status).toBe(200);
  } finally {
    leaving.abort();
    await service.stop();
    await removeDataDir(dataDir);
  }
});
