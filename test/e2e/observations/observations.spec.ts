import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { HOLD_BUCKETS, RELEASE_BUCKETS, databaseUrl } from '../../support/database';
import { rowCounts } from '../../support/row-counts';
import { json, newDataDir, removeDataDir, Service, text, until } from '../../support/service';

let dataDir: string;
let service: Service;
let database: Client;

beforeAll(async () => {
  dataDir = await newDataDir();
  service = await Service.start(dataDir, { REPORT_WORKERS: '1' });
  database = new Client(await databaseUrl(dataDir));
  await database.connect();
});

afterAll(async () => {
  await database.end();
  await service.stop();
  await removeDataDir(dataDir);
});

const AT = '2024-10-03T12:00:00Z';

function observation(storeId: string, status = 'active', at = AT) {
  return { store_id: storeId, status, timestamp_utc: at };
}

async function counts(response: Response) {
  const { status, rows_read, rows_accepted, rows_unchanged, rows_rejected } = await json(response);
  expect([response.status, status]).toEqual([201, 'Complete']);
  return { rows_read, rows_accepted, rows_unchanged, rows_rejected };
}

async function stored(storeId: string): Promise<string[]> {
  const rows = await database.query<{ line: string }>(
    `SELECT concat_ws(' ', to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), active) AS line
     FROM observation JOIN store USING (store_key) WHERE store_id = $1 ORDER BY observed_at`,
    [storeId],
  );
  return rows.rows.map(({ line }) => line);
}

async function importCount(): Promise<number> {
  const found = await database.query<{ imports: number }>('SELECT count(*)::integer AS imports FROM import');
  return found.rows[0]?.imports ?? 0;
}

describe('POST /observations', () => {
  it('writes observations before it answers, and lists them as an import', async () => {
    const answer = await service.observe([
      observation('told', 'active', '2024-10-03 12:00:00.5 UTC'),
      { ...observation(' told ', 'INACTIVE', '2024-10-03T14:00:00.000001+02:00'), note: { any: ['thing'] } },
    ]);
    const posted = await json(answer);
    expect(answer.status).toBe(201);
    expect(posted).toEqual({
      import_id: expect.any(String),
      kind: 'store-status',
      source: 'json',
      status: 'Complete',
      bytes_read: expect.any(Number),
      rows_read: 2,
      rows_accepted: 2,
      rows_unchanged: 0,
      rows_rejected: 0,
      created_at: expect.any(String),
      finished_at: expect.any(String),
      note: null,
      rejects: [],
    });
    expect(await stored('told')).toEqual(['2024-10-03 12:00:00.000001 f', '2024-10-03 12:00:00.500000 t']);
    const { rejects, ...shown } = posted;
    expect(rejects).toEqual([]);
    expect(await json(await service.get(`/imports/${text(posted, 'import_id')}`))).toEqual({
      ...shown,
      file_name: null,
    });
    expect((await service.report({ as_of: '2024-10-03T13:00:00Z' })).csv).toContain('told,59.99,');
  });

  it('counts in order, as if each observation came alone, and as a file of the same rows does', async () => {
    const statuses = ['active', 'active', 'inactive', 'active', 'inactive', 'inactive'];
    expect(await counts(await service.observe(statuses.map((status) => observation('said', status))))).toEqual(
      rowCounts({ read: 6, accepted: 4, unchanged: 2 }),
    );
    expect(await stored('said')).toEqual(['2024-10-03 12:00:00.000000 f']);
    expect(await counts(await service.observe([observation('said', 'inactive')]))).toEqual(
      rowCounts({ read: 1, unchanged: 1 }),
    );
    const csv = statuses.map((status) => `as-file,${status},${AT}\n`).join('');
    expect(await counts(await service.importCsv('store-status', `store_id,status,timestamp_utc\n${csv}`))).toEqual(
      rowCounts({ read: 6, accepted: 4, unchanged: 2 }),
    );
  });

  it('rejects wrong items with index and reason, and keeps them for download', async () => {
    const body = `{"observations": [${[
      '"a text"',
      JSON.stringify(observation('right')),
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...observation('x'), status: null }),
      JSON.stringify(observation('  ')),
      JSON.stringify({ ...observation('x'), store_id: 42 }),
      JSON.stringify(observation('no spaces')),
      JSON.stringify(observation('x', 'closed')),
      JSON.stringify({ ...observation('x'), timestamp_utc: 1_700_000_000 }),
      JSON.stringify(observation('x', 'active', '2024-02-30T00:00:00Z')),
      JSON.stringify(observation('x', 'active', '2200-01-01T00:00:00Z')),
      JSON.stringify({ ...observation('x', 'open'), note: 'é\0'.repeat(5000) }),
      // Nested so deeply that it can be parsed but not serialized again.
      `{"store_id": "x", "status": "active", "timestamp_utc": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ].join(',')}]}`;
    const answer = await service.post('/observations', body, { 'content-type': 'application/json' });
    expect(await counts(answer.clone())).toEqual(rowCounts({ read: 15, accepted: 1, rejected: 14 }));
    const posted = await json(answer);
    const reasons = [
      [0, 'not_an_object'],
      [2, 'not_an_object'],
      [3, 'not_an_object'],
      [4, 'missing_field'],
      [5, 'missing_field'],
      [6, 'missing_field'],
      [7, 'invalid_store_id'],
      [8, 'invalid_store_id'],
      [9, 'invalid_status'],
      [10, 'invalid_timestamp'],
      [11, 'invalid_timestamp'],
      [12, 'timestamp_in_future'],
      [13, 'invalid_status'],
      [14, 'invalid_timestamp'],
    ];
    expect(posted.rejects).toEqual(reasons.map(([index, reason]) => ({ index, reason })));
    const csv = await (await service.get(`/imports/${text(posted, 'import_id')}/rejects`)).text();
    const lines = csv.trimEnd().split('\n');
    expect(lines.slice(0, 3)).toEqual(['line,reason,text', '0,not_an_object,"""a text"""', '2,not_an_object,null']);
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join(' '))).toEqual(
      reasons.map((reason) => reason.join(' ')),
    );
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line.replaceAll('""', '"'))))).toBeLessThan(1100);
    expect(await stored('x')).toEqual([]);
  });

  it('answers 201 even if everything is rejected', async () => {
    expect(await counts(await service.observe([1, 2, 3]))).toEqual(rowCounts({ read: 3, rejected: 3 }));
  });

  it('takes 10,000 observations in 4 MiB, gzipped or not', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      observation(
        `many-${index % 100}`,
        index % 3 ? 'active' : 'inactive',
        new Date(1e12 + index * 1000).toISOString(),
      ),
    );
    expect(await counts(await service.observe(many))).toEqual(rowCounts({ read: 10_000, accepted: 10_000 }));
    const zipped = new Blob([gzipSync(JSON.stringify({ observations: many }))]);
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'gzip' };
    expect(await counts(await service.post('/observations', zipped, headers))).toEqual(
      rowCounts({ read: 10_000, unchanged: 10_000 }),
    );
    const exactly = (bytes: number) => {
      const rest = JSON.stringify({ observations: [{ ...observation('large'), note: '' }] }).length;
      return service.observe([{ ...observation('large'), note: 'x'.repeat(bytes - rest) }]);
    };
    expect(await counts(await exactly(4 * 1024 * 1024))).toEqual(rowCounts({ read: 1, accepted: 1 }));
    expect(await json(await exactly(4 * 1024 * 1024 + 1))).toMatchObject({ status: 413, code: 'body_too_large' });
  });

  it.each([
    ['nothing', '', 400, 'malformed_request'],
    ['invalid JSON', '{"observations": [', 400, 'malformed_request'],
    ['invalid UTF-8', Buffer.from('{"observations": ["\xff"]}', 'latin1'), 400, 'malformed_request'],
    ['an array', '[]', 422, 'invalid_body'],
    ['null', 'null', 422, 'invalid_body'],
    ['an unknown field', '{"observations": [1], "more": 1}', 422, 'unknown_field'],
    ['no observations', '{}', 422, 'invalid_observations'],
    ['an object instead of a list', '{"observations": {"length": 1}}', 422, 'invalid_observations'],
    ['an empty list', '{"observations": []}', 422, 'invalid_observations'],
    ['too many', `{"observations": [1${',1'.repeat(10_000)}]}`, 422, 'invalid_observations'],
    ['too much', `{"observations": ["${'x'.repeat(4 * 1024 * 1024)}"]}`, 413, 'body_too_large'],
  ])('refuses %s, and writes nothing', async (_what, body, status, code) => {
    const before = await importCount();
    const refused = await service.post('/observations', new Blob([body]), { 'content-type': 'application/json' });
    expect(refused.status).toBe(status);
    expect(await json(refused)).toMatchObject({ status, code });
    expect(await importCount()).toBe(before);
  });

  it('refuses unknown types and encodings', async () => {
    const form = await service.post('/observations', 'a=b', { 'content-type': 'text/plain' });
    expect(await json(form)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect(await json(await service.observe([1], { 'content-encoding': 'br' }))).toMatchObject({
      status: 415,
      code: 'unsupported_encoding',
    });
    const zipped = await service.observe([1], { 'content-encoding': 'gzip' });
    expect(await json(zipped)).toMatchObject({ status: 400, code: 'malformed_gzip' });
  });
});

describe('an Idempotency-Key', () => {
  it('makes one import of many requests, concurrent or later, with one answer', async () => {
    const key = { 'idempotency-key': 'observed once' };
    const before = await importCount();
    const observations = [observation('once'), 'wrong', observation('once'), observation('once', 'closed')];
    const answers = await Promise.all(Array.from({ length: 30 }, () => service.observe(observations, key)));
    await service.observe([observation('once', 'inactive')]);
    answers.push(await service.observe(observations, key));
    const [first, ...others] = await Promise.all(
      answers.map(async (answer) => ({ http: answer.status, ...(await json(answer)) })),
    );
    expect(first).toMatchObject({ http: 201, rows_read: 4, rows_accepted: 1, rows_unchanged: 1, rows_rejected: 2 });
    for (const other of others) expect(other).toEqual(first);
    expect(await importCount()).toBe(before + 2);
    expect(await stored('once')).toEqual(['2024-10-03 12:00:00.000000 f']);
  });

  it('is refused with another body, and nothing is written', async () => {
    const key = { 'idempotency-key': 'given twice' };
    expect((await service.observe([observation('twice')], key)).status).toBe(201);
    const other = await service.observe([observation('thrice')], key);
    expect(await json(other)).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(await stored('thrice')).toEqual([]);
  });

  it('has 1 to 255 characters', async () => {
    for (const length of [1, 255]) {
      const answer = await service.observe([observation('keyed')], { 'idempotency-key': 'x'.repeat(length) });
      expect(answer.status).toBe(201);
    }
    const before = await importCount();
    for (const length of [0, 256]) {
      const refused = await service.observe([observation('keyed')], { 'idempotency-key': 'x'.repeat(length) });
      expect(await json(refused)).toMatchObject({ status: 422, code: 'invalid_idempotency_key' });
    }
    expect(await importCount()).toBe(before);
  });
});

describe('the write queue', () => {
  it('holds no connections, and has at most 64 entries', async () => {
    await database.query(HOLD_BUCKETS);
    const refused: Response[] = [];
    const posts = Array.from({ length: 70 }, async (_, index) => {
      const answer = await service.observe([observation(`line-${index}`)]);
      if (answer.status === 503) refused.push(answer);
      return answer.status;
    });
    await until(() => (refused.length === 6 ? true : undefined));
    expect((await service.get('/imports')).status).toBe(200);
    expect((await service.get('/health/ready')).status).toBe(200);
    const [one] = refused;
    expect(one?.headers.get('retry-after')).toBe('1');
    expect(one && (await json(one))).toMatchObject({ status: 503, code: 'too_busy', retry_after: 1 });

    await database.query(RELEASE_BUCKETS);
    const statuses = await Promise.all(posts);
    expect(statuses.filter((status) => status === 201)).toHaveLength(64);
    expect(statuses.filter((status) => status === 503)).toHaveLength(6);
    expect((await service.observe([observation('line-free')])).status).toBe(201);
  });
});
