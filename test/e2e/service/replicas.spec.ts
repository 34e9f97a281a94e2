import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { json, newDataDir, removeDataDir, Service, ServiceProcess, text, until } from '../../support/service';

const JSON_TYPE = { 'content-type': 'application/json' };
const STATUSES = [
  'store_id,status,timestamp_utc',
  ...['a', 'b', 'c', 'd'].map((id) => `${id},active,2024-10-08 11:00:00 UTC`),
].join('\n');
const LATE = { status: 'inactive', timestamp_utc: '2024-10-08T12:00:00Z' };
const RANGE = 'from=2024-10-08T11:00:00Z&to=2024-10-08T13:00:00Z';

let one: Service;
let other: Service;
/** In front of both: each request goes to the one that did not get the last. */
let balancer: Server;
let address: string;
let secret: string;
let key: Record<string, string>;
let worker: ServiceProcess | undefined;
/** How many requests each has got from it. */
const requests = [0, 0];

beforeAll(async () => {
  const dataDir = await newDataDir();
  const env = { REPORT_WORKERS: '0', REPORT_SHARD_STORES: '1' };
  [one, other] = await Promise.all([Service.start(dataDir, env), Service.start(dataDir, env)]);
  balancer = inFrontOf(one, other);
  await once(balancer.listen(0, '127.0.0.1'), 'listening');
  const bound = balancer.address();
  address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  const scopes = ['read', 'ingest', 'report', 'admin'];
  secret = text(await json(await one.post('/keys', JSON.stringify({ name: 'x', scopes }), JSON_TYPE)), 'key');
  key = { authorization: `Bearer ${secret}` };
});

afterAll(async () => {
  balancer.close();
  await worker?.stop();
  await Promise.all([one.stop(), other.stop()]);
  await removeDataDir(one.dataDir);
});

function inFrontOf(...replicas: readonly Service[]): Server {
  let turn = 0;
  return createServer((asked, answered) => {
    turn = (turn + 1) % replicas.length;
    requests[turn] = (requests[turn] ?? 0) + 1;
    const { method, headers, url } = asked;
    const passed = request(`${replicas[turn]?.base ?? ''}${url ?? ''}`, { method, headers }, (answer) => {
      answered.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(answered);
    });
    asked.pipe(passed);
  });
}

/** The last event of a stream, with its data. */
function lastEvent(stream: string): string {
  return (
    stream
      .trimEnd()
      .split('\n\n')
      .at(-1)
      ?.replace(/^id: .*\n/m, '') ?? ''
  );
}

it('a client of the address imports, and lists page by page, whoever answers', async () => {
  const call = async (path: string, init: RequestInit = { headers: key }) => fetch(address + path, init);
  const file = { method: 'POST', headers: { ...key, 'content-type': 'text/csv' }, body: STATUSES };
  const importId = text(await json(await call('/imports/store-status', file)), 'import_id');
  expect(await json(await call(`/imports/${importId}`))).toMatchObject({ status: 'Complete', rows_accepted: 4 });
  const ids: unknown[] = [];
  for (let next = ''; next !== 'null';) {
    const page = await json(await call(`/stores?limit=1${next}`));
    ids.push(page.stores);
    next = page.next_cursor === null ? 'null' : `&cursor=${text(page, 'next_cursor')}`;
  }
  expect(ids).toMatchObject(['a', 'b', 'c', 'd'].map((id) => [{ store_id: id }]));
  expect(requests.every((count) => count >= 3)).toBe(true);
});

it('what one has kept of an answer is made anew after a write at the other', async () => {
  const timeline = async () => json(await other.get(`/fleet/timeline?${RANGE}&step=1h`, key));
  const before = await timeline();
  expect((await one.observe([{ ...LATE, store_id: 'a' }], key)).status).toBe(201);
  expect(await timeline()).not.toEqual(before);
});

it('an idempotency key holds at both, even at the same moment', async () => {
  const headers = { ...key, 'idempotency-key': 'once' };
  const both = async (ask: (replica: Service) => Promise<Response>) =>
    Promise.all([one, other].map(async (replica) => json(await ask(replica))));
  const imports = await both((replica) => replica.observe([{ ...LATE, store_id: 'b' }], headers));
  expect(imports[0]).toMatchObject({ status: 'Complete', rows_accepted: 1 });
  expect(imports[1]).toEqual(imports[0]);
  const trigger = async (replica: Service, body: string) =>
    replica.post('/trigger_report', body, { ...headers, ...JSON_TYPE });
  const reports = await both((replica) => trigger(replica, '{}'));
  expect(reports).toEqual([{ report_id: expect.any(String) }, reports[0]]);
  expect((await trigger(other, '{"windows":["last_day"]}')).status).toBe(422);
});

it('a session that began at one holds at both until it is ended at either', async () => {
  const own = { 'sec-fetch-site': 'same-origin' };
  const begun = await one.post('/session', JSON.stringify({ key: secret }), { ...JSON_TYPE, ...own });
  const cookie = { cookie: begun.headers.get('set-cookie')?.split(';')[0] ?? '' };
  const statuses = async () => Promise.all([one, other].map(async (of) => (await of.get('/reports', cookie)).status));
  expect(await statuses()).toEqual([200, 200]);
  expect((await fetch(`${other.base}/session`, { method: 'DELETE', headers: { ...cookie, ...own } })).status).toBe(204);
  expect(await statuses()).toEqual([401, 401]);
});

it('a report is followed at both, and completes though the one that started it is gone', async () => {
  const id = text(await json(await one.post('/trigger_report', '{}', { ...key, ...JSON_TYPE })), 'report_id');
  const get = async (replica: Service) => replica.get(`/get_report?report_id=${id}`, key);
  const [ofOne, ofOther] = [await json(await get(one)), await json(await get(other))];
  expect(ofOne).toMatchObject({ status: 'Running' });
  expect(ofOther).toEqual(ofOne);
  const streams = await Promise.all([one, other].map((replica) => replica.get(`/reports/${id}/events`, key)));
  worker = ServiceProcess.worker({ DATA_DIR: one.dataDir });
  const [last, ...others] = (await Promise.all(streams.map((stream) => stream.text()))).map(lastEvent);
  expect(last).toMatch(/^event: complete\n.*"stores_done":4/s);
  expect(others).toEqual([last]);
  const [csv, same] = await Promise.all([get(one), get(other)]);
  expect(await csv.text()).toBe(await same.text());
  const unchanged = { ...key, 'if-none-match': csv.headers.get('etag') ?? '' };
  expect((await other.get(`/reports/${id}/csv`, unchanged)).status).toBe(304);

  const left = text(await json(await one.post('/trigger_report', '{}', { ...key, ...JSON_TYPE })), 'report_id');
  await one.stop('SIGKILL');
  await until(async () => (await other.get(`/reports/${left}/csv`, key)).ok || undefined);
});
