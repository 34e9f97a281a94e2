import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiProduces, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Response } from 'express';
import { type ReportGroup, ReportGroups } from '../../../reports/figures/report-groups';
import { ReportsService } from '../../../reports/reports.service';
import { StoreAttributes } from '../../../stores/attributes/store-attributes';
import { StoreGroups } from '../../../stores/attributes/store-groups';
import { StoreFinder } from '../../../stores/finding/store-finder';
import { Needs } from '../../http/access/access';
import { exactJson } from '../../http/exact-json';
import { ApiProblems, ApiServerProblems } from '../../http/problems/api-problems';
import { groupPage } from '../../http/validation/group-page';
import { ReportIdParameter } from '../../http/validation/parameters';
import { GroupFiguresDto, ReportGroupsDto, toReportGroups } from './report-groups.dto';
import { groupsCsv } from './groups-csv';
import { ReportGroupsQuery } from './report-groups.query';

@ApiTags('reports')
@ApiExtraModels(ReportGroupsDto, GroupFiguresDto)
@Controller('reports/:report_id')
export class ReportGroupsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly reportGroups: ReportGroups,
    private readonly storeGroups: StoreGroups,
    private readonly finder: StoreFinder,
    private readonly attributes: StoreAttributes,
  ) {}

  @Get('groups')
  @Needs('read')
  @ApiOperation({
    operationId: 'listReportGroups',
    summary: 'The stores of a complete report in groups, with their figures together',
    description:
      'By the attributes that the stores have now, and the time zones that were in force at the as of. All groups add up to the report, or to its stores that match the filters, to the microsecond. Attributes that change between two pages may move stores from one to the other.',
  })
  @ApiProduces('application/json', 'text/csv')
  @ApiResponse({
    status: 200,
    description: 'By their keys.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ReportGroupsDto) } },
      'text/csv': {
        schema: { type: 'string' },
        example:
          'region,stores,uptime_us_last_day,downtime_us_last_day,unknown_us_last_day,excluded_us_last_day\nWest,12,86400000000,0,0,0\n',
      },
    },
  })
  @ApiProblems('report_not_found', 'report_not_complete', 'unknown_attribute', 'no_exact_figures')
  @ApiServerProblems()
  async groups(
    @Param() { report_id: reportId }: ReportIdParameter,
    @Query() query: ReportGroupsQuery,
    @Res() response: Response,
  ): Promise<void> {
    const report = await this.reports.requireComplete(reportId);
    const by = await this.storeGroups.resolve(query.by);
    const filter = await this.finder.filter(query);
    const { worst = 0, lost_sales: withSales } = query;
    const list = `groups ${JSON.stringify([reportId, by, filter, worst])}`;
    const groups = await this.reportGroups.of(report, { by, filter, worst, withSales });
    if (query.format === 'csv') {
      response.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="groups_${reportId}.csv"`,
      });
      response.send(groupsCsv(by, report.windows, groups, { withWorst: worst > 0, withSales }));
      return;
    }
    const { page, next } = groupPage(list, groups, query.limit, query.cursor);
    const shown = worst > 0 ? await this.attributes.of(worstIn(page)) : undefined;
    response.type('json').send(exactJson(toReportGroups(report, by, page, shown, next)));
  }
}

function worstIn(groups: readonly ReportGroup[]): string[] {
  const stores = groups.flatMap(({ windows }) => windows.flatMap(({ worst }) => worst));
  return [...new Set(stores.map(({ storeId }) => storeId))];
}
