import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs } from '../http/access/access';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { FiguresQuery } from '../http/validation/parameters';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { FiguresCache } from '../../reports/figures/figures-cache';
import { ReportsService } from '../../reports/reports.service';
import { FleetCountsService } from '../../fleet/fleet-counts';
import { StoreAttributes } from '../../stores/attributes/store-attributes';
import { FleetDto, toFleetDto } from './fleet.dto';

@ApiTags('fleet')
@Controller('fleet')
export class FleetController {
  constructor(
    private readonly counts: FleetCountsService,
    private readonly reports: ReportsService,
    private readonly figures: FiguresCache,
    private readonly attributes: StoreAttributes,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'getFleet',
    summary: 'All stores at a glance',
    description:
      'Counts may lag by up to twenty times as long as counting takes, which is a few seconds: see counted_at.',
  })
  @ApiResponse({ status: 200, type: FleetDto })
  @ApiProblems('report_not_found', 'report_not_complete', 'report_lacks_windows')
  @ApiServerProblems()
  async show(@Query() { report_id: reportId }: FiguresQuery): Promise<FleetDto> {
    const report = await this.reports.findShown(reportId);
    const [counts, figures] = await Promise.all([this.counts.get(), report && this.figures.of(report)]);
    const nameOf = await this.attributes.namesOf(counts.stalest.map(({ storeId }) => storeId));
    return toFleetDto(counts, nameOf, this.settings, report && figures && { report, figures });
  }
}
