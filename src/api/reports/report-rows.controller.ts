import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { formatTimestamp } from '../../common/timestamp';
import { FiguresCache } from '../../reports/figures/figures-cache';
import { REPORT_COLUMNS } from '../../reports/report-csv';
import { ReportsService } from '../../reports/reports.service';
import { Needs } from '../http/access/access';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { COUNTS, cursorAfter, readNumericCursor } from '../http/validation/cursor';
import { ReportIdParameter } from '../http/validation/parameters';
import { ReportRowsDto } from './report-rows.dto';
import { ReportRowsQuery } from './reports.query';

@ApiTags('reports')
@Controller('reports/:report_id/rows')
export class ReportRowsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly figures: FiguresCache,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listReportRows',
    summary: 'The rows of a complete report, in pages',
    description: 'The figures are those of the CSV. Rows with the same figure are ordered by store_id.',
  })
  @ApiResponse({ status: 200, type: ReportRowsDto })
  @ApiProblems('report_not_found', 'report_not_complete')
  @ApiServerProblems()
  async rows(@Param() { report_id: id }: ReportIdParameter, @Query() query: ReportRowsQuery): Promise<ReportRowsDto> {
    const { limit, q: prefix, sort } = query;
    const direction = sort.startsWith('-') ? 'descending' : 'ascending';
    const column = REPORT_COLUMNS.find((known) => known === sort.replace('-', '')) ?? 'store_id';
    const list = `rows ${JSON.stringify({ id, prefix, column, direction })}`;
    const after = readNumericCursor(list, query.cursor, COUNTS);
    const figures = await this.figures.of(await this.reports.requireComplete(id));
    const found = figures.rowsFrom(figures.order(column, direction), after ?? 0, prefix, limit + 1);
    const next = found.at(limit);
    return {
      report_id: figures.reportId,
      as_of: formatTimestamp(figures.asOf),
      rows: found.slice(0, limit).map(({ row }) => ({ store_id: figures.storeId(row), ...figures.figures(row) })),
      next_cursor: next ? cursorAfter(list, next.position) : null,
    };
  }
}
