import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CodedError } from '../../common/coded-error';
import { SalesRates } from '../../stores/attributes/sales-rates';
import { type UptimeRequest, UptimeService } from '../../uptime/uptime.service';
import { Needs } from '../http/access/access';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, INSTANTS, readNumericCursor } from '../http/validation/cursor';
import { StoreIdParameter } from '../http/validation/parameters';
import { requestedTerms } from '../http/validation/terms';
import { UptimeQuery } from './stores.query';
import { toExplainedDto, toUptimeDto, UptimeDto } from './uptime.dto';

@ApiTags('stores')
@Controller('stores/:store_id/uptime')
export class UptimeController {
  constructor(
    private readonly uptime: UptimeService,
    private readonly rates: SalesRates,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'getStoreUptime',
    summary: 'The figures of a store over any range, and what they consist of',
    description: 'Computed as in reports: over the windows of a report these are its figures, to the microsecond.',
  })
  @ApiResponse({ status: 200, type: UptimeDto })
  @ApiProblems('store_not_found', 'range_too_long', 'observations_dropped')
  @ApiServerProblems()
  async show(@Param() { store_id: storeId }: StoreIdParameter, @Query() query: UptimeQuery): Promise<UptimeDto> {
    const range = { from: query.from, to: query.to };
    const request: UptimeRequest = { storeId, range, terms: requestedTerms(query) };
    const rate = query.lost_sales ? (await this.rates.of([storeId])).get(storeId) : undefined;
    if (!query.explain) return toUptimeDto(request, await this.uptime.figures(request), rate);
    const list = `ledger ${JSON.stringify(request)}`;
    const start = readNumericCursor(list, query.cursor, INSTANTS) ?? range.from;
    if (start < range.from || start >= range.to) throw new CodedError('invalid_cursor');
    const explained = await this.uptime.explained(request, start);
    return toExplainedDto(request, explained, (next) => cursorAfter(list, next), rate);
  }
}
