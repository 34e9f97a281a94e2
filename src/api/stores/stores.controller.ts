import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { StoreList } from '../../fleet/store-list';
import { StoreFinder } from '../../stores/finding/store-finder';
import { Needs } from '../http/access/access';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, readCursor } from '../http/validation/cursor';
import { FiguresQuery, StoreIdParameter } from '../http/validation/parameters';
import { SingleStoreDto, StorePageDto, toSingleStoreDto, toStorePageDto } from './store.dto';
import { ListStoresQuery } from './stores.query';

@ApiTags('stores')
@Controller('stores')
export class StoresController {
  constructor(
    private readonly list: StoreList,
    private readonly finder: StoreFinder,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listStores',
    summary: 'Stores, with their status and the figures of a report',
    description:
      'In pages. If few stores match, a page may be short, even empty, and still have a next_cursor. The figures of all pages come from the report of the first one.',
  })
  @ApiResponse({ status: 200, type: StorePageDto })
  @ApiProblems(
    'no_report',
    'report_not_found',
    'report_not_complete',
    'report_lacks_windows',
    'report_gone',
    'unknown_attribute',
  )
  @ApiServerProblems()
  async all(@Query() parameters: ListStoresQuery): Promise<StorePageDto> {
    const { limit, cursor, status, open, stale, sort, report_id: reportId } = parameters;
    const query = { filter: await this.finder.filter(parameters), status, open, stale, sort, reportId };
    const list = `stores ${JSON.stringify(query)}`;
    const page = await this.list.page(query, limit, readCursor(list, cursor));
    return toStorePageDto(page, (position) => cursorAfter(list, position));
  }

  @Get(':store_id')
  @Needs('read')
  @ApiOperation({
    operationId: 'getStore',
    summary: 'A store: zone, hours, status, figures of a report, and when it opens or closes next',
    description: 'Whether it is open is by the clock of the service, not by the latest observation.',
  })
  @ApiResponse({ status: 200, type: SingleStoreDto })
  @ApiProblems('store_not_found', 'report_not_found', 'report_not_complete', 'report_lacks_windows')
  @ApiServerProblems()
  async show(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Query() { report_id: reportId }: FiguresQuery,
  ): Promise<SingleStoreDto> {
    return toSingleStoreDto(await this.list.find(storeId, reportId));
  }
}
