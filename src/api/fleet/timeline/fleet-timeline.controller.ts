import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { stepCount } from '../../../calculator/figures/step-figures';
import { termsOf } from '../../../calculator/figures/terms';
import { CodedError } from '../../../common/coded-error';
import { FleetTimeline } from '../../../fleet/timeline/fleet-timeline';
import { withDefaults } from '../../../fleet/default-range';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';
import { StoreGroups } from '../../../stores/attributes/store-groups';
import { StoreFinder } from '../../../stores/finding/store-finder';
import { StoresService } from '../../../stores/stores.service';
import { Needs } from '../../http/access/access';
import { exactJson } from '../../http/exact-json';
import { ApiProblems, ApiServerProblems } from '../../http/problems/api-problems';
import { requestedTerms } from '../../http/validation/terms';
import { FleetTimelineDto, toFleetTimeline } from './fleet-timeline.dto';
import { FleetTimelineQuery, MAX_STEPS, stepIn } from './fleet-timeline.query';

@ApiTags('fleet')
@Controller('fleet')
export class FleetTimelineController {
  constructor(
    private readonly timeline: FleetTimeline,
    private readonly groups: StoreGroups,
    private readonly finder: StoreFinder,
    private readonly stores: StoresService,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Get('timeline')
  @Needs('read')
  @ApiOperation({
    operationId: 'getFleetTimeline',
    summary: 'All stores over time, step by step',
    description:
      'How many stores are open, down and unknown within each step, and the sums of their figures, exactly. With by: in groups, by the attributes that the stores have now.',
  })
  @ApiResponse({ status: 200, type: FleetTimelineDto })
  @ApiProblems('invalid_range', 'unknown_attribute', 'too_many_groups', 'observations_dropped')
  @ApiServerProblems()
  async show(@Query() query: FleetTimelineQuery, @Res() response: Response): Promise<void> {
    const range = await withDefaults({ from: query.from, to: query.to }, this.stores);
    const steps = { ...range, step: stepIn(query.step) ?? NaN };
    if (steps.from >= steps.to) throw new CodedError('invalid_range');
    if (!(stepCount(steps) <= MAX_STEPS)) throw new CodedError('invalid_step', { values: { most: MAX_STEPS } });
    const filter = await this.finder.filter(query);
    const by = await this.groups.resolve(query.by ?? []);
    const terms = termsOf(requestedTerms(query), this.settings);
    const groups = await this.timeline.of({ steps, by, filter, terms });
    response.type('json').send(exactJson(toFleetTimeline(steps, query.step, by, groups)));
  }
}
