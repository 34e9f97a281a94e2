import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { StoreGroups } from '../../stores/attributes/store-groups';
import { TargetStatuses } from '../../targets/target-statuses';
import { Needs } from '../http/access/access';
import { exactJson } from '../http/exact-json';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { groupPage } from '../http/validation/group-page';
import { TargetStatusDto, toTargetStatus } from './target-status.dto';
import { monthQuery, TargetStatusQuery } from './target-status.query';

@ApiTags('targets')
@Controller('targets')
export class TargetStatusController {
  constructor(
    private readonly statuses: TargetStatuses,
    private readonly storeGroups: StoreGroups,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Get('status')
  @Needs('read')
  @ApiOperation({
    operationId: 'getTargetStatus',
    summary: 'How all stores stand to their targets in a month',
    description:
      'Together, or in groups by the attributes that the stores have now. What each store may lose by its own target, the stores of a group may lose together.',
  })
  @ApiResponse({ status: 200, type: TargetStatusDto })
  @ApiProblems('no_observations', 'unknown_attribute', 'too_many_groups', 'observations_dropped')
  @ApiServerProblems()
  async show(
    @Query() { by: names = [], limit, cursor, ...asked }: TargetStatusQuery,
    @Res() response: Response,
  ): Promise<void> {
    const query = await monthQuery(asked, this.statuses, this.settings);
    const by = await this.storeGroups.resolve(names);
    const list = `targets ${JSON.stringify([query.month.name, by])}`;
    const groups = await this.statuses.ofGroups(query, by);
    const { page, next } = groupPage(list, groups, limit, cursor);
    response.type('json').send(exactJson(toTargetStatus(query, by, page, next)));
  }
}
