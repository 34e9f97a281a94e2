import { naiveFigures } from '../../property/naive/figures';
import type { NaiveStore } from '../../property/naive/store';
import { allPages, itemsOf } from '../../support/pages';
import { seededRandom } from '../../support/random';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const MINUTE = 60_000_000;

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1' });
  const files = {
    'business-hours': [
      'store_id,dayOfWeek,start_time_local,end_time_local',
      // Tuesday, 8 October 2024.
      'day,1,09:00,17:00',
    ],
    timezones: ['store_id,timezone_str', 'day,UTC'],
    'store-status': [
      'store_id,status,timestamp_utc',
      // Down from before the week until Tuesday 09:10, then for an hour, then overnight, outside business hours.
      'day,inactive,2024-09-20 10:00:00 UTC',
      'day,active,2024-10-08 09:10:00 UTC',
      'day,inactive,2024-10-08 11:00:00.000001 UTC',
      'day,active,2024-10-08 12:00:00 UTC',
      'day,inactive,2024-10-08 17:00:00 UTC',
      'day,active,2024-10-08 23:00:00 UTC',
      'always,active,2024-10-07 00:00:00 UTC',
      'always,inactive,2024-10-08 11:30:00 UTC',
      'always,active,2024-10-08 11:45:00 UTC',
      'always,inactive,2024-10-08 23:30:00 UTC',
      'long,inactive,2024-09-01 00:00:00 UTC',
      'long,active,2024-10-03 00:00:00 UTC',
      // The latest observation, where the range ends.
      'up,active,2024-10-09 00:00:00 UTC',
    ],
  };
  for (const [kind, lines] of Object.entries(files)) {
    expect((await service.importCsv(kind, lines.join('\n'))).status).toBe(201);
  }
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

interface Outage {
  readonly store: string;
  readonly from: string;
  readonly to: string | null;
  readonly business: number;
}

async function outages(path: string): Promise<Outage[]> {
  return (await allPages(service, path, 'outages')).map((outage) => ({
    store: String(outage.store_id),
    from: String(outage.started_at),
    to: typeof outage.ended_at === 'string' ? outage.ended_at : null,
    business: Number(outage.business_us),
  }));
}

const at = (day: string, time: string) => `2024-${day}T${time}`;
const ALWAYS_NOW = { store: 'always', from: at('10-08', '23:30:00.000000Z'), to: null, business: 30 * MINUTE };
const ALWAYS = {
  store: 'always',
  from: at('10-08', '11:30:00.000000Z'),
  to: at('10-08', '11:45:00.000000Z'),
  business: 15 * MINUTE,
};
const DAY = {
  store: 'day',
  from: at('10-08', '11:00:00.000001Z'),
  to: at('10-08', '12:00:00.000000Z'),
  business: 60 * MINUTE - 1,
};
const DAY_BEFORE = {
  store: 'day',
  from: at('09-20', '10:00:00.000000Z'),
  to: at('10-08', '09:10:00.000000Z'),
  business: 10 * MINUTE,
};
/** In the week up to Wednesday, 9 October, 00:00: all of Wednesday, 2 October. */
const LONG = {
  store: 'long',
  from: at('09-01', '00:00:00.000000Z'),
  to: at('10-03', '00:00:00.000000Z'),
  business: 24 * 60 * MINUTE,
};

describe('GET /outages', () => {
  it('lists the newest first, those from before the range last and by store, and none in closed time', async () => {
    for (const limit of [1, 2, 500]) {
      const found = await outages(`/outages?limit=${limit}`);
      expect(found).toEqual([ALWAYS_NOW, ALWAYS, DAY, DAY_BEFORE, LONG]);
    }
    expect(await json(await service.get('/outages?limit=1'))).toMatchObject({
      from: at('10-02', '00:00:00.000000Z'),
      to: at('10-09', '00:00:00.000000Z'),
      outages: [{ store_id: 'always', ongoing: true, open_now: true }],
    });
  });

  it('lists the longest first with sort=longest', async () => {
    for (const limit of [1, 3, 500]) {
      const found = await outages(`/outages?sort=longest&limit=${limit}`);
      expect(found).toEqual([LONG, DAY, ALWAYS_NOW, ALWAYS, DAY_BEFORE]);
    }
  });

  it('is limited to a range, and counts only business time within it', async () => {
    const range = `from=${at('10-08', '11:40:00Z')}&to=${at('10-08', '23:40:00Z')}`;
    const within = [
      { ...ALWAYS_NOW, business: 10 * MINUTE },
      { ...ALWAYS, business: 5 * MINUTE },
      { ...DAY, business: 20 * MINUTE },
    ];
    expect(await outages(`/outages?${range}&limit=1`)).toEqual(within);
    const longest = [within[2], within[0], within[1]];
    expect(await outages(`/outages?${range}&limit=1&sort=longest`)).toEqual(longest);
    const range31 = `from=${at('09-01', '00:00:00Z')}&to=${at('10-02', '00:00:00Z')}`;
    expect(await outages(`/outages?${range31}`)).toEqual([
      // Two Tuesdays since it went down: 24 September and 1 October.
      { ...DAY_BEFORE, business: 2 * 8 * 60 * MINUTE },
      { ...LONG, business: 31 * 24 * 60 * MINUTE },
    ]);
  });

  it('lists ongoing outages, whenever they began', async () => {
    expect(await outages('/outages?ongoing=true&limit=1')).toEqual([ALWAYS_NOW]);
    expect(await outages('/outages?ongoing=true&sort=longest')).toEqual([ALWAYS_NOW]);
    const later = `/outages?ongoing=true&from=2024-12-01T00:00:00Z&to=2024-12-01T00:00:01Z`;
    expect(await outages(later)).toEqual([{ ...ALWAYS_NOW, business: 1_000_000 }]);
  });

  it('comes as CSV too', async () => {
    const answer = await service.get('/outages?format=csv&limit=1');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'store_id,started_at,ended_at,ongoing,business_us,open_now',
      'always,2024-10-08T23:30:00.000000Z,,true,1800000000,true',
      'always,2024-10-08T11:30:00.000000Z,2024-10-08T11:45:00.000000Z,false,900000000,true',
    ]);
    expect(lines).toHaveLength(6);
    const longest = await (await service.get('/outages?format=csv&limit=1&sort=longest')).text();
    expect(longest.trimEnd().split('\n').slice(1)).toEqual([
      'long,2024-09-01T00:00:00.000000Z,2024-10-03T00:00:00.000000Z,false,86400000000,true',
    ]);
  });

  it.each([
    ['from=now', 400, 'invalid_from'],
    ['to=2024-02-30T00:00Z', 400, 'invalid_to'],
    ['from=2024-10-09T00:00Z', 400, 'invalid_range'],
    ['from=2024-09-01T00:00Z&to=2024-10-02T00:00:00.000001Z', 422, 'range_too_long'],
    ['sort=oldest', 400, 'invalid_sort'],
    ['ongoing=no', 400, 'invalid_ongoing'],
    ['format=xml', 400, 'invalid_format'],
    ['limit=501', 400, 'invalid_limit'],
    ['cursor=eA', 400, 'invalid_cursor'],
  ])('refuses %s', async (query, status, code) => {
    expect(await json(await service.get(`/outages?${query}`))).toMatchObject({ status, code });
  });

  it('lists an outage that has just begun, in each order', async () => {
    // At the instant at which it goes down, no business time is lost yet.
    const just = { store: 'always', from: at('10-08', '23:30:00.000000Z'), to: null, business: 0 };
    for (const sort of ['newest', 'longest']) {
      const asked = `ongoing=true&sort=${sort}&from=${at('10-08', '00:00:00Z')}&to=${at('10-08', '23:30:00Z')}`;
      expect(await outages(`/outages?${asked}`)).toEqual([just]);
      const csv = await (await service.get(`/outages?${asked}&format=csv`)).text();
      expect(csv.trimEnd().split('\n').slice(1)).toEqual([`always,${just.from},,true,0,true`]);
    }
  });

  it('refuses a cursor of another order or another list', async () => {
    const newest = await json(await service.get('/outages?limit=1'));
    const mixed = await service.get(`/outages?sort=longest&cursor=${String(newest.next_cursor)}`);
    expect(await json(mixed)).toMatchObject({ status: 400, code: 'invalid_cursor' });
    const ofStore = await service.get(`/stores/always/outages?cursor=${String(newest.next_cursor)}`);
    expect(await json(ofStore)).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });
});

describe('GET /stores/{store_id}/outages', () => {
  it('lists the outages of one store, over at most a year', async () => {
    expect(await outages('/stores/day/outages?limit=1')).toEqual([DAY, DAY_BEFORE]);
    expect(await outages('/stores/always/outages?limit=1&sort=longest')).toEqual([ALWAYS_NOW, ALWAYS]);
    expect(await outages('/stores/up/outages')).toEqual([]);
    const year = `from=${at('01-01', '00:00:00Z')}&to=2025-01-01T00:00:00Z`;
    expect(await outages(`/stores/long/outages?${year}`)).toEqual([{ ...LONG, business: 32 * 24 * 60 * MINUTE }]);
    const more = await service.get('/stores/long/outages?from=2023-12-31T23:59:59Z&to=2025-01-01T00:00:00Z');
    expect(await json(more)).toMatchObject({ status: 422, code: 'range_too_long' });
    const nobody = await service.get('/stores/nobody/outages');
    expect(await json(nobody)).toMatchObject({ status: 404, code: 'store_not_found' });
  });

  it('adds up to the downtime of the report', async () => {
    const report = await service.report();
    const rows = itemsOf(await json(await service.get(`/reports/${report.id}/rows`)), 'rows');
    expect(rows.length).toBe(4);
    for (const row of rows) {
      const found = await outages(`/stores/${String(row.store_id)}/outages`);
      const microseconds = found.reduce((sum, { business }) => sum + business, 0);
      expect(Math.round(microseconds / 36_000_000) / 100).toBe(row.downtime_last_week);
    }
  });
});

describe('the outages of random stores', () => {
  const HOUR = 60 * MINUTE;
  const NOW = Date.UTC(2024, 10, 5, 12) * 1000; // Two days after the clocks went back in America.
  const random = seededRandom('outages');
  const zones = ['America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'];
  const stores = new Map<string, NaiveStore>(
    Array.from({ length: 24 }, (_, store) => [
      `random-${store}`,
      {
        timezone: random.pick(zones),
        hours: Array.from({ length: random.integer(0, 10) }, () => ({
          dayOfWeek: random.integer(0, 6),
          opens: random.integer(0, 47) * 30 * MINUTE,
          closes: random.integer(0, 48) * 30 * MINUTE,
        })),
        endOfDayGrace: false,
        observations: Array.from({ length: random.integer(1, 60) }, (_, index) => ({
          at: NOW - 9 * 24 * HOUR + index * 4 * HOUR + random.integer(0, 3 * HOUR),
          active: random.chance(0.5),
        })),
      },
    ]),
  );

  beforeAll(async () => {
    for (const [id, { timezone, hours, observations }] of stores) {
      await service.put(`/stores/${id}/timezone`, JSON.stringify({ timezone }));
      const rows = hours.map(({ dayOfWeek, opens, closes }) => ({
        dayOfWeek,
        opens: local(opens),
        closes: local(closes),
      }));
      if (rows.length > 0) await service.put(`/stores/${id}/business-hours`, JSON.stringify({ hours: rows }));
      await service.observe(
        observations.map(({ at: instant, active }) => ({
          store_id: id,
          status: active ? 'active' : 'inactive',
          timestamp_utc: new Date(instant / 1000)
            .toISOString()
            .replace('Z', `${String(instant % 1000).padStart(3, '0')}Z`),
        })),
      );
    }
  });

  function local(time: number): string {
    return `${String(Math.floor(time / HOUR)).padStart(2, '0')}:${String((time % HOUR) / MINUTE).padStart(2, '0')}`;
  }

  it('add up to the downtime, to the microsecond', async () => {
    const range = `from=${new Date(NOW / 1000 - 168 * 3_600_000).toISOString()}&to=${new Date(NOW / 1000).toISOString()}`;
    const ofAll = await outages(`/outages?${range}&limit=50`);
    const byLength = await outages(`/outages?${range}&limit=50&sort=longest`);
    for (const [id, store] of stores) {
      const { downtime } = naiveFigures(store, NOW - 168 * HOUR, NOW);
      const ofStore = await outages(`/stores/${id}/outages?${range}&limit=7`);
      for (const found of [ofStore, ofAll, byLength]) {
        const lengths = found.filter((outage) => outage.store === id).map((outage) => outage.business);
        expect([id, lengths.reduce((sum, length) => sum + length, 0)]).toEqual([id, downtime]);
      }
    }
    const lengths = byLength.map((outage) => outage.business);
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    expect(byLength.length).toBe(ofAll.length);
  });

  it('are the same in CSV, in the same order and without pages', async () => {
    const range = `from=${new Date(NOW / 1000 - 100 * 3_600_000).toISOString()}&to=${new Date(NOW / 1000).toISOString()}`;
    const storesOfAll = (await outages(`/outages?${range}`)).map(({ store }) => store);
    const count = (id: string) => storesOfAll.filter((store) => store === id).length;
    const [busiest = ''] = [...stores.keys()].sort((a, b) => count(b) - count(a));
    const lines = [];
    for (const path of [`/outages?${range}`, '/outages?ongoing=true', `/stores/${busiest}/outages?${range}`]) {
      const pages = await allPages(service, `${path}&limit=7`, 'outages');
      const csv = await (await service.get(`${path}&format=csv`)).text();
      const [header = '', ...rows] = csv.trimEnd().split('\n');
      const columns = header.split(',');
      expect(rows).toEqual(pages.map((outage) => columns.map((column) => outage[column]).join(',')));
      lines.push(rows.length);
    }
    expect(Math.min(...lines)).toBeGreaterThan(1);
  });
});
