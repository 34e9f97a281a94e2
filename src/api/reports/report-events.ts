import { type BeforeApplicationShutdown, Injectable, type MessageEvent } from '@nestjs/common';
import {
  concat,
  defer,
  distinctUntilChanged,
  finalize,
  map,
  type Observable,
  repeat,
  ReplaySubject,
  share,
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
  private readonly watched = new Map<string, Observable<MessageEvent>>();

  constructor(private readonly reports: ReportsService) {}

  /** Open streams would delay the end of the process. */
  beforeApplicationShutdown(): void {
    this.shutdown.next();
  }

  /** Emits `progress` whenever more stores are done, and finally `complete`, `error` or `cancelled`. */
  watch(first: Report): Observable<MessageEvent> {
    return defer(() => this.events(first)).pipe(keptAlive(), takeUntil(this.shutdown));
  }

  /** Shared by all who watch a report at the same time, so that they take no more queries than one. The latest event comes first. */
  private events(first: Report): Observable<MessageEvent> {
    const { reportId } = first;
    const watched = this.watched.get(reportId);
    if (watched) return watched;
    const later = defer(() => this.reports.find(reportId)).pipe(repeat({ delay: INTERVAL }));
    const events = concat([first], later).pipe(
      takeWhile((report) => report.status === 'Running', true),
      distinctUntilChanged((a, b) => a.status === b.status && a.storesDone === b.storesDone && a.asOf === b.asOf),
      map((report) => ({
        type: report.status === 'Running' ? 'progress' : report.status.toLowerCase(),
        data: toReportDto(report),
      })),
      finalize(() => this.watched.delete(reportId)),
      share({ connector: () => new ReplaySubject(1) }),
    );
    this.watched.set(reportId, events);
    return events;
  }
}
