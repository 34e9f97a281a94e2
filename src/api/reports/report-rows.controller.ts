import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CodedError } from '../../common/coded-error';
import { formatTimestamp } from '../../common/timestamp';
import { batchSize, fillPage } from '../../fleet/pages';
import { FiguresCache } from '../../reports/figures/figures-cache';
import { ReportRows, type RowAt } from '../../reports/figures/report-rows';
import { ReportTotals } from '../../reports/figures/window-totals';
import { ReportsService } from '../../reports/reports.service';
import { StoreAttributes } from '../../stores/attributes/store-attributes';
import { apartFromZones, isUnfiltered } from '../../stores/finding/store-filter';
import { StoreFinder } from '../../stores/finding/store-finder';
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
    private readonly reportRows: ReportRows,
    private readonly windowTotals: ReportTotals,
    private readonly finder: StoreFinder,
    private readonly attributes: StoreAttributes,
  ) {}

  @Get('rows')
  @Needs('read')
  @ApiOperation({
    operationId: 'listReportRows',
    summary: 'The rows of a complete report, in pages',
    description:
      'The figures are those of the CSV. Rows with the same figure are ordered by store_id. Of a very large report, a page with filters may be short, even empty, and still have a next_cursor.',
  })
  @ApiResponse({ status: 200, type: ReportRowsDto })
  @ApiProblems('report_not_found', 'report_not_complete', 'unknown_attribute', 'no_exact_figures')
  @ApiServerProblems()
  async rows(@Param() { report_id: id }: ReportIdParameter, @Query() query: ReportRowsQuery): Promise<ReportRowsDto> {
    const { limit, store_id: storeIds, sort } = query;
    const filter = await this.finder.filter(query);
    const direction = sort.startsWith('-') ? 'descending' : 'ascending';
    const column = sort.replace(/^-/, '');
    const list = `rows ${JSON.stringify({ id, filter, storeIds, column, direction })}`;
    const after = readNumericCursor(list, query.cursor, COUNTS);
    const report = await this.reports.requireComplete(id);
    const figures = await this.figures.of(report);
    if (!figures.hasColumn(column)) throw new CodedError('invalid_sort', { values: { choices: COLUMN_CHOICES } });
    const isInZone = await this.reportRows.isInZoneOf(report, filter);
    const order = figures.order(column, direction);
    const wanted = { filter: apartFromZones(filter), storeIds };
    const batches = this.reportRows.batches(
      figures,
      order,
      after ?? 0,
      wanted,
      batchSize(limit, !isUnfiltered(filter)),
    );
    const page = await fillPage(toCandidates(batches), limit, (rows) =>
      Promise.resolve(rows.map((row) => (row !== undefined && isInZone(row) ? row : undefined))),
    );
    const found = page.items.map((row) => ({ ...figures.figures(row), store_id: figures.storeId(row) }));
    const nameOf = await this.attributes.namesOf(found.map(({ store_id: storeId }) => storeId));
    return {
      report_id: figures.reportId,
      as_of: formatTimestamp(figures.asOf),
      rows: found.map((row) => ({ ...row, name: nameOf(row.store_id) })),
      next_cursor: page.next === undefined ? null : cursorAfter(list, page.next),
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

/** The next page begins after the last row. */
async function* toCandidates(batches: AsyncIterable<readonly RowAt[]>) {
  for await (const rows of batches)
    yield rows.map(({ position, row }) => ({ item: row, cursor: String(position + 1) }));
}
