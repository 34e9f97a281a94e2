import { Controller, Get, HttpCode, type MessageEvent, Param, Post, Query, Req, Res, Sse } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiProduces, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type Observable, takeUntil } from 'rxjs';
import type { Act } from '../../access/audit/act';
import { ReportRows } from '../../reports/figures/report-rows';
import { ReportsService } from '../../reports/reports.service';
import { Superseding } from '../../reports/superseding';
import { StoreFinder } from '../../stores/finding/store-finder';
import { Needs } from '../http/access/access';
import { By } from '../http/access/caller';
import { EndOfAccess } from '../http/access/end-of-access';
import { Slots } from '../http/limits/slots';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { COUNTS, cursorAfter, readNumericCursor } from '../http/validation/cursor';
import { PageQuery, ReportIdParameter } from '../http/validation/parameters';
import { StoreFilterQuery } from '../http/validation/finding/store-filter';
import { ReportDto, ReportEventDto, ReportPageDto, SingleReportDto, toReportDto } from './report.dto';
import { ApiCachedReport, EXAMPLE_CSV, REPORT_HEADERS, sendReport } from './report-download';
import { ReportEvents } from './report-events';

@ApiTags('reports')
@ApiExtraModels(ReportDto, ReportEventDto)
@Controller('reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly rows: ReportRows,
    private readonly finder: StoreFinder,
    private readonly superseding: Superseding,
    private readonly events: ReportEvents,
    private readonly slots: Slots,
    private readonly endOfAccess: EndOfAccess,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listReports',
    summary: 'All reports, newest first',
    description: 'In pages. They have no rows here.',
  })
  @ApiResponse({ status: 200, type: ReportPageDto })
  @ApiServerProblems()
  async list(@Query() { limit, cursor }: PageQuery): Promise<ReportPageDto> {
    const reports = await this.reports.list(limit + 1, readNumericCursor('reports', cursor, COUNTS));
    const page = reports.slice(0, limit);
    const last = reports.length > limit ? page.at(-1) : undefined;
    return { reports: page.map(toReportDto), next_cursor: last ? cursorAfter('reports', last.reportNo) : null };
  }

  @Get(':report_id')
  @Needs('read')
  @ApiOperation({
    operationId: 'getReportDetails',
    summary: 'Everything about a report except its rows',
    description: 'Its state and progress, its settings, and whether the data have changed since.',
  })
  @ApiResponse({ status: 200, type: SingleReportDto })
  @ApiProblems('report_not_found')
  @ApiServerProblems()
  async show(@Param() { report_id: reportId }: ReportIdParameter): Promise<SingleReportDto> {
    const report = await this.reports.find(reportId);
    return Object.assign(toReportDto(report), { superseded_by_data: await this.superseding.isSuperseded(report) });
  }

  @Get(':report_id/csv')
  @Needs('read')
  @ApiOperation({
    operationId: 'downloadReport',
    summary: 'Download a complete report',
    description:
      'The CSV and nothing else: unlike GET /get_report, a report that is not complete is an error. While it runs, the error has a Retry-After; without one there will never be a CSV.',
  })
  @ApiCachedReport()
  @ApiProduces('text/csv')
  @ApiResponse({
    status: 200,
    description: 'The report, by store_id.',
    headers: REPORT_HEADERS,
    content: { 'text/csv': { schema: { type: 'string' }, example: EXAMPLE_CSV } },
  })
  @ApiProblems('report_not_found', 'report_not_complete', 'unknown_attribute', 'no_exact_figures')
  @ApiServerProblems()
  async download(
    @Param() { report_id: reportId }: ReportIdParameter,
    @Query() query: StoreFilterQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const report = await this.reports.requireComplete(reportId);
    const filter = await this.finder.filter(query);
    await sendReport(report, 'csv', await this.rows.lines(report, filter), request, response);
  }

  @Post(':report_id/cancel')
  @Needs('report')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelReport',
    summary: 'Cancel a running report',
    description: 'Cancelling it again changes nothing.',
  })
  @ApiResponse({ status: 200, type: ReportDto, description: 'Cancelled, by this call or an earlier one.' })
  @ApiProblems('report_not_found', 'report_over')
  @ApiServerProblems()
  async cancel(@Param() { report_id: reportId }: ReportIdParameter, @By() by: Act): Promise<ReportDto> {
    return toReportDto(await this.reports.cancel(reportId, by));
  }

  @Sse(':report_id/events')
  @Needs('read')
  @ApiOperation({
    operationId: 'watchReport',
    summary: 'Watch a report',
    description:
      'Server-sent events: `progress` whenever more stores are done, then one of `complete`, `error` and `cancelled`, and the stream ends. A comment comes after every 15 seconds without an event. The stream also ends when the access of its caller does. The data is the report as in GET /reports/{report_id}.',
  })
  @ApiProduces('text/event-stream')
  @ApiResponse({
    status: 200,
    description: 'Events until the outcome.',
    content: {
      'text/event-stream': {
        // OpenAPI 3.1 has no word for a stream: tools expect either all of its text, or the schema of each event.
        schema: { oneOf: [{ type: 'string' }, { $ref: getSchemaPath(ReportEventDto) }] },
        example: 'event: progress\nid: 1\ndata: {"status":"Running","progress":0.43}\n\n',
      },
    },
  })
  @ApiProblems('report_not_found', 'too_many_of_key')
  @ApiServerProblems()
  async watch(
    @Param() { report_id: reportId }: ReportIdParameter,
    @Req() request: Request,
  ): Promise<Observable<MessageEvent>> {
    const report = await this.reports.find(reportId);
    this.slots.take('streams', request);
    return this.events.watch(report).pipe(takeUntil(this.endOfAccess.of(request, 'read')));
  }
}
