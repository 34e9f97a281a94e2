import { OnGlobalQueueCompleted, Processor } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import { filter, type Observable, Subject } from 'rxjs';
import { REPORT_QUEUE } from '../../platform/queue/names';

/**
 * Hears from Bull, in any process, that a worker is done with a report. It is a hint to look at the report, no more: Redis may
 * lose the word, and a worker that stops is done with a report that another one continues.
 */
@Injectable()
@Processor(REPORT_QUEUE)
export class ReportEndings {
  private readonly endings = new Subject<string>();

  @OnGlobalQueueCompleted()
  onCompleted(reportId: string): void {
    this.endings.next(reportId);
  }

  /** Emits each time a worker is done with the report. */
  of(reportId: string): Observable<string> {
    return this.endings.pipe(filter((ended) => ended === reportId));
  }
}
