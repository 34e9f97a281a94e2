import { z } from 'zod';
import { HOUR, type Micros, MINUTE } from '../../../src/calculator/instants';
import { formatTimestamp } from '../../../src/common/timestamp';
import { newDataDir, removeDataDir, Service } from '../../support/service';

/** A Tuesday. */
const FROM = Date.UTC(2024, 9, 1) * 1000;
const HOURS = 8 * 24;
const RANGE = 'from=2024-10-01T00:00:00Z&to=2024-10-09T00:00:00Z';

interface Made {
  readonly id: string;
  readonly zone: string;
  readonly platform: string;
}

/** 60 stores in Chicago and 40 in New York, half of them on each platform; of three, one is open by day only. */
const STORES: readonly Made[] = Array.from({ length: 100 }, (_, index) => ({
  id: `s${String(index).padStart(3, '0')}`,
  zone: index < 60 ? 'America/Chicago' : 'America/New_York',
  platform: index % 2 === 0 ? 'doordash' : 'grubhub',
}));

/** 24 of the stores in Chicago, of one platform, go down on Monday afternoon, for two hours and a half. */
const EVENT = {
  from: FROM + 6 * 24 * HOUR + 18 * HOUR + 20 * MINUTE,
  to: FROM + 6 * 24 * HOUR + 20 * HOUR + 50 * MINUTE,
};
/** In Chicago, and closed by then. */
const BREAKFAST = 's057';
/** On Friday before, 20 stores in New York go down for a while. */
const EARLIER = { from: FROM + 3 * 24 * HOUR + 15 * HOUR, to: FROM + 3 * 24 * HOUR + 17 * HOUR };
const HIT_EARLIER = STORES.filter(({ zone }) => zone === 'America/New_York').slice(0, 20);
const HIT = STORES.filter(({ zone, platform }) => zone === 'America/Chicago' && platform === 'doordash').slice(0, 24);

const storeSchema = z.object({
  store_id: z.string(),
  name: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  from: z.string(),
  to: z.string().nullable(),
  business_us: z.number(),
});
const incidentSchema = z.object({
  incident_id: z.string(),
  key: z.record(z.string(), z.string().nullable()),
  from: z.string(),
  last_down_at: z.string(),
  to: z.string().nullable(),
  ongoing: z.boolean(),
  stores: z.number(),
  usual_stores: z.number(),
  stores_open: z.number(),
  share_of_open: z.number(),
  stores_still_down: z.number(),
  business_us: z.number(),
  in_common: z.array(
    z.object({ attribute: z.string(), value: z.string(), share: z.number(), share_of_fleet: z.number() }),
  ),
});
const listSchema = z.object({
  from: z.string(),
  to: z.string(),
  by: z.array(z.string()),
  incidents: z.array(incidentSchema),
  next_cursor: z.string().nullable(),
});
const storesSchema = z.object({
  incident: incidentSchema,
  stores: z.array(storeSchema),
  next_cursor: z.string().nullable(),
});
const outagesSchema = z.object({
  outages: z.array(z.object({ store_id: z.string(), started_at: z.string(), business_us: z.number() })),
});

let service: Service;

/** When a store is polled in an hour: at a minute of its own. */
function polledAt(index: number, hour: number): Micros {
  return FROM + hour * HOUR + ((index * 37) % 60) * MINUTE;
}

/** Apart from these, each store is down for an hour every 50 hours. */
function isDown(store: Made, index: number, hour: number, at: Micros): boolean {
  if (HIT.includes(store) && at >= EVENT.from && at < EVENT.to) return true;
  if (HIT_EARLIER.includes(store) && at >= EARLIER.from && at < EARLIER.to) return true;
  return (hour + index * 7) % 50 === 0;
}

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '0' });
  const polls = STORES.flatMap((store, index) =>
    Array.from({ length: HOURS }, (_, hour) => {
      const at = polledAt(index, hour);
      return `${store.id},${isDown(store, index, hour, at) ? 'inactive' : 'active'},${formatTimestamp(at)}`;
    }),
  );
  const byDay = STORES.filter((_, index) => index % 3 === 0);
  const hours = byDay.flatMap(({ id }) =>
    [0, 1, 2, 3, 4, 5, 6].map((day) => `${id},${day},${id === BREAKFAST ? '06:00,11:00' : '09:00,21:00'}`),
  );
  const attributes = STORES.map(({ id, platform }) => `${id},Store ${id},${platform}`);
  for (const [kind, csv] of [
    ['timezones', `store_id,timezone_str\n${STORES.map(({ id, zone }) => `${id},${zone}`).join('\n')}\n`],
    ['business-hours', `store_id,dayOfWeek,start_time_local,end_time_local\n${hours.join('\n')}\n`],
    ['stores', `store_id,name,platform\n${attributes.join('\n')}\n`],
    ['store-status', `store_id,status,timestamp_utc\n${polls.join('\n')}\n`],
  ] as const) {
    expect((await service.importCsv(kind, csv)).status).toBe(201);
  }
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const answer = await service.get(path);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${text}`);
  return schema.parse(JSON.parse(text));
}

describe('GET /incidents', () => {
  it('shows outages that began together as one, with what they have in common', async () => {
    const { incidents, ...rest } = await get(`/incidents?${RANGE}`, listSchema);
    expect(rest).toEqual({
      from: '2024-10-01T00:00:00.000000Z',
      to: '2024-10-09T00:00:00.000000Z',
      by: ['timezone'],
      next_cursor: null,
    });
    expect(incidents.map(({ key }) => key.timezone)).toEqual(['America/Chicago', 'America/New_York']);
    expect(incidents[0]).toMatchObject({
      key: { timezone: 'America/Chicago' },
      ongoing: false,
      stores_still_down: 0,
      stores_open: 59,
      in_common: [{ attribute: 'platform', value: 'doordash', share_of_fleet: 0.5 }],
    });
    const { stores = 0, share_of_open: share, usual_stores: usual = 0 } = incidents[0] ?? {};
    expect(share).toBe(stores / 59);
    expect(stores).toBeGreaterThanOrEqual(24);
    expect(stores).toBeLessThanOrEqual(24 + usual);
  });

  it('has an id by which its stores are found, with the business time of their outages', async () => {
    const { incidents } = await get(`/incidents?${RANGE}`, listSchema);
    const [{ incident_id: id, business_us: lost } = { incident_id: '', business_us: 0 }] = incidents;
    const { incident, stores } = await get(`/incidents/${id}/stores?${RANGE}`, storesSchema);
    expect(incident).toEqual(incidents[0]);
    expect(stores.map(({ store_id: storeId }) => storeId)).toEqual(expect.arrayContaining(HIT.map((each) => each.id)));
    expect(stores.reduce((sum, store) => sum + store.business_us, 0)).toBe(lost);
    expect(stores).toEqual(
      stores.toSorted((a, b) => b.business_us - a.business_us || (a.store_id < b.store_id ? -1 : 1)),
    );
    for (const store of stores) {
      const { outages } = await get(`/stores/${store.store_id}/outages?${RANGE}`, outagesSchema);
      const [own] = outages
        .filter((outage) => outage.started_at <= store.from)
        .sort((a, b) => (a.started_at < b.started_at ? 1 : -1));
      expect([store.store_id, own?.business_us]).toEqual([store.store_id, store.business_us]);
      expect([store.name, store.attributes]).toEqual([
        `Store ${store.store_id}`,
        { platform: STORES.find((each) => each.id === store.store_id)?.platform },
      ]);
    }
  });

  it('comes in pages, as do its stores', async () => {
    const all = await get(`/incidents?${RANGE}`, listSchema);
    expect(all.incidents).toHaveLength(2);
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: z.infer<typeof listSchema> = await get(`/incidents?${RANGE}&limit=1${after}`, listSchema);
      paged.push(...page.incidents);
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(all.incidents);
    const [{ incident_id: id } = { incident_id: '' }] = (await get(`/incidents?${RANGE}`, listSchema)).incidents;
    const whole = await get(`/incidents/${id}/stores?${RANGE}`, storesSchema);
    const stores: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: z.infer<typeof storesSchema> = await get(
        `/incidents/${id}/stores?${RANGE}&limit=10${after}`,
        storesSchema,
      );
      stores.push(...page.stores);
      cursor = page.next_cursor;
    }
    expect(stores).toEqual(whole.stores);
  });

  it('finds them by attributes, too', async () => {
    const { by, incidents } = await get(`/incidents?${RANGE}&by=PLATFORM&at_least=10`, listSchema);
    expect([by, incidents.map(({ key }) => key)]).toEqual([['platform'], [{ platform: 'doordash' }]]);
    expect(incidents[0]?.in_common).toMatchObject([{ attribute: 'timezone', value: 'America/Chicago' }]);
  });

  it('finds those of some stores alone, compared with each other', async () => {
    const chicago = `${RANGE}&timezone=America/Chicago`;
    const { incidents } = await get(`/incidents?${chicago}`, listSchema);
    expect(incidents).toMatchObject([
      { key: { timezone: 'America/Chicago' }, in_common: [{ attribute: 'platform', share_of_fleet: 0.5 }] },
    ]);
    const { incident } = await get(`/incidents/${incidents[0]?.incident_id ?? ''}/stores?${chicago}`, storesSchema);
    expect(incident).toEqual(incidents[0]);
    const byPlatform = await get(`/incidents?${chicago}&by=platform&at_least=10`, listSchema);
    expect(byPlatform.incidents).toMatchObject([{ key: { platform: 'doordash' }, in_common: [] }]);
    const grubhub = await get(`/incidents?${chicago}&attributes[platform]=grubhub`, listSchema);
    expect(grubhub.incidents).toEqual([]);
  });

  it('finds fewer the more stores there must be', async () => {
    for (const terms of ['&at_least=24', '&times=20', '&by=timezone,platform&at_least=40']) {
      expect((await get(`/incidents?${RANGE}${terms}`, listSchema)).incidents).toEqual([]);
    }
  });

  it('goes on until its stores are up again', async () => {
    const range = `from=2024-10-01T00:00:00Z&to=${formatTimestamp(EVENT.from + HOUR)}`;
    const [incident] = (await get(`/incidents?${range}`, listSchema)).incidents;
    expect(incident).toMatchObject({ ongoing: true, to: null, key: { timezone: 'America/Chicago' } });
    const [whole] = (await get(`/incidents?${RANGE}`, listSchema)).incidents;
    expect(incident?.incident_id).toBe(whole?.incident_id);
  });

  it('counts no time that a closure covers, once it has been declared', async () => {
    const [before] = (await get(`/incidents?${RANGE}`, listSchema)).incidents;
    const closures = HIT.slice(0, 20).map(({ id }) => `${id},2024-10-07T12:00:00Z,2024-10-08T12:00:00Z,refit`);
    expect((await service.importCsv('closures', `store_id,from,to,reason\n${closures.join('\n')}\n`)).status).toBe(201);
    expect((await get(`/incidents?${RANGE}`, listSchema)).incidents).toHaveLength(1);
    expect((await get(`/incidents?${RANGE}&closures=ignore`, listSchema)).incidents[0]).toEqual(before);
  });

  it.each([
    ['within=4m', 400, 'invalid_within'],
    ['within=13h', 400, 'invalid_within'],
    ['at_least=1', 400, 'invalid_at_least'],
    ['times=0.9', 400, 'invalid_times'],
    ['times=1.55', 400, 'invalid_times'],
    ['from=2024-10-08T00:00:00Z&to=2024-10-08T00:00:00Z', 400, 'invalid_range'],
    ['from=2024-09-01T00:00:00Z&to=2024-10-08T00:00:00Z', 422, 'range_too_long'],
    ['by=colour', 422, 'unknown_attribute'],
  ])('refuses %s', async (query, status, code) => {
    for (const path of ['/incidents', '/incidents/0123456789abcdef/stores']) {
      const answer = await service.get(`${path}?${query}`);
      expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
    }
  });

  it('knows no stores of other ids', async () => {
    for (const [id, status, code] of [
      ['0123456789abcdef', 404, 'incident_not_found'],
      ['0123', 400, 'invalid_incident_id'],
    ]) {
      const answer = await service.get(`/incidents/${id}/stores`);
      expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
    }
  });
});
