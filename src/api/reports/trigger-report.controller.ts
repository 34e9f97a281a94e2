import { Body, Controller, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Act } from '../../access/audit/act';
import { type Settings, SETTINGS } from '../../platform/config/settings';
import { ReportsService } from '../../reports/reports.service';
import { Needs } from '../http/access/access';
import { By } from '../http/access/caller';
import { JsonBody } from '../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { ApiIdempotencyKey, IdempotencyKey } from '../http/validation/idempotency-key';
import { requestedTerms } from '../http/validation/terms';
import { TriggeredReportDto, TriggerReportDto } from './report.dto';
import { TriggerReportQuery } from './reports.query';

const MAX_BODY_BYTES = 64 * 1024;

@ApiTags('reports')
@Controller('trigger_report')
export class TriggerReportController {
  constructor(
    private readonly reports: ReportsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post()
  @Needs('report')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'triggerReport',
    summary: 'Start a report',
    description:
      'Uptime and downtime of every store within its business hours: over the last hour, day and week, or over other windows.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES, optional: true })
  @ApiIdempotencyKey('The same key again is the same report: a request whose answer was lost can be repeated.')
  @ApiBody({ type: TriggerReportDto, required: false })
  @ApiResponse({
    status: 202,
    type: TriggeredReportDto,
    description: 'The report is running.',
    headers: { Location: { description: 'Where to get it.', schema: { type: 'string' } } },
  })
  @ApiProblems(
    'no_observations',
    'observations_dropped',
    'unknown_store',
    'unknown_attribute',
    'too_busy',
    'too_many_of_key',
  )
  @ApiServerProblems()
  async trigger(
    @Body() body: TriggerReportDto,
    @Query() { store_id: storeIds, attributes }: TriggerReportQuery,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @By() by: Act,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TriggeredReportDto> {
    const request = {
      asOf: body.as_of ?? undefined,
      ...requestedTerms(body),
      columns: body.columns ?? undefined,
      windows: body.windows ?? undefined,
      // Sorted and each once: the same stores in another order are the same request.
      storeIds: storeIds && [...new Set(storeIds)].sort(),
      attributes,
    };
    const reportId = await this.reports.trigger(request, idempotencyKey, by);
    response.location(`${this.settings.BASE_PATH}/get_report?report_id=${reportId}`);
    return { report_id: reportId };
  }
}
