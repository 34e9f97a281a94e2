import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { choiceParameter } from '../http/parameters/choice-parameter';
import { cursorAfter, invalidCursor, readPage } from '../http/parameters/cursor';
import { instantParameter } from '../http/parameters/instant-parameter';
import { Problem } from '../http/problem';
import { ApiProblem, ApiServerProblems } from '../http/problem.dto';
import { INVALID_STORE_ID, storeIdParameter } from '../../stores/store-id';
import { toExplainedDto, toUptimeDto, UptimeDto } from './uptime.dto';
import { RANGE_TOO_LONG, type UptimeRequest, UptimeService } from '../../uptime/uptime.service';

const STATUSES = ['active', 'inactive'] as const;

@ApiTags('stores')
@Controller('stores/:store_id/uptime')
export class UptimeController {
  constructor(private readonly uptime: UptimeService) {}

  @Get()
  @ApiOperation({
    summary: 'The figures of a store over any range, and what they consist of',
    description:
      'The same calculator as for reports: over the windows of a report these are its figures, to the microsecond.',
  })
  @ApiParam({ name: 'store_id', example: '42' })
  @ApiQuery({ name: 'from', schema: { type: 'string', format: 'date-time' }, description: 'Included' })
  @ApiQuery({ name: 'to', schema: { type: 'string', format: 'date-time' }, description: 'Not included' })
  @ApiQuery({ name: 'default_status', required: false, enum: STATUSES, description: 'Before the first observation' })
  @ApiQuery({ name: 'explain', required: false, enum: ['true', 'false'], description: 'Whether to add the ledger' })
  @ApiQuery({ name: 'cursor', required: false, type: String, description: 'The next_cursor of the page before' })
  @ApiResponse({ status: 200, type: UptimeDto })
  @ApiProblem(400, {
    invalid_from: 'from must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.',
    invalid_to: 'to must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.',
    invalid_range: 'from must come before to.',
    invalid_default_status: 'default_status must be active or inactive.',
    invalid_explain: 'explain must be true or false.',
    invalid_cursor: 'The cursor must be the next_cursor of an earlier page.',
    ...INVALID_STORE_ID,
  })
  @ApiProblem(404, { store_not_found: 'Store not found' })
  @ApiProblem(422, RANGE_TOO_LONG)
  @ApiServerProblems()
  async show(@Param('store_id') storeId: string, @Query() query: Record<string, unknown>): Promise<UptimeDto> {
    const request = readRequest(storeId, query);
    if (choiceParameter('explain', query.explain, ['true', 'false']) !== 'true')
      return toUptimeDto(request, await this.uptime.figures(request));
    const list = `ledger ${JSON.stringify(request)}`;
    const start = readPage(list, { cursor: query.cursor }).after ?? request.range.from;
    if (start < request.range.from || start >= request.range.to) throw invalidCursor();
    const explained = await this.uptime.explained(request, start);
    return toExplainedDto(request, explained, (next) => cursorAfter(list, next));
  }
}

function readRequest(id: string, query: Record<string, unknown>): UptimeRequest {
  const storeId = storeIdParameter(id);
  const range = { from: instantParameter('from', query.from), to: instantParameter('to', query.to) };
  if (range.from >= range.to) throw new Problem(400, 'invalid_range', 'from must come before to.');
  const defaultStatus = choiceParameter('default_status', query.default_status, STATUSES);
  return { storeId, range, defaultStatus };
}
