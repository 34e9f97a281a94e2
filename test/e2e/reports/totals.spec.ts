import { json, newDataDir, removeDataDir, Service } from '../../support/service';

let dataDir: string;
let service: Service;

const DATA = {
  timezones: 'store_id,timezone_str\na,UTC\nb,America/New_York\nnever,UTC\n',
  // In New York, October the 7th is from 04:00 to 04:00 UTC.
  closures: 'store_id,from,to,reason\nb,2024-10-07T12:00:00Z,2024-10-07T13:30:00Z,refit\n',
  'store-status': [
    'store_id,status,timestamp_utc',
    'a,active,2024-10-07 00:00:00 UTC',
    'a,inactive,2024-10-07 18:00:00 UTC',
    'a,active,2024-10-08 11:30:00 UTC',
    'b,inactive,2024-10-07 04:00:00 UTC',
    'b,active,2024-10-07 16:00:00 UTC',
  ].join('\n'),
} as const;
const TERMS = { as_of: '2024-10-08T12:00:00Z', windows: ['2024-10-07', 'last_hour'] };

beforeAll(async () => {
  dataDir = await newDataDir();
  service = await Service.start(dataDir, { REPORT_WORKERS: '1', REPORT_SHARD_STORES: '2' });
  for (const kind of ['timezones', 'closures', 'store-status'] as const) {
    expect((await service.importCsv(kind, DATA[kind])).status).toBe(201);
  }
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(dataDir);
});

async function totals(terms: object) {
  const { id } = await service.report({ ...TERMS, ...terms });
  return json(await service.get(`/reports/${id}/totals`));
}

it('all stores of a report together have exact figures in each window, and shares from their single figures', async () => {
  expect(await totals({ columns: 'all' })).toEqual({
    report_id: expect.any(String),
    as_of: '2024-10-08T12:00:00.000000Z',
    stores: 3,
    windows: [
      {
        window: '2024-10-07',
        uptime_share: 54 / 70.5,
        uptime_hours: 18 + 12 + 24,
        downtime_hours: 6 + 10.5,
        unknown_hours: 0,
        excluded_hours: 1.5,
        distribution: {
          stores: 3,
          deciles: [12 / 22.5, 12 / 22.5, 12 / 22.5, 0.75, 0.75, 0.75, 0.75, 0.75, 1, 1, 1],
          bins: [0, 0, 0, 0, 0, 1, 0, 1, 0, 1],
          bands: [0, 2, 0, 0, 0, 0, 0, 0, 0, 1],
        },
      },
      {
        window: 'last_hour',
        uptime_share: 2.5 / 3,
        uptime_hours: 0.5 + 1 + 1,
        downtime_hours: 0.5,
        unknown_hours: 0,
        excluded_hours: 0,
        distribution: {
          stores: 3,
          deciles: [0.5, 0.5, 0.5, 1, 1, 1, 1, 1, 1, 1, 1],
          bins: [0, 0, 0, 0, 0, 1, 0, 0, 0, 2],
          bands: [0, 1, 0, 0, 0, 0, 0, 0, 0, 2],
        },
      },
    ],
  });
});

it('time that is not measured is neither uptime nor downtime by terms that say so', async () => {
  const terms = { columns: 'all', default_status: 'unknown', unknown_after: '3h' };
  expect(await totals(terms)).toMatchObject({
    stores: 3,
    windows: [
      {
        window: '2024-10-07',
        uptime_share: 0.5,
        uptime_hours: 3 + 3,
        downtime_hours: 3 + 3,
        unknown_hours: 18 + 16.5 + 24,
        excluded_hours: 1.5,
        distribution: {
          stores: 2,
          deciles: Array(11).fill(0.5),
          bins: [0, 0, 0, 0, 0, 2, 0, 0, 0, 0],
          bands: [0, 2, 0, 0, 0, 0, 0, 0, 0, 0],
        },
      },
      {
        window: 'last_hour',
        uptime_share: 1,
        uptime_hours: 0.5,
        downtime_hours: 0,
        unknown_hours: 0.5 + 1 + 1,
        excluded_hours: 0,
        distribution: {
          stores: 1,
          deciles: Array(11).fill(1),
          bins: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
          bands: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        },
      },
    ],
  });
});

it('sums are of exact figures, not of the rounded ones of each row', async () => {
  const { windows } = await totals({ as_of: '2024-10-08T11:30:10Z', windows: ['last_hour'] });
  // In its row, the ten seconds of a are 0.17 minutes.
  expect(windows).toMatchObject([{ uptime_hours: (2 * 3600 + 10) / 3600, downtime_hours: (3600 - 10) / 3600 }]);
});

it('a report without columns of unknown and excluded time tells neither', async () => {
  expect(await totals({ windows: ['last_hour'] })).toMatchObject({
    windows: [{ uptime_hours: 2.5, downtime_hours: 0.5, unknown_hours: null, excluded_hours: null }],
  });
});

it('there are none of a report that does not exist', async () => {
  const refused = await service.get('/reports/00000000-0000-4000-8000-000000000000/totals');
  expect(refused.status).toBe(404);
  expect(await json(refused)).toMatchObject({ code: 'report_not_found' });
});

it('a report says how many of its stores had no observation before its windows end', async () => {
  const neverObserved = async (terms: object) => {
    const { id } = await service.report({ ...TERMS, ...terms });
    return (await json(await service.get(`/reports/${id}`))).stores_never_observed;
  };
  expect(await neverObserved({})).toBe(1);
  expect(await neverObserved({ windows: ['2024-10-06'] })).toBe(3);
  expect(await neverObserved({ as_of: '2024-10-07T04:00:00Z', windows: ['last_hour'] })).toBe(2);
});

it('the rows of a report can be those of some stores', async () => {
  const { id } = await service.report(TERMS);
  const rows = async (query: string) => json(await service.get(`/reports/${id}/rows?${query}`));
  const all = await rows('sort=-downtime_2024-10-07');
  expect(all).toMatchObject({ rows: [{ store_id: 'b' }, { store_id: 'a' }, { store_id: 'never' }] });
  const some = 'store_id=never&store_id=b&store_id=nobody';
  expect(await rows(`${some}&sort=-downtime_2024-10-07`)).toMatchObject({
    rows: [
      { store_id: 'b', 'downtime_2024-10-07': 10.5, uptime_last_hour: 60 },
      { store_id: 'never', 'uptime_2024-10-07': 24 },
    ],
    next_cursor: null,
  });
  const { rows: first, next_cursor: cursor } = await rows(`${some}&limit=1`);
  expect(first).toMatchObject([{ store_id: 'b' }]);
  expect(await rows(`${some}&limit=1&cursor=${String(cursor)}`)).toMatchObject({ rows: [{ store_id: 'never' }] });
  // A cursor belongs to its list.
  expect(await rows(`store_id=b&limit=1&cursor=${String(cursor)}`)).toMatchObject({ code: 'invalid_cursor' });
  expect(await rows(`${some}&q=n`)).toMatchObject({ rows: [{ store_id: 'never' }] });
  expect(await rows('store_id=a&'.repeat(201))).toMatchObject({ status: 422, code: 'too_many_stores' });
});
