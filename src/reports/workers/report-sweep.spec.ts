import { Logger } from '@nestjs/common';
import { ReportWorker } from '../../../test/support/modules/report-worker';
import { until } from '../../../test/support/service';
import { ReportQueue } from '../queue/report-queue';
import { ReportSweep } from './report-sweep';

const worker = ReportWorker.forEachTest();

describe('the sweep', () => {
  async function ended(days: number): Promise<string> {
    const reportId = await worker.triggered();
    await worker.query(
      `UPDATE report SET status = 'Cancelled', finished_at = now() - $2 * interval '1 day' WHERE report_id = $1`,
      [reportId, days],
    );
    return reportId;
  }

  it('queues every running report, the oldest first, and removes those that ended too long ago', async () => {
    const old = await ended(2.001);
    await worker.query(
      `INSERT INTO report_shard (report_id, shard, part, first_store_id, last_store_id, stores)
       VALUES ($1, 0, 0, 'a', 'a', 1)`,
      [old],
    );
    const recent = await ended(1.999);
    const second = await worker.triggered();
    const first = await worker.triggered({ attempt: 3 });
    await worker.query(`UPDATE report SET created_at = now() - interval '9 days' WHERE report_id = $1`, [first]);
    const sweeper = await worker.startParts([ReportQueue, ReportSweep]);
    try {
      await until(async () => ((await worker.report(old)) ? undefined : true));
      await until(() => (worker.messages.reports.length === 2 ? true : undefined));
      expect(worker.messages.reports.map(({ data }) => data.reportId)).toEqual([first, second]);
      expect(await worker.results(old)).toEqual([]);
      for (const kept of [recent, first, second]) expect(await worker.report(kept)).toBeDefined();
    } finally {
      await sweeper.close();
    }
  });

  it.each([
    [
      'keeps one that was triggered after one that is not old: PostgreSQL’s clock was behind when it ended',
      [900, 1, 1100],
      [false, true, true],
    ],
    ['is not misled by one that ended while PostgreSQL’s clock was ahead', [-900, 900], [true, false]],
  ])('%s', async (_, days, kept) => {
    const reports: string[] = [];
    for (const each of days) reports.push(await ended(each));
    const sweeper = await worker.startParts([ReportQueue, ReportSweep]);
    try {
      const areKept = async () => Promise.all(reports.map(async (id) => (await worker.report(id)) !== undefined));
      await until(async () => ((await areKept()).includes(false) ? true : undefined));
      expect(await areKept()).toEqual(kept);
    } finally {
      await sweeper.close();
    }
  });

  it('removes nothing while the clock of this process is wrong', async () => {
    const old = await ended(900);
    const first = await worker.triggered();
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 1_100 * 86_400_000);
    const warnings = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const sweeper = await worker.startParts([ReportQueue, ReportSweep]);
    try {
      const refusal = /^old reports were not removed.+ 95040000 seconds ahead of PostgreSQL's/;
      await until(() => (warnings.mock.calls.some(([line]) => refusal.test(String(line))) ? true : undefined));
      expect(await worker.report(old)).toBeDefined();
      await until(() => (worker.messages.reports.length > 0 ? true : undefined));
      expect(worker.messages.reports.map(({ data }) => data.reportId)).toEqual([first]);
    } finally {
      jest.restoreAllMocks();
      await sweeper.close();
    }
  });

  it('looks every five seconds until the process stops, so that it takes back nothing that a worker gives back', async () => {
    const reportId = await worker.triggered();
    jest.useFakeTimers({
      doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout', 'clearTimeout', 'performance'],
    });
    const sweeper = await worker.startParts([ReportQueue, ReportSweep]);
    try {
      await until(() => (worker.messages.reports.length === 1 ? true : undefined));
      await until(() => {
        jest.advanceTimersByTime(5_000);
        return worker.messages.reports.length > 2 ? true : undefined;
      });
      expect(new Set(worker.messages.reports.map(({ data }) => data.reportId))).toEqual(new Set([reportId]));
      const timers = jest.getTimerCount();
      sweeper.get(ReportSweep).beforeApplicationShutdown();
      expect(jest.getTimerCount()).toBe(timers - 2);
    } finally {
      jest.useRealTimers();
      await sweeper.close();
    }
  });
});
