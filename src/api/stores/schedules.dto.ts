import { ApiProperty, ApiSchema, PickType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { zoneName } from '../../calculator/zones';
import { LOCAL_TIME } from '../../common/timestamp';
import { nearestZone } from '../../stores/nearest-zone';
import { NO_OTHER_FIELDS } from '../http/validation/body-fields';
import { trimmed } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';
import { BusinessHoursDto } from './store.dto';

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
}

function hintAt(zone: string | undefined): string {
  return zone === undefined ? '' : ` Did you mean ${zone}?`;
}

const TIME = { type: String, pattern: trimmed(LOCAL_TIME) };

@ApiSchema(NO_OTHER_FIELDS)
export class PutHoursRowDto extends PickType(BusinessHoursDto, ['dayOfWeek']) {
  @ApiProperty({
    ...TIME,
    example: '09:00',
    description: 'H:MM or HH:MM, with or without seconds (up to six decimals), up to 24:00.',
  })
  opens!: string;

  @ApiProperty({ ...TIME, example: '17:00', description: 'On the next day unless it is later than `opens`.' })
  closes!: string;
}

/** The body of `PUT /stores/{store_id}/business-hours`; `HoursPipe` validates it. */
@ApiSchema(NO_OTHER_FIELDS)
export class PutHoursDto {
  @ApiProperty({ type: [PutHoursRowDto], maxItems: MAX_HOURS })
  hours!: PutHoursRowDto[];
}
