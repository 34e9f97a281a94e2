import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { NO_FILTER } from '../../stores/finding/store-filter';
import { Needs } from '../http/access/access';
import { ApiProblems } from '../http/problems/api-problems';
import { StoreIdParameter } from '../http/validation/parameters';
import { ApiOutages, OutageAnswers } from '../outages/outage-answers';
import { StoreOutagesQuery } from '../outages/outages.query';

@ApiTags('stores')
@Controller('stores/:store_id/outages')
export class StoreOutagesController {
  constructor(private readonly answers: OutageAnswers) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listStoreOutages',
    summary: 'Outages of a store',
    description: 'When it was inactive within its business hours.',
  })
  @ApiOutages()
  @ApiProblems('store_not_found')
  async list(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Query() query: StoreOutagesQuery,
    @Res() response: Response,
  ): Promise<void> {
    await this.answers.send({ storeId, filter: NO_FILTER }, query, response);
  }
}
