import { Controller, Get, HttpCode, type MessageEvent, Param, Post, Query, Sse } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { ReportsService } from '../../reports/reports.service';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, readNumericCursor } from '../http/validation/cursor';
import { PageQuery, ReportIdParameter } from '../http/validation/parameters';
import { ReportDto, ReportPageDto, SingleReportDto, toReportDto } from './report.dto';
import { ReportEvents } from './report-events';

@ApiTags('reports')
@ApiExtraModels(ReportDto)
@Controller('reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly events: ReportEvents,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All reports, newest first' })
  @ApiResponse({ status: 200, type: ReportPageDto })
  @ApiServerProblems()
  async list(@Query() { limit, cursor }: PageQuery): Promise<ReportPageDto> {
    const reports = await this.reports.list(limit + 1, readNumericCursor('reports', cursor));
    const page = reports.slice(0, limit);
    const last = reports.length > limit ? page.at(-1) : undefined;
    return { reports: page.map(toReportDto), next_cursor: last ? cursorAfter('reports', last.reportNo) : null };
  }

  @Get(':report_id')
  @ApiOperation({ summary: 'Everything about a report except its rows' })
  @ApiResponse({ status: 200, type: SingleReportDto })
  @ApiProblems('report_not_found')
  @ApiServerProblems()
  async show(@Param() { report_id: reportId }: ReportIdParameter): Promise<SingleReportDto> {
    const report = await this.reports.find(reportId);
    return Object.assign(toReportDto(report), { superseded_by_data: await this.reports.isSuperseded(report) });
  }

  @Post(':report_id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel a running report' })
  @ApiResponse({ status: 200, type: ReportDto, description: 'Cancelled, by this call or an earlier one.' })
  @ApiProblems('report_not_found', 'report_over')
  @ApiServerProblems()
  async cancel(@Param() { report_id: reportId }: ReportIdParameter): Promise<ReportDto> {
    return toReportDto(await this.reports.cancel(reportId));
  }

  @Sse(':report_id/events')
  @ApiOperation({
    summary: 'Watch a report',
    description:
      'Server-sent events: `progress` whenever more stores are done, then one of `complete`, `error` and `cancelled`, and the stream ends. A comment comes after every 15 seconds without an event. The data is the report as in GET /reports/{report_id}.',
  })
  @ApiProduces('text/event-stream')
  @ApiResponse({
    status: 200,
    description: 'Events until the outcome.',
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example: 'event: progress\nid: 1\ndata: {"status":"Running","progress":0.43}\n\n',
      },
    },
  })
  @ApiProblems('report_not_found')
  @ApiServerProblems()
  async watch(@Param() { report_id: reportId }: ReportIdParameter): Promise<Observable<MessageEvent>> {
    return this.events.watch(await this.reports.find(reportId));
  }
}
