import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import type { Micros } from '../../calculator/instants';
import { zoneName } from '../../calculator/zones';
import { parseLocalTime } from '../../common/timestamp';
import { Rule } from '../http/validation/rule';

/** Hours that one body may have: a few for each weekday, with room to spare. */
const MAX_HOURS = 100;

/** Blank text is as good as none; other text loses the blanks around it. */
function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() || undefined : value;
}

const isMissing = (value: unknown) => value === undefined || value === null;

function Required(): PropertyDecorator {
  return Rule('missing_field', (value) => !isMissing(value));
}

/** A local time of day, as microseconds after midnight. */
function LocalTime(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => {
      const text = trimmed(value);
      return isMissing(text) ? undefined : ((typeof text === 'string' ? parseLocalTime(text) : undefined) ?? NaN);
    }),
    Required(),
    Rule('invalid_time', (time) => !Number.isNaN(time)),
  );
}

/** The body of `PUT /stores/{store_id}/timezone`. */
export class PutTimezoneDto {
  /** In the spelling of the time zone database. */
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'America/New_York',
    description: 'An IANA name, in any case; null: the default time zone.',
  })
  @Transform(({ value }: { value: unknown }) => {
    const text = trimmed(value);
    return typeof text === 'string' ? (zoneName(text) ?? text) : text;
  })
  @Rule('missing_field', (timezone) => timezone !== undefined)
  @Rule('invalid_timezone', (timezone) => isMissing(timezone) || typeof timezone === 'string')
  @Rule('unknown_timezone', (timezone) => typeof timezone !== 'string' || zoneName(timezone) !== undefined)
  timezone!: string | null;
}

export class PutHoursRowDto {
  @ApiProperty({ example: 0, minimum: 0, maximum: 6, description: 'The weekday on which it opens; 0 is Monday.' })
  @Transform(({ value }: { value: unknown }) => trimmed(value))
  @Required()
  @Rule('invalid_day', (day) => isMissing(day) || (Number.isInteger(day) && Number(day) >= 0 && Number(day) <= 6))
  dayOfWeek!: number;

  @ApiProperty({
    type: String,
    example: '09:00',
    description: 'HH:MM or HH:MM:SS, with up to six decimals, up to 24:00.',
  })
  @LocalTime()
  opens!: Micros;

  @ApiProperty({ type: String, example: '17:00', description: 'On the next day unless it is later than `opens`.' })
  @LocalTime()
  closes!: Micros;
}

/** The body of `PUT /stores/{store_id}/business-hours`. */
export class PutHoursDto {
  @ApiProperty({ type: [PutHoursRowDto], maxItems: MAX_HOURS })
  @Type(() => PutHoursRowDto)
  @ValidateNested({ each: true })
  @Rule('invalid_hours', (hours) => Array.isArray(hours) && hours.length <= MAX_HOURS, { most: MAX_HOURS })
  hours!: PutHoursRowDto[];
}
