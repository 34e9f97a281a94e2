import { Client } from 'pg';
import { migrate } from '../../src/platform/database/migrate';
import { PeriodicJob } from '../../src/platform/process/periodic-job';
import { json, type Service, until } from '../support/service';
import { beginImport, csvOf, importStores, Rig, storesIn } from '../support/rig';
import { FaultProxy } from './fault-proxy';

jest.setTimeout(300_000);

/** Milliseconds within which a request is answered during an outage, and within which all is well after it. */
const SOON = 10_000;
const GRACE = 25_000;

let rig: Rig;
let postgres: FaultProxy;
let redis: FaultProxy;
let through: { readonly DATABASE_URL: string; readonly REDIS_URL: string };

beforeEach(async () => {
  rig = await Rig.start();
  const { DATABASE_URL = '', REDIS_URL = '' } = rig.environment('proxied');
  [postgres, redis] = await Promise.all([FaultProxy.before(DATABASE_URL), FaultProxy.before(REDIS_URL)]);
  through = { DATABASE_URL: postgres.through(DATABASE_URL), REDIS_URL: redis.through(REDIS_URL) };
});

afterEach(async () => {
  await rig.stopProcesses();
  for (const proxy of [postgres, redis]) proxy.stop();
  await rig.stop();
});

/** A service that has computed a report of some stores, and is slow to compute more. */
async function serviceWithReport(): Promise<{ service: Service; ids: string[]; csv: string }> {
  const service = await rig.service({ ...through, REPORT_WORKERS: '2', REPORT_SHARD_STORES: '5' });
  const ids = await importStores(service, { stores: 200, polls: 4 });
  const csv = await csvOf(service, await service.trigger());
  expect(storesIn(csv)).toEqual(ids);
  await rig.slowDownShards(30);
  return { service, ids, csv };
}

async function atWork(service: Service): Promise<string> {
  const reportId = await service.trigger();
  await until(async () => ((await rig.report(reportId)).stores_done > 0 ? true : undefined));
  return reportId;
}

async function ready(service: Service): Promise<void> {
  await until(async () => ((await service.get('/health/ready')).ok ? true : undefined), SOON);
}

it('a network that drops what is sent to PostgreSQL fails requests soon, and only until it is back', async () => {
  const { service, ids, csv } = await serviceWithReport();
  const reportId = await atWork(service);
  const upload = beginImport(service, 'timezones');
  upload.write('store_id,timezone_str\nlate,UTC\n');
  await until(async () =>
    (await rig.query(`SELECT FROM import WHERE status = 'Running'`)).length > 0 ? true : undefined,
  );

  const observe = () =>
    service.observe([{ store_id: ids[0], status: 'active', timestamp_utc: '2024-10-01T00:00:00Z' }]);
  postgres.blackhole();
  const outage = performance.now();
  const answers = await Promise.all([
    upload.end(),
    observe(),
    observe(),
    service.put(`/stores/${ids[0] ?? ''}/timezone`, '{"timezone":"UTC"}'),
    service.post('/trigger_report'),
    service.get('/stores'),
    service.get('/fleet'),
    service.get('/health/ready'),
  ]);
  expect(performance.now() - outage).toBeLessThan(SOON);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));

  await postgres.heal();
  await ready(service);
  expect((await observe()).status).toBe(201);
  expect(performance.now() - outage).toBeLessThan(2 * SOON);
  await rig.slowDownShards(0);
  expect(await csvOf(service, reportId)).toBe(csv);
  const late = await service.get('/stores/late');
  expect(late.status).toBe(404);
  expect(service.log).not.toMatch(/worker \d+ ended/);

  postgres.blackhole();
  const stopped = performance.now();
  await service.stop();
  expect(performance.now() - stopped).toBeLessThan(GRACE);
});

it('a network that drops what is sent to Redis delays reports only until it is back', async () => {
  const { service, csv } = await serviceWithReport();
  const reports = [await atWork(service)];
  redis.blackhole();
  for (let more = 0; more < 5; more++) reports.push(await service.trigger());
  await until(async () => ((await service.get('/health/ready')).status === 503 ? true : undefined), SOON);
  await redis.heal();
  await ready(service);
  await rig.slowDownShards(0);
  for (const reportId of reports) expect(await csvOf(service, reportId)).toBe(csv);
  expect(service.log).not.toMatch(/worker \d+ ended/);
});

it('a worker that starts while PostgreSQL and Redis are away waits for them', async () => {
  const service = await rig.service();
  const ids = await importStores(service, { stores: 20, polls: 2 });
  for (const proxy of [postgres, redis]) proxy.refuse();
  const worker = rig.worker('worker', through);
  await until(() => (worker.log.split('trying again').length > 3 ? true : undefined));
  await postgres.heal();
  await until(async () => ((await rig.connected(['proxied'])).length > 0 ? true : undefined));
  const reportId = await service.trigger();
  await until(() => (worker.log.includes('Redis cannot be used: connect ECONNREFUSED') ? true : undefined));
  expect(await json(await service.get(`/reports/${reportId}`))).toMatchObject({ status: 'Running' });
  await redis.heal();
  expect(storesIn(await csvOf(service, reportId))).toEqual(ids);
  expect(worker.ended).toBe(false);
});

/** How many connections to Redis there are, apart from the one that asks. */
async function redisConnections(): Promise<number> {
  const clients = await rig.redis((client) => client.client('LIST'));
  return String(clients).trim().split('\n').length - 1;
}

it('a service whose PostgreSQL dies between migrating and listening starts when it is back, and leaves nothing open', async () => {
  const { DATABASE_URL = '' } = rig.environment('locker');
  await migrate(DATABASE_URL);
  const undisturbed = await rig.service();
  const connections = await redisConnections();
  await undisturbed.stop();

  // Before it listens, the service looks whether there are keys.
  const locker = new Client(DATABASE_URL);
  locker.on('error', () => undefined);
  await locker.connect();
  await locker.query('BEGIN');
  await locker.query('LOCK TABLE api_key');
  const starting = rig.service();
  starting.catch(() => undefined);
  await until(async () => {
    const waiting = await rig.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'service' AND wait_event_type = 'Lock'`,
    );
    return waiting.length > 0 || undefined;
  });
  await rig.killPostgres();
  await rig.startPostgres();

  const service = await starting;
  expect(service.log).toContain('PostgreSQL is not available, trying again: Connection terminated unexpectedly');
  await until(async () => (await redisConnections()) === connections || undefined, 10_000);
  expect(await service.stop()).toBe(0);
});

it('a migration whose network drops everything keeps others from starting for seconds only', async () => {
  const stopped = jest.spyOn(PeriodicJob.prototype, 'stop');
  const { DATABASE_URL = '' } = rig.environment('direct');
  await migrate(DATABASE_URL);
  const holder = new Client({ connectionString: DATABASE_URL });
  await holder.connect();
  try {
    // The migration waits for the table, and holds the lock meanwhile.
    await holder.query('BEGIN; LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE');
    const lost = migrate(through.DATABASE_URL).catch((error: unknown) => error);
    await until(async () => (await rig.query(MIGRATES)).length > 0 || undefined);
    postgres.blackhole();
    await holder.query('COMMIT');
    const begun = performance.now();
    expect(await migrate(DATABASE_URL)).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(2 * SOON);
    expect(await lost).toBeInstanceOf(Error);
    // Its connections are watched for some seconds more, and nothing may run on when this file is over: two jobs for each migration.
    await until(() => new Set(stopped.mock.contexts).size === 6 || undefined);
  } finally {
    stopped.mockRestore();
    await holder.end();
  }
});

const MIGRATES = `
  SELECT FROM pg_locks waiting JOIN pg_locks held ON held.locktype = 'advisory' AND held.granted
  WHERE waiting.relation = 'schema_migration'::regclass AND NOT waiting.granted`;
