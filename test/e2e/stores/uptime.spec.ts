import { Client } from 'pg';
import { inHours, inMinutes } from '../../../src/calculator/rounding';
import { formatTimestamp } from '../../../src/common/timestamp';
import { naiveFigures } from '../../property/naive/figures';
import type { NaiveStore } from '../../property/naive/store';
import { databaseUrl } from '../../support/database';
import { seededRandom } from '../../support/random';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FIRST = Date.UTC(2024, 8, 25) * 1000;
const LAST = Date.UTC(2024, 10, 10) * 1000;
/** Zones, with their clock changes between `FIRST` and `LAST`. */
const ZONES = {
  'America/New_York': ['2024-11-03T01:00:00.000000-05:00'],
  'Australia/Lord_Howe': ['2024-10-06T02:30:00.000000+11:00'],
  'Asia/Kathmandu': [],
  'Africa/Cairo': ['2024-10-31T23:00:00.000000+02:00'],
};

interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly local_from: string;
  readonly local_to: string;
  readonly state: 'active' | 'inactive' | 'closed';
  readonly source: { kind: string; observed_at: string | null; import_id: string | null } | null;
  readonly rule: string;
  readonly hours_rule: string;
  readonly clock_changes: readonly string[];
}

interface Uptime {
  readonly business_us: number;
  readonly uptime_us: number;
  readonly downtime_us: number;
  readonly observation_count: number | null;
  readonly uptime_share: number | null;
  readonly ledger?: readonly Stretch[];
  readonly next_cursor?: string | null;
}

const random = seededRandom('uptime');
const stores = new Map<string, NaiveStore>();
let service: Service;
let imported: Record<string, unknown>;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1', LEDGER_MAX: '10' });
  for (let number = 0; number < 12; number++) stores.set(`store-${number}`, randomStore(number));
  imported = await importAll();
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

function randomStore(number: number): NaiveStore {
  const time = () => random.integer(0, 96) * 15 * MINUTE;
  const hours =
    number === 0
      ? []
      : Array.from({ length: random.integer(1, 9) }, () => ({
          dayOfWeek: random.integer(0, 6),
          opens: time(),
          closes: time(),
        }));
  const instants = new Set(Array.from({ length: random.integer(0, 200) }, () => random.integer(FIRST, LAST)));
  const observations = [...instants].map((at) => ({ at, active: random.chance(0.6) }));
  return { timezone: random.pick(Object.keys(ZONES)), hours, endOfDayGrace: false, observations };
}

async function importAll(): Promise<Record<string, unknown>> {
  const clock = (time: number) => {
    const minutes = time / MINUTE;
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  };
  const rows = [...stores].map(([id, { timezone, hours, observations }]) => ({
    zone: `${id},${timezone}\n`,
    hours: hours.map((row) => `${id},${row.dayOfWeek},${clock(row.opens)},${clock(row.closes)}\n`).join(''),
    status: observations
      .map(({ at, active }) => `${id},${active ? 'active' : 'inactive'},${formatTimestamp(at)}\n`)
      .join(''),
  }));
  const joined = (part: (typeof rows)[number]) => part;
  const csv = (header: string, part: 'zone' | 'hours' | 'status') =>
    header + rows.map((row) => joined(row)[part]).join('');
  await service.importCsv('timezones', csv('store_id,timezone_str\n', 'zone'));
  await service.importCsv('business-hours', csv('store_id,day,start_time_local,end_time_local\n', 'hours'));
  const answer = await service.importCsv('store-status', csv('store_id,status,timestamp_utc\n', 'status'));
  expect(answer.status).toBe(201);
  return json(answer);
}

async function uptime(id: string, from: number, to: number, query = ''): Promise<Uptime> {
  const path = `/stores/${id}/uptime?from=${formatTimestamp(from)}&to=${formatTimestamp(to)}${query}`;
  const answer = await service.get(path);
  const found: Uptime = JSON.parse(await answer.text());
  expect({ path, status: answer.status, found: answer.ok ? {} : found }).toMatchObject({ status: 200 });
  return found;
}

/** All pages of a ledger, joined. */
async function ledgerOf(id: string, from: number, to: number, query = ''): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  for (let cursor = ''; ;) {
    const page = await uptime(id, from, to, `${query}&explain=true${cursor}`);
    expect(page.ledger?.length).toBeLessThanOrEqual(10);
    stretches.push(...(page.ledger ?? []));
    if (page.next_cursor === null) return stretches;
    cursor = `&cursor=${page.next_cursor ?? ''}`;
  }
}

const micros = (instant: string) => Date.parse(`${instant.slice(0, 23)}Z`) * 1000 + Number(instant.slice(23, 26));

function randomRange(): [number, number] {
  const from = random.integer(FIRST - 5 * DAY, LAST);
  return [from, from + random.pick([1, HOUR, DAY, 7 * DAY, random.integer(1, 40 * DAY)])];
}

describe('the figures of any range', () => {
  it('are exact to the microsecond', async () => {
    for (const [id, store] of stores) {
      for (let ranges = 0; ranges < 5; ranges++) {
        const [from, to] = randomRange();
        const right = naiveFigures(store, from, to);
        const share = right.scheduled === 0 ? null : right.uptime / right.scheduled;
        expect({ id, from, to, ...(await uptime(id, from, to)) }).toMatchObject({
          id,
          business_us: right.scheduled,
          uptime_us: right.uptime,
          downtime_us: right.downtime,
          observation_count: right.observationCount,
          uptime_share: share,
        });
      }
    }
  });

  it('equal those of a report over its windows', async () => {
    const asOf = random.integer(FIRST, LAST);
    const { csv } = await service.report({ as_of: formatTimestamp(asOf), default_status: 'inactive' });
    const lines = new Map(csv.split('\n').map((line) => [line.split(',')[0], line]));
    for (const id of stores.keys()) {
      const [hour, day, week] = await Promise.all(
        [HOUR, DAY, 7 * DAY].map((length) => uptime(id, asOf - length, asOf, '&default_status=inactive')),
      );
      if (!hour || !day || !week) throw new Error('three lengths give three answers');
      const up = [inMinutes(hour.uptime_us), inHours(day.uptime_us), inHours(week.uptime_us)];
      const down = [inMinutes(hour.downtime_us), inHours(day.downtime_us), inHours(week.downtime_us)];
      expect([id, ...up, ...down].join(',')).toBe(lines.get(id));
    }
  });
});

describe('the ledger', () => {
  it('covers a range without gap or overlap, over its pages, and adds up to the figures', async () => {
    for (const [id, store] of stores) {
      const [from, to] = randomRange();
      const totals = { active: 0, inactive: 0, closed: 0 };
      let reached = from;
      for (const stretch of await ledgerOf(id, from, to)) {
        expect(micros(stretch.from)).toBe(reached);
        reached = micros(stretch.to);
        totals[stretch.state] += reached - micros(stretch.from);
        expect(new Date(stretch.local_from).getTime()).toBe(Math.floor(micros(stretch.from) / 1000));
        if (stretch.state === 'closed') {
          expect(stretch.source).toBeNull();
          continue;
        }
        const before = store.observations.filter(({ at }) => at <= micros(stretch.from)).map(({ at }) => at);
        const latest = before.length > 0 ? Math.max(...before) : undefined;
        expect(stretch.source).toEqual({
          kind: latest === undefined ? 'default' : latest === micros(stretch.from) ? 'observation' : 'carried',
          observed_at: latest === undefined ? null : formatTimestamp(latest),
          received_at: latest === undefined ? null : imported.created_at,
          import_id: latest === undefined ? null : imported.import_id,
        });
      }
      expect(reached).toBe(to);
      const right = naiveFigures(store, from, to);
      const closed = to - from - right.scheduled;
      expect({ id, from, to, ...totals }).toEqual({
        id,
        from,
        to,
        active: right.uptime,
        inactive: right.downtime,
        closed,
      });
    }
  });

  it('lists each clock change once, over its pages', async () => {
    for (const [id, { timezone }] of stores) {
      const changes = (await ledgerOf(id, FIRST, LAST)).flatMap(({ clock_changes }) => clock_changes);
      const expected = Object.entries(ZONES).find(([zone]) => zone === timezone)?.[1];
      expect({ id, changes }).toEqual({ id, changes: expected });
    }
  });

  it('shows local times of the store, and where its clocks change', async () => {
    const night = [Date.UTC(2024, 10, 3, 4) * 1000, Date.UTC(2024, 10, 3, 12) * 1000] as const;
    await service.importCsv('timezones', 'store_id,timezone_str\nnight,America/New_York\n');
    const [only, ...others] = await ledgerOf('night', ...night);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      local_from: '2024-11-03T00:00:00.000000-04:00',
      local_to: '2024-11-03T07:00:00.000000-05:00',
      state: 'active',
      source: { kind: 'default', observed_at: null, received_at: null, import_id: null },
      rule: 'clock_change',
      hours_rule: 'always_open',
      clock_changes: ['2024-11-03T01:00:00.000000-05:00'],
    });
  });
});

describe('a ledger that contradicts the status runs', () => {
  it('is a 500 rather than a wrong explanation', async () => {
    await service.importCsv('store-status', 'store_id,status,timestamp_utc\nwrong,active,2024-10-01 00:00:00 UTC\n');
    const database = new Client(await databaseUrl(service.dataDir));
    await database.connect();
    try {
      await database.query(
        `UPDATE status_run SET active = false WHERE store_key = (SELECT store_key FROM store WHERE store_id = 'wrong')`,
      );
    } finally {
      await database.end();
    }
    const day = '/stores/wrong/uptime?from=2024-10-02T00:00:00Z&to=2024-10-03T00:00:00Z';
    expect((await service.get(day)).status).toBe(200);
    const explained = await service.get(`${day}&explain=true`);
    expect(explained.status).toBe(500);
    expect(await json(explained)).toMatchObject({ status: 500, code: 'internal_error' });
  });
});

describe('a long range', () => {
  it('is exact, up to the longest allowed', async () => {
    await service.importCsv('timezones', 'store_id,timezone_str\nold,America/New_York\n');
    const longest = 'from=1714-08-01T00:00:00Z&to=2000-01-01T00:00:00Z';
    const business = (Date.UTC(2000, 0, 1) - Date.UTC(1714, 7, 1)) * 1000;
    expect(await json(await service.get(`/stores/old/uptime?${longest}`))).toMatchObject({
      business_us: business,
      uptime_us: business,
      downtime_us: 0,
    });
    const path = '/stores/old/business-hours';
    const hours = Array.from({ length: 100 }, (_, row) => ({ dayOfWeek: row % 7, opens: '09:00', closes: '17:00' }));
    expect((await service.put(path, JSON.stringify({ hours }))).status).toBe(200);
    const tooMany = await service.get(`/stores/old/uptime?${longest}`);
    expect(await json(tooMany)).toMatchObject({ status: 422, code: 'range_too_long' });
  });
});

describe('a wrong request', () => {
  const range = 'from=2024-10-01T00:00:00Z&to=2024-10-02T00:00:00Z';
  it.each([
    ['store-0', '', 400, 'invalid_from'],
    ['store-0', 'from=2024-10-01T00:00:00Z', 400, 'invalid_to'],
    ['store-0', 'from=2024-10-01T00:00:00Z&to=2024-10-01T00:00:00Z', 400, 'invalid_range'],
    ['store-0', `${range}&default_status=open`, 400, 'invalid_default_status'],
    ['store-0', `${range}&explain=yes`, 400, 'invalid_explain'],
    ['store-0', `${range}&explain=true&cursor=nonsense`, 400, 'invalid_cursor'],
    ['store-0', `${range}&explain=true&cursor=OTk5OTk5OTk5OTk5OTk`, 400, 'invalid_cursor'],
    ['store-0', 'from=1684-08-04T00:00:00Z&to=1684-08-06T00:00:00Z', 400, 'invalid_from'],
    ['store-0', 'from=1700-01-01T00:00:00Z&to=2000-01-01T00:00:00Z', 422, 'range_too_long'],
    ['-', range, 400, 'invalid_store_id'],
    ['nobody', range, 404, 'store_not_found'],
  ])('is refused: %s %s', async (id, query, status, code) => {
    const answer = await service.get(`/stores/${id}/uptime?${query}`);
    expect(await json(answer)).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
  });
});
