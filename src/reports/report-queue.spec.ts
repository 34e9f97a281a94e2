import { ReportWorker } from '../../test/support/modules/report-worker';
import { ReportQueue } from './report-queue';

const worker = ReportWorker.forEachTest();

describe('the report queue', () => {
  const send = async (reportId: string) => {
    const sender = await worker.startParts([ReportQueue]);
    try {
      sender.get(ReportQueue).send(reportId);
    } finally {
      await sender.close();
    }
  };

  it('sends a report under its own id, so that it is not queued twice', async () => {
    await send('some-report');
    expect(worker.messages.reports).toEqual([{ data: { reportId: 'some-report' }, opts: { jobId: 'some-report' } }]);
  });

  it('sends nothing while Redis is away, and does not fail if a message is not sent', async () => {
    worker.messages.client.status = 'reconnecting';
    await send('some-report');
    expect(worker.messages.reports).toEqual([]);
    worker.messages.client.status = 'ready';
    worker.messages.fail();
    await send('some-report');
    expect(worker.messages.reports).toHaveLength(1);
  });
});
