import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { formatTimestamp } from '../../common/timestamp';
import { StoreObservations } from '../../observations/read/store-observations';
import { Needs } from '../http/access/access';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, INSTANTS, readNumericCursor } from '../http/validation/cursor';
import { StoreIdParameter } from '../http/validation/parameters';
import { ObservationPageDto, toKnownObservationDto } from './store-observations.dto';
import { ListObservationsQuery } from './stores.query';

@ApiTags('stores')
@Controller('stores/:store_id/observations')
export class StoreObservationsController {
  constructor(private readonly observations: StoreObservations) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listStoreObservations',
    summary: 'The observations of a store, and the import that each came with',
    description: 'In pages, in time order. The import is the one that last set the status.',
  })
  @ApiResponse({ status: 200, type: ObservationPageDto })
  @ApiProblems('store_not_found')
  @ApiServerProblems()
  async list(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Query() { limit, cursor, from, to }: ListObservationsQuery,
  ): Promise<ObservationPageDto> {
    const query = { storeId, from, to };
    const list = `observations ${JSON.stringify(query)}`;
    const found = await this.observations.read(query, readNumericCursor(list, cursor, INSTANTS), limit + 1);
    const keptFrom = await this.observations.keptFrom();
    const last = found.length > limit ? found.at(limit - 1) : undefined;
    return {
      observations: found.slice(0, limit).map(toKnownObservationDto),
      kept_from: keptFrom === undefined ? null : formatTimestamp(keptFrom),
      next_cursor: last ? cursorAfter(list, last.observedAt) : null,
    };
  }
}
