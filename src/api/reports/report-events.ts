import { type BeforeApplicationShutdown, Injectable, type MessageEvent } from '@nestjs/common';
import {
  concat,
  defer,
  distinctUntilChanged,
  map,
  type Observable,
  repeat,
  ReplaySubject,
  takeUntil,
  takeWhile,
} from 'rxjs';
import { keptAlive } from '../http/event-stream';
import { toReportDto } from './report.dto';
import type { Report } from '../../reports/report.entity';
import { ReportsService } from '../../reports/reports.service';

/** Milliseconds between two reads of a watched report. */
const INTERVAL = 250;

/** Streams the progress of a report, until its outcome, to clients that watch it. */
@Injectable()
export class ReportEvents implements BeforeApplicationShutdown {
  private readonly shutdown = new ReplaySubject<void>(1);

  constructor(private readonly reports: ReportsService) {}

  /** Open streams would delay the end of the process. */
  beforeApplicationShutdown(): void {
    this.shutdown.next();
  }

  /** Emits `progress` whenever more stores are done, and finally `complete`, `error` or `cancelled`. */
  watch(first: Report): Observable<MessageEvent> {
    const later = defer(() => this.reports.find(first.reportId)).pipe(repeat({ delay: INTERVAL }));
    return concat([first], later).pipe(
      takeWhile((report) => report.status === 'Running', true),
      distinctUntilChanged((a, b) => a.status === b.status && a.storesDone === b.storesDone && a.asOf === b.asOf),
      map((report) => ({
        type: report.status === 'Running' ? 'progress' : report.status.toLowerCase(),
        data: toReportDto(report),
      })),
      keptAlive(),
      takeUntil(this.shutdown),
    );
  }
}
