import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Act } from '../../access/audit/act';
import { CodedError } from '../../common/coded-error';
import type { TargetSubject } from '../../targets/effective-targets';
import { TARGET_SCOPES } from '../../targets/target.entity';
import { Targets } from '../../targets/targets';
import { Needs } from '../http/access/access';
import { By } from '../http/access/caller';
import { JsonBody } from '../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { cursorAfter, readCursor } from '../http/validation/cursor';
import { PageQuery, StoreIdParameter } from '../http/validation/parameters';
import {
  AttributeParameter,
  AttributeValueQuery,
  NewTargetDto,
  TargetDto,
  TargetPageDto,
  toTargetDto,
} from './targets.dto';

const MAX_BODY_BYTES = 4 * 1024;
const SETTING = 'Setting the same again changes nothing.';
const REMOVED = { status: 204, description: 'Removed, by this call or an earlier one, or never set.' };

@ApiTags('targets')
@Controller('targets')
export class TargetsController {
  constructor(private readonly targets: Targets) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listTargets',
    summary: 'All targets that are set',
    description:
      'In pages. For a store its own target holds, else the highest of its attributes, else that of the fleet.',
  })
  @ApiResponse({ status: 200, type: TargetPageDto })
  @ApiServerProblems()
  async list(@Query() { limit, cursor }: PageQuery): Promise<TargetPageDto> {
    const found = await this.targets.list(limit + 1, subjectIn(readCursor('targets', cursor)));
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { targets: page.map(toTargetDto), next_cursor: last ? cursorAfter('targets', positionOf(last)) : null };
  }

  @Put('fleet')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'setFleetTarget',
    summary: 'Set the target of all stores that have no other',
    description: SETTING,
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiResponse({ status: 200, type: TargetDto })
  @ApiServerProblems()
  async setOfFleet(@Body() { percent }: NewTargetDto, @By() by: Act): Promise<TargetDto> {
    return toTargetDto(await this.targets.set({ scope: 'fleet' }, percent, by));
  }

  @Delete('fleet')
  @Needs('ingest')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'removeFleetTarget',
    summary: 'Remove the target of the fleet',
    description: 'Without one, nothing changes.',
  })
  @ApiResponse(REMOVED)
  @ApiServerProblems()
  async removeOfFleet(@By() by: Act): Promise<void> {
    await this.targets.remove({ scope: 'fleet' }, by);
  }

  @Put('attributes/:attribute')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'setAttributeTarget',
    summary: 'Set the target of the stores with a value of an attribute',
    description: `Where several attributes of a store have one, the highest holds. ${SETTING}`,
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiResponse({ status: 200, type: TargetDto })
  @ApiProblems('unknown_attribute')
  @ApiServerProblems()
  async setOfAttribute(
    @Param() { attribute }: AttributeParameter,
    @Query() { value }: AttributeValueQuery,
    @Body() { percent }: NewTargetDto,
    @By() by: Act,
  ): Promise<TargetDto> {
    return toTargetDto(await this.targets.set({ scope: 'attribute', attribute, value }, percent, by));
  }

  @Delete('attributes/:attribute')
  @Needs('ingest')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'removeAttributeTarget',
    summary: 'Remove the target of a value of an attribute',
    description: 'Without one, nothing changes.',
  })
  @ApiResponse(REMOVED)
  @ApiServerProblems()
  async removeOfAttribute(
    @Param() { attribute }: AttributeParameter,
    @Query() { value }: AttributeValueQuery,
    @By() by: Act,
  ): Promise<void> {
    await this.targets.remove({ scope: 'attribute', attribute, value }, by);
  }

  @Put('stores/:store_id')
  @Needs('ingest')
  @ApiOperation({ operationId: 'setStoreTarget', summary: 'Set the target of a store', description: SETTING })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiResponse({ status: 200, type: TargetDto })
  @ApiProblems('store_not_found')
  @ApiServerProblems()
  async setOfStore(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Body() { percent }: NewTargetDto,
    @By() by: Act,
  ): Promise<TargetDto> {
    return toTargetDto(await this.targets.set({ scope: 'store', storeId }, percent, by));
  }

  @Delete('stores/:store_id')
  @Needs('ingest')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'removeStoreTarget',
    summary: 'Remove the target of a store',
    description: 'That of its attributes or of the fleet holds again. Without one, nothing changes.',
  })
  @ApiResponse(REMOVED)
  @ApiServerProblems()
  async removeOfStore(@Param() { store_id: storeId }: StoreIdParameter, @By() by: Act): Promise<void> {
    await this.targets.remove({ scope: 'store', storeId }, by);
  }
}

/** Without NUL, which PostgreSQL's text cannot hold. */
const textSchema = z.string().regex(/^[^\0]*$/);
const positionSchema = z.tuple([z.enum(TARGET_SCOPES), textSchema, textSchema]);

function positionOf({ scope, attributeKey, subject }: TargetSubject): string {
  return JSON.stringify([scope, attributeKey, subject]);
}

/** @throws CodedError `invalid_cursor` */
function subjectIn(position: string | undefined): TargetSubject | undefined {
  if (position === undefined) return undefined;
  try {
    const [scope, attributeKey, subject] = positionSchema.parse(JSON.parse(position));
    return { scope, attributeKey, subject };
  } catch {
    throw new CodedError('invalid_cursor');
  }
}
