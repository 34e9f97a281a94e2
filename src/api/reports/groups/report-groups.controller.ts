import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiProduces, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { createArrayCsvStringifier } from 'csv-writer';
import type { Response } from 'express';
import { KEPT_FIGURES } from '../../../reports/figures/exact-figures';
import { type ReportGroup, ReportGroups } from '../../../reports/figures/report-groups';
import { ReportsService } from '../../../reports/reports.service';
import { type Grouping, StoreGroups } from '../../../stores/attributes/store-groups';
import { Needs } from '../../http/access/access';
import { exactJson } from '../../http/exact-json';
import { noFormula } from '../../http/no-formula';
import { ApiProblems, ApiServerProblems } from '../../http/problems/api-problems';
import { groupPage } from '../../http/validation/group-page';
import { ReportIdParameter } from '../../http/validation/parameters';
import { GroupFiguresDto, ReportGroupsDto, toReportGroups } from './report-groups.dto';
import { ReportGroupsQuery } from './report-groups.query';

@ApiTags('reports')
@ApiExtraModels(ReportGroupsDto, GroupFiguresDto)
@Controller('reports/:report_id')
export class ReportGroupsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly reportGroups: ReportGroups,
    private readonly storeGroups: StoreGroups,
  ) {}

  @Get('groups')
  @Needs('read')
  @ApiOperation({
    operationId: 'listReportGroups',
    summary: 'The stores of a complete report in groups, with their figures together',
    description:
      'By the attributes that the stores have now, and the time zones that were in force at the as of. All groups add up to the report, to the microsecond. Attributes that change between two pages may move stores from one to the other.',
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
    const list = `groups ${JSON.stringify([reportId, by])}`;
    const groups = await this.reportGroups.of(report, by, query.lost_sales);
    if (query.format === 'csv') {
      response.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="groups_${reportId}.csv"`,
      });
      response.send(csvOf(by, report.windows, groups, query.lost_sales));
      return;
    }
    const { page, next } = groupPage(list, groups, query.limit, query.cursor);
    response.type('json').send(exactJson(toReportGroups(report, by, page, next)));
  }
}

function csvOf(by: Grouping, windows: readonly string[], groups: readonly ReportGroup[], withSales: boolean): string {
  const columns = windows.flatMap((window) => KEPT_FIGURES.map((figure) => `${figure}_us_${window}`));
  const salesColumns = withSales
    ? ['stores_with_sales', ...windows.map((window) => `lost_sales_estimate_${window}`)]
    : [];
  const csv = createArrayCsvStringifier({ header: [...by, 'stores', ...columns, ...salesColumns] });
  const lines = groups.map(({ key, stores, windows: figures, sales }) => [
    ...key.map((value) => noFormula(value ?? '')),
    stores,
    ...figures.flatMap((each) => KEPT_FIGURES.map((figure) => String(each[figure]))),
    ...(withSales ? [sales[0]?.stores ?? 0, ...sales.map(({ shown }) => shown ?? '')] : []),
  ]);
  return `${csv.getHeaderString() ?? ''}${lines.length > 0 ? csv.stringifyRecords(lines) : ''}`;
}
