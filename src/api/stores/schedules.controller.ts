import { applyDecorators, Body, Controller, Param, Put } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Act } from '../../access/audit/act';
import type { BusinessHours } from '../../calculator/open-intervals';
import { ImportsService } from '../../ingestion/imports/imports.service';
import { SchedulesService } from '../../ingestion/schedules.service';
import { Needs } from '../http/access/access';
import { By } from '../http/access/caller';
import { BodyBytes, JsonBody } from '../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { StoreIdParameter } from '../http/validation/parameters';
import { ImportDto, toImportDto } from '../imports/import.dto';
import { HoursPipe } from './hours.pipe';
import { PutHoursDto, PutTimezoneDto } from './schedules.dto';

const MAX_BODY_BYTES = 64 * 1024;

@ApiTags('stores')
@Controller('stores/:store_id')
export class SchedulesController {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly imports: ImportsService,
  ) {}

  @Put('timezone')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'setStoreTimezone',
    summary: 'Set the time zone of a store',
    description: 'An import of the kind timezones with one row. A zone creates a store that is unknown; null does not.',
  })
  @ApiSchedule()
  async timezone(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Body() { timezone }: PutTimezoneDto,
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ImportDto> {
    return this.answer(await this.schedules.setTimezone(storeId, timezone, body.length, by));
  }

  @Put('business-hours')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'setStoreBusinessHours',
    summary: 'Replace all business hours of a store',
    description:
      'An import of the kind business-hours. An empty list means open around the clock, and counts as one row. Hours create a store that is unknown; an empty list does not.',
  })
  @ApiSchedule()
  @ApiBody({ type: PutHoursDto })
  @ApiProblems('invalid_hours', 'not_an_object', 'missing_field', 'invalid_day', 'invalid_time')
  async hours(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Body(HoursPipe) hours: BusinessHours[],
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ImportDto> {
    return this.answer(await this.schedules.setHours(storeId, hours, body.length, by));
  }

  private async answer(importId: string): Promise<ImportDto> {
    return toImportDto(await this.imports.find(importId));
  }
}

/** What both calls have in common. */
function ApiSchedule(): MethodDecorator {
  return applyDecorators(
    JsonBody({ maxBytes: MAX_BODY_BYTES }),
    ApiResponse({
      status: 200,
      type: ImportDto,
      description: 'Written, or the same as before. The next reports use it.',
    }),
    ApiProblems('store_not_found', 'too_busy'),
    ApiServerProblems(),
  );
}
