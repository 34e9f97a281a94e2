import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { StoreFinder } from '../../stores/finding/store-finder';
import { Needs } from '../http/access/access';
import { ApiProblems } from '../http/problems/api-problems';
import type { Response } from 'express';
import { ApiOutages, OutageAnswers } from './outage-answers';
import { ListOutagesQuery } from './outages.query';

@ApiTags('outages')
@Controller('outages')
export class OutagesController {
  constructor(
    private readonly answers: OutageAnswers,
    private readonly finder: StoreFinder,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listOutages',
    summary: 'Outages of all stores',
    description:
      'When a store was inactive within its business hours. Newest first: by where they begin within the range; those that began before it come last, by store_id.',
  })
  @ApiOutages()
  @ApiProblems('unknown_attribute')
  async list(@Query() query: ListOutagesQuery, @Res() response: Response): Promise<void> {
    await this.answers.send({ storeId: undefined, filter: await this.finder.filter(query) }, query, response);
  }
}
