import { InjectQueue } from '@nestjs/bull';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bull';
import { isAway, REPORT_QUEUE } from '../platform/queue/queue.module';
import type { ReportJob } from './jobs';

/** Sends reports to the workers. */
@Injectable()
export class ReportQueue {
  private readonly logger = new Logger('ReportQueue');

  constructor(@InjectQueue(REPORT_QUEUE) private readonly queue: Queue<ReportJob>) {}

  /**
   * Asks some worker to see a report through. Does nothing if that is asked for already, and does not wait: a message
   * that is lost is sent again by the sweep, which reads what is `Running` from the database.
   */
  send(reportId: string): void {
    if (isAway(this.queue)) return;
    this.queue.add({ reportId }, { jobId: reportId }).catch((error: unknown) => {
      this.logger.warn(`report ${reportId} is not queued yet: ${String(error)}`);
    });
  }
}
