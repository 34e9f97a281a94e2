import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { TIMESTAMP } from '../../common/timestamp';
import { NO_OTHER_FIELDS } from '../http/validation/body-fields';
import { trimmed } from '../http/validation/parameters';
import { ImportDto } from '../imports/import.dto';
import { STORE_ID } from '../../stores/store-id';
import { REJECT_REASONS, type RejectReason } from '../../ingestion/reject-reasons';

export const MAX_OBSERVATIONS = 10_000;

const STATUS = /^(?:[Ii][Nn])?[Aa][Cc][Tt][Ii][Vv][Ee]$/;

@ApiSchema({ description: 'One that is not as described is rejected by itself. Other fields are ignored.' })
export class ObservationDto {
  @ApiProperty({ pattern: trimmed(STORE_ID), example: '42' })
  store_id!: string;

  @ApiProperty({ pattern: trimmed(STATUS), example: 'active', description: 'active or inactive, in any case' })
  status!: string;

  @ApiProperty({
    pattern: trimmed(TIMESTAMP),
    example: '2024-10-03T23:33:20.412748Z',
    description:
      'In ISO 8601, or as in files; without an offset: UTC. Not in the future, and not before what retention keeps.',
  })
  timestamp_utc!: string;
}

/** The body of `POST /observations`; `ObservationsPipe` validates it. */
@ApiSchema(NO_OTHER_FIELDS)
export class ObservationsDto {
  @ApiProperty({ type: [ObservationDto], minItems: 1, maxItems: MAX_OBSERVATIONS })
  observations!: ObservationDto[];
}

export class RejectedObservationDto {
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    example: 3,
    description: 'Its index in the list of observations, from 0.',
  })
  index!: number;

  @ApiProperty({ enum: REJECT_REASONS, example: 'invalid_status' })
  reason!: RejectReason;
}

export class PostedObservationsDto extends ImportDto {
  @ApiProperty({ type: [RejectedObservationDto], description: 'By index.' })
  rejects!: RejectedObservationDto[];
}
