import { Body, Controller, Get, HttpCode, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiOperation,
  ApiProduces,
  ApiQuery,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import { bodyPipe } from '../common/body.pipe';
import { Problem } from '../common/problem';
import { ApiProblem, ApiServerProblems } from '../common/problem.dto';
import { parseTimestamp } from '../common/timestamp';
import { isUuid } from '../common/uuid';
import {
  FailedReportDto,
  RunningReportDto,
  toReportStateDto,
  TriggeredReportDto,
  TriggerReportDto,
} from './report.dto';
import { REPORT_HEADER } from './report-csv';
import { ReportsService } from './reports.service';

/** Seconds after which a client that polls for a report should ask again. */
const RETRY_AFTER = '1';

@ApiTags('reports')
@ApiExtraModels(RunningReportDto, FailedReportDto)
@Controller()
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Post('trigger_report')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Start a report',
    description: 'Uptime and downtime of every store within its business hours, over the last hour, day and week.',
  })
  @ApiBody({ type: TriggerReportDto, required: false })
  @ApiResponse({
    status: 202,
    type: TriggeredReportDto,
    description: 'The report runs.',
    headers: { Location: { description: 'Where to get it.', schema: { type: 'string' } } },
  })
  @ApiProblem(400, { malformed_request: 'Unexpected end of JSON input' })
  @ApiProblem(409, { no_observations: 'There are no observations yet. Import some, or give as_of.' })
  @ApiProblem(413, { body_too_large: 'request entity too large' })
  @ApiProblem(415, { unsupported_media_type: 'Send the body as application/json, or none.' })
  @ApiProblem(422, {
    invalid_as_of: 'as_of must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.',
    invalid_default_status: 'default_status must be active or inactive.',
    unknown_field: 'property asof should not exist.',
  })
  @ApiServerProblems()
  async trigger(
    @Body(bodyPipe()) body: TriggerReportDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TriggeredReportDto> {
    if (hasBody(request) && !request.is('application/json')) {
      throw new Problem(415, 'unsupported_media_type', 'Send the body as application/json, or none.');
    }
    const asOf = typeof body.as_of === 'string' ? parseTimestamp(body.as_of) : undefined;
    const reportId = await this.reports.trigger({ asOf, defaultStatus: body.default_status ?? undefined });
    response.location(`/get_report?report_id=${reportId}`);
    return { report_id: reportId };
  }

  @Get('get_report')
  @ApiOperation({
    summary: 'Get a report, or how far it is',
    description: 'The CSV once it is complete; until then, and if it failed, its state as JSON.',
  })
  @ApiQuery({ name: 'report_id', format: 'uuid' })
  @ApiProduces('text/csv', 'application/json')
  @ApiResponse({
    status: 200,
    description: 'The report (CSV), or its state (JSON): running, or failed for a reason.',
    headers: {
      'Retry-After': {
        description: 'While it runs: seconds until it is worth asking again.',
        schema: { type: 'string' },
      },
      'Content-Disposition': { description: 'With the CSV: its file name.', schema: { type: 'string' } },
    },
    content: {
      'text/csv': {
        schema: { type: 'string' },
        example: `${REPORT_HEADER}00017c6a-7a77-4a95-bb2d-40647868aff6,60.00,10.50,75.50,0.00,0.00,0.00\n`,
      },
      'application/json': {
        schema: { oneOf: [{ $ref: getSchemaPath(RunningReportDto) }, { $ref: getSchemaPath(FailedReportDto) }] },
        examples: {
          Running: {
            value: {
              status: 'Running',
              report_id: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11',
              progress: 0.43,
              stores_done: 6000,
              stores_total: 14000,
              started_at: '2026-01-01T12:00:00.000Z',
            },
          },
          Error: {
            value: {
              status: 'Error',
              report_id: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11',
              reason: 'There are no observations, and the report was given no as_of to end at.',
            },
          },
        },
      },
    },
  })
  @ApiProblem(400, { invalid_report_id: 'Give the report_id that POST /trigger_report answered, a UUID.' })
  @ApiProblem(404, { report_not_found: 'Report not found' })
  @ApiServerProblems()
  async get(
    @Query('report_id') reportId: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | RunningReportDto | FailedReportDto> {
    if (!isUuid(reportId)) {
      throw new Problem(400, 'invalid_report_id', 'Give the report_id that POST /trigger_report answered, a UUID.');
    }
    const report = await this.reports.find(reportId);
    if (report.status !== 'Complete') {
      if (report.status === 'Running') response.set('Retry-After', RETRY_AFTER);
      return toReportStateDto(report);
    }
    return new StreamableFile(Readable.from(this.reports.csv(reportId), { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="report_${report.reportId}.csv"`,
      ...(report.csvBytes === null ? {} : { length: report.csvBytes }),
    });
  }
}

function hasBody(request: Request): boolean {
  return Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined;
}
