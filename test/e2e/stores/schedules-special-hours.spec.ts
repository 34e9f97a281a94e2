import { rowCounts } from '../../support/row-counts';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const SPECIAL = 'store_id,date,start_time_local,end_time_local\n';

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1', DEFAULT_TIMEZONE: 'UTC' });
  await service.observe([{ store_id: 'a', status: 'active', timestamp_utc: '2024-09-01T00:00:00Z' }]);
  const week = [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ dayOfWeek, opens: '20:00', closes: '04:00' }));
  await put('a/business-hours', { hours: week });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function put(path: string, body: unknown): Promise<Record<string, unknown>> {
  return json(await service.put(`/stores/${path}`, JSON.stringify(body)));
}

async function remove(path: string): Promise<Record<string, unknown>> {
  return json(await service.delete(`/stores/${path}`));
}

const listed = async (storeId: string, range = '') =>
  (await json(await service.get(`/stores/${storeId}/special-hours${range}`))).special_hours;

async function uptime(...windows: string[]): Promise<string[]> {
  const { csv } = await service.report({ as_of: '2025-01-31T00:00:00Z', windows });
  return (csv.split('\n')[1] ?? '').split(',').slice(0, 1 + windows.length);
}

it('take the place of the hours that start on their date, and cut nothing that started the day before', async () => {
  expect(await uptime('2024-11-27', '2024-11-28', '2024-11-29')).toEqual(['a', '8.00', '8.00', '8.00']);
  const closed = await put('a/special-hours/2024-11-28', { closed: true });
  expect(closed).toMatchObject({ kind: 'special-hours', source: 'json', ...rowCounts({ read: 1, accepted: 1 }) });
  expect(await uptime('2024-11-27', '2024-11-28', '2024-11-29')).toEqual(['a', '8.00', '4.00', '4.00']);
  const hours = [
    { opens: '10:00', closes: '15:00' },
    { opens: '9:30', closes: '10:30' },
  ];
  expect(await put('a/special-hours/2024-11-28', { hours })).toMatchObject(rowCounts({ read: 2, accepted: 2 }));
  expect(await put('a/special-hours/2024-11-28', { hours: [...hours, ...hours] })).toMatchObject(
    rowCounts({ read: 4, unchanged: 4 }),
  );
  expect(await uptime('2024-11-27', '2024-11-28', '2024-11-29')).toEqual(['a', '8.00', '9.50', '4.00']);
});

it('are listed by date and time, within dates', async () => {
  const csv = `${SPECIAL}a,2024-12-25,,\na,2024-12-24,18:00,23:00\na,2024-12-24,09:00,12:00\na,2025-01-01,,\n`;
  expect(await json(await service.importCsv('special-hours', csv))).toMatchObject(rowCounts({ read: 4, accepted: 4 }));
  const christmas = [
    {
      ...{ date: '2024-12-24', closed: false },
      hours: [
        { opens: '09:00:00', closes: '12:00:00' },
        { opens: '18:00:00', closes: '23:00:00' },
      ],
    },
    { date: '2024-12-25', closed: true, hours: [] },
  ];
  expect(await listed('a', '?from=2024-12-24&to=2024-12-25')).toEqual(christmas);
  expect(await listed('a', '?from=2024-12-26')).toEqual([{ date: '2025-01-01', closed: true, hours: [] }]);
  expect(await listed('a', '?to=2024-12-24')).toMatchObject([{ date: '2024-11-28' }, { date: '2024-12-24' }]);
  expect(await listed('a')).toHaveLength(4);
  expect(await listed('nobody')).toEqual([]);
  expect(await json(await service.get('/stores/a/special-hours?from=2024-02-30'))).toMatchObject({
    code: 'invalid_date',
  });
  expect(await json(await service.get('/stores/a/special-hours?from=2024-12-25&to=2024-12-24'))).toMatchObject({
    ...{ status: 400, code: 'invalid_range' },
  });
  const { special_hours: special } = await json(await service.get('/stores/a/schedule?at=2024-12-25T12:00:00Z'));
  expect(special).toEqual([]);
});

it('are gone when they are deleted: the hours of the week hold again', async () => {
  expect(await remove('a/special-hours/2024-11-28')).toMatchObject({
    ...{ kind: 'special-hours', note: null, ...rowCounts({ read: 1, accepted: 1 }) },
  });
  expect(await remove('a/special-hours/2024-11-28')).toMatchObject(rowCounts({ read: 1, unchanged: 1 }));
  expect(await uptime('2024-11-28')).toEqual(['a', '8.00']);
  expect(await listed('a', '?to=2024-12-23')).toEqual([]);
  expect(await remove('a/special-hours/2024-02-30')).toMatchObject({ status: 422, code: 'invalid_date' });
  expect(await remove('-/special-hours/2024-02-28')).toMatchObject({ status: 400, code: 'invalid_store_id' });
});

it('of a store that nothing else names are kept, and add no row to reports until something does', async () => {
  await put('later/special-hours/2024-11-28', { hours: [{ opens: '00:00', closes: '24:00' }] });
  await service.importCsv('special-hours', `${SPECIAL}later,2024-11-29,,\n`);
  const { id, csv } = await service.report({ as_of: '2025-01-31T00:00:00Z', windows: ['2024-11-28', '2024-11-29'] });
  expect(csv).not.toContain('later');
  expect((await service.get('/stores/later')).status).toBe(404);
  expect(await listed('later')).toMatchObject([{ closed: false }, { closed: true }]);
  expect(await json(await service.get(`/reports/${id}`))).toMatchObject({ superseded_by_data: false });

  await put('later/business-hours', {
    hours: [{ dayOfWeek: 0, opens: '10:00', closes: '11:00' }],
    effective_from: '2054-01-01',
  });
  expect(await json(await service.get(`/reports/${id}`))).toMatchObject({ superseded_by_data: true });
  const after = await service.report({
    as_of: '2025-01-31T00:00:00Z',
    windows: ['2024-11-28', '2024-11-29', '2024-11-30'],
  });
  expect(after.csv).toContain('\nlater,24.00,0.00,24.00,');
});

it('are rejected row by row, with the reason', async () => {
  const rows = [
    'a,2024-12-31,10:00,',
    'a,2024-12-32,10:00,15:00',
    'a,2024-12-31,10:00,25:00',
    'a,,10:00,15:00',
    '*,2024-12-31,,',
  ];
  const answer = await service.importCsv('special-hours', `${SPECIAL}${rows.join('\n')}\na,2024-12-31,22:00,23:00\n`);
  const { import_id: id, ...counts } = await json(answer);
  expect(counts).toMatchObject(rowCounts({ read: 6, accepted: 1, rejected: 5 }));
  const rejects = await (await service.get(`/imports/${String(id)}/rejects`)).text();
  expect(
    rejects
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(0, 2).join(' ')),
  ).toEqual([...['2 missing_field', '3 invalid_date', '4 invalid_time', '5 missing_field', '6 invalid_store_id']]);
  expect(await listed('a', '?from=2024-12-31&to=2024-12-31')).toEqual([
    { date: '2024-12-31', closed: false, hours: [{ opens: '22:00:00', closes: '23:00:00' }] },
  ]);
});

it('are a schedule also of a store that nothing else names; a store of which nothing is known has none', async () => {
  const schedule = async (storeId: string) =>
    json(await service.get(`/stores/${storeId}/schedule?at=2024-12-25T12:00:00Z`));
  const unknown = { status: 404, code: 'store_not_found' };
  expect(await schedule('ghost')).toMatchObject(unknown);
  await put('ghost/special-hours/2024-12-25', { closed: true });
  expect(await schedule('ghost')).toMatchObject({ store_id: 'ghost', always_open: true, special_hours: [] });
  expect(await json(await service.get('/stores/ghost'))).toMatchObject(unknown);
  await remove('ghost/special-hours/2024-12-25');
  expect(await schedule('ghost')).toMatchObject(unknown);
  const closure = { store_id: 'ghost', from: '2024-12-25T00:00:00Z', to: '2024-12-26T00:00:00Z' };
  expect(
    (await service.post('/closures', JSON.stringify(closure), { 'content-type': 'application/json' })).status,
  ).toBe(201);
  expect(await schedule('ghost')).toMatchObject(unknown);
  // A store is known once it was observed, whatever its schedule.
  expect(await schedule('a')).toMatchObject({ store_id: 'a' });
  await service.importCsv('store-status', 'store_id,status,timestamp_utc\nseen,active,2024-09-01 00:00:00 UTC\n');
  expect(await schedule('seen')).toMatchObject({ store_id: 'seen', always_open: true, special_hours: null });
});
