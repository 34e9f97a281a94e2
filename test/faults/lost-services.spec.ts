import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../src/common/random';
import { seededRandom } from '../support/random';
import { type Service, until } from '../support/service';
import { beginDownload, csvOf, importStores, Rig, storesIn } from '../support/rig';

// A silent worker is only noticed after 15 to 25 seconds, and other tests may share the machine.
jest.setTimeout(300_000);

const REPORTS = 3;
const SETTINGS = { REPORT_WORKERS: '2', REPORT_SHARD_STORES: '5' };

let rig: Rig;
let service: Service;
let ids: string[];
let undisturbed: string;
let random: Random;

beforeEach(async () => {
  random = seededRandom('lost services');
  rig = await Rig.start();
  service = await rig.service(SETTINGS);
  ids = await importStores(service, { stores: 400, polls: 4 });
  undisturbed = await csvOf(service, await service.trigger());
  expect(storesIn(undisturbed)).toEqual(ids);
  await rig.slowDownShards(30);
});

afterEach(async () => {
  await rig.stop();
});

/** Several reports, each with some shards done, after a random delay. */
async function reportsAtWork(): Promise<string[]> {
  const reports: string[] = [];
  for (let report = 0; report < REPORTS; report++) reports.push(await service.trigger());
  for (const reportId of reports) {
    await until(async () => ((await rig.report(reportId)).stores_done > 0 ? true : undefined), 60_000);
  }
  await delay(random.integer(0, 300));
  return reports;
}

/** Every report is complete and correct, and no other report exists. */
async function expectComplete(reports: string[]): Promise<void> {
  await rig.slowDownShards(0);
  for (const reportId of reports) expect(await csvOf(service, reportId)).toBe(undisturbed);
  const [all] = await rig.query('SELECT count(*)::integer AS reports FROM report WHERE stores_total = $1', [
    ids.length,
  ]);
  expect(all).toEqual({ reports: reports.length + 1 });
}

/** The failed checks of the readiness probe. */
async function notReadyFor(): Promise<string> {
  return until(async () => {
    const answer = await service.get('/health/ready');
    return answer.status === 503 ? await answer.text() : undefined;
  });
}

const ready = () => until(async () => ((await service.get('/health/ready')).ok ? true : undefined));

it('reports complete even if Redis is killed and comes back empty', async () => {
  const reports = await reportsAtWork();
  await rig.killRedis();
  expect(await notReadyFor()).toContain('Not ready: redis.');
  expect((await service.get('/queues')).status).toBe(503);
  // Reports can be triggered without Redis; the message is sent when it is back.
  reports.push(await service.trigger());
  await rig.startRedis();
  await ready();
  reports.push(await service.trigger());
  await expectComplete(reports);
  expect(service.ended).toBe(false);
  expect(service.log).not.toMatch(/worker \d+ ended/);
});

it('reports complete even if PostgreSQL is killed and comes back', async () => {
  const large = await rig.largeReport();
  const reports = await reportsAtWork();
  const download = await beginDownload(service, large.reportId);
  await rig.killPostgres();
  // The download must break off rather than end as if it were complete.
  await expect(download.readOn()).rejects.toThrow('terminated');
  expect(await notReadyFor()).toContain('postgresql');
  const refused = await service.post('/trigger_report');
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain('service_unavailable');
  await rig.startPostgres();
  await ready();
  reports.push(await service.trigger());
  await expectComplete(reports);
  expect(service.ended).toBe(false);
  expect(service.log).not.toMatch(/worker \d+ ended/);
});
