import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../support/random';
import { type ServiceProcess, until } from '../support/service';
import { csvOf, importStores, Rig, storesIn } from '../support/rig';

// A silent worker is only noticed after 15 to 25 seconds, and other tests may share the machine.
jest.setTimeout(300_000);

/** One of them hits the worker that supervises the report, which costs the time until its lock expires. */
const KILLS = 8;

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.start();
});

afterEach(async () => {
  await rig.stop();
});

describe('docs/rules.md, R16: a report whose workers are killed', () => {
  it(`completes after ${KILLS} kills at random moments, with the bytes of an undisturbed one`, async () => {
    const random = seededRandom('killed workers');
    const service = await rig.service();
    const ids = await importStores(service, { stores: 1000, polls: 4 });
    await rig.slowDownShards(60);
    const workers = new Map<string, ServiceProcess>();
    let started = 0;
    const startWorker = () => {
      const name = `worker-${++started}`;
      workers.set(name, rig.worker(name, { REPORT_SHARD_STORES: '1' }));
    };
    for (let worker = 0; worker < 3; worker++) startWorker();
    const killOfTheSupervisor = random.integer(1, KILLS);

    const reportId = await service.trigger();
    for (let kill = 1; kill <= KILLS; kill++) {
      const supervisor = await atWork(reportId, random.integer(1, 20));
      const victim =
        kill === killOfTheSupervisor
          ? supervisor
          : await until(async () => {
              const others = await rig.connected([...workers.keys()].filter((name) => name !== supervisor));
              return others.length > 0 ? random.pick(others) : undefined;
            });
      await delay(random.integer(0, 60));
      expect(await workers.get(victim)?.stop('SIGKILL')).toBeNull();
      expect(await rig.report(reportId)).toMatchObject({ status: 'Running' });
      workers.delete(victim);
      startWorker();
    }
    expect(started).toBe(3 + KILLS);
    await rig.slowDownShards(0);
    const disturbed = await csvOf(service, reportId);
    expect((await rig.report(reportId)).attempt).toBeGreaterThan(1);

    for (const worker of workers.values()) await worker.stop('SIGKILL');
    rig.worker('undisturbed');
    const undisturbed = await csvOf(service, await service.trigger());
    expect(storesIn(disturbed)).toEqual(ids);
    expect(disturbed).toBe(undisturbed);
  });
});

/** Waits until an attempt at the report has done some more stores; returns the name of the supervising worker. */
async function atWork(reportId: string, stores: number): Promise<string> {
  let before: { attempt: number; stores_done: number } | undefined;
  return until(async () => {
    const report = await rig.report(reportId);
    if (report.status !== 'Running') throw new Error(`the report is over: ${JSON.stringify(report)}`);
    if (before?.attempt !== report.attempt) before = report;
    return report.stores_done >= before.stores_done + stores ? rig.supervisor() : undefined;
  }, 60_000);
}
