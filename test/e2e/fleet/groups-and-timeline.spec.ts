import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDataSet } from '../../../src/cli/data-set/data-set';
import { seededRandom } from '../../support/random';
import { allPages } from '../../support/pages';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const STORES = 48;
const figuresSchema = z.object({
  uptime_us: z.number(),
  downtime_us: z.number(),
  unknown_us: z.number(),
  excluded_us: z.number(),
});
const groupsSchema = z.object({
  by: z.array(z.string()),
  next_cursor: z.string().nullable(),
  groups: z.array(
    z.object({
      key: z.record(z.string(), z.string().nullable()),
      stores: z.number(),
      windows: z.record(
        z.string(),
        figuresSchema.extend({
          scheduled_us: z.number(),
          uptime_share: z.number().nullable(),
          worst: z.array(z.unknown()).optional(),
        }),
      ),
    }),
  ),
});
const stepSchema = figuresSchema.extend({
  from: z.string(),
  stores_open: z.number(),
  stores_down: z.number(),
  stores_unknown: z.number(),
});
const timelineSchema = z.object({ from: z.string(), to: z.string(), step: z.string(), steps: z.array(stepSchema) });
const groupedSchema = z.object({
  by: z.array(z.string()),
  groups: z.array(z.object({ key: z.record(z.string(), z.string().nullable()), steps: z.array(stepSchema) })),
});
type Step = z.infer<typeof stepSchema>;

const uptimeSchema = figuresSchema.extend({ business_us: z.number() });

let service: Service;
let reportId: string;
let storeIds: string[];
const regions = new Map<string, string | null>();
const zones = new Map<string, string>();

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_SHARD_STORES: '16', LIST_MAX: '500' });
  const folder = join(service.dataDir, 'files');
  await writeDataSet({ stores: STORES, days: 9, pollsPerDay: 12, seed: 11 }, folder);
  for (const [kind, file] of [
    ['timezones', 'timezones.csv'],
    ['business-hours', 'menu_hours.csv'],
    ['store-status', 'store_status.csv'],
  ] as const) {
    expect((await service.importCsv(kind, await readFile(join(folder, file)))).status).toBe(201);
  }
  for (const line of (await readFile(join(folder, 'timezones.csv'), 'utf8')).trim().split('\n').slice(1)) {
    const [id = '', zone = ''] = line.split(',');
    zones.set(id, zone);
  }
  const { id: first, csv } = await service.report({ as_of: '2024-10-12T00:00:00Z' });
  reportId = first;
  storeIds = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
  const values = ['West', 'East', 'Süd', null];
  const rows = storeIds.map((id, index) => {
    const region = values[index % values.length] ?? null;
    regions.set(id, region);
    return `${id},Store ${index},${region ?? ''},${index % 2 === 0 ? 'Taco Town' : 'Pho King'}`;
  });
  const stores = `store_id,name,Region,brand\n${rows.join('\n')}\n`;
  const closures = `store_id,from,to,reason\n${storeIds[0]},2024-10-08T00:00:00Z,2024-10-09T12:00:00Z,refit\n`;
  expect((await service.importCsv('stores', stores)).status).toBe(201);
  expect((await service.importCsv('closures', closures)).status).toBe(201);
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

const uptimeOf = async (id: string, from: string, to: string, terms = '') =>
  get(`/stores/${id}/uptime?from=${from}&to=${to}${terms}`, uptimeSchema);

describe('GET /reports/{report_id}/groups', () => {
  const terms = { as_of: '2024-10-12T00:00:00Z', unknown_after: '6h', windows: ['last_week', '2024-10-10'] };

  it('sums exactly what the stores of each group have, and all groups are the report', async () => {
    const { id } = await service.report(terms);
    const { by, groups } = await get(`/reports/${id}/groups?by=REGION`, groupsSchema);
    expect(by).toEqual(['Region']);
    expect(groups.map(({ key, stores }) => [key.Region, stores])).toEqual([
      ['East', STORES / 4],
      ['Süd', STORES / 4],
      ['West', STORES / 4],
      [null, STORES / 4],
    ]);
    for (const { key, windows } of groups) {
      const sums = { uptime_us: 0, downtime_us: 0, unknown_us: 0, excluded_us: 0 };
      for (const store of storeIds.filter((each) => regions.get(each) === key.Region)) {
        const found = await uptimeOf(store, '2024-10-05T00:00:00Z', terms.as_of, '&unknown_after=6h');
        for (const figure of ['uptime_us', 'downtime_us', 'unknown_us', 'excluded_us'] as const) {
          sums[figure] += found[figure];
        }
      }
      const total = Object.values(sums).reduce((all, each) => all + each, 0);
      expect(windows.last_week).toEqual({
        ...sums,
        scheduled_us: total,
        uptime_share: sums.uptime_us / (sums.uptime_us + sums.downtime_us),
      });
      expect(Object.keys(windows)).toEqual(terms.windows);
    }
    const all = await get(`/reports/${id}/groups?by=timezone`, groupsSchema);
    for (const window of terms.windows) {
      const of = (found: typeof groups) =>
        ['uptime_us', 'downtime_us', 'unknown_us', 'excluded_us'].map((figure) =>
          found.reduce(
            (sum, group) =>
              sum + Number(Object.entries(group.windows[window] ?? {}).find(([name]) => name === figure)?.[1]),
            0,
          ),
        );
      expect(of(all.groups)).toEqual(of(groups));
    }
    const inZone = (zone: string | null | undefined) =>
      storeIds.filter((store) => (zones.get(store) ?? 'America/Chicago') === zone).length;
    for (const { key, stores } of all.groups)
      expect([key.timezone, stores]).toEqual([key.timezone, inZone(key.timezone)]);
  });

  it('comes in pages in the order of its keys, and as CSV', async () => {
    const { id } = await service.report({});
    const whole = await get(`/reports/${id}/groups?by=brand,region`, groupsSchema);
    expect(whole.groups.map(({ key }) => `${key.brand} ${key.Region}`)).toEqual([
      'Pho King East',
      'Pho King null',
      'Taco Town Süd',
      'Taco Town West',
    ]);
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: z.infer<typeof groupsSchema> = await get(
        `/reports/${id}/groups?by=brand,region&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
        groupsSchema,
      );
      paged.push(...page.groups);
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(whole.groups);
    const csv = await service.get(`/reports/${id}/groups?by=brand,region&format=csv`);
    const lines = (await csv.text()).split('\n');
    expect(lines[0]).toMatch(/^brand,Region,stores,uptime_us_last_hour,downtime_us_last_hour/);
    expect(lines).toHaveLength(6);
  });

  it('adds up the stores that match, which are those of the rows and of the CSV, and names the worst', async () => {
    const { id, csv } = await service.report(terms);
    const zone = zones.get(storeIds[0] ?? '') ?? '';
    for (const filter of [
      'attributes[Brand]=Taco%20Town&attributes[region]=West&attributes[region]=',
      `timezone=${zone}`,
    ]) {
      const filtered = (await (await service.get(`/reports/${id}/csv?${filter}`)).text()).trim().split('\n');
      const wanted = storeIds.filter((store, index) =>
        filter.startsWith('timezone')
          ? (zones.get(store) ?? 'America/Chicago') === zone
          : index % 2 === 0 && [null, 'West'].includes(regions.get(store) ?? null),
      );
      expect(wanted.length).toBeGreaterThan(1);
      const lines = csv.trim().split('\n');
      expect(filtered).toEqual([lines[0], ...lines.filter((line) => wanted.includes(line.split(',')[0] ?? ''))]);
      const rows = await allPages(service, `/reports/${id}/rows?limit=7&${filter}&sort=-downtime_last_week`, 'rows');
      expect(rows.map((row) => row.store_id).sort()).toEqual(wanted.toSorted());
      const { groups } = await get(`/reports/${id}/groups?by=region&worst=2&${filter}`, groupsSchema);
      expect(groups.reduce((sum, { stores }) => sum + stores, 0)).toBe(wanted.length);
      for (const { key, windows } of groups) {
        const members = wanted.filter((store) => regions.get(store) === key.Region);
        const found = await Promise.all(
          members.map(async (store) => {
            const of = await uptimeOf(store, '2024-10-05T00:00:00Z', terms.as_of, '&unknown_after=6h');
            return { store_id: store, name: `Store ${storeIds.indexOf(store)}`, downtime_us: of.downtime_us };
          }),
        );
        const sum = found.reduce((total, { downtime_us }) => total + downtime_us, 0);
        const worst = found
          .filter(({ downtime_us }) => downtime_us > 0)
          .sort((a, b) => b.downtime_us - a.downtime_us || (a.store_id < b.store_id ? -1 : 1));
        expect(windows.last_week).toMatchObject({ downtime_us: sum, worst: worst.slice(0, 2) });
      }
    }
  });

  it('is added up again once attributes have changed', async () => {
    const { id } = await service.report({});
    const before = await get(`/reports/${id}/groups?by=brand`, groupsSchema);
    const [store = ''] = storeIds;
    const set = async (brand: string) => service.patch(`/stores/${store}`, JSON.stringify({ attributes: { brand } }));
    expect((await set('Pho King')).status).toBe(200);
    const after = await get(`/reports/${id}/groups?by=brand`, groupsSchema);
    expect(after.groups.map(({ stores }) => stores)).toEqual([STORES / 2 + 1, STORES / 2 - 1]);
    expect((await set('Taco Town')).status).toBe(200);
    expect(await get(`/reports/${id}/groups?by=brand`, groupsSchema)).toEqual(before);
  });

  it.each([
    ['by=colour', 422, 'unknown_attribute'],
    ['by=region&attributes[colour]=red', 422, 'unknown_attribute'],
    ['by=region&worst=0', 400, 'invalid_worst'],
    ['by=region&worst=11', 400, 'invalid_worst'],
    ['by=region,Region', 400, 'invalid_by'],
    ['by=', 400, 'invalid_by'],
    ['by=a,b,c,d', 400, 'invalid_by'],
    ['by=region&by=brand', 400, 'invalid_by'],
    ['', 400, 'invalid_by'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await service.get(`/reports/${reportId}/groups?${query}`);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
  });
});

describe('POST /trigger_report', () => {
  it('limits a report to the stores that have the attributes as it starts', async () => {
    const limits = 'attributes[REGION]=West&attributes[region]=East&attributes[brand]=Taco%20Town';
    const { id, csv } = await service.report({ as_of: '2024-10-12T00:00:00Z' }, `?${limits}`);
    const wanted = storeIds.filter(
      (store, index) => index % 2 === 0 && ['West', 'East'].includes(regions.get(store) ?? ''),
    );
    expect(
      csv
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(wanted);
    const report = await json(await service.get(`/reports/${id}`));
    const limited = { attributes: { Region: ['East', 'West'], brand: ['Taco Town'] } };
    expect(report).toMatchObject({
      stores_total: wanted.length,
      store_ids: null,
      terms: limited,
      superseded_by_data: false,
    });
    const sha256 = createHash('sha256').update(JSON.stringify(report.terms)).digest('hex');
    expect(report.terms_sha256).toBe(sha256);
    expect(await json(await service.get('/fleet'))).not.toMatchObject({ report_id: id });
  });
});

describe('GET /fleet/timeline', () => {
  const range = 'from=2024-10-08T00:30:00Z&to=2024-10-10T12:15:00Z';

  it('tells, step by step, what the stores have together', async () => {
    const random = seededRandom('steps of the fleet');
    for (const terms of ['', '&unknown_after=2h', '&closures=ignore&default_status=unknown']) {
      const { steps, ...rest } = await get(`/fleet/timeline?${range}&step=6h${terms}`, timelineSchema);
      expect(rest).toEqual({ from: '2024-10-08T00:30:00.000000Z', to: '2024-10-10T12:15:00.000000Z', step: '6h' });
      expect(steps).toHaveLength(10);
      for (const index of [9, random.below(9)]) {
        const from = steps[index]?.from ?? '';
        const to = steps[index + 1]?.from ?? rest.to;
        const each = await Promise.all(storeIds.map((store) => uptimeOf(store, from, to, terms)));
        expect(steps[index]).toEqual({ from, ...together(each) });
      }
    }
  });

  it('has a timeline for each group, which together are that of all stores', async () => {
    const { by, groups } = await get(`/fleet/timeline?${range}&step=1d&by=region`, groupedSchema);
    const { steps } = await get(`/fleet/timeline?${range}&step=1d`, timelineSchema);
    expect([by, groups.map(({ key }) => key.Region)]).toEqual([['Region'], ['East', 'Süd', 'West', null]]);
    const summed = steps.map(({ from }, index) => {
      const parts = groups.map((group) => group.steps[index]);
      const sum = (name: Exclude<keyof Step, 'from'>) =>
        parts.reduce((total, part) => total + (part?.[name] ?? NaN), 0);
      return {
        ...{ from, stores_open: sum('stores_open'), stores_down: sum('stores_down') },
        ...{ stores_unknown: sum('stores_unknown'), uptime_us: sum('uptime_us'), downtime_us: sum('downtime_us') },
        ...{ unknown_us: sum('unknown_us'), excluded_us: sum('excluded_us') },
      };
    });
    expect(summed).toEqual(steps);
  });

  it('has only the stores that match', async () => {
    const { groups } = await get(`/fleet/timeline?${range}&step=1d&by=region,timezone`, groupedSchema);
    for (const { key, steps } of [groups[0], groups.at(-1)].filter((group) => group !== undefined)) {
      const filter = `attributes[Region]=${key.Region ?? ''}&timezone=${key.timezone ?? ''}`;
      expect((await get(`/fleet/timeline?${range}&step=1d&${filter}`, timelineSchema)).steps).toEqual(steps);
    }
  });

  it('is computed again once its data have changed', async () => {
    const hour = 'from=2024-10-11T12:00:00Z&to=2024-10-11T13:00:00Z&step=1h';
    const [store = ''] = storeIds;
    const before = await get(`/fleet/timeline?${hour}`, timelineSchema);
    expect(await get(`/fleet/timeline?${hour}`, timelineSchema)).toEqual(before);
    await service.put(`/stores/${store}/business-hours`, JSON.stringify({ always_open: true }));
    await service.observe([
      { store_id: store, status: 'inactive', timestamp_utc: '2024-10-11T12:30:00Z' },
      { store_id: store, status: 'active', timestamp_utc: '2024-10-11T12:45:00Z' },
    ]);
    const after = await get(`/fleet/timeline?${hour}`, timelineSchema);
    expect(after).not.toEqual(before);
    const each = await Promise.all(storeIds.map((id) => uptimeOf(id, '2024-10-11T12:00:00Z', '2024-10-11T13:00:00Z')));
    expect(after.steps[0]).toMatchObject(together(each));
  });

  it.each([
    ['step=0m', 400, 'invalid_step'],
    ['step=25h', 400, 'invalid_step'],
    ['step=90s', 400, 'invalid_step'],
    ['step=1m&from=2024-10-08T00:00:00Z&to=2024-10-09T09:21:00Z', 400, 'invalid_step'],
    ['from=2024-10-08T00:00:00Z&to=2024-10-08T00:00:00Z', 400, 'invalid_range'],
    ['by=colour', 422, 'unknown_attribute'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await service.get(`/fleet/timeline?${query}`);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
  });

  it('has as many as 2,000 steps', async () => {
    const { steps } = await get(
      '/fleet/timeline?step=1m&from=2024-10-08T00:00:00Z&to=2024-10-09T09:20:00Z',
      timelineSchema,
    );
    expect(steps).toHaveLength(2000);
  });
});

function together(each: readonly z.infer<typeof uptimeSchema>[]) {
  const sum = (figure: keyof z.infer<typeof figuresSchema>) => each.reduce((total, found) => total + found[figure], 0);
  return {
    stores_open: each.filter(({ business_us: scheduled }) => scheduled > 0).length,
    stores_down: each.filter((found) => found.downtime_us > 0).length,
    stores_unknown: each.filter((found) => found.unknown_us > 0).length,
    uptime_us: sum('uptime_us'),
    downtime_us: sum('downtime_us'),
    unknown_us: sum('unknown_us'),
    excluded_us: sum('excluded_us'),
  };
}
