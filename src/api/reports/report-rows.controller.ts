import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { cursorAfter, readPage } from '../http/parameters/cursor';
import { Problem } from '../http/problem';
import { ApiProblem, ApiServerProblems } from '../http/problem.dto';
import { formatTimestamp } from '../../common/timestamp';
import { ID_END, idPrefixParameter, INVALID_Q } from '../../stores/store-id';
import { FiguresCache } from '../../reports/figures/figures-cache';
import { REPORT_COLUMNS } from '../../reports/report-csv';
import type { ReportColumn, ReportFigures } from '../../reports/figures/report-figures';
import { INVALID_REPORT_ID, REPORT_NOT_FOUND, reportIdParameter } from './report-id';
import { ReportRowsDto } from './report-rows.dto';
import { ReportsService } from '../../reports/reports.service';

const REPORT_NOT_COMPLETE = { report_not_complete: 'The report is Running; only a complete one has rows.' };
const INVALID_SORT = { invalid_sort: `sort must be one of ${REPORT_COLUMNS.join(', ')}, with - in front: descending.` };

@ApiTags('reports')
@Controller('reports/:report_id/rows')
export class ReportRowsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly figures: FiguresCache,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The rows of a complete report, in pages',
    description: 'The figures are those of the CSV. Rows with the same figure are by store_id.',
  })
  @ApiParam({ name: 'report_id', format: 'uuid' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'cursor', required: false, type: String, description: 'The next_cursor of the page before' })
  @ApiQuery({ name: 'q', required: false, type: String, description: 'Only stores whose store_id begins so' })
  @ApiQuery({
    name: 'sort',
    required: false,
    schema: { enum: REPORT_COLUMNS.flatMap((column) => [column, `-${column}`]), default: 'store_id' },
    description: 'With - in front: descending',
  })
  @ApiResponse({ status: 200, type: ReportRowsDto })
  @ApiProblem(400, {
    ...INVALID_REPORT_ID,
    invalid_limit: 'The limit must be a whole number from 1 to 500.',
    invalid_cursor: 'The cursor must be the next_cursor of an earlier page.',
    ...INVALID_Q,
    ...INVALID_SORT,
  })
  @ApiProblem(404, REPORT_NOT_FOUND)
  @ApiProblem(409, REPORT_NOT_COMPLETE)
  @ApiServerProblems()
  async rows(@Param('report_id') reportId: string, @Query() query: Record<string, unknown>): Promise<ReportRowsDto> {
    const id = reportIdParameter(reportId);
    const prefix = idPrefixParameter(query.q);
    const { column, direction } = sortOf(query.sort);
    const list = `rows ${JSON.stringify({ id, prefix, column, direction })}`;
    const { limit, after } = readPage(list, query);
    const report = await this.reports.find(id);
    if (report.status !== 'Complete') {
      throw new Problem(409, 'report_not_complete', `The report is ${report.status}; only a complete one has rows.`);
    }
    const figures = await this.figures.of(report);
    const places = placesFrom(figures, figures.order(column, direction), after ?? 0, prefix, limit + 1);
    const next = places.at(limit);
    return {
      report_id: report.reportId,
      as_of: formatTimestamp(figures.asOf),
      rows: places.slice(0, limit).map(({ row }) => ({ store_id: figures.storeId(row), ...figures.figures(row) })),
      next_cursor: next ? cursorAfter(list, next.place) : null,
    };
  }
}

/** The first rows of an order from a place on, at most `most`, of those whose store id has a prefix. */
function placesFrom(
  figures: ReportFigures,
  order: Uint32Array,
  from: number,
  prefix: string | undefined,
  most: number,
): { place: number; row: number }[] {
  const first = prefix === undefined ? 0 : figures.firstNotBefore(prefix);
  const end = prefix === undefined ? figures.size : figures.firstNotBefore(prefix + ID_END);
  const found: { place: number; row: number }[] = [];
  for (let place = from; place < order.length && found.length < most; place++) {
    const row = order[place] ?? 0;
    if (row >= first && row < end) found.push({ place, row });
  }
  return found;
}

function sortOf(sort: unknown): { column: ReportColumn; direction: 'ascending' | 'descending' } {
  if (sort === undefined) return { column: 'store_id', direction: 'ascending' };
  const name = typeof sort === 'string' ? sort.replace(/^-/, '') : '';
  const column = REPORT_COLUMNS.find((known) => known === name);
  if (column === undefined) throw new Problem(400, 'invalid_sort', INVALID_SORT.invalid_sort);
  return { column, direction: sort === name ? 'ascending' : 'descending' };
}
