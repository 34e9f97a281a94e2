import { randomUUID } from 'node:crypto';
import { ATTEMPTS, ReportWorker } from '../../../test/support/modules/report-worker';
import { until } from '../../../test/support/service';
import { ReportPlan } from '../report-plan';
import { ReportProgressListener } from './report-progress-listener';
import { ReportProcessor } from './report.processor';
import { insertIds } from '../../../test/support/stores';
import { passFence } from '../../stores/buckets/fence';
import { FleetSnapshots } from './fleet-snapshots';

/** Six figures of a store that is open all the time and was never observed. */
const ACTIVE = '60.00,24.00,168.00,0.00,0.00,0.00';
const INACTIVE = '0.00,0.00,0.00,60.00,24.00,168.00';
/** Those of one that was inactive until six hours before. */
const LATELY_ACTIVE = '60.00,6.00,6.00,0.00,18.00,162.00';

const worker = ReportWorker.forEachTest();

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a report', () => {
  it('is computed shard by shard on one snapshot: what changes meanwhile is not in it', async () => {
    const reportId = await worker.triggered();
    const { over, sent } = await worker.supervised(reportId);
    await worker.query(insertIds('b'));
    await worker.query('UPDATE status_run SET active = NOT active');
    expect(sent.map(({ data, opts }) => [data.shard, data.attempt, opts])).toEqual([
      [0, 1, { jobId: `${reportId}_1_0`, attempts: ATTEMPTS }],
      [1, 1, { jobId: `${reportId}_1_1`, attempts: ATTEMPTS }],
    ]);
    await worker.deliver(sent[1]);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', stores_done: 1 });
    await worker.deliver(sent[0]);
    await over;
    const shares = [1, 54 / 72, 342 / 504];
    expect(await worker.report(reportId)).toMatchObject({
      status: 'Complete',
      stores_done: 3,
      attempt: 1,
      uptime_share: shares,
    });
    expect(await worker.results(reportId)).toEqual([`B,${ACTIVE}\na,${LATELY_ACTIVE}\n`, `c,${ACTIVE}\n`]);
  });

  it('takes its snapshot while no writer is behind the fence, however long that takes', async () => {
    const { supervised } = await worker.database.transaction(async (writer) => {
      await passFence(writer);
      const supervising = worker.supervised(await worker.triggered());
      // It gives up its place in the queue every two seconds, and comes again.
      const waits = new Set<unknown>();
      await until(async () => {
        const waiting = await worker.query(
          `SELECT query_start FROM pg_stat_activity WHERE application_name = 'worker' AND wait_event_type = 'Lock'`,
        );
        for (const { query_start: since } of waiting) waits.add(String(since));
        return waits.size >= 2 || undefined;
      });
      await writer.query(insertIds('b'));
      return { supervised: supervising };
    });
    const { over, sent } = await supervised;
    for (const shard of sent) await worker.deliver(shard);
    await over;
    expect(sent).toHaveLength(2);
    expect((await worker.query(`SELECT stores_total FROM report WHERE status = 'Complete'`))[0]).toEqual({
      stores_total: 4,
    });
  });

  it('remembers the last write in its snapshot', async () => {
    await worker.query('TRUNCATE import CASCADE');
    await worker.query(
      `INSERT INTO import (import_id, kind, source, write_no)
       SELECT gen_random_uuid(), 'timezones', 'json', write_no FROM unnest('{41,42,7}'::bigint[]) AS write_no`,
    );
    const reportId = await worker.triggered({ storeIds: ['c'] });
    const { over, sent } = await worker.supervised(reportId);
    await worker.query(`UPDATE import SET write_no = 43 WHERE write_no = 7`);
    await worker.deliver(sent[0]);
    await over;
    expect(await worker.report(reportId)).toMatchObject({ status: 'Complete', seen_write_no: '42' });
  });

  it('has only the stores that it is limited to, also where others lie between them', async () => {
    const reportId = await worker.triggered({ storeIds: ['c', 'B'] });
    const { over, sent } = await worker.supervised(reportId);
    await worker.deliver(sent[0]);
    await over;
    expect(await worker.results(reportId)).toEqual([`B,${ACTIVE}\nc,${ACTIVE}\n`]);
  });

  it('is computed with the settings that were its own when it was triggered', async () => {
    const reportId = await worker.triggered();
    await worker.query(
      `UPDATE report SET default_status = 'inactive', default_timezone = 'Asia/Tokyo', end_of_day_grace = true`,
    );
    await worker.query(
      `INSERT INTO schedule (bucket, store_id, hours)
       SELECT bucket, store_id, '{"": "0 23:00 23:59,1 20:00 20:30"}' FROM store WHERE store_id = 'c'`,
    );
    const { over, sent } = await worker.supervised(reportId);
    for (const shard of sent) await worker.deliver(shard);
    await over;
    expect(await worker.results(reportId)).toEqual([
      `B,${INACTIVE}\na,${LATELY_ACTIVE}\n`,
      'c,0.00,0.00,0.00,30.00,1.50,1.50\n',
    ]);
  });

  it('keeps its snapshot for as long as it takes, whatever limit the database sets', async () => {
    const [{ name } = {}] = await worker.query('SELECT current_database() AS name');
    await worker.query(`ALTER DATABASE ${String(name)} SET idle_in_transaction_session_timeout = '1h'`);
    try {
      const unlimited = await worker.startParts([FleetSnapshots, ReportPlan, ReportProcessor]);
      try {
        const limits: unknown[] = [];
        jest.spyOn(unlimited.get(ReportPlan), 'cut').mockImplementationOnce(async ({ nodes }) => {
          limits.push((await nodes[0]?.reader.query('SHOW idle_in_transaction_session_timeout'))?.rows[0]);
          return undefined;
        });
        await unlimited.get(ReportProcessor).process({ data: { reportId: await worker.triggered() } });
        expect(limits).toEqual([{ idle_in_transaction_session_timeout: '0' }]);
      } finally {
        await unlimited.close();
      }
    } finally {
      await worker.query(`ALTER DATABASE ${String(name)} RESET idle_in_transaction_session_timeout`);
    }
  });

  it('that is over or unknown is not attempted', async () => {
    const reportId = await worker.triggered();
    await worker.query(`UPDATE report SET status = 'Cancelled', finished_at = now()`);
    for (const id of [reportId, randomUUID()]) await worker.reports.process({ data: { reportId: id } });
    expect(worker.messages.shards).toEqual([]);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Cancelled', attempt: 0 });
  });

  it('without an observation ends with the reason, before anything is sent', async () => {
    await worker.query('UPDATE store SET last_observed_at = NULL');
    const reportId = await worker.triggered();
    await worker.reports.process({ data: { reportId } });
    expect(worker.messages.shards).toEqual([]);
    expect(await worker.report(reportId)).toMatchObject({
      status: 'Error',
      error: expect.stringMatching(/no observations/),
    });
  });

  it('that is delivered again to the worker that supervises it stays one attempt', async () => {
    const reportId = await worker.triggered();
    const { over, sent } = await worker.supervised(reportId);
    const again = worker.reports.process({ data: { reportId } });
    await Promise.all(sent.map((shard) => worker.deliver(shard)));
    await Promise.all([over, again]);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
    expect(worker.messages.shards).toEqual(sent);
  });

  it('that is delivered again after its attempt broke off is attempted again', async () => {
    const reportId = await worker.triggered();
    const first = await worker.supervised(reportId);
    await worker.cut('LISTEN%');
    await expect(first.over).rejects.toThrow();
    const { over, sent } = await worker.supervised(reportId);
    for (const shard of sent) await worker.deliver(shard);
    await over;
    expect(await worker.report(reportId)).toMatchObject({ status: 'Complete', attempt: 2 });
    // With the job ids of an earlier attempt they might be taken for its shards, and not be queued.
    expect(new Set([...first.sent, ...sent].map(({ opts }) => opts.jobId)).size).toBe(4);
  });

  it('that is cancelled is no longer supervised', async () => {
    const reportId = await worker.triggered();
    const { over } = await worker.supervised(reportId);
    await worker.query(`UPDATE report SET status = 'Cancelled', finished_at = now()`);
    await worker.notify(reportId);
    await over;
    expect(await worker.report(reportId)).toMatchObject({ status: 'Cancelled', attempt: 1 });
  });

  it('stays for another worker if this one stops', async () => {
    const reportId = await worker.triggered();
    const { over } = await worker.supervised(reportId);
    await worker.reports.beforeApplicationShutdown();
    await over;
    expect(worker.messages.pauses).toBe(1);
    await worker.shards.beforeApplicationShutdown();
    expect(worker.messages.pauses).toBe(2);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', attempt: 1 });
  });
});

describe('shards that make no progress', () => {
  /** Lets the supervisor wait in vain for the given times, and after that as long as it takes. */
  function inVain(times: number): jest.SpyInstance {
    const wait = jest.spyOn(ReportProgressListener.prototype, 'waitForChange');
    for (let time = 0; time < times; time++) wait.mockResolvedValueOnce('timeout');
    return wait;
  }

  it('are sent again with the same job ids if their result is missing', async () => {
    const reportId = await worker.triggered();
    const finished = jest.spyOn(worker.plan, 'unfinishedShards');
    finished.mockImplementationOnce(async (id) => {
      finished.mockRestore();
      await worker.deliver(worker.messages.shards[0]);
      return worker.plan.unfinishedShards(id);
    });
    const wait = inVain(1);
    const over = worker.reports.process({ data: { reportId } });
    const [first, second, again] = await until(() =>
      worker.messages.shards.length > 2 ? worker.messages.shards : undefined,
    );
    expect([first?.data.shard, second?.data.shard]).toEqual([0, 1]);
    expect(again).toEqual(second);
    await worker.deliver(again);
    await over;
    expect(worker.messages.shards).toHaveLength(3);
    // Several seconds, or every slow shard would be sent many times; but not so many that a lost one delays its report.
    expect(wait.mock.calls.every(([timeout]) => timeout >= 1_000 && timeout <= 10_000)).toBe(true);
  });

  it('are not sent again while Redis does not answer, nor does a failure to send them end the report', async () => {
    const reportId = await worker.triggered();
    worker.messages.stayAway();
    const wait = inVain(2);
    wait.mockImplementationOnce(() => {
      expect(worker.messages.shards).toHaveLength(2);
      worker.messages.fail();
      return Promise.resolve('timeout');
    });
    const over = worker.reports.process({ data: { reportId } });
    const [, , ...again] = await until(() => (worker.messages.shards.length > 2 ? worker.messages.shards : undefined));
    for (const shard of again) await worker.deliver(shard);
    await over;
    expect(again).toHaveLength(2);
    expect(await worker.report(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
  });

  it('are not sent again once the connection that holds their snapshot is lost', async () => {
    const reportId = await worker.triggered();
    const wait = jest.spyOn(ReportProgressListener.prototype, 'waitForChange');
    wait.mockImplementation(async () => {
      await worker.cut('SELECT part::integer%');
      return 'timeout';
    });
    const { over } = await worker.supervised(reportId);
    await expect(over).rejects.toThrow();
    expect(worker.messages.shards.map(({ data }) => data.shard)).toEqual([0, 1]);
    expect(wait).toHaveBeenCalledTimes(1);
  });
});

describe('a report whose attempt breaks off', () => {
  it.each([
    ['that holds its snapshot', 'SELECT part::integer%'],
    ['on which it listens for progress', 'LISTEN%'],
  ])('because the connection is cut %s stays, even at its last attempt', async (_, statement) => {
    const reportId = await worker.triggered({ attempt: ATTEMPTS + 3 });
    const { over } = await worker.supervised(reportId);
    await worker.cut(statement);
    await expect(over).rejects.toThrow();
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', error: null });
  });

  it('for another reason is tried again, and ends with an error at its last attempt', async () => {
    const reportId = await worker.triggered();
    jest.spyOn(worker.plan, 'progress').mockRejectedValue(new Error('a failure'));
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      await expect(worker.reports.process({ data: { reportId } })).rejects.toThrow('a failure');
      expect(await worker.report(reportId)).toMatchObject({ status: 'Running', attempt });
    }
    await worker.reports.process({ data: { reportId } });
    expect(await worker.report(reportId)).toMatchObject({
      status: 'Error',
      error: expect.stringMatching(/not be completed/),
    });
  });

  it('is not completed from shards whose snapshot may have been another’s', async () => {
    const reportId = await worker.triggered();
    jest.spyOn(worker.plan, 'progress').mockImplementationOnce(async () => {
      for (const shard of worker.messages.shards) await worker.deliver(shard);
      await worker.cut('SELECT part::integer%');
      return 'all shards done';
    });
    await expect(worker.reports.process({ data: { reportId } })).rejects.toThrow();
    expect(await worker.report(reportId)).toMatchObject({ status: 'Running', stores_done: 3, csv_sha256: null });
  });
});
