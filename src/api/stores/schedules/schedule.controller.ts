import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { isDeepStrictEqual } from 'node:util';
import { clock } from '../../../fleet/open-hours';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';
import { Closures } from '../../../stores/schedules/closures';
import { ScheduleHistory } from '../../../stores/schedules/schedule-history';
import { NO_SCHEDULE, scheduleOf } from '../../../stores/schedules/schedule-text';
import { StoreSchedules } from '../../../stores/schedules/store-schedules';
import { StoresService } from '../../../stores/stores.service';
import { Needs } from '../../http/access/access';
import { ApiProblems, ApiServerProblems } from '../../http/problems/api-problems';
import { COUNTS, cursorAfter, readNumericCursor } from '../../http/validation/cursor';
import { PageQuery, StoreIdParameter } from '../../http/validation/parameters';
import { ScheduleChangePageDto, ScheduleDto, ScheduleQuery, toScheduleChangeDto, toScheduleDto } from './schedule.dto';

@ApiTags('stores')
@Controller('stores/:store_id/schedule')
export class ScheduleController {
  constructor(
    private readonly schedules: StoreSchedules,
    private readonly closures: Closures,
    private readonly changes: ScheduleHistory,
    private readonly stores: StoresService,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'getStoreSchedule',
    summary: 'The zone, hours and closures of a store that are in force at an instant',
    description:
      'By the schedule as it is now; see its history for what it was. Closures alone do not make a store known.',
  })
  @ApiResponse({ status: 200, type: ScheduleDto })
  @ApiProblems('store_not_found')
  @ApiServerProblems()
  async show(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Query() { at = clock() }: ScheduleQuery,
  ): Promise<ScheduleDto> {
    const stored = await this.schedules.find(storeId);
    // Special dates are kept of stores that nothing else names.
    if (isDeepStrictEqual(stored, NO_SCHEDULE)) await this.stores.find(storeId);
    const closures = await this.closures.of(storeId, { from: at, to: at + 1 });
    return toScheduleDto(storeId, at, stored, scheduleOf(stored, this.settings), closures);
  }

  @Get('history')
  @Needs('read')
  @ApiOperation({
    operationId: 'listStoreScheduleChanges',
    summary: 'What changed in the schedule of a store, the latest first',
    description: 'In pages. Nothing is ever removed from it.',
  })
  @ApiResponse({ status: 200, type: ScheduleChangePageDto })
  @ApiServerProblems()
  async history(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<ScheduleChangePageDto> {
    const list = `schedule history ${storeId}`;
    const found = await this.changes.list(storeId, readNumericCursor(list, cursor, COUNTS), limit + 1);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { changes: page.map(toScheduleChangeDto), next_cursor: last ? cursorAfter(list, last.changeNo) : null };
  }
}
