import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Act } from '../../access/audit/act';
import { CodedError } from '../../common/coded-error';
import { isUuid } from '../../common/uuid';
import { SchedulesService } from '../../ingestion/schedules.service';
import { type ClosurePosition, Closures } from '../../stores/schedules/closures';
import { Needs } from '../http/access/access';
import { By } from '../http/access/caller';
import { BodyBytes, JsonBody } from '../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, readCursor } from '../http/validation/cursor';
import { ClosureIdParameter } from '../http/validation/parameters';
import { ClosureDto, ClosurePageDto, ListClosuresQuery, NewClosureDto, toClosureDto } from './closure.dto';

const MAX_BODY_BYTES = 4 * 1024;

@ApiTags('closures')
@Controller('closures')
export class ClosuresController {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly closures: Closures,
  ) {}

  @Post()
  @Needs('ingest')
  @HttpCode(201)
  @ApiOperation({
    operationId: 'declareClosure',
    summary: 'Declare planned downtime of a store, or of all',
    description:
      'Before or after the fact. Open time that it covers is neither uptime nor downtime, unless a report ignores closures. One that says exactly what is known changes nothing, and answers with that one.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiResponse({ status: 201, type: ClosureDto })
  @ApiProblems('closure_not_found', 'too_busy')
  @ApiServerProblems()
  async declare(
    @Body() { store_id: storeId, from, to, reason = '' }: NewClosureDto,
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ClosureDto> {
    return toClosureDto(await this.schedules.declareClosure({ storeId, from, to, reason }, { bytes: body.length, by }));
  }

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listClosures',
    summary: 'Closures, the latest first',
    description: 'In pages, by when they begin.',
  })
  @ApiResponse({ status: 200, type: ClosurePageDto })
  @ApiServerProblems()
  async list(@Query() { limit, cursor, ...query }: ListClosuresQuery): Promise<ClosurePageDto> {
    const wanted = { storeId: query.store_id, from: query.from, to: query.to, withRevoked: query.revoked };
    const list = `closures ${JSON.stringify(wanted)}`;
    const found = await this.closures.list(wanted, positionIn(readCursor(list, cursor)), limit + 1);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      closures: page.map(toClosureDto),
      next_cursor: last ? cursorAfter(list, `${last.from} ${last.closureId}`) : null,
    };
  }

  @Delete(':closure_id')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'revokeClosure',
    summary: 'Revoke a closure',
    description: 'It counts no longer, and stays on record. Revoking it again changes nothing.',
  })
  @ApiResponse({ status: 200, type: ClosureDto })
  @ApiProblems('closure_not_found', 'too_busy')
  @ApiServerProblems()
  async revoke(@Param() { closure_id: closureId }: ClosureIdParameter, @By() by: Act): Promise<ClosureDto> {
    return toClosureDto(await this.schedules.revokeClosure(closureId, { bytes: 0, by }));
  }
}

const POSITION = /^(-?\d{1,16}) (\S{36})$/;

function positionIn(text: string | undefined): ClosurePosition | undefined {
  if (text === undefined) return undefined;
  const [, from, closureId = ''] = POSITION.exec(text) ?? [];
  if (!isUuid(closureId)) throw new CodedError('invalid_cursor');
  return { from: Number(from), closureId };
}
