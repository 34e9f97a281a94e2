import { Body, Controller, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Act } from '../../../access/audit/act';
import { AttributesService } from '../../../ingestion/attributes.service';
import { ImportsService } from '../../../ingestion/imports/imports.service';
import { NAME } from '../../../stores/attributes/attribute-values';
import { StoreAttributes } from '../../../stores/attributes/store-attributes';
import { StoreFinder } from '../../../stores/finding/store-finder';
import { Needs } from '../../http/access/access';
import { By } from '../../http/access/caller';
import { BodyBytes, JsonBody } from '../../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../../http/problems/api-problems';
import { StoreIdParameter } from '../../http/validation/parameters';
import { SearchQuery } from '../../http/validation/finding/store-filter';
import { ImportDto, toImportDto } from '../../imports/import.dto';
import { ApiWritten } from '../api-written';
import { type AttributesBody, AttributesPipe } from './attributes.pipe';
import { AttributesDto, AttributesListDto } from './attributes.dto';

const MAX_BODY_BYTES = 64 * 1024;

@ApiTags('stores')
@Controller('stores')
export class AttributesController {
  constructor(
    private readonly service: AttributesService,
    private readonly stored: StoreAttributes,
    private readonly finder: StoreFinder,
    private readonly imports: ImportsService,
  ) {}

  @Get('attributes')
  @Needs('read')
  @ApiOperation({
    operationId: 'listStoreAttributes',
    summary: 'The attributes that stores have, and their values',
    description:
      'With how many stores have each, of those that match. Filters and groups take the names in any case, and the values as they are.',
  })
  @ApiResponse({ status: 200, type: AttributesListDto })
  @ApiProblems('unknown_attribute')
  @ApiServerProblems()
  async list(@Query() query: SearchQuery): Promise<AttributesListDto> {
    const filter = await this.finder.filter(query);
    const attributes = await this.stored.counts(filter);
    return {
      stores: await this.finder.count(filter),
      attributes: attributes.map(({ name, stores, distinctValues, values }) => ({
        name,
        stores,
        distinct_values: distinctValues,
        values: [...values],
      })),
    };
  }

  @Put(':store_id')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'setStore',
    summary: 'Set the name and all attributes of a store',
    description:
      'An import of the kind stores with one row. What the body leaves out is removed. Creates a store that is unknown.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiBody({ type: AttributesDto })
  @ApiWritten()
  @ApiProblems('invalid_attributes', 'invalid_attribute_name', 'invalid_attribute')
  async replace(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Body(AttributesPipe) { given, names }: AttributesBody,
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ImportDto> {
    const all = { [NAME]: null, ...given };
    return this.answer(await this.service.set(storeId, all, names, 'replace', { bytes: body.length, by }));
  }

  @Patch(':store_id')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'updateStore',
    summary: 'Set the name or some attributes of a store',
    description:
      'An import of the kind stores with one row. What the body leaves out stays as it is. Creates a store that is unknown.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiBody({ type: AttributesDto })
  @ApiWritten()
  @ApiProblems('invalid_attributes', 'invalid_attribute_name', 'invalid_attribute', 'too_many_attributes')
  async update(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Body(AttributesPipe) { given, names }: AttributesBody,
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ImportDto> {
    return this.answer(await this.service.set(storeId, given, names, 'set', { bytes: body.length, by }));
  }

  private async answer(importId: string): Promise<ImportDto> {
    return toImportDto(await this.imports.find(importId));
  }
}
