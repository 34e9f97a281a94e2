import { InjectQueue } from '@nestjs/bull';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bull';
import { REPORT_QUEUE } from '../../platform/queue/names';
import { UnansweredMessages } from '../../platform/queue/unanswered-messages';
import { traceHeaders } from '../../platform/tracing/tracing';
import type { ReportJob } from './jobs';

/** Sends reports to the workers. */
@Injectable()
export class ReportQueue {
  private readonly logger = new Logger('ReportQueue');
  private readonly unanswered = new UnansweredMessages();

  constructor(@InjectQueue(REPORT_QUEUE) private readonly queue: Queue<ReportJob>) {}

  /**
   * Queues a report for a worker; does nothing if it is queued already. Does not wait: if the message is lost, the sweep
   * sends it again, as it finds the report `Running` in the database.
   */
  send(reportId: string): void {
    this.unanswered.sendOnce(
      reportId,
      () => this.queue.add({ reportId, trace: traceHeaders() }, { jobId: reportId }),
      (error) => {
        this.logger.warn(`could not queue report ${reportId}, will retry: ${String(error)}`);
      },
    );
  }
}
