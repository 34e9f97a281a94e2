import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiSchema, IntersectionType, PickType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import type { LocalDate } from '../../../calculator/schedule/schedule';
import { zoneName } from '../../../calculator/schedule/zones';
import { parseLocalDate } from '../../../calculator/schedule/local-date';
import { LOCAL_TIME } from '../../../common/timestamp';
import { nearestZone } from '../../../stores/nearest-zone';
import { NO_OTHER_FIELDS } from '../../http/validation/body-fields';
import { StoreIdParameter, trimmed } from '../../http/validation/parameters';
import { Rule } from '../../http/validation/rule';
import { BusinessHoursDto } from '../store.dto';

const EFFECTIVE_FROM = {
  type: String,
  format: 'date',
  nullable: true,
  example: '2024-10-07',
  description:
    'The local date from which this is in force, from 1700 to 2254. Left out or null: from the beginning of time, in place of all versions.',
} as const;

/** Hours that one body may have: a few for each weekday, with room to spare. */
export const MAX_HOURS = 100;

/** The body of `PUT /stores/{store_id}/timezone`. */
@ApiSchema(NO_OTHER_FIELDS)
export class PutTimezoneDto {
  /** In the spelling of the time zone database. */
  @ApiProperty({
    type: String,
    nullable: true,
    pattern: '\\S',
    example: 'America/New_York',
    description: 'A name in the time zone database, in any case; null: the default time zone.',
  })
  @Transform(({ value }: { value: unknown }) => {
    const text = typeof value === 'string' ? value.trim() : value;
    return typeof text === 'string' ? (zoneName(text) ?? text) : text;
  })
  @Rule('missing_field', (timezone) => timezone !== undefined && timezone !== '')
  @Rule('invalid_timezone', (timezone) => timezone === undefined || timezone === null || typeof timezone === 'string')
  @Rule(
    'unknown_timezone',
    (timezone) => typeof timezone !== 'string' || timezone === '' || zoneName(timezone) !== undefined,
    (timezone) => ({ hint: hintAt(nearestZone(String(timezone))) }),
  )
  timezone!: string | null;

  @EffectiveFrom()
  effective_from?: LocalDate | null;
}

function hintAt(zone: string | undefined): string {
  return zone === undefined ? '' : ` Did you mean ${zone}?`;
}

const TIME = { type: String, pattern: trimmed(LOCAL_TIME) };

@ApiSchema(NO_OTHER_FIELDS)
export class OpeningHoursDto {
  @ApiProperty({
    ...TIME,
    example: '09:00',
    description: 'H:MM or HH:MM, with or without seconds (up to six decimals), up to 24:00.',
  })
  opens!: string;

  @ApiProperty({ ...TIME, example: '17:00', description: 'On the next day unless it is later than `opens`.' })
  closes!: string;
}

@ApiSchema(NO_OTHER_FIELDS)
export class PutHoursRowDto extends IntersectionType(PickType(BusinessHoursDto, ['dayOfWeek']), OpeningHoursDto) {}

const TRUE = { type: Boolean, enum: [true] };

/** The body of `PUT /stores/{store_id}/business-hours`; `HoursPipe` validates it. */
@ApiSchema({ ...NO_OTHER_FIELDS, description: 'One of hours, always_open and closed. Other fields are refused.' })
export class PutHoursDto {
  @ApiPropertyOptional({ type: [PutHoursRowDto], minItems: 1, maxItems: MAX_HOURS })
  hours?: PutHoursRowDto[];

  @ApiPropertyOptional({ ...TRUE, description: 'Open around the clock.' })
  always_open?: true;

  @ApiPropertyOptional({ ...TRUE, description: 'Closed all week.' })
  closed?: true;

  @ApiPropertyOptional(EFFECTIVE_FROM)
  effective_from?: string | null;
}

/** The body of `PUT /stores/{store_id}/special-hours/{date}`; `SpecialHoursPipe` validates it. */
@ApiSchema({ ...NO_OTHER_FIELDS, description: 'One of hours and closed. Other fields are refused.' })
export class PutSpecialHoursDto {
  @ApiPropertyOptional({ type: [OpeningHoursDto], minItems: 1, maxItems: MAX_HOURS })
  hours?: OpeningHoursDto[];

  @ApiPropertyOptional({ ...TRUE, description: 'Closed on that date.' })
  closed?: true;
}

/** The body of `PUT /stores/{store_id}/archived`. */
@ApiSchema(NO_OTHER_FIELDS)
export class PutArchivedDto {
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    example: '2024-11-01',
    description: 'The local date on which its scheduled time ends, from 1700 to 2254; null: it is archived no longer.',
  })
  @Transform(toDate)
  @Rule('missing_field', (date) => date !== undefined, { field: 'from' })
  @Rule('invalid_date', (date) => date === undefined || date === null || isDate(date), {
    field: 'from',
  })
  from!: LocalDate | null;
}

/** The path of the hours of a special date. */
export class SpecialDateParameter extends StoreIdParameter {
  @ApiProperty({
    type: String,
    format: 'date',
    example: '2024-11-28',
    description: 'A date of the store, from 1700 to 2254',
  })
  @Transform(toDate)
  @Rule('invalid_date', isDate, { field: 'date' })
  date!: LocalDate;
}

/** The query of `GET /stores/{store_id}/special-hours`. */
export class ListSpecialHoursQuery {
  @DateParameter('Included. Left out: from the first one on')
  from?: LocalDate;

  @DateParameter('Included. Left out: up to the last one')
  @Rule('invalid_range', (to, query) => {
    const from = 'from' in query ? query.from : undefined;
    return typeof from !== 'number' || typeof to !== 'number' || from <= to;
  })
  to?: LocalDate;
}

export class SpecialDateDto {
  @ApiProperty({ format: 'date', example: '2024-11-28' })
  date!: string;

  @ApiProperty({ example: true, description: 'Whether no opening starts on that date.' })
  closed!: boolean;

  @ApiProperty({ type: [OpeningHoursDto], description: 'By time.' })
  hours!: OpeningHoursDto[];
}

export class SpecialDatesDto {
  @ApiProperty({ type: [SpecialDateDto], description: 'By date.' })
  special_hours!: SpecialDateDto[];
}

function DateParameter(description: string): PropertyDecorator {
  return (target, property) => {
    applyDecorators(
      ApiPropertyOptional({ type: String, format: 'date', example: '2024-11-28', description }),
      Transform(toDate),
      IsOptional(),
      Rule('invalid_date', isDate, { field: String(property) }),
    )(target, property);
  };
}

/** The date from which a zone is in force, in a body. */
function EffectiveFrom(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional(EFFECTIVE_FROM),
    Transform(toDate),
    IsOptional(),
    Rule('invalid_date', isDate, { field: 'effective_from' }),
  );
}

/** A text as a date; NaN if it is not one, so that a number is not taken for one either. */
function toDate({ value }: { readonly value: unknown }): unknown {
  if (typeof value === 'string') return parseLocalDate(value.trim()) ?? NaN;
  return typeof value === 'number' ? NaN : value;
}

function isDate(value: unknown): boolean {
  return typeof value === 'number' && !Number.isNaN(value);
}
