import { ATTEMPTS, ReportWorker, snapshotOf } from '../../../test/support/modules/report-worker';
import { Database } from '../../platform/database/database';
import { ShardReport } from './shard-report';

const worker = ReportWorker.forEachTest();

afterEach(() => {
  jest.restoreAllMocks();
});

/** The name of a snapshot whose transaction has ended. */
async function lostSnapshot(): Promise<string> {
  const [exported] = await worker.query('SELECT pg_export_snapshot() AS snapshot');
  return String(exported?.snapshot);
}

describe('a shard', () => {
  it('that is delivered twice counts once', async () => {
    const reportId = await worker.triggered();
    const { over, sent } = await worker.supervised(reportId);
    await Promise.all([worker.deliver(sent[0]), worker.deliver(sent[0])]);
    await worker.deliver(sent[0]);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', stores_done: 2 });
    await worker.deliver(sent[1]);
    await over;
    expect(await worker.report(reportId)).toMatchObject({ status: 'Complete', stores_done: 3 });
  });

  it('of an ended attempt changes nothing in the next one, though it was being computed when that began', async () => {
    const reportId = await worker.triggered();
    const { over, sent } = await worker.supervised(reportId);
    const compute = jest.spyOn(ShardReport.prototype, 'compute');
    compute.mockImplementationOnce(async (client, range, parameters) => {
      compute.mockRestore();
      expect(await worker.plan.begin(reportId)).toBe(2);
      await worker.database.transaction(async (reader) => worker.plan.cut(await snapshotOf(reader), reportId, 2));
      return worker.get(ShardReport).compute(client, range, parameters);
    });
    await worker.deliver(sent[0]);
    // Nor does one that is only delivered now.
    await worker.deliver(sent[1]);
    expect(await worker.results(reportId)).toEqual([null, null]);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', attempt: 2, stores_done: 0 });
    await worker.notify(reportId);
    await over;
  });

  it('is left undone if its snapshot is gone or the database is away, however often it was tried', async () => {
    const reportId = await worker.triggered();
    const { over, sent } = await worker.supervised(reportId);
    const [first] = sent;
    if (!first) throw new RangeError('no shard was sent');
    await worker.deliver({ ...first, data: { ...first.data, snapshot: await lostSnapshot() } }, ATTEMPTS - 1);
    jest.spyOn(worker.plan, 'finishShard').mockRejectedValueOnce(new Error('Connection terminated unexpectedly'));
    await worker.deliver(first, ATTEMPTS - 1);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', stores_done: 0 });
    for (const shard of sent) await worker.deliver(shard);
    await over;
    expect(await worker.report(reportId)).toMatchObject({ status: 'Complete' });
  });

  it.each([
    ['22023', 'ungültiger Snapshot-Bezeichner: »x«'],
    ['42704', 'Snapshot »x« existiert nicht'],
    ['55000', 'konnte den angeforderten Snapshot nicht importieren'],
  ])('is left undone if PostgreSQL has no such snapshot any more, which it tells with %s', async (code, message) => {
    const reportId = await worker.triggered();
    const { over, sent } = await worker.supervised(reportId);
    const database = worker.get(Database);
    jest.spyOn(database, 'transaction').mockImplementationOnce(async (work) => {
      const client = await database.pool.connect();
      try {
        const refusal: () => unknown = () => Promise.reject(Object.assign(new Error(message), { code }));
        jest.spyOn(client, 'query').mockImplementationOnce(refusal);
        return await work(client);
      } finally {
        client.release(true);
      }
    });
    await worker.deliver(sent[0], ATTEMPTS - 1);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', stores_done: 0 });
    // The same code for another reason is a failure like any other.
    const failure = Object.assign(new Error('a failure'), { code });
    jest.spyOn(ShardReport.prototype, 'compute').mockRejectedValueOnce(failure);
    await expect(worker.deliver(sent[0], ATTEMPTS - 1)).rejects.toBe(failure);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Error' });
    await over;
  });

  it('that cannot be computed ends its report with its stores as the reason, at its last try only', async () => {
    const reportId = await worker.triggered();
    const { over, sent } = await worker.supervised(reportId);
    jest.spyOn(ShardReport.prototype, 'compute').mockRejectedValue(new Error('a failure'));
    await expect(worker.deliver(sent[0], ATTEMPTS - 2)).rejects.toThrow('a failure');
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running' });
    await expect(worker.deliver(sent[0], ATTEMPTS - 1)).rejects.toThrow('a failure');
    expect(await worker.report(reportId)).toMatchObject({
      status: 'Error',
      error: expect.stringMatching(new RegExp(`^The figures of stores B to a could not .* in ${ATTEMPTS} attempts;`)),
    });
    await over;
  });

  it('that cannot be computed ends no report if it was done meanwhile, or its attempt is over', async () => {
    const reportId = await worker.triggered();
    const { over, sent } = await worker.supervised(reportId);
    const compute = jest.spyOn(ShardReport.prototype, 'compute');
    for (const meanwhile of [
      () =>
        worker.plan.finishShard(reportId, 1, 0, {
          csv: 'B\n',
          uptime: [0, 0, 0],
          downtime: [0, 0, 0],
          neverObserved: 0,
          exact: { figures: Buffer.alloc(0), zones: [] },
        }),
      () => worker.plan.begin(reportId),
    ]) {
      compute.mockImplementationOnce(async () => {
        await meanwhile();
        throw new Error('a failure');
      });
    }
    await expect(worker.deliver(sent[0], ATTEMPTS - 1)).rejects.toThrow('a failure');
    await expect(worker.deliver(sent[1], ATTEMPTS - 1)).rejects.toThrow('a failure');
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', attempt: 2 });
    await worker.notify(reportId);
    await over;
  });
});
