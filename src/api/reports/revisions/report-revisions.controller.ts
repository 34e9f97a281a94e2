import { Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiProduces, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { createArrayCsvStringifier } from 'csv-writer';
import type { Response } from 'express';
import { isDeepStrictEqual } from 'node:util';
import type { Act } from '../../../access/audit/act';
import { CodedError } from '../../../common/coded-error';
import { FiguresCache } from '../../../reports/figures/figures-cache';
import { type Difference, differences } from '../../../reports/figures/report-differences';
import { reportColumns } from '../../../reports/report-csv';
import { type Settings, SETTINGS } from '../../../platform/config/settings';
import { ReportsService } from '../../../reports/reports.service';
import { StoreAttributes } from '../../../stores/attributes/store-attributes';
import { isUnfiltered, type StoreFilter } from '../../../stores/finding/store-filter';
import { StoreFinder } from '../../../stores/finding/store-finder';
import { isStoreId } from '../../../stores/store-id';
import { Needs } from '../../http/access/access';
import { By } from '../../http/access/caller';
import { ApiProblems, ApiServerProblems } from '../../http/problems/api-problems';
import { sendBody } from '../../http/send-body';
import { cursorAfter, readCursor } from '../../http/validation/cursor';
import { ApiIdempotencyKey, IdempotencyKey } from '../../http/validation/idempotency-key';
import { ReportIdParameter } from '../../http/validation/parameters';
import { TriggeredReportDto } from '../report.dto';
import { ReportDiffDto, type ReportDifferenceDto, ReportDiffQuery } from './report-diff.dto';

/** How many stores are looked at, and lines of CSV made, at a time. */
const LINES = 1000;

@ApiTags('reports')
@ApiExtraModels(ReportDiffDto)
@Controller('reports/:report_id')
export class ReportRevisionsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly figures: FiguresCache,
    private readonly finder: StoreFinder,
    private readonly attributes: StoreAttributes,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post('revise')
  @Needs('report')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'reviseReport',
    summary: 'Compute a report anew on what is known now',
    description: 'A new report with the same terms, stores and as_of. The other one never changes: see their diff.',
  })
  @ApiIdempotencyKey('The same key again is the same report: a request whose answer was lost can be repeated.')
  @ApiResponse({
    status: 202,
    type: TriggeredReportDto,
    description: 'The new report is running.',
    headers: { Location: { description: 'Where to get it.', schema: { type: 'string' } } },
  })
  @ApiProblems('report_not_found', 'report_not_complete', 'observations_dropped', 'too_busy', 'too_many_of_key')
  @ApiServerProblems()
  async revise(
    @Param() { report_id: reportId }: ReportIdParameter,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @By() by: Act,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TriggeredReportDto> {
    const newId = await this.reports.revise(reportId, idempotencyKey, by);
    response.location(`${this.settings.BASE_PATH}/get_report?report_id=${newId}`);
    return { report_id: newId };
  }

  @Get('diff')
  @Needs('read')
  @ApiOperation({
    operationId: 'compareReports',
    summary: 'The stores whose figures differ between two reports',
    description: 'Both must be complete, with the same windows and columns.',
  })
  @ApiProduces('application/json', 'text/csv')
  @ApiResponse({
    status: 200,
    description: 'The stores that differ, with their figures in the other report, before, and in this one, after.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ReportDiffDto) } },
      'text/csv': {
        schema: { type: 'string' },
        example: 'store_id,before_uptime_last_day,after_uptime_last_day\n42,10.50,11.50\n',
      },
    },
  })
  @ApiProblems('report_not_found', 'report_not_complete', 'reports_not_comparable', 'unknown_attribute')
  @ApiServerProblems()
  async diff(
    @Param() { report_id: id }: ReportIdParameter,
    @Query() query: ReportDiffQuery,
    @Res() response: Response,
  ): Promise<void> {
    const { against, format, limit, cursor } = query;
    const filter = await this.finder.filter(query);
    const after = await this.reports.requireComplete(id);
    const before = await this.reports.requireComplete(against);
    const columns = reportColumns(after);
    if (!isDeepStrictEqual(columns, reportColumns(before))) throw new CodedError('reports_not_comparable');
    const [old, now] = [await this.figures.of(before), await this.figures.of(after)];
    if (format === 'csv') {
      response.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="diff_${id}.csv"`,
      });
      await sendBody(response, csvLines(columns, this.matching(differences(old, now, ''), filter)));
      return;
    }
    const list = `diff ${id} ${against} ${JSON.stringify(filter)}`;
    const first = readCursor(list, cursor) ?? '';
    if (first !== '' && !isStoreId(first)) throw new CodedError('invalid_cursor');
    const stores: Omit<ReportDifferenceDto, 'name'>[] = [];
    let next: string | undefined;
    for await (const { storeId, before: was, after: is } of this.matching(differences(old, now, first), filter)) {
      if (stores.length === limit) {
        next = storeId;
        break;
      }
      stores.push({ store_id: storeId, before: was ?? null, after: is ?? null });
    }
    const nameOf = await this.attributes.namesOf(stores.map(({ store_id: storeId }) => storeId));
    const page: ReportDiffDto = {
      report_id: id,
      against,
      stores: stores.map((store) => ({ ...store, name: nameOf(store.store_id) })),
      next_cursor: next === undefined ? null : cursorAfter(list, next),
    };
    response.json(page);
  }

  private async *matching(found: Iterable<Difference>, filter: StoreFilter): AsyncGenerator<Difference> {
    for (const batch of inBatches(found, LINES)) {
      const ids = batch.map(({ storeId }) => storeId);
      const matching = isUnfiltered(filter) ? new Set(ids) : await this.finder.among(ids, filter);
      yield* batch.filter(({ storeId }) => matching.has(storeId));
    }
  }
}

function* inBatches<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    if (batch.push(item) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* csvLines(columns: readonly string[], found: AsyncIterable<Difference>): AsyncGenerator<string> {
  const figures = columns.slice(1);
  const header = ['store_id', ...figures.flatMap((column) => [`before_${column}`, `after_${column}`])];
  const csv = createArrayCsvStringifier({ header });
  yield csv.getHeaderString() ?? '';
  let lines: string[][] = [];
  for await (const { storeId, before, after } of found) {
    lines.push([storeId, ...figures.flatMap((column) => [shown(before?.[column]), shown(after?.[column])])]);
    if (lines.length < LINES) continue;
    yield csv.stringifyRecords(lines);
    lines = [];
  }
  if (lines.length > 0) yield csv.stringifyRecords(lines);
}

/** With two decimals, as in the reports; empty if a report does not have the store. */
function shown(figure: number | undefined): string {
  return figure?.toFixed(2) ?? '';
}
