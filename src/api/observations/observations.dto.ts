import { ApiProperty } from '@nestjs/swagger';
import { ImportDto } from '../imports/import.dto';
import { REJECT_REASONS, type RejectReason } from '../../ingestion/reject-reasons';

export const MAX_OBSERVATIONS = 10_000;

export class ObservationDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty({ example: 'active', description: 'active or inactive, in any case' })
  status!: string;

  @ApiProperty({ example: '2024-10-03T23:33:20.412748Z' })
  timestamp_utc!: string;
}

/** The body of `POST /observations`; `ObservationsPipe` validates it. */
export class ObservationsDto {
  @ApiProperty({ type: [ObservationDto], minItems: 1, maxItems: MAX_OBSERVATIONS })
  observations!: ObservationDto[];
}

export class RejectedObservationDto {
  @ApiProperty({ type: 'integer', example: 3, description: 'Its index in the list of observations, from 0.' })
  index!: number;

  @ApiProperty({ enum: REJECT_REASONS, example: 'invalid_status' })
  reason!: RejectReason;
}

export class PostedObservationsDto extends ImportDto {
  @ApiProperty({ type: [RejectedObservationDto], description: 'By index.' })
  rejects!: RejectedObservationDto[];
}
