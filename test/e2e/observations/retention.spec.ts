import { Client } from 'pg';
import { databaseUrl } from '../../support/database';
import { itemsOf } from '../../support/pages';
import { runCli } from '../../support/processes';
import { json, newDataDir, removeDataDir, Service, until } from '../../support/service';
import type { Random } from '../../../src/common/random';
import { seededRandom } from '../../support/random';

const DAY = 86_400_000;
const HEADER = 'store_id,status,timestamp_utc\n';
/** An hour ago, so that nothing is in the future. */
const NOW = Date.now() - 3_600_000;

const open: Service[] = [];

async function start(env: Record<string, string> = {}, dataDir?: string): Promise<Service> {
  const service = await Service.start(dataDir ?? (await newDataDir()), { REPORT_WORKERS: '1', ...env });
  open.push(service);
  return service;
}

afterEach(async () => {
  for (const service of open) await service.stop();
  for (const dataDir of new Set(open.splice(0).map((service) => service.dataDir))) await removeDataDir(dataDir);
});

async function withDatabase<T>(service: Service, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(await databaseUrl(service.dataDir));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function partitions(service: Service): Promise<string[]> {
  return withDatabase(service, async (client) => {
    const found = await client.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'observation'::regclass ORDER BY 1`,
    );
    return found.rows.map(({ name }) => name);
  });
}

const row = (store: string, status: string, at: number) => `${store},${status},${new Date(at).toISOString()}\n`;

/** Three stores over five weeks: one that changes often, one that changed once long ago, one last seen back then. */
function fiveWeeks(random: Random): string {
  let rows = row('once', 'inactive', NOW - 34 * DAY) + row('silent', 'inactive', NOW - 33 * DAY);
  for (let at = NOW - 35 * DAY; at < NOW; at += random.integer(1, 9) * 3_600_000) {
    rows += row('often', random.chance(0.5) ? 'active' : 'inactive', at);
    if (random.chance(0.3)) rows += row('once', 'inactive', at + 1);
  }
  return rows;
}

async function reports(service: Service): Promise<string[]> {
  const csvs: string[] = [];
  for (const days of [0, 3, 12, 20, 30]) {
    csvs.push((await service.report({ as_of: new Date(NOW - days * DAY).toISOString() })).csv);
  }
  return csvs;
}

describe('OBSERVATION_RETENTION', () => {
  it('drops old weeks without changing any figure, then or later', async () => {
    const csv = HEADER + fiveWeeks(seededRandom('retention'));
    const whole = await start();
    const first = await start({ REPORT_WORKERS: '0' });
    for (const service of [whole, first]) await service.importCsv('store-status', csv);
    const before = await partitions(first);
    await first.stop();

    const kept = await start({ OBSERVATION_RETENTION: '10d' }, first.dataDir);
    const left = await until(async () => {
      const names = await partitions(kept);
      return names.length < before.length ? names : undefined;
    });
    expect(before.slice(-left.length)).toEqual(left);
    expect(left.length).toBeLessThanOrEqual(3);
    expect(await reports(kept)).toEqual(await reports(whole));

    const old = await json(
      await kept.importCsv('store-status', HEADER + row('once', 'active', NOW - 30 * DAY) + row('new', 'active', NOW)),
    );
    expect(old).toMatchObject({ rows_accepted: 1, rows_rejected: 1 });
    const rejects = await kept.get(`/imports/${String(old.import_id)}/rejects`);
    expect(await rejects.text()).toContain('2,before_retention,"once,active');

    // Late rows and corrections within the kept weeks, before the first kept observation of their stores.
    const late =
      row('new', 'active', NOW) +
      row('silent', 'inactive', NOW - 8 * DAY) +
      row('once', 'active', NOW - 8 * DAY - 1) +
      row('once', 'inactive', NOW - 8 * DAY) +
      row('often', 'active', NOW - 8 * DAY);
    for (const service of [whole, kept]) await service.importCsv('store-status', HEADER + late);
    expect(await reports(kept)).toEqual(await reports(whole));
    expect(runCli('verify', [], { DATA_DIR: kept.dataDir })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 stores'),
    });
  });

  it('is shown as kept_from beside the remaining observations', async () => {
    const first = await start({ REPORT_WORKERS: '0' });
    const polls = Array.from({ length: 20 }, (_, index) => NOW - (40 - 2 * index) * DAY);
    await first.importCsv('store-status', HEADER + polls.map((at) => row('a', 'active', at)).join(''));
    const observations = async (service: Service) => json(await service.get('/stores/a/observations'));
    const instants = (page: Record<string, unknown>) =>
      itemsOf(page, 'observations').map(({ observed_at }) => Date.parse(String(observed_at)));
    const whole = await observations(first);
    expect(whole.kept_from).toBeNull();
    expect(instants(whole)).toEqual(polls);
    await first.stop();

    const second = await start({ OBSERVATION_RETENTION: '10d', REPORT_WORKERS: '0' }, first.dataDir);
    const kept = await until(async () => {
      const page = await observations(second);
      return page.kept_from === null ? undefined : page;
    });
    const [week] = await partitions(second);
    const monday = week?.replace(/^observation_(....)(..)(..)$/, '$1-$2-$3T00:00:00.000000Z') ?? '';
    expect(kept.kept_from).toBe(monday);
    expect(instants(kept)).toEqual(polls.filter((at) => at >= Date.parse(monday)));
    expect(instants(kept).length).toBeLessThan(polls.length);
  });

  it('does not wait long for readers, so that imports do not wait behind it', async () => {
    const service = await start({ REPORT_WORKERS: '0' });
    // What is old is so compared with the latest observation.
    await service.importCsv('store-status', HEADER + row('a', 'active', NOW - 40 * DAY) + row('b', 'active', NOW));
    await withDatabase(service, async (reader) => {
      await reader.query('BEGIN');
      await reader.query('SELECT FROM observation LIMIT 1');
      const second = await start({ OBSERVATION_RETENTION: '8d', REPORT_WORKERS: '0' }, service.dataDir);
      await until(() => (second.log.includes('were not dropped') ? true : undefined));
      const imported = await service.importCsv('store-status', HEADER + row('a', 'inactive', NOW));
      expect(imported.status).toBe(201);
      await reader.query('COMMIT');
      await second.stop();
    });
    expect(await partitions(service)).toHaveLength(2);
    await start({ OBSERVATION_RETENTION: '8d', REPORT_WORKERS: '0' }, service.dataDir);
    await until(async () => ((await partitions(service)).length === 1 ? true : undefined));
  });
});
