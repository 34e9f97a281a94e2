import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { newSecret } from '../../../src/access/keys/secret';
import { runCli } from '../../support/processes';
import { json, newDataDir, removeDataDir, Service, text, until } from '../../support/service';

const entrySchema = z.object({
  audit_no: z.number(),
  actor: z.string(),
  actor_name: z.string().nullable(),
  address: z.string().nullable(),
  action: z.string(),
  ids: z.record(z.string(), z.string()),
  outcome: z.string(),
  times: z.number(),
});
const pageSchema = z.object({ entries: z.array(entrySchema), next_cursor: z.string().nullable() });
type Entry = z.infer<typeof entrySchema>;

let service: Service;
let headers: Record<string, string>;
let keyId: string;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), {
    REPORT_WORKERS: '0',
    TRUST_PROXY: '127.0.0.1',
    ALLOW_ANONYMOUS: 'admin',
  });
  const body = JSON.stringify({ name: 'tester', scopes: ['read', 'ingest', 'report', 'admin'] });
  const made = await json(await service.post('/keys', body, { 'content-type': 'application/json' }));
  headers = { authorization: `Bearer ${text(made, 'key')}`, 'x-forwarded-for': '203.0.113.7' };
  keyId = text(made, 'key_id');
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

/** On a connection of its own: while a command runs, no other is noticed to be closed. */
async function audit(query = ''): Promise<z.infer<typeof pageSchema>> {
  return pageSchema.parse(
    await json(await service.get(`/audit?limit=500${query}`, { ...headers, connection: 'close' })),
  );
}

const latest = async (): Promise<Entry | undefined> => (await audit()).entries[0];

const JSON_TYPE = { 'content-type': 'application/json' };
const CLOSURE = '{"store_id":"42","from":"2024-10-07T10:00:00Z","to":"2024-10-07T12:00:00Z"}';
const remove = async (path: string) => fetch(service.base + path, { method: 'DELETE', headers });
const put = async (path: string, body: object) => service.put(path, JSON.stringify(body), { ...JSON_TYPE, ...headers });

it('the first key was made by an anonymous caller', async () => {
  const { entries } = await audit('&actor=anonymous');
  expect(entries.at(-1)).toMatchObject({ action: 'POST /keys', address: '127.0.0.1', ids: { key_id: keyId } });
});

it('every kind of write has an entry with actor, action, address and outcome', async () => {
  const written: [action: string, code: number, ids: string[], call: () => Promise<Response>][] = [
    [
      'POST /imports/{kind}',
      201,
      ['kind', 'import_id'],
      () => service.importCsv('timezones', 'store_id,timezone_str\n42,UTC\n', headers),
    ],
    [
      'POST /observations',
      201,
      ['import_id'],
      () => service.observe([{ store_id: '42', status: 'active', timestamp_utc: '2024-10-07T10:00:00Z' }], headers),
    ],
    [
      'PUT /stores/{store_id}/timezone',
      200,
      ['store_id', 'import_id'],
      () => put('/stores/42/timezone', { timezone: 'Asia/Tokyo' }),
    ],
    [
      'PUT /stores/{store_id}/business-hours',
      200,
      ['store_id', 'import_id'],
      () => put('/stores/42/business-hours', { always_open: true }),
    ],
    [
      'PUT /stores/{store_id}/special-hours/{date}',
      200,
      ['store_id', 'date', 'import_id'],
      () => put('/stores/42/special-hours/2024-11-28', { closed: true }),
    ],
    [
      'DELETE /stores/{store_id}/special-hours/{date}',
      200,
      ['store_id', 'date', 'import_id'],
      () => remove('/stores/42/special-hours/2024-11-28'),
    ],
    [
      'PUT /stores/{store_id}/archived',
      200,
      ['store_id', 'import_id'],
      () => put('/stores/42/archived', { from: '2054-01-01' }),
    ],
    ['POST /closures', 201, ['import_id'], () => service.post('/closures', CLOSURE, { ...JSON_TYPE, ...headers })],
    ['POST /trigger_report', 202, ['report_id'], () => service.post('/trigger_report', undefined, headers)],
    [
      'POST /keys',
      201,
      ['key_id'],
      () => service.post('/keys', '{"name":"x","scopes":["read"]}', { ...JSON_TYPE, ...headers }),
    ],
  ];
  for (const [action, code, ids, call] of written) {
    const before = (await latest())?.audit_no ?? 0;
    const response = await call();
    expect([action, response.status]).toEqual([action, code]);
    const entry = await latest();
    expect(entry).toMatchObject({
      actor: `key:${keyId}`,
      actor_name: 'tester',
      address: '203.0.113.7',
      action,
      outcome: 'done',
    });
    expect(Object.keys(entry?.ids ?? {}).sort()).toEqual(ids.sort());
    expect(entry?.audit_no).toBeGreaterThan(before);
  }
});

it('cancelling a report and revoking a key have an entry; repeating either has none', async () => {
  const { entries } = await audit('&outcome=done');
  const idOf = (action: string, name: string) => entries.find((entry) => entry.action === action)?.ids[name] ?? '';
  const calls = [
    ['POST', `/reports/${idOf('POST /trigger_report', 'report_id')}/cancel`, 'POST /reports/{report_id}/cancel'],
    ['DELETE', `/keys/${idOf('POST /keys', 'key_id')}`, 'DELETE /keys/{key_id}'],
  ];
  for (const [method, path = '', action] of calls) {
    for (let times = 0; times < 2; times++) {
      const response = await fetch(service.base + path, { method: method ?? '', headers });
      expect(response.status).toBe(200);
      expect((await audit()).entries.filter((entry) => entry.action === action)).toHaveLength(1);
    }
  }
});

it('a failed import has an entry with its error, and a request that changes nothing has none', async () => {
  expect((await service.importCsv('timezones', 'a,b\n1,2\n', headers)).status).toBe(422);
  expect(await latest()).toMatchObject({
    action: 'POST /imports/{kind}',
    ids: { kind: 'timezones' },
    outcome: 'wrong_header',
  });
  const before = await latest();
  expect((await put('/stores/42/timezone', { timezone: 'Mars/Olympus' })).status).toBe(422);
  expect(await latest()).toEqual(before);
});

it('a request repeated with the same Idempotency-Key has one entry', async () => {
  for (let times = 0; times < 2; times++) {
    await service.observe([{ store_id: '1', status: 'active', timestamp_utc: '2024-10-07T10:00:00Z' }], {
      ...headers,
      'idempotency-key': 'k',
    });
  }
  const { entries } = await audit();
  expect(entries.filter(({ action }) => action === 'POST /observations')).toHaveLength(2);
});

it('refused attempts have an entry without what was sent', async () => {
  const secret = newSecret();
  const from = { 'x-forwarded-for': '198.51.100.1' };
  await service.get('/stores/secret-store', { authorization: `Bearer ${secret}`, ...from });
  await service.get('/stores?q=secret', from);
  await service.post('/trigger_report', undefined, { ...headers, origin: 'http://elsewhere.example', ...from });
  const found = await until(async () => {
    const { entries } = await audit();
    const refused = entries.filter(({ address }) => address === '198.51.100.1');
    return refused.length >= 3 ? refused : undefined;
  });
  expect(found.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['POST /trigger_report', 'cross_origin'],
    ['GET /stores', 'key_required'],
    ['GET /stores/{store_id}', 'wrong_key'],
  ]);
  expect(JSON.stringify(await audit())).not.toContain(secret.slice(3));
  expect(service.log).not.toContain(secret.slice(3));
});

it('a key where an id belongs is in no entry', async () => {
  const secret = text(headers, 'authorization').replace('Bearer ', '');
  const from = { 'x-forwarded-for': '198.51.100.2' };
  await fetch(`${service.base}/keys/${secret}`, { method: 'DELETE', headers: from });
  await put(`/stores/${secret}/timezone`, { timezone: 'UTC' });
  const entries = await until(async () => {
    const found = (await audit()).entries;
    return found.some(({ address }) => address === '198.51.100.2') ? found : undefined;
  });
  expect(entries.flatMap(({ ids }) => Object.values(ids)).filter((id) => id === 'rm_…')).toHaveLength(2);
  expect(JSON.stringify(entries)).not.toContain(secret.slice(3));
});

it('the audit is read in pages and filtered by actor, outcome and time', async () => {
  const all = (await audit()).entries;
  const paged: Entry[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = pageSchema.parse(await json(await service.get(`/audit?limit=3${query}`, headers)));
    paged.push(...page.entries);
    cursor = page.next_cursor;
  }
  expect(paged).toEqual(all);
  expect((await audit('&outcome=wrong_header')).entries).toEqual(
    all.filter(({ outcome }) => outcome === 'wrong_header'),
  );
  expect((await audit('&from=2100-01-01T00:00:00Z')).entries).toEqual([]);
  expect((await audit('&to=2100-01-01T00:00:00Z')).entries).toEqual(all);
});

it('as CSV, the audit comes in one piece and without formulas', async () => {
  const csv = await (await service.get('/audit?format=csv&outcome=done', headers)).text();
  const [header, ...lines] = csv.trimEnd().split('\n');
  expect(header).toBe('audit_no,at,actor,actor_name,address,action,ids,outcome,times');
  expect(lines).toHaveLength((await audit('&outcome=done')).entries.length);
  expect(csv).not.toMatch(/(^|,)"?[=+@-]/m);
});

it('commands are recorded with the account that ran them', async () => {
  const { code, stdout } = runCli('keys', ['create', '--name', 'by command', '--scopes', 'read'], {
    DATA_DIR: service.dataDir,
  });
  expect(code).toBe(0);
  // So that connections of earlier calls that were closed while the command ran are noticed, and not used again.
  for (let turns = 0; turns < 2; turns++) await nextTurn();
  const entry = await latest();
  expect(entry).toMatchObject({ action: 'keys create', address: null, outcome: 'done' });
  expect(entry?.actor).toMatch(/^cli:./);
  expect(stdout).toContain(entry?.ids.key_id);
});
