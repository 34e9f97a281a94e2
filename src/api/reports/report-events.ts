import { type BeforeApplicationShutdown, Injectable, Logger, type MessageEvent } from '@nestjs/common';
import {
  catchError,
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  finalize,
  map,
  merge,
  mergeMap,
  type Observable,
  repeat,
  ReplaySubject,
  retry,
  share,
  takeUntil,
  takeWhile,
  throwError,
  timer,
} from 'rxjs';
import { isUnavailable } from '../../common/error-code';
import { keptAlive } from '../http/event-stream';
import { toReportDto } from './report.dto';
import { ReportEndings } from '../../reports/queue/report-endings';
import type { Report } from '../../reports/report.entity';
import { ReportsService } from '../../reports/reports.service';

/** Milliseconds between two reads of a watched report. */
const INTERVAL = 250;

/** Streams the progress of a report, until its outcome, to clients that watch it. */
@Injectable()
export class ReportEvents implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Events');
  private readonly shutdown = new ReplaySubject<void>(1);
  private readonly watched = new Map<string, Observable<MessageEvent>>();

  constructor(
    private readonly reports: ReportsService,
    private readonly endings: ReportEndings,
  ) {}

  /** Open streams would delay the end of the process. */
  beforeApplicationShutdown(): void {
    this.shutdown.next();
  }

  /**
   * Emits `progress` whenever more stores are done, and finally `complete`, `error` or `cancelled`, at once if Redis works.
   * Waits while PostgreSQL is away; ends without an outcome if the report cannot be read for another reason.
   */
  watch(first: Report): Observable<MessageEvent> {
    return defer(() => this.events(first)).pipe(keptAlive(), takeUntil(this.shutdown));
  }

  /** Shared by all who watch a report at the same time, so that they take no more queries than one. The latest event comes first. */
  private events(first: Report): Observable<MessageEvent> {
    const { reportId } = first;
    const watched = this.watched.get(reportId);
    if (watched) return watched;
    const find = defer(() => this.reports.find(reportId));
    const polled = find.pipe(
      retry({ delay: (error: unknown) => (isUnavailable(error) ? timer(INTERVAL) : throwError(() => error)) }),
      repeat({ delay: INTERVAL }),
    );
    // What such a read misses, the next poll sees.
    const ending = this.endings.of(reportId).pipe(mergeMap(() => find.pipe(catchError(() => EMPTY))));
    const events = concat([first], merge(polled, ending)).pipe(
      takeWhile((report) => report.status === 'Running', true),
      distinctUntilChanged((a, b) => a.status === b.status && a.storesDone === b.storesDone && a.asOf === b.asOf),
      map((report) => ({
        type: report.status === 'Running' ? 'progress' : report.status.toLowerCase(),
        data: toReportDto(report),
      })),
      // Nest would send an event `error`, which is that of a report that has failed.
      catchError((error: unknown) => {
        this.logger.error(error);
        return EMPTY;
      }),
      finalize(() => this.watched.delete(reportId)),
      share({ connector: () => new ReplaySubject(1) }),
    );
    this.watched.set(reportId, events);
    return events;
  }
}
