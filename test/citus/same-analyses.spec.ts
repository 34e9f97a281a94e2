import { Random } from '../../src/common/random';
import { CITUS_URL, describeOnCitus } from '../support/citus/cluster';
import { csvOf, type Poll, timestamp, Twins } from '../support/citus/twins';
import { runCli } from '../support/processes';
import { testSeed } from '../support/random';
import { json, type Service, text } from '../support/service';

/** Hours that are polled, from the first minute on. */
const HOURS = 24 * 14;
const REGIONS = ['North', 'East', 'South'];
const STORES = Array.from({ length: 240 }, (_, index) => `store-${String(index * 7919).padStart(7, '0')}`);
const ONE = STORES[3] ?? '';
const RANGE = `from=${timestamp(2_000)}&to=${timestamp(18_000)}`;

describeOnCitus('what is found in a fleet on Citus is what is found on PostgreSQL', () => {
  const random = new Random(testSeed('same analyses'));
  let twins: Twins;
  /** Reports of each service, of which both have as many. */
  let reports: Map<Service, string[]>;

  beforeAll(async () => {
    twins = await Twins.start();
    await twins.distribute();
    await twins.accept('store-status', csvOf(polls()));
    const attributes = STORES.slice(0, 200).map(
      (id, index) => `${id},Café ${index % 90},${REGIONS[index % 4] ?? ''},${index % 7}.5\n`,
    );
    await twins.accept('stores', `store_id,name,Region,sales_per_hour\n${attributes.join('')}`);
    const zones = STORES.map((id, index) => `${id},${index % 2 ? 'Asia/Tokyo' : 'UTC'}\n`).join('');
    await twins.accept('timezones', `store_id,timezone_str\n${zones}`);
    const hours = STORES.slice(0, 120).map((id, index) => `${id},${index % 7},09:00,17:00\n`);
    await twins.accept('business-hours', `store_id,day,start_time_local,end_time_local\n${hours.join('')}`);
  });

  afterAll(() => twins.stop());

  beforeEach(() => {
    reports = new Map();
  });

  /** Every store fails now and then; twice those of one region do together. */
  function polls(): Poll[] {
    const all: Poll[] = [];
    for (const [index, id] of STORES.entries()) {
      for (let hour = 0; hour < HOURS; hour++) {
        const together = (hour === 150 || hour === 260) && index % 4 === 1;
        all.push([id, !together && random.chance(0.98), hour * 60 + (index % 60)]);
      }
    }
    return all;
  }

  async function same(...paths: string[]): Promise<string[]> {
    const bodies: string[] = [];
    for (const path of paths) {
      const { status, body } = await twins.both((service) => service.get(path));
      expect({ path, status, body: status === 200 ? '' : body }).toEqual({ path, status: 200, body: '' });
      bodies.push(body);
    }
    return bodies;
  }

  /** Has both compute a report and remembers its id for `ofReports`. */
  async function report(body?: object, query?: string): Promise<void> {
    for (const service of [twins.plain, twins.citus]) {
      const { id } = await service.report(body, query);
      reports.set(service, [...(reports.get(service) ?? []), id]);
    }
    await ofReports(([last]) => `/get_report?report_id=${last}`);
  }

  /** Asks both for something of their reports, the latest first. */
  async function ofReports(path: (ids: readonly [string, string]) => string): Promise<string> {
    const { status, body } = await twins.both((service) => {
      const [last = '', before = ''] = (reports.get(service) ?? []).toReversed();
      return service.get(path([last, before]));
    });
    expect({ status, body: status === 200 ? '' : body }).toEqual({ status: 200, body: '' });
    return body;
  }

  it('incidents, and their stores', async () => {
    const [all = ''] = await same(`/incidents?${RANGE}&by=region`, `/incidents?${RANGE}&unknown_after=3h`);
    const ids = [...all.matchAll(/"incident_id":"(\w+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      const path = `/incidents/${id ?? ''}/stores?${RANGE}&by=region&limit=5`;
      await same(path);
      expect(await twins.samePages(path, 'stores')).toBeGreaterThan(5);
    }
  });

  it('timelines, of all stores and of some', async () => {
    await same(
      `/fleet/timeline?${RANGE}&step=6h`,
      `/fleet/timeline?${RANGE}&step=6h&by=region`,
      `/fleet/timeline?${RANGE}&step=1d&attributes[region]=East&timezone=UTC`,
      `/fleet/timeline?${RANGE}&step=1d&q=caf&unknown_after=90m`,
    );
  });

  it('stores by name, attributes and zone, in every list', async () => {
    await report();
    for (const filter of [
      'q=CAFE%201',
      'q=79',
      'attributes[region]=East&attributes[region]=',
      'timezone=asia/tokyo&q=store',
    ]) {
      expect(await twins.samePages(`/stores?${filter}&limit=5`, 'stores')).toBeGreaterThan(5);
      expect(await twins.samePages(`/outages?${RANGE}&${filter}&limit=40`, 'outages')).toBeGreaterThan(40);
      await ofReports(([id]) => `/reports/${id}/rows?${filter}&sort=-downtime_last_week&limit=50`);
      await ofReports(([id]) => `/reports/${id}/csv?${filter}`);
      await ofReports(([id]) => `/reports/${id}/groups?by=region&worst=3&${filter}`);
    }
    await same(
      '/stores/attributes',
      '/stores/attributes?q=caf&attributes[region]=East',
      `/outages?${RANGE}&sort=longest&attributes[region]=North&lost_sales=true`,
      `/stores/${ONE}/uptime?${RANGE}&explain=true&lost_sales=true`,
    );
  });

  it('reports of some stores, with totals and groups', async () => {
    for (const query of [
      '?attributes[region]=West&attributes[region]=',
      '?attributes[Region]=East',
      `?store_id=${ONE}`,
    ]) {
      await report({ columns: 'all' }, query);
      await ofReports(([id]) => `/reports/${id}/totals`);
      await ofReports(([id]) => `/reports/${id}/groups?by=region,timezone&worst=2&lost_sales=true&format=csv`);
      await ofReports(([id]) => `/reports/${id}`);
    }
  });

  it('what stands against targets', async () => {
    for (const [path, percent] of [
      ['fleet', '99.5'],
      ['attributes/region?value=East', '98.25'],
      [`stores/${ONE}`, '99.999'],
    ] as const) {
      const { status } = await twins.both((service) => service.put(`/targets/${path}`, JSON.stringify({ percent })));
      expect(status).toBe(200);
    }
    await same(
      '/targets',
      '/targets/status?month=2024-10',
      '/targets/status?month=2024-10&by=region&unknown_after=3h',
      `/stores/${ONE}/target?month=2024-10`,
      `/stores/${STORES[8] ?? ''}/target?month=2024-10&as_of=${timestamp(5_000)}`,
    );
    const { status } = await twins.both((service) => service.delete(`/targets/stores/${ONE}`));
    expect(status).toBe(204);
    await same('/targets', `/stores/${ONE}/target?month=2024-10`);
  });

  it('what has changed since a report, and the revised one', async () => {
    const put = (path: string, body: string) => twins.both((service) => service.put(`/stores/${ONE}/${path}`, body));
    const late = csvOf([[ONE, false, HOURS * 60 - 61]]);
    const closures = `store_id,from,to,reason\n*,${timestamp(19_000)},${timestamp(19_500)},storm\n`;
    for (const write of [
      () => twins.accept('store-status', late),
      () => twins.accept('store-status', late),
      () => twins.accept('store-status', csvOf([['new-store', false, 9_000]])),
      () => put('business-hours', '{"always_open":true}'),
      () => put('timezone', '{"timezone":"Asia/Tokyo","effective_from":"2024-10-10"}'),
      () => twins.accept('closures', closures),
      () => twins.both((service) => service.patch(`/stores/${ONE}`, '{"attributes":{"region":"East"}}')),
    ]) {
      await report({ as_of: timestamp(HOURS * 60), windows: ['last_week', 'last_day'] });
      await write();
      await ofReports(([id]) => `/reports/${id}`);
      await ofReports(([id, before]) => `/reports/${id}/diff?against=${before || id}&format=csv`);
    }
    for (const service of [twins.plain, twins.citus]) {
      const [first = ''] = reports.get(service) ?? [];
      const id = text(await json(await service.post(`/reports/${first}/revise`)), 'report_id');
      await service.outcome(id);
      reports.set(service, [first, id]);
    }
    expect(await ofReports(([id, first]) => `/reports/${id}/diff?against=${first}`)).toContain(ONE);
    await ofReports(([id]) => `/reports/${id}`);
    expect(await twins.samePages(`/stores/${ONE}/schedule/history?limit=1`, 'changes')).toBeGreaterThan(1);
  });

  it('stores that are archived, or removed', async () => {
    for (const ask of [
      (service: Service) => service.put(`/stores/${ONE}/archived`, '{"from":"2024-10-12"}'),
      (service: Service) => service.put('/stores/mistyped/timezone', '{"timezone":"UTC"}'),
      (service: Service) => service.put('/stores/mistyped/timezone', '{"timezone":null}'),
      (service: Service) => service.delete('/stores/mistyped'),
      (service: Service) => service.delete(`/stores/${ONE}`),
    ]) {
      await twins.both(ask);
    }
    await twins.sameReport();
    await same(`/stores/${ONE}`, '/fleet', '/stores?limit=5', `/fleet/timeline?${RANGE}&step=1d`);
  });

  it('and has right runs', () => {
    expect(runCli('verify', [], { DATABASE_URL: CITUS_URL })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('; 0 stores have wrong ones'),
    });
  });
});
