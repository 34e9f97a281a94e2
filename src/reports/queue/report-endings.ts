import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { filter, type Observable, Subject } from 'rxjs';
import { REPORT_QUEUE } from '../../platform/queue/names';

/**
 * Hears from Bull, in any process, that a worker is done with a report. It is a hint to look at the report, no more: Redis may
 * lose the word, and a worker that stops is done with a report that another one continues.
 */
@Injectable()
export class ReportEndings {
  private readonly endings = new Subject<string>();
  private isListening = false;

  constructor(@InjectQueue(REPORT_QUEUE) private readonly queue: Pick<Queue, 'client' | 'on'>) {}

  /** Emits each time a worker is done with the report. */
  of(reportId: string): Observable<string> {
    this.listen();
    return this.endings.pipe(filter((ended) => ended === reportId));
  }

  /** If Redis refused Bull's subscription, for example as the password is wrong, the process would end. So it is asked before. */
  private listen(): void {
    if (this.isListening) return;
    this.isListening = true;
    this.queue.client.ping().then(
      () =>
        this.queue.on('global:completed', (reportId: string) => {
          this.endings.next(reportId);
        }),
      () => (this.isListening = false),
    );
  }
}
