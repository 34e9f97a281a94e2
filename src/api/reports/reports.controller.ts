import { Body, Controller, Get, HttpCode, type MessageEvent, Param, Post, Query, Req, Res, Sse } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { REPORT_COLUMNS, REPORT_HEADER } from '../../reports/report-csv';
import { ReportsService } from '../../reports/reports.service';
import { JsonBody } from '../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, readNumericCursor } from '../http/validation/cursor';
import { ApiIdempotencyKey, IdempotencyKey } from '../http/validation/idempotency-key';
import { PageQuery, ReportIdParameter } from '../http/validation/parameters';
import {
  ReportDto,
  ReportPageDto,
  ReportStateDto,
  SingleReportDto,
  toReportDto,
  toReportStateDto,
  TriggeredReportDto,
  TriggerReportDto,
} from './report.dto';
import { sendReport } from './report-download';
import { ReportEvents } from './report-events';
import { GetReportQuery, TriggerReportQuery } from './reports.query';

/** Seconds after which a client that polls for a report should ask again. */
const RETRY_AFTER = '1';
const MAX_BODY_BYTES = 64 * 1024;

const EXAMPLE_ROW = '00017c6a-7a77-4a95-bb2d-40647868aff6,60.00,10.50,75.50,0.00,0.00,0.00';
const EXAMPLE_OBJECT = {
  store_id: '00017c6a-7a77-4a95-bb2d-40647868aff6',
  uptime_last_hour: 60,
  uptime_last_day: 10.5,
  uptime_last_week: 75.5,
  downtime_last_hour: 0,
  downtime_last_day: 0,
  downtime_last_week: 0,
};
const ROW_SCHEMA = {
  type: 'object',
  properties: Object.fromEntries(
    REPORT_COLUMNS.map((column) => [column, { type: column === 'store_id' ? 'string' : 'number' }]),
  ),
};

@ApiTags('reports')
@ApiExtraModels(ReportStateDto, ReportDto)
@Controller()
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly events: ReportEvents,
  ) {}

  @Post('trigger_report')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Start a report',
    description: 'Uptime and downtime of every store within its business hours, over the last hour, day and week.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES, optional: true })
  @ApiIdempotencyKey('The same key again is the same report: a request whose answer was lost can be repeated.')
  @ApiBody({ type: TriggerReportDto, required: false })
  @ApiResponse({
    status: 202,
    type: TriggeredReportDto,
    description: 'The report runs.',
    headers: { Location: { description: 'Where to get it.', schema: { type: 'string' } } },
  })
  @ApiProblems('cross_origin', 'no_observations', 'invalid_as_of', 'invalid_default_status', 'unknown_field')
  @ApiProblems('unknown_parameter', 'unknown_store', 'too_many_stores')
  @ApiProblems('invalid_idempotency_key', 'idempotency_key_reused')
  @ApiServerProblems()
  async trigger(
    @Body() body: TriggerReportDto,
    @Query() { store_id: storeIds }: TriggerReportQuery,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TriggeredReportDto> {
    const request = {
      asOf: body.as_of ?? undefined,
      defaultStatus: body.default_status ?? undefined,
      // Sorted and each once: the same stores in another order are the same request.
      storeIds: storeIds && [...new Set(storeIds)].sort(),
    };
    const reportId = await this.reports.trigger(request, idempotencyKey);
    response.location(`/get_report?report_id=${reportId}`);
    return { report_id: reportId };
  }

  @Get('get_report')
  @ApiOperation({
    summary: 'Get a report, or how far it is',
    description: 'The rows once it is complete; until then, and if it failed or was cancelled, its state as JSON.',
  })
  @ApiHeader({ name: 'If-None-Match', required: false, schema: { type: 'string' } })
  @ApiProduces('text/csv', 'application/json', 'application/x-ndjson')
  @ApiResponse({
    status: 200,
    description: 'The report, or its state (JSON): running, failed for a reason, or cancelled.',
    headers: {
      'Retry-After': {
        description: 'While it runs: seconds until it is worth asking again.',
        schema: { type: 'string' },
      },
      'Content-Disposition': { description: 'With the report: its file name.', schema: { type: 'string' } },
      ETag: { description: 'With the report: made of the SHA-256 of its CSV.', schema: { type: 'string' } },
    },
    content: {
      'text/csv': { schema: { type: 'string' }, example: `${REPORT_HEADER}${EXAMPLE_ROW}\n` },
      'application/x-ndjson': { schema: ROW_SCHEMA, example: EXAMPLE_OBJECT },
      'application/json': {
        schema: { oneOf: [{ $ref: getSchemaPath(ReportStateDto) }, { type: 'array', items: ROW_SCHEMA }] },
        examples: {
          Running: {
            value: {
              status: 'Running',
              report_id: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11',
              progress: 0.43,
              stores_done: 6000,
              stores_total: 14000,
              started_at: '2026-01-01T12:00:00.000Z',
              seconds_left: 0.7,
            },
          },
          Error: {
            value: {
              status: 'Error',
              report_id: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11',
              progress: 0,
              stores_done: 0,
              stores_total: null,
              started_at: '2026-01-01T12:00:00.000Z',
              reason: 'There are no observations, and the report was given no as_of to end at.',
            },
          },
          'format=json': { value: [EXAMPLE_OBJECT] },
        },
      },
    },
  })
  @ApiResponse({ status: 304, description: 'The client has this report already (If-None-Match).' })
  @ApiProblems('malformed_request', 'invalid_report_id', 'invalid_format', 'unknown_parameter', 'report_not_found')
  @ApiServerProblems()
  async get(
    @Query() { report_id: reportId, format }: GetReportQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const report = await this.reports.find(reportId);
    if (report.status === 'Complete') {
      await sendReport(report, format, this.reports.csv(report), request, response);
      return;
    }
    if (report.status === 'Running') response.set('Retry-After', RETRY_AFTER);
    response.json(toReportStateDto(report));
  }

  @Get('reports')
  @ApiOperation({ summary: 'All reports, the newest first' })
  @ApiResponse({ status: 200, type: ReportPageDto })
  @ApiProblems('invalid_limit', 'invalid_cursor', 'unknown_parameter')
  @ApiServerProblems()
  async list(@Query() { limit, cursor }: PageQuery): Promise<ReportPageDto> {
    const reports = await this.reports.list(limit + 1, readNumericCursor('reports', cursor));
    const page = reports.slice(0, limit);
    const last = reports.length > limit ? page.at(-1) : undefined;
    return { reports: page.map(toReportDto), next_cursor: last ? cursorAfter('reports', last.reportNo) : null };
  }

  @Get('reports/:report_id')
  @ApiOperation({ summary: 'Everything about a report but its rows' })
  @ApiResponse({ status: 200, type: SingleReportDto })
  @ApiProblems('malformed_request', 'invalid_report_id', 'report_not_found')
  @ApiServerProblems()
  async show(@Param() { report_id: reportId }: ReportIdParameter): Promise<SingleReportDto> {
    const report = await this.reports.find(reportId);
    return Object.assign(toReportDto(report), { superseded_by_data: await this.reports.isSuperseded(report) });
  }

  @Post('reports/:report_id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel a running report' })
  @ApiResponse({ status: 200, type: ReportDto, description: 'It is cancelled, by this call or an earlier one.' })
  @ApiProblems('malformed_request', 'invalid_report_id', 'cross_origin', 'report_not_found', 'report_over')
  @ApiServerProblems()
  async cancel(@Param() { report_id: reportId }: ReportIdParameter): Promise<ReportDto> {
    return toReportDto(await this.reports.cancel(reportId));
  }

  @Sse('reports/:report_id/events')
  @ApiOperation({
    summary: 'Watch a report',
    description:
      'Server-sent events: `progress` whenever more stores are done, then one of `complete`, `error` and `cancelled`, and the stream ends. The data is the report as GET /reports/{report_id} shows it.',
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
  @ApiProblems('malformed_request', 'invalid_report_id', 'report_not_found')
  @ApiServerProblems()
  async watch(@Param() { report_id: reportId }: ReportIdParameter): Promise<Observable<MessageEvent>> {
    return this.events.watch(await this.reports.find(reportId));
  }
}
