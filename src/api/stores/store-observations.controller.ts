import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { cursorAfter, readPage } from '../http/parameters/cursor';
import { instantParameter } from '../http/parameters/instant-parameter';
import { Problem } from '../http/problem';
import { ApiProblem, ApiServerProblems } from '../http/problem.dto';
import { formatTimestamp } from '../../common/timestamp';
import { INVALID_STORE_ID, storeIdParameter } from '../../stores/store-id';
import { STORE_NOT_FOUND } from '../../fleet/store-states';
import { StoreObservations } from '../../observations/read/store-observations';
import { ObservationPageDto, toKnownObservationDto } from './store-observations.dto';

@ApiTags('stores')
@Controller('stores/:store_id/observations')
export class StoreObservationsController {
  constructor(private readonly observations: StoreObservations) {}

  @Get()
  @ApiOperation({ summary: 'What was observed of a store, and which import said so' })
  @ApiParam({ name: 'store_id', example: '42' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'cursor', required: false, type: String, description: 'The next_cursor of the page before' })
  @ApiQuery({ name: 'from', required: false, schema: { type: 'string', format: 'date-time' }, description: 'Included' })
  @ApiQuery({
    name: 'to',
    required: false,
    schema: { type: 'string', format: 'date-time' },
    description: 'Not included',
  })
  @ApiResponse({ status: 200, type: ObservationPageDto })
  @ApiProblem(400, {
    ...INVALID_STORE_ID,
    invalid_limit: 'The limit must be a whole number from 1 to 500.',
    invalid_cursor: 'The cursor must be the next_cursor of an earlier page.',
    invalid_from: 'from must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.',
    invalid_to: 'to must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.',
    invalid_range: 'from must come before to.',
  })
  @ApiProblem(404, STORE_NOT_FOUND)
  @ApiServerProblems()
  async list(@Param('store_id') storeId: string, @Query() query: Record<string, unknown>): Promise<ObservationPageDto> {
    const asked = {
      storeId: storeIdParameter(storeId),
      from: query.from === undefined ? undefined : instantParameter('from', query.from),
      to: query.to === undefined ? undefined : instantParameter('to', query.to),
    };
    if (asked.from !== undefined && asked.to !== undefined && asked.from >= asked.to) {
      throw new Problem(400, 'invalid_range', 'from must come before to.');
    }
    const list = `observations ${JSON.stringify(asked)}`;
    const { limit, after } = readPage(list, query);
    const found = await this.observations.read(asked, after, limit + 1);
    const keptFrom = await this.observations.keptFrom();
    const last = found.length > limit ? found.at(limit - 1) : undefined;
    return {
      observations: found.slice(0, limit).map(toKnownObservationDto),
      kept_from: keptFrom === undefined ? null : formatTimestamp(keptFrom),
      next_cursor: last ? cursorAfter(list, last.observedAt) : null,
    };
  }
}
