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
import { toReportDto } from './report.dto';
import type { Report } from '../../reports/report.entity';
import { ReportsService } from '../../reports/reports.service';

/** Milliseconds between two looks at a report that somebody watches. */
const INTERVAL = 250;

/** Tells those who watch a report how it goes on, until its outcome. */
@Injectable()
export class ReportEvents implements BeforeApplicationShutdown {
  private readonly shutdown = new ReplaySubject<void>(1);

  constructor(private readonly reports: ReportsService) {}

  /** Open streams would hold up the end of the process. */
  beforeApplicationShutdown(): void {
    this.shutdown.next();
  }

  /** `progress` whenever more stores are done, and in the end `complete`, `error` or `cancelled`. */
  watch(first: Report): Observable<MessageEvent> {
    const later = defer(() => this.reports.find(first.reportId)).pipe(repeat({ delay: INTERVAL }));
    return concat([first], later).pipe(
      takeWhile((report) => report.status === 'Running', true),
      distinctUntilChanged((a, b) => a.status === b.status && a.storesDone === b.storesDone && a.asOf === b.asOf),
      map((report) => ({
        type: report.status === 'Running' ? 'progress' : report.status.toLowerCase(),
        data: toReportDto(report),
      })),
      takeUntil(this.shutdown),
    );
  }
}
