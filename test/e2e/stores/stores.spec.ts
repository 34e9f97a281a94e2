import { Client } from 'pg';
import { databaseUrl } from '../../support/database';
import { allPages, itemsOf } from '../../support/pages';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const DAY = 86_400_000;

let service: Service;
let database: Client;

/** Midnight UTC, the given number of days from today. */
function midnight(days: number): Date {
  return new Date(Math.floor(Date.now() / DAY) * DAY + days * DAY);
}

function weekday(date: Date): number {
  return (date.getUTCDay() + 6) % 7;
}

const ahead = midnight(3);
/** From yesterday to tomorrow, so that it does not matter if midnight passes during the test. */
const around = [-1, 0, 1].map((days) => weekday(midnight(days)));

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1' });
  database = new Client(await databaseUrl(service.dataDir));
  await database.connect();
  const files = {
    'store-status': [
      'store_id,status,timestamp_utc',
      'a-down,active,2024-10-08 11:00:00.000001 UTC',
      'a-down,inactive,2024-10-08 11:45:00 UTC',
      'a-down,inactive,2024-10-08 12:00:00 UTC',
      'a-stale,inactive,2024-10-08 08:00:00 UTC',
      'b-just,active,2024-10-08 09:00:00 UTC',
    ],
    timezones: ['store_id,timezone_str', 'a-down,America/New_York', 'closed,UTC', 'open,UTC'],
    'business-hours': [
      'store_id,dayOfWeek,start_time_local,end_time_local',
      `closed,${weekday(ahead)},10:00,11:00:00.5`,
      ...around.map((day) => `open,${day},00:00,24:00`),
    ],
  };
  for (const [kind, lines] of Object.entries(files)) {
    expect((await service.importCsv(kind, lines.join('\n'))).status).toBe(201);
  }
});

afterAll(async () => {
  await database.end();
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function ids(query: string): Promise<unknown[]> {
  return (await allPages(service, `/stores${query}`, 'stores')).map((store) => store.store_id);
}

describe('before there is a report', () => {
  it('stores have no figures and cannot be sorted by them', async () => {
    expect(await json(await service.get('/stores?q=a-down'))).toEqual({
      stores: [
        {
          store_id: 'a-down',
          name: null,
          attributes: {},
          timezone: 'America/New_York',
          timezone_is_default: false,
          status: 'inactive',
          status_since: '2024-10-08T11:45:00.000000Z',
          last_observed_at: '2024-10-08T12:00:00.000000Z',
          open_now: true,
          figures: null,
        },
      ],
      report_id: null,
      as_of: null,
      next_cursor: null,
    });
    const refused = await service.get('/stores?sort=downtime_last_week');
    expect(await json(refused)).toMatchObject({ status: 409, code: 'no_report' });
  });
});

describe('GET /stores', () => {
  it('pages by id, bytewise', async () => {
    const all = ['a-down', 'a-stale', 'b-just', 'closed', 'open'];
    for (const limit of [1, 2, 4, 5, 500]) expect(await ids(`?limit=${limit}`)).toEqual(all);
    expect(await json(await service.get('/stores?limit=5'))).toMatchObject({ next_cursor: null });
    expect(await ids('?q=a-&limit=1')).toEqual(['a-down', 'a-stale']);
    expect(await ids('?q=')).toEqual(all);
    expect(await ids('?q=z')).toEqual([]);
    const { next_cursor } = await json(await service.get('/stores?limit=1'));
    const filtered = await service.get(`/stores?limit=1&q=a-&cursor=${String(next_cursor)}`);
    expect(await json(filtered)).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('finds stores by status, whether they are open, and whether they are stale', async () => {
    expect(await ids('?status=inactive&limit=1')).toEqual(['a-down', 'a-stale']);
    expect(await ids('?status=active')).toEqual(['b-just']);
    expect(await ids('?open=true&limit=2')).toEqual(['a-down', 'a-stale', 'b-just', 'open']);
    expect(await ids('?open=false')).toEqual(['closed']);
    // Exactly three hours before the latest observation is not stale yet; a store never observed is not stale either.
    expect(await ids('?stale=true')).toEqual(['a-stale']);
    expect(await ids('?stale=false&status=inactive')).toEqual(['a-down']);
  });

  it.each([
    ['limit=0', 'invalid_limit'],
    ['cursor=x', 'invalid_cursor'],
    ['q=%25', 'invalid_q'],
    ['status=closed', 'invalid_status'],
    ['open=yes', 'invalid_open'],
    ['stale=1', 'invalid_stale'],
    ['report_id=latest', 'invalid_report_id'],
    ['report_id=', 'invalid_report_id'],
    ['sort=uptime_last_week', 'invalid_sort'],
  ])('refuses %s', async (query, code) => {
    expect(await json(await service.get(`/stores?${query}`))).toMatchObject({ status: 400, code });
  });
});

describe('GET /stores/{store_id}', () => {
  it('shows zone, hours, and the next change of state', async () => {
    expect(await json(await service.get('/stores/closed'))).toEqual({
      store_id: 'closed',
      name: null,
      attributes: {},
      timezone: 'UTC',
      timezone_is_default: false,
      status: null,
      status_since: null,
      last_observed_at: null,
      open_now: false,
      always_open: false,
      figures: null,
      hours: [{ dayOfWeek: weekday(ahead), opens: '10:00:00', closes: '11:00:00.500000' }],
      next_change_at: `${ahead.toISOString().slice(0, 10)}T10:00:00.000000Z`,
      next_change: 'opens',
      report_id: null,
      as_of: null,
    });
    const open = await json(await service.get('/stores/open'));
    expect(open).toMatchObject({
      open_now: true,
      next_change_at: midnight(2).toISOString().replace('.000Z', '.000000Z'),
      next_change: 'closes',
    });
    expect(open.hours).toContainEqual({ dayOfWeek: around[0], opens: '00:00:00', closes: '24:00:00' });
    expect(await json(await service.get('/stores/b-just'))).toMatchObject({
      timezone: 'America/Chicago',
      timezone_is_default: true,
      hours: [],
      open_now: true,
      next_change_at: null,
      next_change: null,
    });
  });

  it('has null for what is unknown', async () => {
    expect(await json(await service.get('/stores/nobody'))).toMatchObject({ status: 404, code: 'store_not_found' });
    expect(await json(await service.get('/stores/a%20b'))).toMatchObject({ status: 400, code: 'invalid_store_id' });
  });
});

describe('GET /stores/{store_id}/observations', () => {
  it('pages by instant, each with the import that wrote it last', async () => {
    const imported = itemsOf(await json(await service.get('/imports')), 'imports').find(
      (found) => found.kind === 'store-status',
    );
    const came = { import_id: imported?.import_id, received_at: imported?.created_at };
    const path = '/stores/a-down/observations';
    const observations = await allPages(service, `${path}?limit=2`, 'observations');
    expect(observations).toEqual([
      { observed_at: '2024-10-08T11:00:00.000001Z', status: 'active', ...came },
      { observed_at: '2024-10-08T11:45:00.000000Z', status: 'inactive', ...came },
      { observed_at: '2024-10-08T12:00:00.000000Z', status: 'inactive', ...came },
    ]);
    const range = `${path}?from=2024-10-08T13:45:00%2B02:00&to=2024-10-08T12:00:00Z`;
    expect(await json(await service.get(range))).toEqual({
      observations: [observations[1]],
      kept_from: null,
      next_cursor: null,
    });
    expect(await json(await service.get('/stores/closed/observations'))).toMatchObject({ observations: [] });
  });

  it.each([
    ['nobody/observations', 404, 'store_not_found'],
    ['a-down/observations?from=yesterday', 400, 'invalid_from'],
    ['a-down/observations?to=', 400, 'invalid_to'],
    ['a-down/observations?from=2024-10-09T00:00Z&to=2024-10-09T00:00Z', 400, 'invalid_range'],
    ['a-down/observations?cursor=eA', 400, 'invalid_cursor'],
  ])('%s is a %i', async (path, status, code) => {
    expect(await json(await service.get(`/stores/${path}`))).toMatchObject({ status, code });
  });
});

describe('with a report', () => {
  let reportId: string;
  let csv: string;

  beforeAll(async () => {
    ({ id: reportId, csv } = await service.report());
  });

  it('stores have its figures', async () => {
    const page = await json(await service.get('/stores?q=a-'));
    expect(page).toMatchObject({ report_id: reportId, as_of: '2024-10-08T12:00:00.000000Z' });
    // a-down: 15 minutes of Tuesday; before its first observation it counts as active.
    expect(itemsOf(page, 'stores').map((store) => store.figures)).toEqual([
      {
        uptime_last_hour: 45,
        uptime_last_day: 23.75,
        uptime_last_week: 167.75,
        downtime_last_hour: 15,
        downtime_last_day: 0.25,
        downtime_last_week: 0.25,
      },
      {
        uptime_last_hour: 0,
        uptime_last_day: 20,
        uptime_last_week: 164,
        downtime_last_hour: 60,
        downtime_last_day: 4,
        downtime_last_week: 4,
      },
    ]);
  });

  it('stores and the fleet keep its figures when an older report is complete, and have those of the named one', async () => {
    const older = {
      report_id: (await service.report({ as_of: '2024-10-08T11:00:00Z' })).id,
      as_of: '2024-10-08T11:00:00.000000Z',
    };
    const shown = { report_id: reportId, as_of: '2024-10-08T12:00:00.000000Z' };
    for (const path of ['/stores', '/stores?sort=downtime_last_week', '/stores/a-down']) {
      expect(await json(await service.get(path))).toMatchObject(shown);
      const named = `${path}${path.includes('?') ? '&' : '?'}report_id=${older.report_id}`;
      expect(await json(await service.get(named))).toMatchObject(older);
    }
    expect(await json(await service.get('/fleet'))).toMatchObject({ report: shown });
    expect(await json(await service.get(`/fleet?report_id=${older.report_id}`))).toMatchObject({ report: older });
    const named = `/stores?limit=1&report_id=${older.report_id}`;
    expect((await allPages(service, named, 'stores')).map((store) => store.store_id)).toEqual(await ids(''));
    const { next_cursor: cursor } = await json(await service.get(named));
    const other = await service.get(`/stores?limit=1&cursor=${String(cursor)}`);
    expect(await json(other)).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('are paged in any order, with the figures of the CSV', async () => {
    const [header = '', ...lines] = csv.trimEnd().split('\n');
    const columns = header.split(',');
    const inCsv = lines.map((line): Record<string, string | number | null> => ({
      ...Object.fromEntries(
        line.split(',').map((value, index) => [columns[index] ?? '', index === 0 ? value : Number(value)]),
      ),
      name: null,
    }));
    for (const column of columns) {
      for (const sign of ['', '-']) {
        const sorted = inCsv.toSorted((a, b) => {
          const [x, y] = [a[column] ?? 0, b[column] ?? 0];
          const order = x < y ? -1 : x > y ? 1 : 0;
          return sign === '-' ? -order : order;
        });
        const path = `/reports/${reportId}/rows?sort=${sign}${column}&limit=2`;
        expect(await allPages(service, path, 'rows')).toEqual(sorted);
        const withPrefix = sorted.filter(({ store_id }) => String(store_id).startsWith('a-'));
        for (const limit of [1, 2]) {
          const prefixed = `/reports/${reportId}/rows?q=a-&sort=${sign}${column}&limit=${limit}`;
          expect(await allPages(service, prefixed, 'rows')).toEqual(withPrefix);
        }
      }
    }
    const some = await json(await service.get(`/reports/${reportId}/rows?q=a-&sort=-downtime_last_day&limit=1`));
    expect(some).toMatchObject({
      report_id: reportId,
      as_of: '2024-10-08T12:00:00.000000Z',
      rows: [{ store_id: 'a-stale' }],
    });
    expect(some.next_cursor).not.toBeNull();
  });

  it('refuses figures of a report that is unknown or not complete', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    const sort = `/reports/${reportId}/rows?sort=name`;
    expect(await json(await service.get(sort))).toMatchObject({ status: 400, code: 'invalid_sort' });
    const cancelled = '11111111-1111-4111-8111-111111111111';
    await database.query(
      `INSERT INTO report (report_id, status, request_sha256, default_status, default_timezone, end_of_day_grace, finished_at, tz_release)
       VALUES ($1, 'Cancelled', '', 'active', 'UTC', false, now(), '')`,
      [cancelled],
    );
    for (const path of ['/reports/*/rows', '/fleet?report_id=*', '/stores?report_id=*', '/stores/open?report_id=*']) {
      const answer = async (id: string) => json(await service.get(path.replace('*', id)));
      expect(await answer(unknown)).toMatchObject({ status: 404, code: 'report_not_found' });
      expect(await answer(cancelled)).toMatchObject({ status: 409, code: 'report_not_complete' });
      expect(await answer('x')).toMatchObject({ status: 400, code: 'invalid_report_id' });
    }
  });

  it('stores are sorted by its downtime, on later pages too after another report', async () => {
    const query = '?sort=downtime_last_week&limit=2';
    const order = ['a-stale', 'a-down', 'b-just', 'closed', 'open'];
    expect(await ids(query)).toEqual(order);
    expect(await ids(`${query}&open=true`)).toEqual(order.filter((id) => id !== 'closed'));

    const first = await json(await service.get(`/stores${query}`));
    const byId = await json(await service.get('/stores?limit=1'));
    await service.importCsv('timezones', 'store_id,timezone_str\nB-new,UTC\n0-new,UTC\n');
    await service.importCsv('store-status', 'store_id,status,timestamp_utc\nb-just,inactive,2024-10-05 09:00:00 UTC\n');
    // Stores that are not in the report yet come last.
    expect(await ids(query)).toEqual([...order, '0-new', 'B-new']);
    const later = await service.report();
    expect((await ids(query))[0]).toBe('b-just');
    const rest = await allPages(service, `/stores${query}&cursor=${String(first.next_cursor)}`, 'stores');
    expect(rest.map((store) => store.store_id)).toEqual([...order.slice(2), '0-new', 'B-new']);

    await database.query('DELETE FROM report WHERE report_id = $1', [reportId]);
    for (const [list, { next_cursor: cursor }] of [
      [query, first],
      ['?limit=1', byId],
    ] as const) {
      const gone = await service.get(`/stores${list}&cursor=${String(cursor)}`);
      expect(await json(gone)).toMatchObject({ status: 410, code: 'report_gone' });
    }
    expect(await json(await service.get('/stores?limit=1'))).toMatchObject({ report_id: later.id });
  });
});
