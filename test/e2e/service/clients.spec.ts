import createClient from 'openapi-fetch';
import { join } from 'node:path';
import { generatePythonClient, generator } from '../../support/python/clients/generator';
import { newDataDir, removeDataDir, Service, until } from '../../support/service';
import type { paths } from '../../../web/src/api/schema';

const JOB = join(__dirname, '../../support/python/clients/job.py');
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const NOON = '2024-10-07T12:00:00Z';

let service: Service;
let api: ReturnType<typeof createClient<paths>>;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1' });
  api = createClient<paths>({ baseUrl: service.base });
  api.use({ onResponse: ({ request, response }) => service.check(request.method, request.url, response) });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

/** Sends a file as it is, rather than as JSON. */
function asCsv(body: string) {
  return { body, bodySerializer: () => body, headers: { 'content-type': 'text/csv' } };
}

describe('answers', () => {
  const answer = (body: unknown, status = 200, type = 'application/json') =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
  const problem = (code: string) => ({ type: 'urn:problem', title: 'Conflict', status: 409, detail: 'No.', code });
  const list = { stores: [], report_id: null, as_of: null, next_cursor: null };
  const check = async (...given: Parameters<typeof answer>) =>
    service.check('GET', `${service.base}/stores`, answer(...given));

  it('count as faults unless they are as documented', async () => {
    await check(list);
    await check(problem('no_report'), 409, 'application/problem+json');
    await expect(check({ ...list, report_id: 7 })).rejects.toThrow('report_id');
    await expect(check({ ...list, more: 1 })).rejects.toThrow('additional properties');
    await expect(check({ stores: [], as_of: null, next_cursor: null })).rejects.toThrow(
      "required property 'report_id'",
    );
    await expect(check(list, 206)).rejects.toThrow('206 is not documented');
    await expect(check(list, 200, 'text/plain')).rejects.toThrow('not documented as text/plain');
    await expect(check(problem('report_over'), 409, 'application/problem+json')).rejects.toThrow('report_over');
  });
});

describe('a client in TypeScript', () => {
  it('sees an empty fleet', async () => {
    const stores = await api.GET('/stores');
    expect(stores.data).toEqual({ stores: [], report_id: null, as_of: null, next_cursor: null });
    expect((await api.GET('/fleet')).data).toMatchObject({ stores: 0, latest_observed_at: null, report: null });
    const refused = await api.POST('/trigger_report');
    expect(refused.error?.code).toBe('no_observations');
    expect(refused.response.status).toBe(409);
  });

  it('imports files, and sees stores without a status before any report', async () => {
    const observed =
      'store_id,status,timestamp_utc\na,active,2024-10-07 10:00:00 UTC\na,inactive,2024-10-07 11:45:00 UTC\n';
    const imported = await api.POST('/imports/store-status', asCsv(`${observed}a,shut,2024-10-07 11:50:00 UTC\n`));
    expect(imported.data).toMatchObject({ status: 'Complete', rows_accepted: 2, rows_rejected: 1 });
    const hours = 'store_id,dayOfWeek,start_time_local,end_time_local\na,0,09:00,17:00\n';
    expect((await api.POST('/imports/business-hours', asCsv(hours))).data?.rows_accepted).toBe(1);
    const zones = 'store_id,timezone_str\na,UTC\nnever,Asia/Tokyo\n';
    expect((await api.POST('/imports/timezones', asCsv(zones))).data?.rows_accepted).toBe(2);

    const params = { path: { import_id: imported.data?.import_id ?? '' } };
    expect((await api.GET('/imports/{import_id}', { params })).data).toEqual({ ...imported.data, file_name: null });
    const rejects = await api.GET('/imports/{import_id}/rejects', { params, parseAs: 'text' });
    expect(rejects.data).toContain('4,invalid_status,');

    const stores = (await api.GET('/stores', { params: { query: { stale: false } } })).data?.stores;
    expect(stores?.map(({ store_id, status, figures }) => [store_id, status, figures])).toEqual([
      ['a', 'inactive', null],
      ['never', null, null],
    ]);
    const never = await api.GET('/stores/{store_id}', { params: { path: { store_id: 'never' } } });
    expect(never.data).toMatchObject({ status: null, status_since: null, last_observed_at: null, figures: null });
  });
});

generator.describe('a client in Python, before any report', () => {
  it('sees stores without a status', async () => {
    await generatePythonClient(await (await service.get('/docs-json')).text(), service.dataDir);
    await generator.run([JOB, service.base, 'before'], service.dataDir);
  });
});

describe('a client in TypeScript, with a report', () => {
  it('triggers it, waits for it and downloads it', async () => {
    const triggered = await api.POST('/trigger_report', { body: { as_of: NOON, default_status: 'inactive' } });
    const params = { path: { report_id: triggered.data?.report_id ?? '' } };
    const report = await until(async () => {
      const { data } = await api.GET('/reports/{report_id}', { params });
      return data?.status === 'Running' ? undefined : data;
    });
    expect(report).toMatchObject({ status: 'Complete', as_of: '2024-10-07T12:00:00.000000Z', stores_total: 2 });
    const { data, response } = await api.GET('/reports/{report_id}/csv', { params, parseAs: 'text' });
    expect(data?.split('\n').slice(1)).toEqual([
      'a,45.00,1.75,1.75,15.00,1.25,6.25',
      'never,0.00,0.00,0.00,60.00,24.00,168.00',
      '',
    ]);
    expect(response.headers.get('content-disposition')).toContain(`report_${params.path.report_id}.csv`);
    const again = { ...params, header: { 'If-None-Match': response.headers.get('etag') ?? '' } };
    expect((await api.GET('/reports/{report_id}/csv', { params: again })).response.status).toBe(304);
    const rows = await api.GET('/reports/{report_id}/rows', { params });
    expect(rows.data?.rows.map(({ store_id }) => store_id)).toEqual(['a', 'never']);
  });

  it('reads its figures, uptime and outages', async () => {
    const stores = (await api.GET('/stores', { params: { query: { sort: 'downtime_last_week' } } })).data?.stores;
    expect(stores?.map(({ store_id, figures }) => [store_id, figures?.downtime_last_week])).toEqual([
      ['never', 168],
      ['a', 6.25],
    ]);
    const query = { from: '2024-10-07T00:00:00Z', to: NOON, explain: true };
    const uptime = await api.GET('/stores/{store_id}/uptime', { params: { path: { store_id: 'never' }, query } });
    expect(uptime.data).toMatchObject({ business_us: 43_200_000_000, ledger: [{ source: { kind: 'default' } }] });
    for (const ongoing of [true, false]) {
      const outages = await api.GET('/outages', { params: { query: { from: query.from, to: NOON, ongoing } } });
      expect(typeof outages.data === 'object' && outages.data.outages).toMatchObject([{ store_id: 'a' }]);
    }
  });

  it('is told what is wrong as a typed problem', async () => {
    const report = await api.GET('/reports/{report_id}/csv', { params: { path: { report_id: UNKNOWN } } });
    expect(report.error).toMatchObject({ status: 404, code: 'report_not_found', detail: 'Report not found' });
    const zones = await api.POST('/imports/timezones', asCsv('store_id\na\n'));
    expect(zones.error?.code).toBe('wrong_header');
  });
});

generator.describe('a client in Python', () => {
  it('imports files, triggers a report, waits for it, and downloads it', async () => {
    await generator.run([JOB, service.base, 'after'], service.dataDir);
  });
});
