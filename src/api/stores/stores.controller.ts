import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { choiceDetail, choiceParameter } from '../http/parameters/choice-parameter';
import { cursorAfter, placeOf, readLimit } from '../http/parameters/cursor';
import { ApiProblem, ApiServerProblems } from '../http/problem.dto';
import { idPrefixParameter, INVALID_Q, INVALID_STORE_ID, storeIdParameter } from '../../stores/store-id';
import { STORE_NOT_FOUND } from '../../fleet/store-states';
import { OpenHours } from '../../fleet/open-hours';
import { SingleStoreDto, StorePageDto, toSingleStoreDto, toStorePageDto } from './store.dto';
import { NO_REPORT, REPORT_GONE, STORE_SORTS, StoreList } from '../../fleet/store-list';

const STATUSES = ['active', 'inactive'] as const;
const BOOLEANS = ['true', 'false'] as const;

@ApiTags('stores')
@Controller('stores')
export class StoresController {
  constructor(
    private readonly list: StoreList,
    private readonly openHours: OpenHours,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Stores, with their status and the figures of the latest report',
    description:
      'In pages. Where a filter finds few, a page may be short, even empty, although next_cursor leads on. The figures are those of the latest complete report that is not limited to some stores.',
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'cursor', required: false, type: String, description: 'The next_cursor of the page before' })
  @ApiQuery({ name: 'q', required: false, type: String, description: 'Only stores whose store_id begins so' })
  @ApiQuery({
    name: 'status',
    required: false,
    enum: STATUSES,
    description: 'Only stores whose latest observation says so; those without one have neither',
  })
  @ApiQuery({ name: 'open', required: false, enum: BOOLEANS, description: 'Whether they are open at this moment' })
  @ApiQuery({
    name: 'stale',
    required: false,
    enum: BOOLEANS,
    description: 'Whether their last observation lies more than 3 hours before the latest of all stores',
  })
  @ApiQuery({
    name: 'sort',
    required: false,
    schema: { enum: [...STORE_SORTS], default: 'store_id' },
    description:
      'By a downtime: the largest first, and last, by store_id, stores that are not in the report. All pages are by the report of the first one.',
  })
  @ApiResponse({ status: 200, type: StorePageDto })
  @ApiProblem(400, {
    invalid_limit: 'The limit must be a whole number from 1 to 500.',
    invalid_cursor: 'The cursor must be the next_cursor of an earlier page.',
    ...INVALID_Q,
    invalid_status: choiceDetail('status', STATUSES),
    invalid_open: choiceDetail('open', BOOLEANS),
    invalid_stale: choiceDetail('stale', BOOLEANS),
    invalid_sort: choiceDetail('sort', STORE_SORTS),
  })
  @ApiProblem(409, NO_REPORT)
  @ApiProblem(410, REPORT_GONE)
  @ApiServerProblems()
  async all(@Query() query: Record<string, unknown>): Promise<StorePageDto> {
    const asked = {
      prefix: idPrefixParameter(query.q),
      status: choiceParameter('status', query.status, STATUSES),
      open: booleanParameter('open', query.open),
      stale: booleanParameter('stale', query.stale),
      sort: choiceParameter('sort', query.sort, STORE_SORTS) ?? 'store_id',
    };
    const list = `stores ${JSON.stringify(asked)}`;
    const page = await this.list.page(asked, readLimit(query.limit), placeOf(list, query.cursor));
    return toStorePageDto(page, this.openHours.defaultTimezone, (place) => cursorAfter(list, place));
  }

  @Get(':store_id')
  @ApiOperation({ summary: 'A store: zone, hours, status, and when it opens or closes next' })
  @ApiParam({ name: 'store_id', example: '42' })
  @ApiResponse({ status: 200, type: SingleStoreDto })
  @ApiProblem(400, INVALID_STORE_ID)
  @ApiProblem(404, STORE_NOT_FOUND)
  @ApiServerProblems()
  async show(@Param('store_id') storeId: string): Promise<SingleStoreDto> {
    return toSingleStoreDto(await this.list.find(storeIdParameter(storeId)), this.openHours.defaultTimezone);
  }
}

function booleanParameter(name: string, value: unknown): boolean | undefined {
  const choice = choiceParameter(name, value, BOOLEANS);
  return choice === undefined ? undefined : choice === 'true';
}
