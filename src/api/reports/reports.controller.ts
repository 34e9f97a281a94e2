import { Body, Controller, Get, HttpCode, type MessageEvent, Param, Post, Query, Req, Res, Sse } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiQuery,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { bodyPipe } from '../http/parameters/body.pipe';
import { cursorAfter, readPage } from '../http/parameters/cursor';
import { idempotencyKeyOf, INVALID_IDEMPOTENCY_KEY } from '../http/parameters/idempotency-key';
import { Problem } from '../http/problem';
import { ApiCrossOriginProblem, ApiProblem, ApiServerProblems } from '../http/problem.dto';
import { parseTimestamp } from '../../common/timestamp';
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
import { REPORT_COLUMNS, REPORT_HEADER } from '../../reports/report-csv';
import { sendReport } from './report-download';
import { ReportEvents } from './report-events';
import { REPORT_FORMATS, type ReportFormat } from './report-formats';
import { INVALID_REPORT_ID, REPORT_NOT_FOUND, reportIdParameter } from './report-id';
import { ReportsService } from '../../reports/reports.service';

/** Seconds after which a client that polls for a report should ask again. */
const RETRY_AFTER = '1';
/** The stores that one trigger may name. */
const MAX_STORES = 200;

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
  @ApiQuery({
    name: 'store_id',
    required: false,
    isArray: true,
    type: String,
    description: `Limits the report to these stores; may be given up to ${MAX_STORES} times.`,
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key again is the same report: a request whose answer was lost can be repeated.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  })
  @ApiBody({ type: TriggerReportDto, required: false })
  @ApiResponse({
    status: 202,
    type: TriggeredReportDto,
    description: 'The report runs.',
    headers: { Location: { description: 'Where to get it.', schema: { type: 'string' } } },
  })
  @ApiProblem(400, { malformed_request: 'Unexpected end of JSON input' })
  @ApiCrossOriginProblem()
  @ApiProblem(409, { no_observations: 'There are no observations yet. Import some, or give as_of.' })
  @ApiProblem(413, { body_too_large: 'request entity too large' })
  @ApiProblem(415, { unsupported_media_type: 'Send the body as application/json, or none.' })
  @ApiProblem(422, {
    invalid_as_of: 'as_of must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.',
    invalid_default_status: 'default_status must be active or inactive.',
    unknown_field: 'property asof should not exist.',
    invalid_body: 'The body must be an object without objects or arrays in it.',
    unknown_parameter: 'There is no parameter store_id[], only store_id.',
    unknown_store: 'There is no store 42.',
    too_many_stores: `A report can be limited to ${MAX_STORES} stores at the most.`,
    ...INVALID_IDEMPOTENCY_KEY,
    idempotency_key_reused:
      'This Idempotency-Key was given before with another request; take a new key for a new report.',
  })
  @ApiServerProblems()
  async trigger(
    @Body(bodyPipe()) body: TriggerReportDto,
    @Query('store_id') storeId: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TriggeredReportDto> {
    const unknown = Object.keys(request.query).find((name) => name !== 'store_id');
    if (unknown !== undefined) {
      throw new Problem(422, 'unknown_parameter', `There is no parameter ${unknown}, only store_id.`);
    }
    if (hasBody(request) && !request.is('application/json')) {
      throw new Problem(415, 'unsupported_media_type', 'Send the body as application/json, or none.');
    }
    const reportId = await this.reports.trigger(
      {
        asOf: typeof body.as_of === 'string' ? parseTimestamp(body.as_of) : undefined,
        defaultStatus: body.default_status ?? undefined,
        storeIds: storeIdsOf(storeId),
      },
      idempotencyKeyOf(request),
    );
    response.location(`/get_report?report_id=${reportId}`);
    return { report_id: reportId };
  }

  @Get('get_report')
  @ApiOperation({
    summary: 'Get a report, or how far it is',
    description: 'The rows once it is complete; until then, and if it failed or was cancelled, its state as JSON.',
  })
  @ApiQuery({ name: 'report_id', schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({ name: 'format', required: false, enum: REPORT_FORMATS, description: 'csv, unless said otherwise' })
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
  @ApiProblem(400, { ...INVALID_REPORT_ID, invalid_format: 'The format must be csv, json or ndjson.' })
  @ApiProblem(404, REPORT_NOT_FOUND)
  @ApiServerProblems()
  async get(
    @Query('report_id') reportId: unknown,
    @Query('format') format: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const asked = formatOf(format);
    const report = await this.reports.find(reportIdParameter(reportId));
    if (report.status === 'Complete') {
      await sendReport(report, asked, this.reports.csv(report), request, response);
      return;
    }
    if (report.status === 'Running') response.set('Retry-After', RETRY_AFTER);
    response.json(toReportStateDto(report));
  }

  @Get('reports')
  @ApiOperation({ summary: 'All reports, the newest first' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'cursor', required: false, type: String, description: 'The next_cursor of the page before' })
  @ApiResponse({ status: 200, type: ReportPageDto })
  @ApiProblem(400, {
    invalid_limit: 'The limit must be a whole number from 1 to 500.',
    invalid_cursor: 'The cursor must be the next_cursor of an earlier page.',
  })
  @ApiServerProblems()
  async list(@Query() query: Record<string, unknown>): Promise<ReportPageDto> {
    const { limit, after } = readPage('reports', query);
    const reports = await this.reports.list(limit + 1, after);
    const page = reports.slice(0, limit);
    const last = reports.length > limit ? page.at(-1) : undefined;
    return { reports: page.map(toReportDto), next_cursor: last ? cursorAfter('reports', last.reportNo) : null };
  }

  @Get('reports/:report_id')
  @ApiOperation({ summary: 'Everything about a report but its rows' })
  @ApiParam({ name: 'report_id', format: 'uuid' })
  @ApiResponse({ status: 200, type: SingleReportDto })
  @ApiProblem(400, INVALID_REPORT_ID)
  @ApiProblem(404, REPORT_NOT_FOUND)
  @ApiServerProblems()
  async show(@Param('report_id') reportId: string): Promise<SingleReportDto> {
    const report = await this.reports.find(reportIdParameter(reportId));
    return Object.assign(toReportDto(report), { superseded_by_data: await this.reports.isSuperseded(report) });
  }

  @Post('reports/:report_id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel a running report' })
  @ApiParam({ name: 'report_id', format: 'uuid' })
  @ApiResponse({ status: 200, type: ReportDto, description: 'It is cancelled, by this call or an earlier one.' })
  @ApiProblem(400, INVALID_REPORT_ID)
  @ApiCrossOriginProblem()
  @ApiProblem(404, REPORT_NOT_FOUND)
  @ApiProblem(409, { report_over: 'The report is Complete; only a running one can be cancelled.' })
  @ApiServerProblems()
  async cancel(@Param('report_id') reportId: string): Promise<ReportDto> {
    return toReportDto(await this.reports.cancel(reportIdParameter(reportId)));
  }

  @Sse('reports/:report_id/events')
  @ApiOperation({
    summary: 'Watch a report',
    description:
      'Server-sent events: `progress` whenever more stores are done, then one of `complete`, `error` and `cancelled`, and the stream ends. The data is the report as GET /reports/{report_id} shows it.',
  })
  @ApiParam({ name: 'report_id', format: 'uuid' })
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
  @ApiProblem(400, INVALID_REPORT_ID)
  @ApiProblem(404, REPORT_NOT_FOUND)
  @ApiServerProblems()
  async watch(@Param('report_id') reportId: string): Promise<Observable<MessageEvent>> {
    return this.events.watch(await this.reports.find(reportIdParameter(reportId)));
  }
}

function formatOf(format: unknown): ReportFormat {
  const known = REPORT_FORMATS.find((name) => name === (format ?? 'csv'));
  if (known === undefined) throw new Problem(400, 'invalid_format', 'The format must be csv, json or ndjson.');
  return known;
}

/** Sorted and each once, so that the same stores are the same request. */
function storeIdsOf(storeId: unknown): string[] | undefined {
  if (storeId === undefined) return undefined;
  const ids = [storeId].flat().map((id) => (typeof id === 'string' ? id.trim() : ''));
  if (ids.length > MAX_STORES) {
    throw new Problem(422, 'too_many_stores', `A report can be limited to ${MAX_STORES} stores at the most.`);
  }
  return [...new Set(ids)].sort();
}

function hasBody(request: Request): boolean {
  return Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined;
}
