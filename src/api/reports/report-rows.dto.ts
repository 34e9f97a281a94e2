import { ApiProperty } from '@nestjs/swagger';

/** The figures of one store as a report has them. */
export class FiguresDto {
  @ApiProperty({ minimum: 0, maximum: 60, example: 45.5, description: 'Minutes.' })
  uptime_last_hour!: number;

  @ApiProperty({ minimum: 0, maximum: 24, example: 8.25, description: 'Hours.' })
  uptime_last_day!: number;

  @ApiProperty({ minimum: 0, maximum: 168, example: 60, description: 'Hours.' })
  uptime_last_week!: number;

  @ApiProperty({ minimum: 0, maximum: 60, example: 14.5, description: 'Minutes.' })
  downtime_last_hour!: number;

  @ApiProperty({ minimum: 0, maximum: 24, example: 0.75, description: 'Hours.' })
  downtime_last_day!: number;

  @ApiProperty({ minimum: 0, maximum: 168, example: 2.5, description: 'Hours.' })
  downtime_last_week!: number;
}

export class ReportRowDto extends FiguresDto {
  @ApiProperty({ example: '42' })
  store_id!: string;
}

export class ReportRowsDto {
  @ApiProperty({ format: 'uuid', example: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11' })
  report_id!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-13T23:58:36.521635Z' })
  as_of!: string;

  @ApiProperty({ type: [ReportRowDto] })
  rows!: ReportRowDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}
