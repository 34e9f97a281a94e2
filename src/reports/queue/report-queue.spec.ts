import { ReportWorker } from '../../../test/support/modules/report-worker';
import { until } from '../../../test/support/service';
import { ReportQueue } from './report-queue';

const worker = ReportWorker.forEachTest();

describe('the report queue', () => {
  it('sends a report under its own id, so that it is not queued twice', async () => {
    (await worker.startParts([ReportQueue])).get(ReportQueue).send('some-report');
    expect(worker.messages.reports).toEqual([{ data: { reportId: 'some-report' }, opts: { jobId: 'some-report' } }]);
  });

  it('sends a report again only once Redis has answered, be it with an error', async () => {
    const queue = (await worker.startParts([ReportQueue])).get(ReportQueue);
    const sent = () => worker.messages.reports.map(({ data }) => data.reportId);
    worker.messages.stayAway();
    for (const reportId of ['some', 'some', 'other', 'some']) queue.send(reportId);
    expect(sent()).toEqual(['some', 'other']);
    worker.messages.fail();
    await until(() => {
      queue.send('other');
      return sent().length > 2 || undefined;
    });
    expect(sent()).toEqual(['some', 'other', 'other']);
  });
});
