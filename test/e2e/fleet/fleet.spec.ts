import { json, newDataDir, removeDataDir, Service, until } from '../../support/service';

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1' });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

/** Counts are cached, so they lag a little. */
async function fleetOf(stores: number) {
  return until(async () => {
    const fleet = await json(await service.get('/fleet'));
    return fleet.stores === stores ? fleet : undefined;
  });
}

/** Those of the service, unless a request says otherwise. */
const TERMS = {
  closures: 'exclude',
  default_status: 'active',
  default_timezone: 'America/Chicago',
  end_of_day_grace: false,
  unknown_after: null,
};

describe('GET /fleet', () => {
  it('is all zeros at first', async () => {
    expect(await json(await service.get('/fleet'))).toEqual({
      counted_at: expect.any(String),
      stores: 0,
      with_timezone: 0,
      without_timezone: 0,
      with_hours: 0,
      without_hours: 0,
      never_observed: 0,
      active: 0,
      inactive: 0,
      open_now: 0,
      latest_observed_at: null,
      stale: 0,
      stalest: [],
      terms: TERMS,
      report: null,
    });
  });

  it('counts stores by state, and has the totals of the latest report of all stores', async () => {
    const observed = [
      'store_id,status,timestamp_utc',
      'up,active,2024-10-01 00:00:00 UTC',
      'up,active,2024-10-08 12:00:00 UTC',
      'down,inactive,2024-10-01 00:00:00 UTC',
      'half,active,2024-10-01 12:00:00 UTC',
      'half,inactive,2024-10-05 00:00:00 UTC',
      'half,active,2024-10-08 09:00:00 UTC',
    ];
    await service.importCsv('store-status', observed.join('\n'));
    await service.importCsv('timezones', 'store_id,timezone_str\nup,UTC\nzoned,Asia/Tokyo\n');
    await service.importCsv(
      'business-hours',
      [
        'store_id,dayOfWeek,start_time_local,end_time_local',
        ...[0, 1, 2, 3, 4, 5, 6].map((day) => `up,${day},00:00,24:00`),
      ].join('\n'),
    );
    const { id } = await service.report();
    await service.post('/trigger_report?store_id=down');

    const fleet = await fleetOf(4);
    expect(fleet).toEqual({
      counted_at: expect.any(String),
      stores: 4,
      with_timezone: 2,
      without_timezone: 2,
      with_hours: 1,
      without_hours: 3,
      never_observed: 1,
      active: 2,
      inactive: 1,
      open_now: 4,
      latest_observed_at: '2024-10-08T12:00:00.000000Z',
      stale: 1,
      stalest: [{ store_id: 'down', name: null, last_observed_at: '2024-10-01T00:00:00.000000Z' }],
      terms: TERMS,
      report: {
        report_id: id,
        as_of: '2024-10-08T12:00:00.000000Z',
        default_status: 'active',
        terms: { ...TERMS, columns: 'standard', windows: ['last_hour', 'last_day', 'last_week'] },
        finished_at: (await json(await service.get(`/reports/${id}`))).finished_at,
        stores: 4,
        // Within half a minute or so.
        age_seconds: expect.closeTo((Date.now() - Date.UTC(2024, 9, 8, 12)) / 1000, -2),
        // Four stores open around the clock: one is down, another was from Saturday 00:00 to Tuesday 09:00, 81 hours.
        uptime_share: {
          last_hour: 3 / 4,
          last_day: (24 + 0 + 3 + 24) / 96,
          last_week: (168 + 0 + 87 + 168) / 672,
        },
        distribution_last_week: {
          stores: 4,
          // The shares are 0, 87/168, 1 and 1; each decile is the nearest of them.
          deciles: [0, 0, 87 / 168, 87 / 168, 87 / 168, 1, 1, 1, 1, 1, 1],
          bins: [1, 0, 0, 0, 0, 1, 0, 0, 0, 2],
          bands: [1, 1, 0, 0, 0, 0, 0, 0, 0, 2],
        },
      },
    });
  });
});
