import { ApiProperty } from '@nestjs/swagger';
import { MAX_HOURS } from './schedule-body';

/** The body of `PUT /stores/{store_id}/timezone`, for the OpenAPI document. */
export class PutTimezoneDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'America/New_York',
    description: 'An IANA name, in any case; null: the default time zone.',
  })
  timezone!: string | null;
}

export class PutHoursRowDto {
  @ApiProperty({ example: 0, minimum: 0, maximum: 6, description: 'The weekday on which it opens; 0 is Monday.' })
  dayOfWeek!: number;

  @ApiProperty({ example: '09:00', description: 'HH:MM or HH:MM:SS, with up to six decimals, to 24:00.' })
  opens!: string;

  @ApiProperty({ example: '17:00', description: 'On the next day if it is not later than `opens`.' })
  closes!: string;
}

/** The body of `PUT /stores/{store_id}/business-hours`, for the OpenAPI document. */
export class PutHoursDto {
  @ApiProperty({ type: [PutHoursRowDto], maxItems: MAX_HOURS })
  hours!: PutHoursRowDto[];
}
