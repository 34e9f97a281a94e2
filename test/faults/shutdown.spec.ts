import { get } from 'node:http';
import { Client } from 'pg';
import { databaseUrl } from '../support/database';
import { processesOn } from '../support/processes';
import { json, newDataDir, removeDataDir, Service, until } from '../support/service';
import { beginDownload, beginImport, csvOf, importStores, Rig, storesIn } from '../support/rig';

// A silent worker is only noticed after 15 to 25 seconds, and other tests may share the machine.
jest.setTimeout(300_000);

const WORKERS = { REPORT_WORKERS: '2', REPORT_SHARD_STORES: '2' };
const NOON = { as_of: '2024-10-08T12:00:00Z' };
const HEADER = 'store_id,status,timestamp_utc\n';

/** Milliseconds by which a busy machine may be late. */
const BUSY = 10_000;

const IMPORTS_IN_FLIGHT = `SELECT FROM import WHERE status = 'Running'`;

/** Probes on a new connection; returns the status and body of the answer. */
async function probe(service: Service): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    get(`${service.base}/health/ready`, { agent: false }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => {
        resolve({ status: answer.statusCode, body });
      });
    }).on('error', reject);
  });
}

describe('SIGTERM', () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await Rig.start();
  });

  afterEach(async () => {
    await rig.stop();
  });

  it('lets requests in flight finish, fails the readiness probe meanwhile, and leaves the rest to the next start', async () => {
    const service = await rig.service({ ...WORKERS, SHUTDOWN_GRACE: '20s' });
    const ids = await importStores(service, { stores: 300, polls: 4 });
    const large = await rig.largeReport();
    await rig.slowDownShards(30);
    const reportId = await service.trigger(NOON);
    await until(async () => ((await rig.report(reportId)).stores_done > 0 ? true : undefined));
    const watched = await service.get(`/reports/${reportId}/events`);
    const download = await beginDownload(service, large.reportId);
    const upload = beginImport(service, 'store-status');
    upload.write(`${HEADER}late-1,active,2024-10-08 11:00:00 UTC\n`);
    await until(async () => ((await rig.query(IMPORTS_IN_FLIGHT)).length > 0 ? true : undefined));

    const signalled = Date.now();
    service.child.kill('SIGTERM');
    const answer = await until(async () => {
      const { status, body } = await probe(service);
      return status === 503 ? body : undefined;
    });
    expect(JSON.parse(answer)).toMatchObject({ code: 'not_ready', detail: 'Not ready: process.' });
    expect(await watched.text()).toContain('event: progress');
    upload.write('late-2,active,2024-10-08 11:00:00 UTC\n');
    const imported = await upload.end();
    expect(await json(imported)).toMatchObject({ status: 'Complete', rows_accepted: 2 });
    expect((await probe(service)).status).toBe(503);
    expect(await download.readOn()).toBe(large.bytes);
    expect(await service.end()).toBe(0);
    expect(Date.now() - signalled).toBeLessThan(20_000);
    await expect(probe(service)).rejects.toThrow('ECONNREFUSED');

    // No job is left active in a process that is gone, where it would wait until its lock expires.
    for (const queue of ['report', 'report-shard']) {
      const active = await rig.redis((redis) => redis.lrange(`bull:${queue}:active`, 0, -1));
      const locks = await rig.redis((redis) => redis.keys(`bull:${queue}:*:lock`));
      expect({ queue, active, locks }).toEqual({ queue, active: [], locks: [] });
    }
    expect(await rig.report(reportId)).toMatchObject({ status: 'Running' });
    await rig.slowDownShards(0);
    const next = await rig.service(WORKERS);
    const completed = await csvOf(next, reportId);
    expect(storesIn(completed)).toEqual(['late-1', 'late-2', ...ids]);
    expect(await csvOf(next, await next.trigger(NOON))).toBe(completed);
  });

  it('ends the process when SHUTDOWN_GRACE is over even if Redis is down', async () => {
    const service = await rig.service({ ...WORKERS, SHUTDOWN_GRACE: '5s' });
    await importStores(service, { stores: 100, polls: 4 });
    await rig.slowDownShards(50);
    const reportId = await service.trigger(NOON);
    await until(async () => ((await rig.report(reportId)).stores_done > 0 ? true : undefined));
    await rig.killRedis();
    await until(async () => ((await probe(service)).status === 503 ? true : undefined));
    const signalled = Date.now();
    // Commands to Redis wait for it to come back, and are abandoned in time.
    expect(await service.stop()).toBe(1);
    expect(Date.now() - signalled).toBeLessThan(5_000 + BUSY);
    expect(service.log).toContain('Not everything was finished in time');
    await rig.startRedis();
    const next = await rig.service(WORKERS);
    await csvOf(next, reportId);
  });
});

describe('a client that stalls', () => {
  it('is cut off at shutdown together with its import; no process is left running', async () => {
    const dataDir = await newDataDir();
    try {
      const service = await Service.start(dataDir, { REPORT_WORKERS: '1', SHUTDOWN_GRACE: '10s' });
      await importStores(service, { stores: 10, polls: 1 });
      const upload = beginImport(service, 'store-status');
      upload.write(`${HEADER}half,active,2024-10-08 11:00:00 UTC\n`);
      const database = new Client(await databaseUrl(dataDir));
      await database.connect();
      try {
        await until(async () => ((await database.query(IMPORTS_IN_FLIGHT)).rowCount === 1 ? true : undefined));
      } finally {
        await database.end();
      }
      const signalled = Date.now();
      expect(await service.stop()).toBe(1);
      expect(Date.now() - signalled).toBeLessThan(10_000 + BUSY);
      await expect(upload.end()).rejects.toThrow('fetch failed');
      expect(service.log).toContain('Not everything was finished in time');
      expect(processesOn(dataDir)).toEqual([]);

      const next = await Service.start(dataDir, { REPORT_WORKERS: '1' });
      expect(storesIn((await next.report()).csv)).toHaveLength(10);
      expect(await next.stop()).toBe(0);
    } finally {
      await removeDataDir(dataDir);
    }
  });
});
