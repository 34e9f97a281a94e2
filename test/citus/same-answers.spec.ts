import { Random } from '../../src/common/random';
import { CITUS_URL, describeOnCitus } from '../support/citus/cluster';
import { csvOf, type Poll, timestamp, Twins } from '../support/citus/twins';
import { runCli } from '../support/processes';
import { testSeed } from '../support/random';
import { json, until } from '../support/service';

const STORES = Array.from({ length: 300 }, (_, index) => `store-${String(index * 7919).padStart(7, '0')}`);
const REGIONS = ['North', 'East', 'South', 'West'];

describeOnCitus('a fleet on Citus answers as one on PostgreSQL does', () => {
  const random = new Random(testSeed('same answers'));
  let twins: Twins;

  beforeAll(async () => {
    twins = await Twins.start();
  });

  afterAll(() => twins.stop());

  const randomPolls = (count: number, from: number, to: number): Poll[] =>
    Array.from({ length: count }, () => [random.pick(STORES), random.chance(0.6), from + random.below(to - from)]);

  it('with a filled database that is then distributed', async () => {
    await twins.accept('store-status', csvOf(randomPolls(20_000, 0, 9_000)));
    await twins.accept('business-hours', hoursOf(STORES.slice(0, 200)));
    const stdout = await twins.distribute();
    for (const table of ['closure', 'store', 'schedule', 'store_attributes', 'status_run', 'observation'])
      expect(stdout).toContain(`${table}: `);
    expect(runCli('distribute', [], { DATABASE_URL: CITUS_URL }).stdout).toContain('distributed already');
    await twins.sameReport();
  });

  function hoursOf(stores: readonly string[]): string {
    const rows = stores.flatMap((id) =>
      [0, 1, 2, 3, 4, 5].map((day) => `${id},${day},0${random.below(10)}:00,2${random.below(3)}:30\n`),
    );
    return `store_id,day,start_time_local,end_time_local\n${rows.join('')}`;
  }

  it('after imports of observations: new, late, repeated, corrected, few among many', async () => {
    await twins.accept('store-status', csvOf(randomPolls(20_000, 5_000, 15_000)));
    await twins.accept('store-status', csvOf(randomPolls(3_000, 0, 15_000)));
    for (let times = 0; times < 5; times++) await twins.accept('store-status', csvOf(randomPolls(5, 0, 15_000)));
    // So few, so far apart, that they are looked up one by one.
    const [first = '', last = ''] = [STORES[0], STORES.at(-1)];
    await twins.accept(
      'store-status',
      csvOf([
        [first, true, 1],
        [last, false, 14_990],
        [first, false, 14_990],
      ]),
    );
    await twins.accept('store-status', csvOf([...randomPolls(20, 15_000, 15_010), ['new-store', true, 15_000]]));
    await twins.sameReport();
  });

  it('after imports of hours and zones, and PUTs', async () => {
    await twins.accept('business-hours', hoursOf(STORES.slice(100, 250)));
    await twins.accept(
      'timezones',
      `store_id,timezone_str\n${STORES.map((id) => `${id},Asia/Tokyo\n`).join('')}another,UTC\n`,
    );
    const json = { 'content-type': 'application/json' };
    for (const [path, body] of [
      ['business-hours', '{"hours":[{"dayOfWeek":1,"opens":"10:00","closes":"11:00"}]}'],
      ['business-hours', '{"closed":true,"effective_from":"2024-10-02"}'],
      ['business-hours', '{"always_open":true,"effective_from":"2024-10-05"}'],
      ['special-hours/2024-10-06', '{"hours":[{"opens":"22:00","closes":"02:00"}]}'],
      ['timezone', '{"timezone":"America/New_York"}'],
      ['timezone', '{"timezone":null,"effective_from":"2024-10-04"}'],
    ] as const) {
      const { status } = await twins.both((service) => service.put(`/stores/${STORES[3] ?? ''}/${path}`, body, json));
      expect(status).toBe(200);
    }
    await twins.sameReport();
    await twins.sameReport({ as_of: timestamp(9_999) });
  });

  it('after closures and special hours, with terms', async () => {
    const closures = [
      ['*', timestamp(9_000), timestamp(9_300), 'storm'],
      [STORES[5], timestamp(8_000), timestamp(14_000), ''],
      [STORES[290], timestamp(9_200), timestamp(9_900), 'refit'],
      ['nobody', timestamp(1), timestamp(2), ''],
    ];
    await twins.accept('closures', `store_id,from,to,reason\n${closures.map((row) => `${row.join(',')}\n`).join('')}`);
    const dates = STORES.slice(50, 200).map((id, index) => `${id},2024-10-0${1 + (index % 9)},,\n`);
    await twins.accept(
      'special-hours',
      `store_id,date,start_time_local,end_time_local\n${dates.join('')}nobody,2024-10-01,,\n`,
    );
    await twins.sameReport({ columns: 'all', unknown_after: '90m', default_status: 'unknown' });
    await twins.sameReport({ columns: 'all', closures: 'ignore', windows: ['2024-10-05', '2024-W41', 'last_day'] });
    for (const path of [
      '/closures?limit=2',
      `/closures?store_id=${STORES[5] ?? ''}`,
      `/stores/${STORES[3] ?? ''}/schedule?at=${timestamp(7_000)}`,
      `/stores/${STORES[5] ?? ''}/schedule?at=${timestamp(9_100)}`,
      `/stores/${STORES[50] ?? ''}/special-hours`,
    ]) {
      expect(await twins.both((service) => service.get(path))).toMatchObject({ status: 200 });
    }
  });

  it('after stores were named and given attributes, in groups and over time', async () => {
    const rows = STORES.slice(0, 250).map(
      (id, index) => `${id},Store ${index % 90},${REGIONS[index % 5] ?? ''},${index % 7}\n`,
    );
    await twins.accept('stores', `store_id,name,Region,brand\n${rows.join('')}first-named,É,West,\n`);
    const bodies = [
      ['PUT', STORES[7], { name: 'Main Street', attributes: { region: 'South', Owner: 'Ada' } }],
      ['PATCH', STORES[8], { attributes: { region: null, owner: 'Grace' } }],
      ['PATCH', 'last-named', { name: 'Elsewhere' }],
    ] as const;
    for (const [method, id = '', body] of bodies) {
      const { status } = await twins.both((service) =>
        method === 'PUT'
          ? service.put(`/stores/${id}`, JSON.stringify(body))
          : service.patch(`/stores/${id}`, JSON.stringify(body)),
      );
      expect(status).toBe(200);
    }
    const range = `from=${timestamp(2_000)}&to=${timestamp(12_000)}`;
    for (const path of [
      '/stores/attributes',
      '/stores?limit=200',
      `/stores/${STORES[7] ?? ''}`,
      `/outages?${range}&limit=20`,
      `/fleet/timeline?${range}&step=6h`,
      `/fleet/timeline?${range}&step=1d&by=region,timezone&unknown_after=90m`,
    ]) {
      expect(await twins.both((service) => service.get(path))).toMatchObject({ status: 200 });
    }
    await twins.sameReport({ columns: 'all' });
    const { body } = await twins.both(async (service) => {
      const { id } = await service.report();
      return service.get(`/reports/${id}/groups?by=Region,timezone&format=csv`);
    });
    expect(body).toContain('West');
  });

  it('after observations as JSON, sent twice', async () => {
    const observations = randomPolls(50, 14_000, 15_000).map(([store_id, active, minute]) => ({
      store_id,
      status: active ? 'active' : 'inactive',
      timestamp_utc: timestamp(minute),
    }));
    for (let times = 0; times < 2; times++) {
      const { status } = await twins.both((service) => service.observe(observations, { 'idempotency-key': 'once' }));
      expect([200, 201]).toContain(status);
    }
    await twins.sameReport();
  });

  it('in lists, page by page, in single stores, outages and ledgers', async () => {
    await sameLists(timestamp(2_000), timestamp(12_000));
  });

  async function sameLists(from: string, to: string): Promise<void> {
    const range = `from=${from}&to=${to}`;
    const one = STORES[42] ?? '';
    for (const path of [
      '/fleet',
      '/stores?limit=200',
      '/stores?q=store-00&sort=downtime_last_week&limit=100',
      '/stores?status=inactive&open=true&limit=100',
      `/stores/${one}`,
      '/stores/nobody',
      `/stores/${one}/observations?limit=500`,
      `/stores/${one}/uptime?${range}`,
      `/stores/${one}/uptime?${range}&explain=true`,
      `/stores/${one}/outages?${range}`,
      `/outages?${range}&limit=200`,
      `/outages?${range}&sort=longest&limit=100`,
      '/outages?ongoing=true&limit=100',
    ]) {
      expect(await twins.both((service) => service.get(path))).toMatchObject({
        status: path.includes('nobody') ? 404 : 200,
      });
    }
    await twins.both((service) => service.get(`/outages?${range}`, { accept: 'text/csv' }));
  }

  it('after old observations were dropped', async () => {
    await twins.accept('store-status', csvOf(randomPolls(2_000, 25_000, 30_000)));
    await twins.restart(() => ({ OBSERVATION_RETENTION: '8d' }));
    const late = csvOf([
      [STORES[7] ?? '', true, 100],
      [STORES[7] ?? '', false, 24_000],
    ]);
    await until(async () => {
      const answers = await Promise.all(
        [twins.plain, twins.citus].map(async (service) => json(await service.importCsv('store-status', late))),
      );
      return answers.every((answer) => answer.rows_rejected === 1) || undefined;
    });
    await twins.accept('store-status', csvOf(randomPolls(2_000, 0, 30_000)));
    await twins.sameReport();
    await twins.sameReport({ as_of: timestamp(9_999) });
    await sameLists(timestamp(2_000), timestamp(29_000));
  });

  it('and has right runs', () => {
    const { code, stdout } = runCli('verify', [], { DATABASE_URL: CITUS_URL });
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('; 0 stores have wrong ones') });
  });
});
