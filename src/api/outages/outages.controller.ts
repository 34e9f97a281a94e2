import { applyDecorators, Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { createObjectCsvStringifier } from 'csv-writer';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { choiceDetail, choiceParameter } from '../http/parameters/choice-parameter';
import { cursorAfter, placeOf, readLimit } from '../http/parameters/cursor';
import { instantParameter } from '../http/parameters/instant-parameter';
import { isPrematureClose } from '../../common/error-code';
import { ApiProblem, ApiServerProblems } from '../http/problem.dto';
import { INVALID_STORE_ID, storeIdParameter } from '../../stores/store-id';
import { STORE_NOT_FOUND } from '../../fleet/store-states';
import { OutagePageDto, toOutageDto, toOutagePageDto } from './outage.dto';
import { type Outage, OUTAGE_SORTS, type OutageQuery, Outages, RANGE_TOO_LONG } from '../../fleet/outages';

const FORMATS = ['json', 'csv'] as const;
const ONGOING = ['true'] as const;

const csv = createObjectCsvStringifier({
  header: ['store_id', 'started_at', 'ended_at', 'ongoing', 'business_us', 'open_now'].map((id) => ({ id, title: id })),
});

@ApiTags('stores')
@ApiExtraModels(OutagePageDto)
@Controller()
export class OutagesController {
  constructor(private readonly outages: Outages) {}

  @Get('outages')
  @ApiOperation({
    summary: 'Outages of all stores',
    description:
      'Where a store was inactive within its business hours. The newest first means by where they begin within the range: those that began before it come last, by store_id.',
  })
  @ApiOutages()
  async all(@Query() query: Record<string, unknown>, @Res() response: Response): Promise<void> {
    await this.answer(undefined, query, response);
  }

  @Get('stores/:store_id/outages')
  @ApiOperation({ summary: 'Outages of a store', description: 'Where it was inactive within its business hours.' })
  @ApiParam({ name: 'store_id', example: '42' })
  @ApiOutages(INVALID_STORE_ID)
  @ApiProblem(404, STORE_NOT_FOUND)
  async ofStore(
    @Param('store_id') storeId: string,
    @Query() query: Record<string, unknown>,
    @Res() response: Response,
  ): Promise<void> {
    await this.answer(storeIdParameter(storeId), query, response);
  }

  private async answer(storeId: string | undefined, query: Record<string, unknown>, response: Response): Promise<void> {
    const asked: OutageQuery = {
      storeId,
      from: query.from === undefined ? undefined : instantParameter('from', query.from),
      to: query.to === undefined ? undefined : instantParameter('to', query.to),
      sort: choiceParameter('sort', query.sort, OUTAGE_SORTS) ?? 'newest',
      ongoing: choiceParameter('ongoing', query.ongoing, ONGOING) !== undefined,
    };
    const limit = readLimit(query.limit);
    const isCsv = choiceParameter('format', query.format, FORMATS) === 'csv';
    if (isCsv && asked.sort === 'newest') {
      await this.outages.all(asked, (batches) => sendCsv(batches, response));
      return;
    }
    // A cursor brings its range along.
    const list = `outages ${JSON.stringify({ ...asked, from: undefined, to: undefined })}`;
    const page = await this.outages.page(asked, limit, placeOf(list, query.cursor));
    if (isCsv) await sendCsv([page.items], response);
    else response.json(toOutagePageDto(page, (place) => cursorAfter(list, place)));
  }
}

/** Sends outages only as fast as they are read. */
async function sendCsv(batches: AsyncIterable<Outage[]> | Iterable<Outage[]>, response: Response): Promise<void> {
  response.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="outages.csv"',
  });
  try {
    await pipeline(Readable.from(csvLines(batches), { objectMode: false }), response);
  } catch (error) {
    if (!isPrematureClose(error)) throw error;
  }
}

async function* csvLines(batches: AsyncIterable<Outage[]> | Iterable<Outage[]>): AsyncGenerator<string> {
  yield csv.getHeaderString() ?? '';
  for await (const outages of batches) yield csv.stringifyRecords(outages.map(toOutageDto));
}

function ApiOutages(invalid: Readonly<Record<string, string>> = {}): MethodDecorator {
  const instant = { type: 'string', format: 'date-time' };
  return applyDecorators(
    ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } }),
    ApiQuery({
      name: 'cursor',
      required: false,
      type: String,
      description: 'The next_cursor of the page before; from and to are then as they were there',
    }),
    ApiQuery({ name: 'from', required: false, schema: instant, description: 'Left out: seven days before to' }),
    ApiQuery({
      name: 'to',
      required: false,
      schema: instant,
      description: 'Not included. Left out: the latest observation of all stores, where reports end',
    }),
    ApiQuery({
      name: 'sort',
      required: false,
      schema: { enum: [...OUTAGE_SORTS], default: 'newest' },
      description: 'The longest is what has the most business time within the range',
    }),
    ApiQuery({
      name: 'ongoing',
      required: false,
      enum: ONGOING,
      description:
        'Only those that go on, whenever they began, of stores that are open at this moment or have lost business time within the range',
    }),
    ApiQuery({
      name: 'format',
      required: false,
      schema: { enum: [...FORMATS], default: 'json' },
      description:
        'As csv, the newest first, it is all that there are, without limit or cursor; the longest first, one page',
    }),
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
    ApiProblem(400, {
      ...invalid,
      invalid_limit: 'The limit must be a whole number from 1 to 500.',
      invalid_cursor: 'The cursor must be the next_cursor of an earlier page.',
      invalid_from: 'from must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.',
      invalid_to: 'to must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.',
      invalid_range: 'from must come before to.',
      invalid_sort: choiceDetail('sort', OUTAGE_SORTS),
      invalid_ongoing: choiceDetail('ongoing', ONGOING),
      invalid_format: choiceDetail('format', FORMATS),
    }),
    ApiProblem(422, RANGE_TOO_LONG),
    ApiServerProblems(),
  );
}
