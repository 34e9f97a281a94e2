import { applyDecorators, Controller, Inject, Param, Put, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiCrossOriginProblem, ApiProblem } from '../http/problem.dto';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { INVALID_STORE_ID, storeIdParameter } from '../../stores/store-id';
import { STORE_NOT_FOUND } from '../../fleet/store-states';
import { ImportDto, toImportDto } from '../imports/import.dto';
import { ImportsService } from '../../ingestion/imports.service';
import { NOT_JSON, readJson } from '../http/bodies/json-body';
import {
  hoursOf,
  INVALID_HOURS,
  INVALID_SCHEDULE_BODY,
  INVALID_TIMEZONE,
  MISSING_TIMEZONE,
  timezoneOf,
  UNKNOWN_TIMEZONE,
  WRONG_HOURS,
} from './schedule-body';
import { PutHoursDto, PutTimezoneDto } from './schedules.dto';
import { SchedulesService } from '../../ingestion/schedules.service';
import { TOO_BUSY } from '../../ingestion/write-queue';

const MAX_BYTES = 64 << 10;

@ApiTags('stores')
@Controller('stores/:store_id')
export class SchedulesController {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly imports: ImportsService,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Put('timezone')
  @ApiOperation({
    summary: 'Set the time zone of a store',
    description:
      'An import of the kind timezones with one row. A store that is not known yet is created by a zone, not by null.',
  })
  @ApiBody({ type: PutTimezoneDto })
  @ApiSchedule({ ...MISSING_TIMEZONE, ...INVALID_TIMEZONE, ...UNKNOWN_TIMEZONE })
  async timezone(@Param('store_id') storeId: string, @Req() request: Request): Promise<ImportDto> {
    const id = storeIdParameter(storeId);
    const { value, body } = await this.read(request);
    return this.answer(await this.schedules.setTimezone(id, timezoneOf(value), body.length));
  }

  @Put('business-hours')
  @ApiOperation({
    summary: 'Replace all business hours of a store',
    description:
      'An import of the kind business-hours. No hours at all mean that it is open around the clock, and count as one row. A store that is not known yet is created by hours, not by an empty list.',
  })
  @ApiBody({ type: PutHoursDto })
  @ApiSchedule({ ...INVALID_HOURS, ...WRONG_HOURS })
  async hours(@Param('store_id') storeId: string, @Req() request: Request): Promise<ImportDto> {
    const id = storeIdParameter(storeId);
    const { value, body } = await this.read(request);
    return this.answer(await this.schedules.setHours(id, hoursOf(value), body.length));
  }

  private async read(request: Request) {
    return readJson(request, { maxBytes: MAX_BYTES, idleTimeout: this.settings.IMPORT_IDLE_TIMEOUT });
  }

  private async answer(importId: string): Promise<ImportDto> {
    return toImportDto(await this.imports.find(importId));
  }
}

/** What both calls have in common, and what each says of a body that is wrong. */
function ApiSchedule(wrong: Readonly<Record<string, string>>): MethodDecorator {
  return applyDecorators(
    ApiParam({ name: 'store_id', example: '42' }),
    ApiHeader({ name: 'Content-Encoding', required: false, schema: { enum: ['gzip', 'identity'] } }),
    ApiResponse({
      status: 200,
      type: ImportDto,
      description: 'Written, or the same as before; the next reports go by it.',
    }),
    ApiProblem(400, {
      ...INVALID_STORE_ID,
      malformed_request: 'The body is not JSON in UTF-8.',
      malformed_gzip: 'The body is not valid gzip, or ends too early.',
    }),
    ApiCrossOriginProblem(),
    ApiProblem(404, STORE_NOT_FOUND),
    ApiProblem(413, { body_too_large: `The body is larger than the ${MAX_BYTES} bytes allowed.` }),
    ApiProblem(415, {
      ...NOT_JSON,
      unsupported_encoding: 'Content-Encoding br is not understood; send gzip or none.',
    }),
    ApiProblem(422, { ...INVALID_SCHEDULE_BODY, ...wrong }),
    ApiProblem(
      503,
      { ...TOO_BUSY, service_unavailable: 'A service behind this one does not answer at the moment. Try again.' },
      { 'Retry-After': 'With too_busy: seconds until it is worth trying again.' },
    ),
    ApiProblem(500, { internal_error: 'Something went wrong on our side; nothing was changed.' }),
    ApiProblem(507, { no_space: 'There is no room left on a disk; nothing was changed.' }),
  );
}
