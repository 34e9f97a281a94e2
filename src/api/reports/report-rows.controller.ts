import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CodedError } from '../../common/coded-error';
import { formatTimestamp } from '../../common/timestamp';
import { FiguresCache } from '../../reports/figures/figures-cache';
import { ReportTotals } from '../../reports/figures/window-totals';
import { ReportsService } from '../../reports/reports.service';
import { StoreAttributes } from '../../stores/attributes/store-attributes';
import { Needs } from '../http/access/access';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { COUNTS, cursorAfter, readNumericCursor } from '../http/validation/cursor';
import { ReportIdParameter } from '../http/validation/parameters';
import { ReportRowsDto } from './report-rows.dto';
import { ReportTotalsDto, toReportTotalsDto } from './report-totals.dto';
import { COLUMN_CHOICES, ReportRowsQuery } from './reports.query';

@ApiTags('reports')
@Controller('reports/:report_id')
export class ReportRowsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly figures: FiguresCache,
    private readonly windowTotals: ReportTotals,
    private readonly attributes: StoreAttributes,
  ) {}

  @Get('rows')
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
    const { limit, q: prefix, store_id: storeIds, sort } = query;
    const direction = sort.startsWith('-') ? 'descending' : 'ascending';
    const column = sort.replace(/^-/, '');
    const list = `rows ${JSON.stringify({ id, prefix, storeIds, column, direction })}`;
    const after = readNumericCursor(list, query.cursor, COUNTS);
    const figures = await this.figures.of(await this.reports.requireComplete(id));
    if (!figures.hasColumn(column)) throw new CodedError('invalid_sort', { values: { choices: COLUMN_CHOICES } });
    const found = figures.rowsFrom(figures.order(column, direction), after ?? 0, { prefix, storeIds }, limit + 1);
    const next = found.at(limit);
    const rows = found.slice(0, limit).map(({ row }) => ({ ...figures.figures(row), store_id: figures.storeId(row) }));
    const nameOf = await this.attributes.namesOf(rows.map(({ store_id: storeId }) => storeId));
    return {
      report_id: figures.reportId,
      as_of: formatTimestamp(figures.asOf),
      rows: rows.map((row) => ({ ...row, name: nameOf(row.store_id) })),
      next_cursor: next ? cursorAfter(list, next.position) : null,
    };
  }

  @Get('totals')
  @Needs('read')
  @ApiOperation({
    operationId: 'getReportTotals',
    summary: 'All stores of a complete report together, window by window',
    description: 'Sums, and how the shares of the single stores are distributed.',
  })
  @ApiResponse({ status: 200, type: ReportTotalsDto })
  @ApiProblems('report_not_found', 'report_not_complete')
  @ApiServerProblems()
  async totals(@Param() { report_id: id }: ReportIdParameter): Promise<ReportTotalsDto> {
    const report = await this.reports.requireComplete(id);
    const figures = await this.figures.of(report);
    return toReportTotalsDto(report, figures, await this.windowTotals.of(report, figures));
  }
}
