import { MINUTE } from '../../src/calculator/instants';
import { Random } from '../../src/common/random';
import { formatTimestamp } from '../../src/common/timestamp';
import { CITUS_URL, describeOnCitus, emptyCluster } from '../support/citus/cluster';
import { runCli } from '../support/processes';
import { testSeed } from '../support/random';
import { newDataDir, removeDataDir, Service } from '../support/service';

const STORES = Array.from({ length: 300 }, (_, index) => `store-${String(index * 7919).padStart(7, '0')}`);
const START = Date.UTC(2024, 9, 1) * 1000;
const SHARD_STORES = '50';

type Poll = readonly [id: string, active: boolean, minute: number];

const timestamp = (minute: number) => formatTimestamp(START + minute * MINUTE);

function csvOf(polls: readonly Poll[]): string {
  const rows = polls.map(([id, active, minute]) => `${id},${active ? 'active' : 'inactive'},${timestamp(minute)}\n`);
  return `store_id,status,timestamp_utc\n${rows.join('')}`;
}

/** What differs between two services that know the same. */
const OWN =
  /"(age_seconds|import_id|closure_id|declared_at|revoked_at|changed_at|report_id|next_cursor|counted_at|created_at|received_at|finished_at|started_at_utc|triggered_at|request_id)":(?:"[^"]*"|[\d.]+)/g;

describeOnCitus('a fleet on Citus answers as one on PostgreSQL does', () => {
  const random = new Random(testSeed('same answers'));
  const dataDirs: string[] = [];
  let services: readonly Service[] = [];

  async function start(env: Readonly<Record<string, string>>): Promise<Service> {
    const dataDir = await newDataDir();
    dataDirs.push(dataDir);
    return Service.start(dataDir, { REPORT_WORKERS: '2', REPORT_SHARD_STORES: SHARD_STORES, ...env });
  }

  beforeAll(async () => {
    await emptyCluster();
    services = [await start({}), await start({ DATABASE_URL: CITUS_URL })];
  });

  afterAll(async () => {
    for (const service of services) await service.stop();
    for (const dataDir of dataDirs) await removeDataDir(dataDir);
  });

  /** Asks both the same; returns the answer, once it was seen to be the same. */
  async function both(ask: (service: Service) => Promise<Response>): Promise<{ status: number; body: string }> {
    const answers = [];
    for (const service of services) {
      const response = await ask(service);
      answers.push({ status: response.status, body: (await response.text()).replaceAll(OWN, '"$1":"…"') });
    }
    const [expected, found] = answers;
    expect(found).toEqual(expected);
    return expected ?? { status: 0, body: '' };
  }

  async function accepted(kind: string, csv: string): Promise<void> {
    const { status, body } = await both((service) => service.importCsv(kind, csv));
    expect({ status, body: status === 201 ? '' : body }).toEqual({ status: 201, body: '' });
  }

  async function sameReport(body?: object): Promise<void> {
    const [expected = '', found] = await Promise.all(services.map(async (service) => (await service.report(body)).csv));
    expect(expected).toContain('store_id,');
    expect(found).toBe(expected);
  }

  const randomPolls = (count: number, from: number, to: number): Poll[] =>
    Array.from({ length: count }, () => [random.pick(STORES), random.chance(0.6), from + random.below(to - from)]);

  it('with a filled database that is then distributed', async () => {
    await accepted('store-status', csvOf(randomPolls(20_000, 0, 9_000)));
    await accepted('business-hours', hoursOf(STORES.slice(0, 200)));
    const { code, stdout, stderr } = runCli('distribute', [], { DATABASE_URL: CITUS_URL });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const table of ['closure', 'store', 'schedule', 'status_run', 'observation'])
      expect(stdout).toContain(`${table}: `);
    expect(runCli('distribute', [], { DATABASE_URL: CITUS_URL }).stdout).toContain('distributed already');
    await sameReport();
  });

  function hoursOf(stores: readonly string[]): string {
    const rows = stores.flatMap((id) =>
      [0, 1, 2, 3, 4, 5].map((day) => `${id},${day},0${random.below(10)}:00,2${random.below(3)}:30\n`),
    );
    return `store_id,day,start_time_local,end_time_local\n${rows.join('')}`;
  }

  it('after imports of observations: new, late, repeated, corrected, few among many', async () => {
    await accepted('store-status', csvOf(randomPolls(20_000, 5_000, 15_000)));
    await accepted('store-status', csvOf(randomPolls(3_000, 0, 15_000)));
    for (let times = 0; times < 5; times++) await accepted('store-status', csvOf(randomPolls(5, 0, 15_000)));
    // So few, so far apart, that they are looked up one by one.
    const [first = '', last = ''] = [STORES[0], STORES.at(-1)];
    await accepted(
      'store-status',
      csvOf([
        [first, true, 1],
        [last, false, 14_990],
        [first, false, 14_990],
      ]),
    );
    await accepted('store-status', csvOf([...randomPolls(20, 15_000, 15_010), ['new-store', true, 15_000]]));
    await sameReport();
  });

  it('after imports of hours and zones, and PUTs', async () => {
    await accepted('business-hours', hoursOf(STORES.slice(100, 250)));
    await accepted(
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
      const { status } = await both((service) => service.put(`/stores/${STORES[3] ?? ''}/${path}`, body, json));
      expect(status).toBe(200);
    }
    await sameReport();
    await sameReport({ as_of: timestamp(9_999) });
  });

  it('after closures and special hours, with terms', async () => {
    const closures = [
      ['*', timestamp(9_000), timestamp(9_300), 'storm'],
      [STORES[5], timestamp(8_000), timestamp(14_000), ''],
      [STORES[290], timestamp(9_200), timestamp(9_900), 'refit'],
      ['nobody', timestamp(1), timestamp(2), ''],
    ];
    await accepted('closures', `store_id,from,to,reason\n${closures.map((row) => `${row.join(',')}\n`).join('')}`);
    const dates = STORES.slice(50, 200).map((id, index) => `${id},2024-10-0${1 + (index % 9)},,\n`);
    await accepted(
      'special-hours',
      `store_id,date,start_time_local,end_time_local\n${dates.join('')}nobody,2024-10-01,,\n`,
    );
    await sameReport({ columns: 'all', unknown_after: '90m', default_status: 'unknown' });
    await sameReport({ columns: 'all', closures: 'ignore', windows: ['2024-10-05', '2024-W41', 'last_day'] });
    for (const path of [
      '/closures?limit=2',
      `/closures?store_id=${STORES[5] ?? ''}`,
      `/stores/${STORES[3] ?? ''}/schedule?at=${timestamp(7_000)}`,
      `/stores/${STORES[5] ?? ''}/schedule?at=${timestamp(9_100)}`,
      `/stores/${STORES[50] ?? ''}/special-hours`,
    ]) {
      expect(await both((service) => service.get(path))).toMatchObject({ status: 200 });
    }
  });

  it('after observations as JSON, sent twice', async () => {
    const observations = randomPolls(50, 14_000, 15_000).map(([store_id, active, minute]) => ({
      store_id,
      status: active ? 'active' : 'inactive',
      timestamp_utc: timestamp(minute),
    }));
    for (let times = 0; times < 2; times++) {
      const { status } = await both((service) => service.observe(observations, { 'idempotency-key': 'once' }));
      expect([200, 201]).toContain(status);
    }
    await sameReport();
  });

  it('in lists, page by page, in single stores, outages and ledgers', async () => {
    const range = `from=${timestamp(2_000)}&to=${timestamp(12_000)}`;
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
      expect(await both((service) => service.get(path))).toMatchObject({ status: path.includes('nobody') ? 404 : 200 });
    }
    await both((service) => service.get(`/outages?${range}`, { accept: 'text/csv' }));
  });

  it('and has right runs', () => {
    const { code, stdout } = runCli('verify', [], { DATABASE_URL: CITUS_URL });
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('; 0 stores have wrong ones') });
  });
});
