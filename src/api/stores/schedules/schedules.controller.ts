import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Act } from '../../../access/audit/act';
import type { OpeningHours } from '../../../calculator/schedule/schedule';
import { formatLocalDate } from '../../../calculator/schedule/local-date';
import { ImportsService } from '../../../ingestion/imports/imports.service';
import { SchedulesService } from '../../../ingestion/schedules.service';
import { StoreSchedules } from '../../../stores/schedules/store-schedules';
import { Needs } from '../../http/access/access';
import { By } from '../../http/access/caller';
import { BodyBytes, JsonBody } from '../../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../../http/problems/api-problems';
import { ApiWritten } from '../api-written';
import { StoreIdParameter } from '../../http/validation/parameters';
import { ImportDto, toImportDto } from '../../imports/import.dto';
import { type GivenHours, HoursPipe, SpecialHoursPipe } from './hours.pipe';
import {
  ListSpecialHoursQuery,
  PutArchivedDto,
  PutHoursDto,
  PutSpecialHoursDto,
  PutTimezoneDto,
  SpecialDateParameter,
  SpecialDatesDto,
} from './schedules.dto';
import { toOpeningHoursDto } from './schedule.dto';

const MAX_BODY_BYTES = 64 * 1024;

@ApiTags('stores')
@Controller('stores/:store_id')
export class SchedulesController {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly stored: StoreSchedules,
    private readonly imports: ImportsService,
  ) {}

  @Put('timezone')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'setStoreTimezone',
    summary: 'Set the time zone of a store',
    description: 'An import of the kind timezones with one row. A zone creates a store that is unknown; null does not.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiWritten()
  @ApiProblems('store_not_found')
  async timezone(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Body() { timezone, effective_from: from }: PutTimezoneDto,
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ImportDto> {
    return this.answer(
      await this.schedules.setTimezone(storeId, timezone, from ?? -Infinity, { bytes: body.length, by }),
    );
  }

  @Put('business-hours')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'setStoreBusinessHours',
    summary: 'Set the business hours of a store, from a date on or in place of all versions',
    description:
      'An import of the kind business-hours. always_open and closed count as one row. Hours create a store that is unknown; the two words do not.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiWritten()
  @ApiBody({ type: PutHoursDto })
  @ApiProblems('store_not_found', 'ambiguous_hours', 'invalid_hours', 'not_an_object', 'missing_field')
  @ApiProblems('invalid_day', 'invalid_time', 'invalid_date')
  async hours(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Body(HoursPipe) { hours, from }: GivenHours,
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ImportDto> {
    return this.answer(await this.schedules.setHours(storeId, hours, from, { bytes: body.length, by }));
  }

  @Put('special-hours/:date')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'setStoreSpecialHours',
    summary: 'Set the hours of a store on a special date',
    description:
      'An import of the kind special-hours. They take the place of what the business hours say for openings that start on that date. A store that nothing else names is not created by them.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiWritten()
  @ApiBody({ type: PutSpecialHoursDto })
  @ApiProblems('ambiguous_hours', 'invalid_special_hours', 'not_an_object', 'missing_field', 'invalid_time')
  async specialHours(
    @Param() { store_id: storeId, date }: SpecialDateParameter,
    @Body(SpecialHoursPipe) hours: OpeningHours[],
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ImportDto> {
    return this.answer(await this.schedules.setSpecialHours(storeId, date, hours, { bytes: body.length, by }));
  }

  @Delete('special-hours/:date')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'removeStoreSpecialHours',
    summary: 'Let the business hours of a store hold on a date',
    description: 'An import of the kind special-hours with one row, which is unchanged if the date was not special.',
  })
  @ApiWritten()
  async removeSpecialHours(
    @Param() { store_id: storeId, date }: SpecialDateParameter,
    @By() by: Act,
  ): Promise<ImportDto> {
    return this.answer(await this.schedules.setSpecialHours(storeId, date, undefined, { bytes: 0, by }));
  }

  @Put('archived')
  @Needs('ingest')
  @ApiOperation({
    operationId: 'archiveStore',
    summary: 'Archive a store from a date on',
    description:
      'Its scheduled time ends at the beginning of that local date. A report in none of whose windows it has scheduled time has no row for it. An import of the kind business-hours with one row.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiWritten()
  @ApiProblems('store_not_found')
  async archive(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Body() { from }: PutArchivedDto,
    @BodyBytes() body: Buffer,
    @By() by: Act,
  ): Promise<ImportDto> {
    return this.answer(await this.schedules.archive(storeId, from ?? undefined, { bytes: body.length, by }));
  }

  @Delete()
  @Needs('ingest')
  @ApiOperation({
    operationId: 'removeStore',
    summary: 'Remove a store without data of any kind',
    description:
      'One that was never observed and has no schedule, closures, name, attributes or target, such as one whose id was misspelt. An import of the kind business-hours with one row.',
  })
  @ApiWritten()
  @ApiProblems('store_not_found', 'store_has_data')
  async remove(@Param() { store_id: storeId }: StoreIdParameter, @By() by: Act): Promise<ImportDto> {
    return this.answer(await this.schedules.removeStore(storeId, { bytes: 0, by }));
  }

  @Get('special-hours')
  @Needs('read')
  @ApiOperation({
    operationId: 'listStoreSpecialHours',
    summary: 'The hours of a store on special dates',
    description: 'By date; empty also for a store that is unknown.',
  })
  @ApiResponse({ status: 200, type: SpecialDatesDto })
  @ApiServerProblems()
  async listSpecialHours(
    @Param() { store_id: storeId }: StoreIdParameter,
    @Query() { from = -Infinity, to = Infinity }: ListSpecialHoursQuery,
  ): Promise<SpecialDatesDto> {
    const { specialHours } = await this.stored.find(storeId);
    const dates = [...specialHours].filter(([date]) => date >= from && date <= to).sort(([a], [b]) => a - b);
    return {
      special_hours: dates.map(([date, hours]) => ({
        date: formatLocalDate(date),
        closed: hours.length === 0,
        hours: hours.map(toOpeningHoursDto),
      })),
    };
  }

  private async answer(importId: string): Promise<ImportDto> {
    return toImportDto(await this.imports.find(importId));
  }
}
