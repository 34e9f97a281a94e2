import { getQueueToken } from '@nestjs/bull';
import { TypeOrmModule } from '@nestjs/typeorm';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { at, date } from '../../../test/support/calculator/schedules';
import { TestDatabase } from '../../../test/support/postgres';
import { REPORT_HEADER } from '../../../test/support/reports/header';
import { json, text, until } from '../../../test/support/service';
import { CalculatorModule } from '../../calculator/calculator.module';
import { HOUR } from '../../calculator/instants';
import { completeImport, startImport } from '../../ingestion/imports/import-record';
import { ImportsService } from '../../ingestion/imports/imports.service';
import { IngestionModule } from '../../ingestion/ingestion.module';
import { PartitionWriter } from '../../ingestion/kafka/batch/partition-writer';
import { ObservationBatch } from '../../ingestion/observation-batch';
import { ObservationsService } from '../../ingestion/observations.service';
import { SchedulesService } from '../../ingestion/schedules.service';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { StatusChanges } from '../../observations/changes/status-changes';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { FiguresCache } from '../../reports/figures/figures-cache';
import { ReportTotals } from '../../reports/figures/window-totals';
import { Report } from '../../reports/report.entity';
import { ReportRows } from '../../reports/figures/report-rows';
import { REPORT_QUEUE } from '../../platform/queue/names';
import { ReportEndings } from '../../reports/queue/report-endings';
import { PROGRESS_CHANNEL, ReportPlan } from '../../reports/report-plan';
import { ReportQueue } from '../../reports/queue/report-queue';
import { ReportsService } from '../../reports/reports.service';
import { Superseding } from '../../reports/superseding';
import { lockAllBuckets } from '../../stores/buckets/bucket-locks';
import { configureHttp } from '../http/configure-http';
import { declaredApi } from '../http/openapi';
import { GetReportController } from './get-report.controller';
import { ReportEvents } from './report-events';
import { ReportRowsController } from './report-rows.controller';
import { ReportsController } from './reports.controller';
import { TriggerReportController } from './trigger-report.controller';
import { addStores, insertIds } from '../../../test/support/stores';
import { snapshotOf } from '../../../test/support/modules/report-worker';
import { ACT, SENT } from '../../../test/support/access/act';
import { AccessModule } from '../../access/access.module';
import { EndOfAccess } from '../http/access/end-of-access';
import { AccessGuard } from '../http/access/access.guard';
import { Slots } from '../http/limits/slots';

const AS_OF = '2024-10-08T12:00:00.000000Z';

/** The lines of three shards. */
const SHARDS = [
  'a1,60.00,24.00,168.00,0.00,0.00,0.00\na2,0.00,0.25,10.00,60.00,23.75,158.00\n',
  'b1,0.00,0.00,0.00,0.00,0.00,0.00\n',
  'b2,30.00,12.00,84.00,30.00,12.00,84.00\nc1,15.00,6.00,42.00,45.00,18.00,126.00\n',
];
const CSV = REPORT_HEADER + SHARDS.join('');

const ALL_BUT_INTERVALS = [
  ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const),
];

let test: TestDatabase;
let app: NestExpressApplication | undefined;
let base: string;
let queued: string[];
/** Bull's queue of reports, and whom it tells of those that are done. */
const told = new EventEmitter();
const reportQueue = { client: { ping: () => Promise.resolve('PONG') }, on: told.on.bind(told) };

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = {
    ...readSettings({
      DEFAULT_STATUS: 'inactive',
      DEFAULT_TIMEZONE: 'Asia/Tokyo',
      END_OF_DAY_GRACE: 'true',
      LOG_LEVEL: 'fatal',
    }),
    DATABASE_URL: test.url,
    REDIS_URL: '',
  };
  const module = {
    module: IngestionModule,
    imports: [AccessModule, CalculatorModule, ConfigModule.with(settings), TypeOrmModule.forFeature([Report])],
    controllers: [GetReportController, ReportRowsController, ReportsController, TriggerReportController],
    providers: [
      { provide: APP_GUARD, useClass: AccessGuard },
      EndOfAccess,
      Slots,
      FiguresCache,
      ReportTotals,
      ReportEndings,
      { provide: getQueueToken(REPORT_QUEUE), useValue: reportQueue },
      ReportEvents,
      ReportPlan,
      ReportRows,
      ReportsService,
      Superseding,
      { provide: ReportQueue, useValue: { send: (reportId: string) => queued.push(reportId) } },
    ],
  };
  app = await NestFactory.create<NestExpressApplication>(module, { bodyParser: false, logger: false });
  configureHttp(app, declaredApi(app));
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
});

beforeEach(async () => {
  queued = [];
  const empty = () =>
    test.empty(
      ...['report', 'store', 'store_search', 'store_attributes', 'schedule', 'schedule_change', 'closure'],
      ...['observation', 'status_run', 'import', 'kafka_partition'],
    );
  // Retention, which runs at the start, may have one table and want another.
  await empty().catch(empty);
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

function service<T extends object>(type: new (...parameters: never[]) => T): T {
  if (!app) throw new Error('the API did not start');
  return app.get(type);
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(base + path, { headers });
}

async function trigger(body: object, { search = '', key }: { search?: string; key?: string } = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return fetch(`${base}/trigger_report${search}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function triggered(body: object = { as_of: AS_OF }): Promise<string> {
  return text(await json(await trigger(body)), 'report_id');
}

/** The id of a complete report with these shards. */
async function completed(shards: readonly string[] = SHARDS): Promise<string> {
  const reportId = randomUUID();
  const csv = REPORT_HEADER + shards.join('');
  const stores = csv.split('\n').length - 2;
  await test.query(
    `INSERT INTO report (report_id, status, request_sha256, default_status, default_timezone, end_of_day_grace, as_of,
                         finished_at, csv_bytes, csv_sha256, stores_total, stores_done, tz_release)
     VALUES ($1, 'Complete', '', 'active', 'UTC', false, $2, now(), $3, $4, $5, $5, '')`,
    [reportId, AS_OF, Buffer.byteLength(csv), createHash('sha256').update(csv).digest(), stores],
  );
  await test.query(
    `INSERT INTO report_shard (report_id, shard, part, first_store_id, last_store_id, stores, csv)
     SELECT $1, number - 1, number - 1, '', '', 1, convert_to(csv, 'UTF8')
     FROM unnest($2::text[]) WITH ORDINALITY AS shards (csv, number)`,
    [reportId, shards],
  );
  return reportId;
}

const FORMATS = ['csv', 'json', 'ndjson'].flatMap((format) =>
  ['identity', 'gzip'].map((encoding) => ({ format, encoding })),
);

async function download(reportId: string, format: string, encoding: string): Promise<string> {
  const answer = await get(`/get_report?report_id=${reportId}&format=${format}`, { 'accept-encoding': encoding });
  expect(answer.status).toBe(200);
  return answer.text();
}

describe('a download', () => {
  const objects = SHARDS.join('')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
    .map(([storeId, ...figures]) => {
      const [upHour, upDay, upWeek, downHour, downDay, downWeek] = figures.map(Number);
      return {
        store_id: storeId,
        uptime_last_hour: upHour,
        uptime_last_day: upDay,
        uptime_last_week: upWeek,
        downtime_last_hour: downHour,
        downtime_last_day: downDay,
        downtime_last_week: downWeek,
      };
    });

  it.each(['identity', 'gzip'])('has all stores in every format (%s)', async (encoding) => {
    const reportId = await completed();
    expect(await download(reportId, 'csv', encoding)).toBe(CSV);
    expect(JSON.parse(await download(reportId, 'json', encoding))).toEqual(objects);
    const lines = (await download(reportId, 'ndjson', encoding)).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(objects);
  });

  it('of a report without stores, or with an empty shard, is well-formed', async () => {
    const empty = await completed([]);
    expect(await download(empty, 'csv', 'gzip')).toBe(REPORT_HEADER);
    expect(JSON.parse(await download(empty, 'json', 'gzip'))).toEqual([]);
    expect(await download(empty, 'ndjson', 'identity')).toBe('');
    const partly = await completed(['', SHARDS[0] ?? '', '', SHARDS[1] ?? '', SHARDS[2] ?? '']);
    expect(JSON.parse(await download(partly, 'json', 'identity'))).toEqual(objects);
  });

  it.each([
    ['the first shard is missing', 'DELETE FROM report_shard WHERE shard = 0'],
    ['a shard in the middle is missing', 'DELETE FROM report_shard WHERE shard = 1'],
    ['the last shard is missing', 'DELETE FROM report_shard WHERE shard = 2'],
    ['all shards are missing', 'DELETE FROM report_shard'],
    ['a shard is empty', `UPDATE report_shard SET csv = '' WHERE shard = 1`],
    ['the last shard has no result', 'UPDATE report_shard SET csv = NULL WHERE shard = 2'],
    ['a shard lacks a line', `UPDATE report_shard SET csv = substring(csv FROM 38) WHERE shard = 0`],
    ['a shard has a line too many', `UPDATE report_shard SET csv = csv || csv WHERE shard = 1`],
    ['it was longer when it was completed', 'UPDATE report SET csv_bytes = csv_bytes + 1'],
    ['it was shorter when it was completed', 'UPDATE report SET csv_bytes = csv_bytes - 1'],
  ])('is an error or breaks off in every format if %s', async (_, damage) => {
    const reportId = await completed();
    await test.query(damage);
    for (const { format, encoding } of FORMATS) {
      const path = `/get_report?report_id=${reportId}&format=${format}`;
      const answer = await get(path, { 'accept-encoding': encoding });
      if (answer.status === 200) await expect(answer.text()).rejects.toThrow('terminated');
      else expect([answer.status, (await json(answer)).code]).toEqual([500, 'internal_error']);
    }
    const rows = await get(`/reports/${reportId}/rows`);
    expect([rows.status, await json(rows)]).toEqual([500, expect.objectContaining({ code: 'internal_error' })]);
  });

  it('is not read for HEAD, whose headers are those of GET', async () => {
    const reportId = await completed();
    const headersOf = async (method: string, { format, encoding }: (typeof FORMATS)[number]) => {
      const path = `/get_report?report_id=${reportId}&format=${format}`;
      const answer = await fetch(base + path, { method, headers: { 'accept-encoding': encoding } });
      await answer.arrayBuffer();
      const differ = ['date', 'connection', 'keep-alive', 'transfer-encoding', 'x-request-id', 'traceparent'];
      return [answer.status, ...[...answer.headers].filter(([name]) => !differ.includes(name))];
    };
    const expected = await Promise.all(FORMATS.map((each) => headersOf('GET', each)));
    // It could not be sent now.
    await test.query('DELETE FROM report_shard');
    expect(await Promise.all(FORMATS.map((each) => headersOf('HEAD', each)))).toEqual(expected);
  });

  it('breaks off if the report is removed while it is read', async () => {
    // More than the buffers between the service and its client hold.
    const reportId = await completed(Array.from({ length: 24 }, () => (SHARDS[1] ?? '').repeat(32_768)));
    const answer = await get(`/get_report?report_id=${reportId}`, { 'accept-encoding': 'identity' });
    expect(answer.status).toBe(200);
    await test.query('DELETE FROM report');
    await expect(answer.text()).rejects.toThrow('terminated');
  });

  it('of rows is read again once the report is whole', async () => {
    const reportId = await completed();
    await test.query('UPDATE report_shard SET part = 7 WHERE part = 2');
    expect((await get(`/reports/${reportId}/rows`)).status).toBe(500);
    await test.query('UPDATE report_shard SET part = 2 WHERE part = 7');
    expect((await json(await get(`/reports/${reportId}/rows`))).rows).toEqual(
      objects.map((row) => ({ ...row, name: null })),
    );
  });

  it('has a length and a tag of its own format and encoding, and is not sent again to a client that has it', async () => {
    const reportId = await completed();
    const tags = new Set<string>();
    for (const { format, encoding } of FORMATS) {
      const path = `/get_report?report_id=${reportId}&format=${format}`;
      const whole = await get(path, { 'accept-encoding': encoding });
      await whole.text();
      const tag = whole.headers.get('etag') ?? '';
      expect(tag).toContain(createHash('sha256').update(CSV).digest('hex'));
      tags.add(tag);
      const isStored = format === 'csv' && encoding === 'identity';
      expect(whole.headers.get('content-length')).toBe(isStored ? String(CSV.length) : null);
      // Whoever keeps a copy asks before using it, and no two clients share it.
      expect([whole.headers.get('cache-control'), whole.headers.get('vary')]).toEqual([
        'private, no-cache',
        'Accept-Encoding',
      ]);
      for (const [known, status] of [
        [tag, 304],
        [`W/${tag}`, 304],
        [`"other", ${tag}`, 304],
        ['*', 304],
        ['"other"', 200],
      ] as const) {
        const again = await get(path, { 'accept-encoding': encoding, 'if-none-match': known });
        expect([known, again.status, (await again.text()) === '']).toEqual([known, status, status === 304]);
      }
    }
    expect(tags.size).toBe(FORMATS.length);
  });
});

describe('the CSV by the path of a report', () => {
  const csvOf = async (reportId: string, headers: Record<string, string> = {}) =>
    get(`/reports/${reportId}/csv`, headers);

  it.each(['identity', 'gzip'])('has the bytes and headers of GET /get_report (%s)', async (encoding) => {
    const reportId = await completed();
    const headers = { 'accept-encoding': encoding };
    const [answer, expected] = [
      await csvOf(reportId, headers),
      await get(`/get_report?report_id=${reportId}`, headers),
    ];
    const ofAnswer = (each: Response) =>
      Object.fromEntries([...each.headers].filter(([name]) => !['date', 'x-request-id', 'traceparent'].includes(name)));
    expect(ofAnswer(answer)).toEqual(ofAnswer(expected));
    expect([answer.status, await answer.text()]).toEqual([200, CSV]);
    const again = await csvOf(reportId, { ...headers, 'if-none-match': answer.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it.each(['csv', 'rows'])(
    'is refused unless the report is complete, with a time to wait while it runs: %s',
    async (what) => {
      const reportId = await triggered();
      const refusal = async () => {
        const refused = await get(`/reports/${reportId}/${what}`);
        const { code, report_status: status } = await json(refused);
        return [refused.status, code, status, refused.headers.get('retry-after')];
      };
      expect(await refusal()).toEqual([409, 'report_not_complete', 'Running', '1']);
      for (const [status, error] of [
        ['Error', 'a reason'],
        ['Cancelled', null],
      ]) {
        await test.query('UPDATE report SET status = $1, error = $2, finished_at = now()', [status, error]);
        expect(await refusal()).toEqual([409, 'report_not_complete', status, null]);
      }
    },
  );

  it('is not found by another id', async () => {
    expect(await json(await csvOf(randomUUID()))).toMatchObject({ status: 404, code: 'report_not_found' });
  });
});

describe('the rows of a report', () => {
  async function storeIds(reportId: string, search: string): Promise<unknown[]> {
    const ids: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== null;) {
      const query = typeof cursor === 'string' && cursor !== '' ? `&cursor=${cursor}` : '';
      const page = await json(await get(`/reports/${reportId}/rows?limit=2${search}${query}`));
      if (!Array.isArray(page.rows)) throw new TypeError(JSON.stringify(page));
      expect(page.rows.length).toBeLessThanOrEqual(2);
      ids.push(...page.rows.map((row: { store_id: string }) => row.store_id));
      cursor = page.next_cursor;
    }
    return ids;
  }

  it('come in pages sorted by the requested figure, all or those that are searched for', async () => {
    const reportId = await completed();
    await addStores(
      test.database,
      ['a1', 'a2', 'b1', 'b2', 'c1'].map((id) => ({ id, name: id === 'c1' ? 'Café B' : 'x' })),
    );
    expect(await storeIds(reportId, '')).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
    expect(await storeIds(reportId, '&sort=-store_id')).toEqual(['c1', 'b2', 'b1', 'a2', 'a1']);
    expect(await storeIds(reportId, '&sort=uptime_last_week')).toEqual(['b1', 'a2', 'c1', 'b2', 'a1']);
    expect(await storeIds(reportId, '&sort=-downtime_last_hour&q=B')).toEqual(['c1', 'b2', 'b1']);
    expect(await storeIds(reportId, '&q=2')).toEqual(['a2', 'b2']);
    expect(await storeIds(reportId, '&q=a&store_id=a2&store_id=b1&store_id=c1')).toEqual(['a2', 'c1']);
  });

  it.each(['', 'é', 'a%08'])('are refused for what cannot be a store id: %j', async (id) => {
    const refused = await get(`/reports/${await completed()}/rows?store_id=a1&store_id=${id}`);
    expect(await json(refused)).toMatchObject({ status: 400, code: 'invalid_store_id' });
  });

  it.each(['sort=-store_id', 'sort=uptime_last_day', 'q=a', 'of another report'])(
    'do not go on with a cursor of other rows: %s',
    async (other) => {
      const reportId = await completed();
      const { next_cursor: cursor } = await json(await get(`/reports/${reportId}/rows?limit=2`));
      const id = other.startsWith('of') ? await completed() : reportId;
      const refused = await get(
        `/reports/${id}/rows?limit=2&cursor=${String(cursor)}&${other.startsWith('of') ? '' : other}`,
      );
      expect(await json(refused)).toMatchObject({ status: 400, code: 'invalid_cursor' });
    },
  );
});

describe('a trigger', () => {
  beforeEach(async () => {
    await test.query(insertIds('a', 'b'));
  });

  it('keeps the request with the settings of the service, and queues the report', async () => {
    const reportId = await triggered();
    expect(queued).toEqual([reportId]);
    expect(await test.query('SELECT * FROM report')).toEqual([
      expect.objectContaining({
        report_id: reportId,
        status: 'Running',
        attempt: 0,
        requested_as_of: new Date(AS_OF),
        default_status: 'inactive',
        default_timezone: 'Asia/Tokyo',
        end_of_day_grace: true,
        store_ids: null,
      }),
    ]);
  });

  it('with a key that was used for the same request has the same report', async () => {
    const requests: [object, string][] = [
      [{ as_of: AS_OF, default_status: 'active' }, '?store_id=b&store_id=a&store_id=b'],
      [{ default_status: 'active', as_of: '2024-10-08T14:00:00+02:00' }, '?store_id=a&store_id=b'],
    ];
    const ids = new Set<unknown>();
    for (const [body, search] of requests) ids.add((await json(await trigger(body, { search, key: 'key' }))).report_id);
    expect(ids.size).toBe(1);
    expect(queued).toHaveLength(1);
    expect(await test.query('SELECT store_ids FROM report')).toEqual([{ store_ids: ['a', 'b'] }]);
  });

  it.each([
    ['as_of', { as_of: '2024-10-08T12:00:00.000001Z', default_status: 'active' }, '?store_id=a'],
    ['default_status', { as_of: AS_OF, default_status: 'inactive' }, '?store_id=a'],
    ['stores', { as_of: AS_OF, default_status: 'active' }, '?store_id=b'],
    ['stores, all', { as_of: AS_OF, default_status: 'active' }, ''],
    ['unknown_after', { as_of: AS_OF, default_status: 'active', unknown_after: '3h' }, '?store_id=a'],
    ['closures', { as_of: AS_OF, default_status: 'active', closures: 'exclude' }, '?store_id=a'],
    ['columns', { as_of: AS_OF, default_status: 'active', columns: 'all' }, '?store_id=a'],
    ['windows', { as_of: AS_OF, default_status: 'active', windows: ['last_day'] }, '?store_id=a'],
  ])('with a key that was used for another request is refused: %s', async (_, body, search) => {
    await trigger({ as_of: AS_OF, default_status: 'active' }, { search: '?store_id=a', key: 'key' });
    const refused = await trigger(body, { search, key: 'key' });
    expect(await json(refused)).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(await test.query('SELECT FROM report')).toHaveLength(1);
    expect(queued).toHaveLength(1);
  });

  it('makes a report each time without a key, or with another', async () => {
    const answers = [
      await trigger({ as_of: AS_OF }),
      await trigger({ as_of: AS_OF }),
      await trigger({ as_of: AS_OF }, { key: 'one' }),
      await trigger({ as_of: AS_OF }, { key: 'two' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(await test.query('SELECT FROM report')).toHaveLength(4);
    expect(new Set(queued).size).toBe(4);
  });

  it('keeps its terms, which are those of the service where it leaves them open', async () => {
    const windows = ['2024-W41', 'last_day', '2024-10-01..2024-10-14'];
    const terms = { default_status: 'unknown', unknown_after: '90m', closures: 'ignore', columns: 'all', windows };
    const termsOf = async (body: object) => (await json(await get(`/reports/${await triggered(body)}`))).terms;
    const service = { default_timezone: 'Asia/Tokyo', end_of_day_grace: true };
    expect(await termsOf({ as_of: AS_OF, ...terms })).toEqual({ ...terms, ...service });
    const left = { default_status: null, unknown_after: null, closures: null, columns: null, windows: null };
    for (const body of [{ as_of: AS_OF }, { as_of: AS_OF, ...left }]) {
      expect(await termsOf(body)).toEqual({
        default_status: 'inactive',
        unknown_after: null,
        closures: 'exclude',
        columns: 'standard',
        windows: ['last_hour', 'last_day', 'last_week'],
        ...service,
      });
    }
  });

  it.each([
    ['invalid_default_status', { default_status: 'closed' }],
    ['invalid_unknown_after', { unknown_after: '59s' }],
    ['invalid_closures', { closures: 'include' }],
    ['invalid_columns', { columns: 'some' }],
    ['invalid_windows', { windows: ['2024-13'] }],
    ['invalid_windows', { windows: [['last_day']] }],
    ['unknown_field', { window: ['last_day'] }],
  ])('is refused by its terms, and makes no report: %s', async (code, terms) => {
    const refused = await trigger({ as_of: AS_OF, ...terms });
    expect([refused.status, await json(refused)]).toEqual([422, expect.objectContaining({ code })]);
    expect(await test.query('SELECT FROM report')).toEqual([]);
    expect(queued).toEqual([]);
  });

  it('is refused if its terms need observations that were dropped', async () => {
    const keepFrom = async (instant: string) =>
      test.query('UPDATE observation_retention SET kept_from = $1::timestamptz', [instant]);
    const terms = { as_of: AS_OF, unknown_after: '3h', windows: ['last_day'] };
    try {
      await keepFrom('2024-10-07T09:00:00Z');
      expect((await trigger(terms)).status).toBe(202);
      await keepFrom('2024-10-07T09:00:00.000001Z');
      expect(await json(await trigger(terms))).toMatchObject({ status: 422, code: 'observations_dropped' });
      expect((await trigger({ ...terms, unknown_after: null })).status).toBe(202);
    } finally {
      await keepFrom('-infinity');
    }
  });

  it('that cannot be stored is not queued', async () => {
    await test.query('ALTER TABLE report ADD CONSTRAINT no_more CHECK (report_id IS NULL) NOT VALID');
    try {
      expect((await trigger({ as_of: AS_OF })).status).toBe(500);
      expect(queued).toEqual([]);
    } finally {
      await test.query('ALTER TABLE report DROP CONSTRAINT no_more');
    }
  });

  it('is refused while as many reports run as may, unless its key has a report', async () => {
    await test.query(
      `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace, tz_release)
       SELECT gen_random_uuid(), '', 'active', 'UTC', false, '' FROM generate_series(1, 999)`,
    );
    const last = await json(await trigger({ as_of: AS_OF }, { key: 'last' }));
    for (const key of [undefined, 'new']) {
      const refused = await trigger({ as_of: AS_OF }, { key });
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(await json(refused)).toMatchObject({ status: 503, code: 'too_busy' });
    }
    expect(await json(await trigger({ as_of: AS_OF }, { key: 'last' }))).toEqual(last);
    const reused = await trigger({ as_of: AS_OF }, { search: '?store_id=a', key: 'last' });
    expect(await json(reused)).toMatchObject({ code: 'idempotency_key_reused' });
    expect(queued).toEqual([last.report_id]);
    await fetch(`${base}/reports/${text(last, 'report_id')}/cancel`, { method: 'POST' });
    expect((await trigger({ as_of: AS_OF }, { key: 'new' })).status).toBe(202);
  });

  it('may name 200 stores', async () => {
    const naming = (stores: number) => trigger({ as_of: AS_OF }, { search: `?${'store_id=a&'.repeat(stores)}` });
    expect((await naming(200)).status).toBe(202);
    expect(await json(await naming(201))).toMatchObject({ status: 422, code: 'too_many_stores' });
  });

  it('is refused for unknown stores, all of which are named', async () => {
    const refused = await trigger({ as_of: AS_OF }, { search: '?store_id=x&store_id=a&store_id=%00' });
    expect(await json(refused)).toMatchObject({ code: 'unknown_store', unknown_store_ids: ['\0', 'x'] });
    expect(queued).toEqual([]);
  });
});

describe('a report that no worker has taken yet', () => {
  it('shows that it is running, and when to ask again', async () => {
    const reportId = await triggered();
    const running = await get(`/get_report?report_id=${reportId}`);
    expect(running.headers.get('retry-after')).toBe('1');
    expect(await json(running)).toEqual({
      status: 'Running',
      report_id: reportId,
      progress: 0,
      stores_done: 0,
      stores_total: null,
      started_at: null,
      seconds_left: null,
    });
  });
});

describe('the list of reports', () => {
  it('has the newest first, and a cursor only if there are more', async () => {
    const ids = [await triggered(), await triggered(), await triggered()].reverse();
    const page = async (search: string) => {
      const { reports, next_cursor: cursor } = await json(await get(`/reports?${search}`));
      if (!Array.isArray(reports)) throw new TypeError('no reports');
      return { ids: reports.map((report: { report_id: string }) => report.report_id), cursor };
    };
    expect(await page('limit=3')).toEqual({ ids, cursor: null });
    const first = await page('limit=2');
    expect(first.ids).toEqual(ids.slice(0, 2));
    expect(await page(`limit=2&cursor=${String(first.cursor)}`)).toEqual({ ids: ids.slice(2), cursor: null });
  });
});

describe('cancelling', () => {
  const cancel = async (reportId: string) => fetch(`${base}/reports/${reportId}/cancel`, { method: 'POST' });

  it('ends a running report, and wakes the worker that supervises it', async () => {
    const listener = await test.database.pool.connect();
    try {
      const notified: unknown[] = [];
      listener.on('notification', ({ payload }) => notified.push(payload));
      await listener.query(`LISTEN ${PROGRESS_CHANNEL}`);
      const reportId = await triggered();
      expect(await json(await cancel(reportId))).toMatchObject({ status: 'Cancelled' });
      await until(() => notified.includes(reportId) || undefined);
      const cancelled = await get(`/get_report?report_id=${reportId}`);
      expect(await json(cancelled)).toMatchObject({ status: 'Cancelled', report_id: reportId });
      // There is nothing left to wait for.
      expect(cancelled.headers.get('retry-after')).toBeNull();
    } finally {
      listener.release(true);
    }
  });

  it('is refused for a report that has ended, which stays as it is', async () => {
    const reportId = await completed();
    expect(await json(await cancel(reportId))).toMatchObject({ status: 409, code: 'report_over' });
    expect(await download(reportId, 'csv', 'identity')).toBe(CSV);
  });
});

describe('the events of a report', () => {
  it('tell the as of and each progress once, and end with the outcome', async () => {
    const reportId = await triggered();
    const stream = await get(`/reports/${reportId}/events`);
    let received = '';
    const reading = (async () => {
      for await (const part of stream.body ?? []) received += Buffer.from(part).toString();
    })();
    const events = () => [...received.matchAll(/event: (\w+)\n(?:id: .*\n)?data: (.*)\n/g)];
    const seen = () =>
      events().map(([, type, data]) => `${type} ${String(/"stores_done":(\d+)/.exec(data ?? '')?.[1])}`);
    await until(() => (events().length === 1 ? true : undefined));
    await test.query('UPDATE report SET as_of = requested_as_of, stores_total = 10');
    await until(() => (events().length === 2 ? true : undefined));
    await test.query('UPDATE report SET stores_done = 4');
    await until(() => (events().length === 3 ? true : undefined));
    await test.query(`UPDATE report SET status = 'Error', error = 'a reason', finished_at = now()`);
    await reading;
    expect(seen()).toEqual(['progress 0', 'progress 0', 'progress 4', 'error 4']);
    expect(received).toContain('"reason":"a reason"');
  });

  it('take no more queries for many watchers than for one, and reach a late watcher at once with the latest', async () => {
    const reportId = await triggered();
    const finds = jest.spyOn(service(ReportsService), 'find');
    const client = new AbortController();
    const watch = async () => {
      const stream = await fetch(`${base}/reports/${reportId}/events`, { signal: client.signal });
      const watcher = { received: '' };
      const reading = (async () => {
        for await (const part of stream.body ?? []) watcher.received += Buffer.from(part).toString();
      })();
      reading.catch(() => undefined);
      return watcher;
    };
    try {
      const watchers = await Promise.all(Array.from({ length: 30 }, watch));
      const allSaw = (text: string) => watchers.every(({ received }) => received.includes(text)) || undefined;
      await until(() => allSaw('"stores_done":0'));
      finds.mockClear();
      await test.query('UPDATE report SET stores_total = 10, stores_done = 4');
      await until(() => allSaw('"stores_done":4'));
      expect(finds.mock.calls.length).toBeLessThan(30);
      watchers.push(await watch());
      await until(() => allSaw('"stores_done":4'));
      await test.query(`UPDATE report SET status = 'Cancelled', finished_at = now()`);
      await until(() => allSaw('event: cancelled'));
      expect(watchers.at(-1)?.received).not.toContain('"stores_done":0');
      // Those who come after its end are each served separately.
      expect(await (await get(`/reports/${reportId}/events`)).text()).toContain('event: cancelled');
    } finally {
      client.abort();
      finds.mockRestore();
    }
  });

  it('wait while PostgreSQL is away, and end without an outcome if something else is wrong', async () => {
    const reportId = await triggered();
    const finds = jest.spyOn(service(ReportsService), 'find');
    try {
      const stream = await get(`/reports/${reportId}/events`);
      let received = '';
      const reading = (async () => {
        for await (const part of stream.body ?? []) received += Buffer.from(part).toString();
      })();
      await until(() => received.includes('"stores_done":0') || undefined);
      finds.mockRejectedValueOnce(Object.assign(new Error('shutting down'), { code: '57P01' }));
      finds.mockClear();
      await until(() => finds.mock.calls.length > 0 || undefined);
      await test.query('UPDATE report SET stores_total = 10, stores_done = 4');
      await until(() => received.includes('"stores_done":4') || undefined);
      finds.mockRejectedValueOnce(new Error('broken'));
      await reading;
      expect([...received.matchAll(/event: \w+/g)].join()).toBe('event: progress,event: progress');
    } finally {
      finds.mockRestore();
    }
  });

  it('tell the outcome at once if a worker says that it is done', async () => {
    const reportId = await triggered();
    const tell = (id: string) => told.emit('global:completed', id);
    const finds = jest.spyOn(service(ReportsService), 'find');
    // Of rxjs, so that no poll sees it.
    jest.useFakeTimers({ doNotFake: ALL_BUT_INTERVALS });
    try {
      const stream = await get(`/reports/${reportId}/events`);
      let received = '';
      const reading = (async () => {
        for await (const part of stream.body ?? []) received += Buffer.from(part).toString();
      })();
      await until(() => received.includes('event: progress') || undefined);
      // The word may come although another worker continues.
      tell(reportId);
      await test.query(`UPDATE report SET status = 'Cancelled', finished_at = now()`);
      finds.mockClear();
      tell('another');
      expect(finds).not.toHaveBeenCalled();
      tell(reportId);
      await reading;
      expect([...received.matchAll(/event: \w+/g)].join()).toBe('event: progress,event: cancelled');
    } finally {
      jest.useRealTimers();
      finds.mockRestore();
    }
  });

  it('show every 15 seconds that they go on, until the client goes', async () => {
    const reportId = await triggered();
    // Of rxjs, which has its time from these.
    jest.useFakeTimers({ doNotFake: ALL_BUT_INTERVALS });
    try {
      const client = new AbortController();
      const stream = await fetch(`${base}/reports/${reportId}/events`, { signal: client.signal });
      let received = '';
      const reading = (async () => {
        for await (const part of stream.body ?? []) received += Buffer.from(part).toString();
      })().catch(() => undefined);
      await until(() => received.includes('event: progress') || undefined);
      for (const comments of [1, 2]) {
        jest.advanceTimersByTime(15_000);
        await until(() => received.split(': \n\n').length > comments || undefined);
      }
      client.abort();
      await reading;
      await until(() => jest.getTimerCount() === 0 || undefined);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('superseded_by_data', () => {
  const EARLIER = '2024-10-08T11:00:00Z';
  const MONDAY = '2024-10-07T12:00:00Z';
  const HOURS = { dayOfWeek: 0, opens: 9 * HOUR, closes: 17 * HOUR };

  beforeEach(async () => {
    await observe('known', 'active', MONDAY);
    await observe('known', 'inactive', EARLIER);
    await service(SchedulesService).setTimezone('known', 'UTC', -Infinity, SENT);
    await service(SchedulesService).setHours('known', [HOURS], -Infinity, SENT);
  });

  async function observe(storeId: string, status: string, timestamp: string): Promise<void> {
    const observation = { store_id: storeId, status, timestamp_utc: timestamp };
    await service(ObservationsService).receive([observation], Buffer.from(JSON.stringify(observation)), undefined, ACT);
  }

  async function close(storeId: string, from: string, to: string): Promise<void> {
    await service(SchedulesService).declareClosure({ storeId, from: at(from), to: at(to), reason: '' }, SENT);
  }

  async function importCsv(kind: 'store-status' | 'business-hours' | 'timezones', ...lines: string[]): Promise<void> {
    async function* body() {
      yield await Promise.resolve(Buffer.from(lines.join('\n')));
    }
    const done = await service(ImportsService).receive(kind, body(), (error) => error.code, ACT);
    expect(done).toMatchObject({ status: 'Complete', rowsRejected: 0 });
  }

  async function consume(status: string, timestamp: string): Promise<void> {
    const batch = new ObservationBatch({ latest: Infinity, keptFrom: -Infinity });
    batch.take({ store_id: 'known', status, timestamp_utc: timestamp }, 0, 0, () => '');
    const writer = new PartitionWriter(test.database, 'group', 'topic', () => Promise.resolve('-1'));
    const digestBefore = () => Buffer.from('a message');
    await writer.write({ partition: 0, firstOffset: '0', nextOffset: '1', digestBefore }, batch);
  }

  /**
   * Starts a report; returns its id.
   * @param change happens between its snapshot and its cut
   */
  async function begun(change: () => Promise<unknown> = () => Promise.resolve()): Promise<string> {
    const reportId = await triggered();
    const plan = service(ReportPlan);
    expect(await plan.begin(reportId)).toBe(1);
    await test.database.transaction(async (reader) => {
      await reader.query('SELECT FROM store LIMIT 1');
      await change();
      await plan.cut(await snapshotOf(reader), reportId, 1);
    }, BEGIN_SNAPSHOT);
    return reportId;
  }

  async function isSuperseded(reportId: string): Promise<unknown> {
    return (await json(await get(`/reports/${reportId}`))).superseded_by_data;
  }

  /** Whether a change supersedes reports that took their snapshots before, before but cut afterwards, and after it. */
  async function supersededBy(change: () => Promise<unknown>): Promise<unknown[]> {
    const before = await begun();
    const between = await begun(change);
    const after = await begun();
    return Promise.all([before, between, after].map(isSuperseded));
  }

  it('is null until the report has started', async () => {
    expect(await isSuperseded(await triggered())).toBeNull();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['an observation', () => observe('known', 'active', '2024-10-01T00:00:00Z')],
    ['an observation of a new store', () => observe('new', 'active', EARLIER)],
    ['a corrected observation', () => observe('known', 'inactive', MONDAY)],
    ['a corrected observation from Kafka', () => consume('inactive', MONDAY)],
    [
      'a file with an observation before and one after the as of',
      () =>
        importCsv(
          'store-status',
          'store_id,status,timestamp_utc',
          'known,active,2024-10-02 00:00:00 UTC',
          'known,active,2024-10-09 00:00:00 UTC',
        ),
    ],
    [
      'a file of hours',
      () => importCsv('business-hours', 'store_id,dayOfWeek,start_time_local,end_time_local', 'known,1,09:00,17:00'),
    ],
    ['a file of zones', () => importCsv('timezones', 'store_id,timezone_str', 'known,Asia/Tokyo')],
    ['the zone of a store', () => service(SchedulesService).setTimezone('known', 'Asia/Tokyo', -Infinity, SENT)],
    ['the default zone for a store', () => service(SchedulesService).setTimezone('known', null, -Infinity, SENT)],
    ['the zone of a new store', () => service(SchedulesService).setTimezone('new', 'UTC', -Infinity, SENT)],
    [
      'other hours of a store',
      () => service(SchedulesService).setHours('known', [{ ...HOURS, closes: 18 * HOUR }], -Infinity, SENT),
    ],
    ['a store that is always open', () => service(SchedulesService).setHours('known', 'always_open', -Infinity, SENT)],
    [
      'hours from a date within its windows',
      () => service(SchedulesService).setHours('known', [{ ...HOURS, closes: 18 * HOUR }], date('2024-10-07'), SENT),
    ],
    [
      'a zone from a date before its windows',
      () => service(SchedulesService).setTimezone('known', 'Asia/Tokyo', date('2020-01-01'), SENT),
    ],
    [
      'special hours within its windows',
      () => service(SchedulesService).setSpecialHours('known', date('2024-10-07'), [], SENT),
    ],
    ['a closure within its windows', () => close('known', '2024-10-07T16:59:59Z', '2024-11-01T00:00:00Z')],
    ['a closure of all stores', () => close('*', '2024-10-01T00:00:00Z', '2024-10-02T00:00:00Z')],
    ['a store that is closed', () => service(SchedulesService).setHours('known', [], -Infinity, SENT)],
  ])('is true after %s, but not for a report whose snapshot has it', async (_, change) => {
    expect(await supersededBy(change)).toEqual([true, true, false]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['an observation after the as of', () => observe('known', 'active', '2024-10-08T12:00:00.000001Z')],
    ['an observation at the as of', () => observe('known', 'active', AS_OF)],
    ['an observation of the status that the store had', () => observe('known', 'active', '2024-10-07T13:00:00Z')],
    ['another status while the store is closed', () => observe('known', 'active', '2024-10-08T11:30:00Z')],
    ['an observation that is stored already', () => observe('known', 'active', MONDAY)],
    ['a Kafka message that is stored already', () => consume('active', MONDAY)],
    ['a file of zones that are set already', () => importCsv('timezones', 'store_id,timezone_str', 'known,UTC')],
    ['the zone that a store has', () => service(SchedulesService).setTimezone('known', 'UTC', -Infinity, SENT)],
    [
      'hours from a date after the as of',
      () => service(SchedulesService).setHours('known', [{ ...HOURS, closes: 18 * HOUR }], date('2024-10-11'), SENT),
    ],
    [
      'special hours after the as of',
      () => service(SchedulesService).setSpecialHours('known', date('2024-10-11'), [], SENT),
    ],
    [
      'special hours before its windows',
      () => service(SchedulesService).setSpecialHours('known', date('2024-09-20'), [], SENT),
    ],
    ['a closure while the store is closed', () => close('known', '2024-10-07T17:00:00Z', '2024-11-01T00:00:00Z')],
    [
      'hours from a date after which there is no Monday',
      () => service(SchedulesService).setHours('known', [{ ...HOURS, closes: 18 * HOUR }], date('2024-10-08'), SENT),
    ],
    ['a closure that begins at its as of', () => close('known', AS_OF, '2024-11-01T00:00:00Z')],
    ['a closure that ends when its windows begin', () => close('*', '2024-09-01T00:00:00Z', '2024-10-01T12:00:00Z')],
    ['the hours that a store has', () => service(SchedulesService).setHours('known', [HOURS], -Infinity, SENT)],
  ])('stays false after %s', async (_, change) => {
    expect(await supersededBy(change)).toEqual([false, false, false]);
  });

  it('is only by schedules of its own stores, and not by closures that it ignores', async () => {
    await service(SchedulesService).setTimezone('other', 'UTC', -Infinity, SENT);
    const [limited, ignoring] = [
      text(await json(await trigger({ as_of: AS_OF }, { search: '?store_id=other' })), 'report_id'),
      await triggered({ as_of: AS_OF, closures: 'ignore' }),
    ];
    for (const reportId of [limited, ignoring]) {
      await service(ReportPlan).begin(reportId);
      await test.database.transaction(async (reader) => service(ReportPlan).cut(await snapshotOf(reader), reportId, 1));
    }
    const superseded = async () => Promise.all([limited, ignoring].map(isSuperseded));
    await close('other', '2024-10-09T00:00:00Z', '2024-10-10T00:00:00Z');
    await close('known', '2024-10-07T00:00:00Z', '2024-10-08T00:00:00Z');
    expect(await superseded()).toEqual([false, false]);
    await close('*', '2024-10-07T00:00:00Z', '2024-10-08T00:00:00Z');
    expect(await superseded()).toEqual([true, false]);
    await service(SchedulesService).setTimezone('known', 'Asia/Tokyo', -Infinity, SENT);
    expect(await superseded()).toEqual([true, true]);
  });

  it('is true after an import that had done all but commit when the snapshot was taken', async () => {
    const reportId = await test.database.transaction(async (writer) => {
      await lockAllBuckets(writer);
      const started = await startImport(writer, 'store-status', 'json');
      const counts = { bytesRead: 0, rowsRead: 1, rowsRejected: 0, rejectsKept: 0 };
      const outcome = { accepted: 1, unchanged: 0, changedFrom: -Infinity };
      const changed = { from: at(MONDAY), to: at(EARLIER), wasUnobserved: false };
      const changes = new StatusChanges(['known']);
      changes.add(0, changed);
      await changes.write(writer, started?.importKey ?? 0);
      await completeImport(writer, started?.importKey ?? 0, counts, outcome);
      return begun();
    });
    expect(await isSuperseded(reportId)).toBe(true);
  });

  it('is true after an import whose body began before another that the report has', async () => {
    let receiveRest: () => void = () => undefined;
    const rest = new Promise<void>((resolve) => (receiveRest = resolve));
    let read = false;
    async function* body() {
      read = true;
      yield Buffer.from('store_id,timezone_str\n');
      await rest;
      yield Buffer.from('known,Asia/Tokyo\n');
    }
    const importing = service(ImportsService).receive('timezones', body(), (error) => error.code, ACT);
    try {
      await until(() => read || undefined);
      await observe('known', 'inactive', '2024-10-03T00:00:00Z');
      const reportId = await begun();
      expect(await isSuperseded(reportId)).toBe(false);
      receiveRest();
      expect(await importing).toMatchObject({ status: 'Complete', rowsAccepted: 1 });
      expect(await isSuperseded(reportId)).toBe(true);
    } finally {
      receiveRest();
      await importing;
    }
  });
});
