import { Client } from 'pg';
import { databaseUrl } from '../../support/database';
import { allPages, itemsOf } from '../../support/pages';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const MONDAY = { dayOfWeek: 0, opens: '09:00:00', closes: '17:00:00' };
const HOURS = 'store_id,dayOfWeek,start_time_local,end_time_local,effective_from\n';

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '0' });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function put(path: string, body: unknown): Promise<Record<string, unknown>> {
  return json(await service.put(`/stores/${path}`, JSON.stringify(body)));
}

const changesOf = async (storeId: string, limit = 50) =>
  allPages(service, `/stores/${storeId}/schedule/history?limit=${limit}`, 'changes');

/** The value of hours in the history. */
const weekly = (hours: readonly object[]) => ({ always_open: false, closed: hours.length === 0, hours });

it('says of each write what was there before, the latest first, and which import it was', async () => {
  const zone = await put('a/timezone', { timezone: 'Asia/Tokyo' });
  const hours = await put('a/business-hours', { hours: [MONDAY], effective_from: '2024-10-07' });
  const closed = await put('a/business-hours', { closed: true, effective_from: '2024-10-07' });
  const open = await put('a/business-hours', { always_open: true });
  const special = await put('a/special-hours/2024-11-28', { hours: [{ opens: '10:00', closes: '15:00' }] });
  const none = await put('a/timezone', { timezone: null });
  const changes = await changesOf('a');
  expect(changes).toMatchObject([
    { import_id: none.import_id, part: 'timezones', subject: null, before: { timezone: 'Asia/Tokyo' }, after: null },
    {
      ...{ import_id: special.import_id, part: 'special_hours', subject: '2024-11-28', before: null },
      after: { closed: false, special_hours: [{ opens: '10:00:00', closes: '15:00:00' }] },
    },
    { import_id: open.import_id, part: 'hours', subject: '2024-10-07', before: weekly([]), after: null },
    {
      ...{ import_id: open.import_id, part: 'hours', subject: null, before: null },
      after: { always_open: true, closed: false, hours: [] },
    },
    { import_id: closed.import_id, part: 'hours', subject: '2024-10-07', before: weekly([MONDAY]), after: weekly([]) },
    { import_id: hours.import_id, part: 'hours', subject: '2024-10-07', before: null, after: weekly([MONDAY]) },
    { import_id: zone.import_id, part: 'timezones', subject: null, before: null, after: { timezone: 'Asia/Tokyo' } },
    { import_id: zone.import_id, part: 'store', subject: null, before: null, after: {} },
  ]);
  const times = changes.map(({ changed_at: at }) => String(at));
  expect(times).toEqual(times.toSorted().reverse());
});

it('says nothing of writes that changed nothing', async () => {
  await put('same/timezone', { timezone: 'UTC' });
  await put('same/timezone', { timezone: 'utc' });
  await service.importCsv('timezones', 'store_id,timezone_str\nsame,UTC\n');
  expect((await changesOf('same')).map(({ part }) => part)).toEqual(['timezones', 'store']);
  expect(await changesOf('nobody')).toEqual([]);
});

it('has the versions that a file replaced, each as a change of its own', async () => {
  await service.importCsv(
    'business-hours',
    `${HOURS}f,0,09:00,17:00,2024-10-07\nf,0,10:00,17:00,2024-11-04\ng,0,09:00,17:00,\n`,
  );
  const file = await json(await service.importCsv('business-hours', `${HOURS}f,0,09:00,17:00,\ng,0,09:00,17:00,\n`));
  const changes = (await changesOf('f')).slice(0, 3);
  expect(changes.map(({ subject, import_id: id }) => [subject, id])).toEqual(
    ['2024-11-04', '2024-10-07', null].map((subject) => [subject, file.import_id]),
  );
  expect((await changesOf('g')).map(({ part }) => part)).toEqual(['hours', 'store']);
});

it('has closures of the store and of all, declared and revoked', async () => {
  const headers = { 'content-type': 'application/json' };
  const closure = { from: '2024-10-07T10:00:00Z', to: '2024-10-07T12:00:00Z', reason: 'refit' };
  const ids = [];
  for (const store_id of ['c', '*', 'd']) {
    ids.push(await json(await service.post('/closures', JSON.stringify({ store_id, ...closure }), headers)));
  }
  const [own, all] = ids.map(({ closure_id: id }) => String(id));
  await service.delete(`/closures/${own ?? ''}`);
  const told = (storeId: string) => {
    const [from, to] = ['2024-10-07T10:00:00.000000Z', '2024-10-07T12:00:00.000000Z'];
    return { reason: 'refit', store_id: storeId, from, to };
  };
  expect((await changesOf('c')).map(({ part, subject, before, after }) => ({ part, subject, before, after }))).toEqual([
    { part: 'closures', subject: own, before: told('c'), after: null },
    { part: 'closures', subject: all, before: null, after: told('*') },
    { part: 'closures', subject: own, before: null, after: told('c') },
  ]);
});

it('comes in pages of any size, to which later changes add nothing', async () => {
  for (let hour = 10; hour < 15; hour++) {
    await put('paged/business-hours', { hours: [{ ...MONDAY, closes: `${hour}:00` }] });
  }
  const all = await changesOf('paged');
  const own = all.filter(({ part }) => part === 'hours');
  expect(own).toHaveLength(5);
  for (const limit of [1, 2, 3]) expect(await changesOf('paged', limit)).toEqual(all);
  const first = await json(await service.get('/stores/paged/schedule/history?limit=2'));
  await put('paged/business-hours', { closed: true });
  const path = `/stores/paged/schedule/history?limit=2&cursor=${String(first.next_cursor)}`;
  expect(itemsOf(await json(await service.get(path)), 'changes')).toEqual(all.slice(2, 4));
  const other = `/stores/a/schedule/history?cursor=${String(first.next_cursor)}`;
  expect(await json(await service.get(other))).toMatchObject({ status: 400, code: 'invalid_cursor' });
});

it('outlives its imports, which retention removes', async () => {
  const { import_id: id } = await put('kept/timezone', { timezone: 'UTC' });
  const database = new Client(await databaseUrl(service.dataDir));
  await database.connect();
  try {
    await database.query('DELETE FROM import WHERE import_id = $1', [id]);
  } finally {
    await database.end();
  }
  expect((await service.get(`/imports/${String(id)}`)).status).toBe(404);
  const [change] = (await changesOf('kept')).filter(({ part }) => part === 'timezones');
  expect(change).toMatchObject({ import_id: id, after: { timezone: 'UTC' } });
});
