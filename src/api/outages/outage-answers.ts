import { applyDecorators, Inject, Injectable } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { createObjectCsvStringifier } from 'csv-writer';
import type { Response } from 'express';
import { termsOf } from '../../calculator/figures/terms';
import { type Outage, Outages } from '../../fleet/outages';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { SalesRates, type SalesRatesOf } from '../../stores/attributes/sales-rates';
import { StoreAttributes } from '../../stores/attributes/store-attributes';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { sendBody } from '../http/send-body';
import { cursorAfter, readCursor } from '../http/validation/cursor';
import { requestedTerms } from '../http/validation/terms';
import { OutagePageDto, toOutagePageDto, toOutageRow } from './outages.dto';
import type { ListOutagesQuery } from './outages.query';

const COLUMNS = ['store_id', 'started_at', 'ended_at', 'ongoing', 'business_us', 'open_now'];

/** Reads what the stores of some outages sell in an hour; none if that was not asked for. */
type RatesFor = (outages: readonly Outage[]) => Promise<SalesRatesOf>;

/** Answers with the outages of all stores or of one, as a page of JSON or as CSV. */
@Injectable()
export class OutageAnswers {
  constructor(
    private readonly outages: Outages,
    private readonly rates: SalesRates,
    private readonly attributes: StoreAttributes,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  /** @param storeId undefined: all stores */
  async send(storeId: string | undefined, query: ListOutagesQuery, response: Response): Promise<void> {
    const { from, to, sort, ongoing, limit, format } = query;
    const terms = termsOf(requestedTerms(query), this.settings);
    const ratesFor: RatesFor = async (outages) =>
      query.lost_sales ? this.rates.of([...new Set(outages.map((outage) => outage.storeId))]) : new Map();
    const csvOf = (batches: AsyncIterable<Outage[]> | Iterable<Outage[]>) =>
      csvLines(batches, query.lost_sales, ratesFor);
    const wanted = { storeId, from, to, sort, ongoing, terms };
    if (format === 'csv' && sort === 'newest') {
      await this.outages.all(wanted, (batches) => sendCsv(csvOf(batches), response));
      return;
    }
    const list = `outages ${JSON.stringify({ ...wanted, from: undefined, to: undefined })}`;
    const page = await this.outages.page(wanted, limit, readCursor(list, query.cursor));
    if (format === 'csv') await sendCsv(csvOf([page.items]), response);
    else {
      const ids = page.items.map((outage) => outage.storeId);
      const [nameOf, rates] = await Promise.all([this.attributes.namesOf(ids), ratesFor(page.items)]);
      response.json(toOutagePageDto(page, nameOf, rates, (position) => cursorAfter(list, position)));
    }
  }
}

/** Sends outages only as fast as they are read. */
async function sendCsv(lines: AsyncGenerator<string>, response: Response): Promise<void> {
  response.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="outages.csv"',
  });
  await sendBody(response, lines);
}

async function* csvLines(
  batches: AsyncIterable<Outage[]> | Iterable<Outage[]>,
  withSales: boolean,
  ratesFor: RatesFor,
): AsyncGenerator<string> {
  const columns = withSales ? [...COLUMNS, 'lost_sales_estimate'] : COLUMNS;
  const csv = createObjectCsvStringifier({ header: columns.map((id) => ({ id, title: id })) });
  yield csv.getHeaderString() ?? '';
  for await (const outages of batches) {
    // Of no records, csv-writer makes an empty line.
    if (outages.length === 0) continue;
    const rates = await ratesFor(outages);
    yield csv.stringifyRecords(outages.map((outage) => toOutageRow(outage, rates.get(outage.storeId))));
  }
}

/** Documents what both calls answer. */
export function ApiOutages(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(OutagePageDto),
    ApiResponse({
      status: 200,
      description: 'Outages within the range.',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(OutagePageDto) } },
        'text/csv': {
          schema: { type: 'string' },
          example:
            'store_id,started_at,ended_at,ongoing,business_us,open_now\n42,2024-10-07T14:03:20.000000Z,2024-10-07T15:12:00.000000Z,false,4120000000,true\n',
        },
      },
    }),
    ApiProblems('invalid_range', 'range_too_long', 'observations_dropped', 'too_busy'),
    ApiServerProblems(),
  );
}
