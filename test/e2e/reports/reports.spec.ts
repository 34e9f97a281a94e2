import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { databaseUrl, slowDownShards } from '../../support/database';
import { json, newDataDir, removeDataDir, Service, text, until } from '../../support/service';
import { insertIds } from '../../support/stores';

const HEADER =
  'store_id,uptime_last_hour,uptime_last_day,uptime_last_week,downtime_last_hour,downtime_last_day,downtime_last_week\n';

let dataDir: string;
let service: Service;

beforeAll(async () => {
  dataDir = await newDataDir();
  service = await Service.start(dataDir, { REPORT_WORKERS: '2', REPORT_SHARD_STORES: '2', REPORT_ATTEMPTS: '2' });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(dataDir);
});

/** Tuesday noon, UTC. */
const NOON = '2024-10-08T12:00:00Z';

describe('before any observation', () => {
  it('a report is refused with 409, unless the request has an as_of', async () => {
    const refused = await service.post('/trigger_report');
    expect(refused.status).toBe(409);
    expect(await json(refused)).toMatchObject({ code: 'no_observations' });
    expect((await service.report({ as_of: NOON })).csv).toBe(HEADER);
  });
});

describe('a report', () => {
  beforeAll(async () => {
    const statuses = [
      'store_id,status,timestamp_utc',
      'b-down,inactive,2024-10-08 11:30:00 UTC', // the latest observation, so the as of
      'b-down,active,2024-10-08 11:00:00 UTC',
      'a-carried,inactive,2023-01-01 00:00:00 UTC',
      'C,active,2024-10-08 11:15:00.5 UTC',
    ].join('\n');
    const hours = [
      'store_id,dayOfWeek,start_time_local,end_time_local',
      'C,1,06:00,06:20', // Tuesday in Chicago: 11:00 to 11:20 UTC
      'only-hours,6,00:00,24:00',
    ].join('\n');
    const zones = 'store_id,timezone_str\nonly-zone,Asia/Tokyo\n';
    for (const [kind, csv] of [
      ['store-status', statuses],
      ['business-hours', hours],
      ['timezones', zones],
    ] as const) {
      expect((await service.importCsv(kind, csv)).status).toBe(201);
    }
  });

  it('has every store that any input names, in bytewise order (docs/rules.md, R15), with exact figures', async () => {
    const { csv } = await service.report();
    expect(csv).toBe(
      HEADER +
        'C,20.00,0.33,0.33,0.00,0.00,0.00\n' +
        'a-carried,0.00,0.00,0.00,60.00,24.00,168.00\n' +
        'b-down,60.00,24.00,168.00,0.00,0.00,0.00\n' +
        'only-hours,0.00,0.00,24.00,0.00,0.00,0.00\n' +
        'only-zone,60.00,24.00,168.00,0.00,0.00,0.00\n',
    );
  });

  it('ends at as_of, and ignores later observations (docs/rules.md, R1)', async () => {
    const { csv } = await service.report({ as_of: NOON });
    expect(csv).toContain('b-down,30.00,23.50,167.50,30.00,0.50,0.50\n');
    const earlier = await service.report({ as_of: '2024-10-08T13:15:00+02:00' });
    expect(earlier.csv).toContain('b-down,60.00,24.00,168.00,0.00,0.00,0.00\n');
  });

  it('takes default_status for the time before a store’s first observation', async () => {
    const { csv } = await service.report({ as_of: NOON, default_status: 'inactive' });
    expect(csv).toContain('only-zone,0.00,0.00,0.00,60.00,24.00,168.00\n');
    expect(csv).toContain('b-down,30.00,0.50,0.50,30.00,23.50,167.50\n');
    // Of its 20 open minutes, C was active from 11:15:00.5 on.
    expect(csv).toContain('C,4.99,0.08,0.08,15.01,0.25,0.25\n');
  });

  it('is an attachment with a length, and has the same bytes every time', async () => {
    const first = await service.report({ as_of: NOON });
    expect(Object.fromEntries(first.response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="report_${first.id}.csv"`,
    });
    const plain = await service.get(`/get_report?report_id=${first.id}`, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-length')).toBe(String(first.csv.length));
    const second = await service.report({ as_of: NOON });
    expect(second.csv).toBe(first.csv);
    const database = new Client(await databaseUrl(dataDir));
    await database.connect();
    try {
      const stored = await database.query<{ sha: string }>(
        `SELECT encode(csv_sha256, 'hex') AS sha FROM report WHERE report_id = $1`,
        [second.id],
      );
      expect(stored.rows[0]?.sha).toBe(createHash('sha256').update(second.csv).digest('hex'));
    } finally {
      await database.end();
    }
  });

  it('answers 202 with the Location of the report', async () => {
    const triggered = await service.post('/trigger_report');
    const id = text(await json(triggered), 'report_id');
    expect(triggered.status).toBe(202);
    expect(triggered.headers.get('location')).toBe(`/get_report?report_id=${id}`);
    expect((await service.outcome(id)).csv).toContain('C,20.00');
  });

  it('that cannot be computed ends in Error with the reason, and does not delay others', async () => {
    const database = new Client(await databaseUrl(dataDir));
    await database.connect();
    try {
      await database.query(insertIds('poisoned'));
      await database.query(
        `INSERT INTO schedule (bucket, store_id, timezones, hours)
         SELECT bucket, store_id, '{"": "Mars/Olympus"}', '{"": "0 09:00:00 17:00:00"}' FROM store WHERE store_id = 'poisoned'`,
      );
      const { response, csv } = await service.report();
      expect(response.status).toBe(200);
      expect(JSON.parse(csv)).toMatchObject({
        status: 'Error',
        reason: expect.stringContaining('could not be computed'),
      });
      await database.query(`UPDATE schedule SET timezones = '{"": "UTC"}' WHERE store_id = 'poisoned'`);
      expect((await service.report()).csv).toContain('poisoned,');
    } finally {
      await database.end();
    }
  });
});

describe('a wrong request', () => {
  const trigger = (body: string, type = 'application/json') =>
    service.post('/trigger_report', body, { 'content-type': type });

  it.each([
    ['{"as_of":"yesterday"}', 422, 'invalid_as_of'],
    ['{"as_of":5}', 422, 'invalid_as_of'],
    ['{"as_of":"9999-01-01T00:00:00Z"}', 422, 'invalid_as_of'],
    ['{"default_status":"open"}', 422, 'invalid_default_status'],
    ['{"asof":"2024-10-08T12:00:00Z"}', 422, 'unknown_field'],
    ['{"as_of":', 400, 'malformed_request'],
  ])('is refused: %p', async (body, status, code) => {
    const response = await trigger(body);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await json(response)).toMatchObject({ status, code });
    expect(response.status).toBe(status);
  });

  it('is refused if its body is too large', async () => {
    const response = await trigger(`{"as_of":"${'x'.repeat(70_000)}"}`);
    expect(await json(response)).toMatchObject({ status: 413, code: 'body_too_large' });
  });

  it('is refused if its body is not JSON', async () => {
    expect(await json(await trigger('as_of=1', 'application/x-www-form-urlencoded'))).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    });
  });

  it('is refused if the report does not exist', async () => {
    const unknown = await service.get('/get_report?report_id=00000000-0000-4000-8000-000000000000');
    expect(unknown.status).toBe(404);
    expect(await json(unknown)).toMatchObject({ detail: 'Report not found', code: 'report_not_found' });
    for (const query of ['', '?report_id=', '?report_id=x', '?report_id=a&report_id=b']) {
      expect(await json(await service.get(`/get_report${query}`))).toMatchObject({
        status: 400,
        code: 'invalid_report_id',
      });
    }
  });
});

describe('GET /health', () => {
  it('answers again and again while a report runs', async () => {
    const rows = Array.from({ length: 300 }, (_, store) => `load-${store},active,2024-10-08 11:00:00 UTC`);
    await service.importCsv('store-status', ['store_id,status,timestamp_utc', ...rows].join('\n'));
    const database = new Client(await databaseUrl(dataDir));
    await database.connect();
    try {
      // The report cannot end before the answers are there.
      await slowDownShards(database, 100);
      const id = await service.trigger();
      const isRunning = async () =>
        (await (await service.get(`/get_report?report_id=${id}`)).text()).startsWith('{"status":"Running"');
      await until(async () => (await json(await service.get(`/reports/${id}`))).stores_total ?? undefined);
      for (let answer = 1; answer <= 20; answer++) {
        expect(await json(await service.get('/health'))).toMatchObject({ status: 'healthy' });
      }
      expect(await isRunning()).toBe(true);
      await slowDownShards(database, 0);
      expect((await service.outcome(id)).response.status).toBe(200);
    } finally {
      await database.end();
    }
  });
});

describe('beyond the CSV', () => {
  const trigger = (query = '', headers: Record<string, string> = {}, body?: string) =>
    service.post(`/trigger_report${query}`, body, body ? { 'content-type': 'application/json', ...headers } : headers);

  it('a report can be limited to some stores', async () => {
    const many = Array.from({ length: 60 }, (_, store) => `&store_id=load-${store}`).join('');
    const id = text(await json(await trigger(`?store_id=C&store_id=a-carried&store_id=C${many}`)), 'report_id');
    const { csv } = await service.outcome(id);
    const stores = csv
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    expect(stores).toHaveLength(62);
    expect(stores).toEqual([...stores].sort());
    const whole = await service.report();
    for (const line of csv.split('\n')) expect(whole.csv).toContain(line);

    expect(await json(await trigger('?store_id=C&store_id=nobody'))).toMatchObject({
      status: 422,
      code: 'unknown_store',
      unknown_store_ids: ['nobody'],
    });
    expect(await json(await trigger('?' + 'store_id=C&'.repeat(201)))).toMatchObject({
      status: 422,
      code: 'too_many_stores',
    });
  });

  it('a report comes as JSON and NDJSON with the same figures', async () => {
    const { id, csv } = await service.report();
    const rows = csv
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const objects = rows.map(([store_id, up1, up2, up3, down1, down2, down3]) => ({
      store_id,
      uptime_last_hour: Number(up1),
      uptime_last_day: Number(up2),
      uptime_last_week: Number(up3),
      downtime_last_hour: Number(down1),
      downtime_last_day: Number(down2),
      downtime_last_week: Number(down3),
    }));
    const asJson = await service.get(`/get_report?report_id=${id}&format=json`);
    expect(asJson.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await asJson.json()).toEqual(objects);
    const asLines = await service.get(`/get_report?report_id=${id}&format=ndjson`);
    expect(asLines.headers.get('content-disposition')).toBe(`attachment; filename="report_${id}.ndjson"`);
    const lines = (await asLines.text()).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(objects);
    expect(await json(await service.get(`/get_report?report_id=${id}&format=xml`))).toMatchObject({
      code: 'invalid_format',
    });
  });

  it('a report is not sent to clients that have it, and is compressed on request', async () => {
    const { id, response } = await service.report();
    const path = `/get_report?report_id=${id}`;
    const plain = await service.get(path, { 'accept-encoding': 'identity' });
    const tag = plain.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[0-9a-f]{64}-csv"$/);
    expect(plain.headers.get('content-length')).toBe(String((await plain.text()).length));
    const again = await service.get(path, { 'accept-encoding': 'identity', 'if-none-match': `"other", ${tag}` });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const zipped = await service.get(path, { 'accept-encoding': 'gzip' });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(zipped.headers.get('etag')).not.toBe(tag);
    expect(await zipped.text()).toBe(await (await service.get(path)).text());
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
  });

  it('GET /reports pages from the newest, and GET /reports/{id} shows every detail', async () => {
    const { id, csv } = await service.report({ as_of: '2024-10-08T12:00:00.000001Z', default_status: 'inactive' });
    const shown = await json(await service.get(`/reports/${id}`));
    const sha = createHash('sha256').update(csv).digest('hex');
    // By name, as they are hashed.
    const terms = {
      ...{ closures: 'exclude', columns: 'standard', default_status: 'inactive', default_timezone: 'America/Chicago' },
      ...{ end_of_day_grace: false, unknown_after: null, windows: ['last_hour', 'last_day', 'last_week'] },
    };
    expect(shown).toMatchObject({
      report_id: id,
      status: 'Complete',
      as_of: '2024-10-08T12:00:00.000001Z',
      terms,
      terms_sha256: createHash('sha256').update(JSON.stringify(terms)).digest('hex'),
      tz_release: expect.stringMatching(/^20\d\d[a-z]$/),
      store_ids: null,
      progress: 1,
      csv_bytes: csv.length,
      csv_sha256: sha,
    });
    expect(shown.stores_done).toBe(shown.stores_total);
    expect(shown.duration_ms).toBeGreaterThan(0);

    const seen: unknown[] = [];
    for (let cursor: unknown; cursor !== null;) {
      const query: string = typeof cursor === 'string' ? `&cursor=${cursor}` : '';
      const page = await json(await service.get(`/reports?limit=3${query}`));
      if (Array.isArray(page.reports))
        seen.push(...page.reports.map((report: { report_id: string }) => report.report_id));
      cursor = page.next_cursor;
    }
    expect(seen[0]).toBe(id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(8);
    expect(await json(await service.get('/reports?limit=0'))).toMatchObject({ status: 400, code: 'invalid_limit' });
    expect(await json(await service.get('/reports?cursor=x'))).toMatchObject({ status: 400, code: 'invalid_cursor' });
    expect(await json(await service.get('/reports/x'))).toMatchObject({ status: 400, code: 'invalid_report_id' });
  });

  it('an Idempotency-Key makes one report of many requests', async () => {
    const key = { 'idempotency-key': 'one key' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => trigger('', key)));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 202));
    const ids = new Set(await Promise.all(answers.map(async (answer) => text(await json(answer), 'report_id'))));
    expect(ids.size).toBe(1);
    const other = await trigger('', key, JSON.stringify({ as_of: NOON }));
    expect(await json(other)).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect((await trigger('?store_id=C', key)).status).toBe(422);
    expect((await trigger('', { 'idempotency-key': 'x'.repeat(256) })).status).toBe(422);
  });

  it('events show the progress and end with the outcome', async () => {
    const id = text(await json(await trigger()), 'report_id');
    const stream = await service.get(`/reports/${id}/events`);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = (await stream.text()).trimEnd().split('\n\n');
    const types = events.map((event) => /^event: (\w+)$/m.exec(event)?.[1]);
    expect(types.at(-1)).toBe('complete');
    expect(new Set(types.slice(0, -1))).toEqual(new Set(['progress']));
    const data: unknown = JSON.parse(/^data: (.*)$/m.exec(events.at(-1) ?? '')?.[1] ?? 'null');
    expect(data).toMatchObject({ report_id: id, status: 'Complete', progress: 1 });
    expect((await service.get('/reports/00000000-0000-4000-8000-000000000000/events')).status).toBe(404);
  });

  it('a running report can be cancelled, an ended one cannot', async () => {
    const id = text(await json(await trigger()), 'report_id');
    const cancelled = await service.post(`/reports/${id}/cancel`);
    expect(await json(cancelled)).toMatchObject({ status: 'Cancelled' });
    expect((await service.post(`/reports/${id}/cancel`)).status).toBe(200);
    expect(await json(await service.get(`/get_report?report_id=${id}`))).toMatchObject({ status: 'Cancelled' });
    const { id: complete } = await service.report();
    expect(await json(await service.post(`/reports/${complete}/cancel`))).toMatchObject({
      status: 409,
      code: 'report_over',
    });
    expect(await json(await service.get(`/get_report?report_id=${id}`))).toMatchObject({ status: 'Cancelled' });
  });

  it('a report never changes, but shows whether its data did', async () => {
    const observe = (...rows: string[]) =>
      service.importCsv('store-status', ['store_id,status,timestamp_utc', ...rows].join('\n'));
    await observe('late,active,2024-10-08 11:00:00 UTC');
    const { id, csv } = await service.report({ as_of: NOON });
    const isSuperseded = async () => (await json(await service.get(`/reports/${id}`))).superseded_by_data;
    expect(await isSuperseded()).toBe(false);

    await observe('late,inactive,2024-10-08 12:00:00.000001 UTC');
    await observe('late,active,2024-10-08 11:00:00 UTC');
    expect(await isSuperseded()).toBe(false);

    await observe('late,inactive,2024-10-01 11:00:00 UTC', 'late,active,2024-10-09 00:00:00 UTC');
    expect(await isSuperseded()).toBe(true);
    expect((await service.outcome(id)).csv).toBe(csv);

    const again = await service.report({ as_of: NOON });
    expect(again.csv).not.toBe(csv);
    const second = again.id;
    expect(await json(await service.get(`/reports/${second}`))).toMatchObject({ superseded_by_data: false });
    await service.importCsv('timezones', 'store_id,timezone_str\nlate,Asia/Tokyo');
    // It is always open, in whatever zone.
    expect(await json(await service.get(`/reports/${second}`))).toMatchObject({ superseded_by_data: false });
    await service.importCsv('business-hours', 'store_id,day,start_time_local,end_time_local\nlate,0,09:00,17:00');
    expect(await json(await service.get(`/reports/${second}`))).toMatchObject({ superseded_by_data: true });
  });
});
