import { ApiProperty } from '@nestjs/swagger';
import { formatTimestamp } from '../../common/timestamp';
import type { StoredObservation } from '../../observations/read/known-observations';

export class KnownObservationDto {
  @ApiProperty({ format: 'date-time', example: '2024-10-03T23:33:20.412748Z' })
  observed_at!: string;

  @ApiProperty({ enum: ['active', 'inactive'], example: 'active' })
  status!: 'active' | 'inactive';

  @ApiProperty({ format: 'uuid', description: 'The latest import with this observation.' })
  import_id!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-03T23:34:00.120Z', description: 'When that import began.' })
  received_at!: string;
}

export class ObservationPageDto {
  @ApiProperty({ type: [KnownObservationDto], description: 'By instant.' })
  observations!: KnownObservationDto[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'Retention has dropped observations before this instant; null if it never dropped any.',
  })
  kept_from!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.' })
  next_cursor!: string | null;
}

export function toKnownObservationDto(observation: StoredObservation): KnownObservationDto {
  return {
    observed_at: formatTimestamp(observation.observedAt),
    status: observation.active ? 'active' : 'inactive',
    import_id: observation.received.importId,
    received_at: observation.received.at.toISOString(),
  };
}
