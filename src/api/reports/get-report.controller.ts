import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiProduces, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ReportRows } from '../../reports/figures/report-rows';
import { REPORT_ERRORS } from '../../reports/report-errors';
import { ReportsService, RETRY_AFTER } from '../../reports/reports.service';
import { StoreFinder } from '../../stores/finding/store-finder';
import { Needs } from '../http/access/access';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { ReportStateDto, toReportStateDto } from './report.dto';
import { ApiCachedReport, EXAMPLE_CSV, REPORT_HEADERS, sendReport } from './report-download';
import { ReportRowDto } from './report-rows.dto';
import { GetReportQuery } from './reports.query';

const EXAMPLE_OBJECT = {
  store_id: '00017c6a-7a77-4a95-bb2d-40647868aff6',
  uptime_last_hour: 60,
  uptime_last_day: 10.5,
  uptime_last_week: 75.5,
  downtime_last_hour: 0,
  downtime_last_day: 0,
  downtime_last_week: 0,
};
const ROW = { $ref: getSchemaPath(ReportRowDto) };

@ApiTags('reports')
@ApiExtraModels(ReportRowDto, ReportStateDto)
@Controller('get_report')
export class GetReportController {
  constructor(
    private readonly reports: ReportsService,
    private readonly rows: ReportRows,
    private readonly finder: StoreFinder,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'getReport',
    summary: 'Get a report, or its progress',
    description: 'The rows once it is complete; until then, and if it has failed or was cancelled, its state as JSON.',
  })
  @ApiCachedReport()
  @ApiProduces('text/csv', 'application/json', 'application/x-ndjson')
  @ApiResponse({
    status: 200,
    description: 'The report, or its state as JSON: running, failed with a reason, or cancelled.',
    headers: {
      'Retry-After': {
        description: 'While it runs: seconds until the next request is worthwhile.',
        schema: { type: 'string' },
      },
      ...REPORT_HEADERS,
    },
    content: {
      'text/csv': { schema: { type: 'string' }, example: EXAMPLE_CSV },
      'application/x-ndjson': { schema: ROW, example: EXAMPLE_OBJECT },
      'application/json': {
        schema: { oneOf: [{ $ref: getSchemaPath(ReportStateDto) }, { type: 'array', items: ROW }] },
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
              reason: REPORT_ERRORS.noObservations,
            },
          },
          'format=json': { value: [EXAMPLE_OBJECT] },
        },
      },
    },
  })
  @ApiProblems('report_not_found', 'unknown_attribute', 'no_exact_figures')
  @ApiServerProblems()
  async get(@Query() query: GetReportQuery, @Req() request: Request, @Res() response: Response): Promise<void> {
    const report = await this.reports.findState(query.report_id);
    const filter = await this.finder.filter(query);
    if (report.status === 'Complete') {
      await sendReport(report, query.format, await this.rows.lines(report, filter), request, response);
      return;
    }
    if (report.status === 'Running') response.set('Retry-After', `${RETRY_AFTER}`);
    response.json(toReportStateDto(report));
  }
}
