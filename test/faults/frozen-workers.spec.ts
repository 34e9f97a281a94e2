import { type Service, type ServiceProcess, until } from '../support/service';
import { csvOf, importStores, RECOVERY, Rig, storesIn } from '../support/rig';

// A silent worker is only noticed after 15 to 25 seconds, and other tests may share the machine.
jest.setTimeout(300_000);

let rig: Rig;
let service: Service;
let ids: string[];
const running: ServiceProcess[] = [];

beforeAll(async () => {
  rig = await Rig.start();
  service = await rig.service();
  ids = await importStores(service, { stores: 200, polls: 4 });
});

beforeEach(async () => {
  // Shards take long enough for a worker to be caught in the middle of one.
  await rig.slowDownShards(40);
});

afterEach(async () => {
  for (const worker of running.splice(0)) await worker.stop('SIGKILL');
});

afterAll(async () => {
  await rig.stop();
});

/** A running report that the first of some workers supervises while the others compute shards too. */
async function reportOf(...names: string[]): Promise<{ reportId: string; workers: ServiceProcess[] }> {
  const start = (name: string) => {
    const worker = rig.worker(name, { REPORT_SHARD_STORES: '1' });
    running.push(worker);
    return worker;
  };
  const [first, ...others] = names;
  if (first === undefined) throw new RangeError('no worker');
  const supervisor = start(first);
  const reportId = await service.trigger();
  await until(async () => ((await rig.report(reportId)).stores_done > 0 ? true : undefined));
  expect(await rig.supervisor()).toBe(first);
  const workers = [supervisor, ...others.map(start)];
  for (const name of others) await until(async () => ((await transactionsOf(name)).length > 0 ? true : undefined));
  return { reportId, workers };
}

interface Transaction {
  readonly pid: number;
  readonly state: string;
  readonly query: string;
}

/** The open transactions of a process, oldest first. */
async function transactionsOf(name: string): Promise<Transaction[]> {
  return rig.query(
    `SELECT pid, state, query FROM pg_stat_activity WHERE application_name = $1 AND xact_start IS NOT NULL ORDER BY xact_start`,
    [name],
  );
}

const isComputing = ({ query }: Transaction) => /^(SET TRANSACTION SNAPSHOT|COPY)/.test(query);
const isStoring = ({ query }: Transaction) => query.startsWith('UPDATE report_shard');

/** Freezes a process in the middle of a transaction of the given kind; returns that transaction. */
async function freeze(
  worker: ServiceProcess,
  name: string,
  wanted: (transaction: Transaction) => boolean,
): Promise<Transaction> {
  return until(async () => {
    process.kill(worker.pid, 'SIGSTOP');
    const found = (await transactionsOf(name)).find(wanted);
    if (!found) process.kill(worker.pid, 'SIGCONT');
    return found;
  });
}

/** Wakes a process, and waits until its transaction has ended. */
async function wake(worker: ServiceProcess, name: string, { pid }: Transaction): Promise<void> {
  process.kill(worker.pid, 'SIGCONT');
  await until(async () => ((await transactionsOf(name)).some((left) => left.pid === pid) ? undefined : true));
}

/** Everything that a second result would change. */
async function result(reportId: string): Promise<unknown> {
  const report = await rig.query('SELECT * FROM report WHERE report_id = $1', [reportId]);
  const shards = await rig.query('SELECT * FROM report_shard WHERE report_id = $1 ORDER BY shard', [reportId]);
  return { report, shards };
}

describe('a worker that is frozen until its lock expires, and wakes after others did its work', () => {
  it('changes nothing if it was computing a shard, or storing one', async () => {
    const { reportId, workers } = await reportOf('worker-supervising', 'worker-computing', 'worker-storing');
    const [, computing, storing] = workers;
    if (!computing || !storing) throw new RangeError('a worker is missing');
    const computation = await freeze(computing, 'worker-computing', isComputing);
    // It locks the report's row: no other shard can be stored until PostgreSQL ends its transaction.
    const storage = await freeze(storing, 'worker-storing', isStoring);
    await rig.slowDownShards(0);
    const found = await csvOf(service, reportId);
    expect(storesIn(found)).toEqual(ids);
    expect(await rig.report(reportId)).toMatchObject({ attempt: 1, stores_done: ids.length });
    const before = await result(reportId);

    await wake(computing, 'worker-computing', computation);
    await wake(storing, 'worker-storing', storage);
    await until(() => (storing.log.includes('a shard is left undone') ? true : undefined));
    expect(await csvOf(service, await service.trigger())).toBe(found);
    expect(await result(reportId)).toEqual(before);
    expect([computing.ended, storing.ended]).toEqual([false, false]);
  });

  it('changes nothing if it supervised the report', async () => {
    const { reportId, workers } = await reportOf('worker-first', 'worker-second');
    const [first] = workers;
    if (!first) throw new RangeError('a worker is missing');
    const snapshot = await freeze(first, 'worker-first', ({ state }) => state === 'idle in transaction');
    // Sooner than by itself; killed-workers.spec.ts waits for that.
    await rig.redis((redis) => redis.del(`bull:report:${reportId}:lock`));
    await until(async () => ((await rig.report(reportId)).attempt === 2 ? true : undefined), RECOVERY);
    await rig.slowDownShards(0);
    const found = await csvOf(service, reportId);
    expect(storesIn(found)).toEqual(ids);
    expect(await rig.report(reportId)).toMatchObject({ attempt: 2, stores_done: ids.length });
    const before = await result(reportId);

    await wake(first, 'worker-first', snapshot);
    expect(await csvOf(service, await service.trigger())).toBe(found);
    expect(await result(reportId)).toEqual(before);
    expect(first.ended).toBe(false);
  });
});
