import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { TargetStatuses } from '../../targets/target-statuses';
import { Needs } from '../http/access/access';
import { exactJson } from '../http/exact-json';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { StoreIdParameter } from '../http/validation/parameters';
import { StoreTargetDto, toStoreTarget } from '../targets/target-status.dto';
import { monthQuery, StoreTargetQuery } from '../targets/target-status.query';

@ApiTags('stores')
@Controller('stores/:store_id/target')
export class StoreTargetController {
  constructor(
    private readonly statuses: TargetStatuses,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'getStoreTarget',
    summary: 'How a store stands to its target in a month',
    description:
      'The target that holds for it, whether it is met, how much business time may still be lost, and on which date that is gone.',
  })
  @ApiResponse({ status: 200, type: StoreTargetDto })
  @ApiProblems('store_not_found', 'no_observations', 'observations_dropped')
  @ApiServerProblems()
  async show(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Query() asked: StoreTargetQuery,
    @Res() response: Response,
  ): Promise<void> {
    const query = await monthQuery(asked, this.statuses, this.settings);
    response.type('json').send(exactJson(toStoreTarget(query, await this.statuses.ofStore(storeId, query))));
  }
}
