import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Figures } from '../../reports/figures/report-figures';
import { STORE_NAME } from '../http/validation/parameters';

/** The figures of one store as a report with the standard windows has them. */
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

/** The figures of a report that has the standard windows, without those of others that it may have. */
export function toFiguresDto(figures: Figures): FiguresDto {
  const value = (column: string) => figures[column] ?? NaN;
  return {
    uptime_last_hour: value('uptime_last_hour'),
    uptime_last_day: value('uptime_last_day'),
    uptime_last_week: value('uptime_last_week'),
    downtime_last_hour: value('downtime_last_hour'),
    downtime_last_day: value('downtime_last_day'),
    downtime_last_week: value('downtime_last_week'),
  };
}

const COLUMNS = { description: 'One member for each column.', additionalProperties: { type: 'number', minimum: 0 } };

/** A row of a report: its columns are those of its terms. */
@ApiSchema(COLUMNS)
export class ReportRowDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  [column: string]: string | number | null;
}

/** The same with what the store is called, in a list. */
@ApiSchema(COLUMNS)
export class NamedReportRowDto extends ReportRowDto {
  @ApiProperty(STORE_NAME)
  name!: string | null;
}

export class ReportRowsDto {
  @ApiProperty({ format: 'uuid', example: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11' })
  report_id!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-13T23:58:36.521635Z' })
  as_of!: string;

  @ApiProperty({ type: [NamedReportRowDto] })
  rows!: NamedReportRowDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}
