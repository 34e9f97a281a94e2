import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsInstant } from '../common/instant.validator';
import type { Report } from './report.entity';

const STATUSES = ['active', 'inactive'] as const;

/** The optional body of `POST /trigger_report`. */
export class TriggerReportDto {
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2024-10-10T12:00:00Z',
    description: 'Where the windows end. Left out: the latest observation of all.',
  })
  @IsOptional()
  @IsInstant()
  as_of?: string;

  @ApiPropertyOptional({
    enum: STATUSES,
    description: 'What holds before the first observation of a store. Left out: as the service is set.',
  })
  @IsOptional()
  @IsIn(STATUSES, { message: 'default_status must be active or inactive' })
  default_status?: (typeof STATUSES)[number];
}

export class TriggeredReportDto {
  @ApiProperty({ format: 'uuid', example: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11' })
  report_id!: string;
}

export class RunningReportDto {
  @ApiProperty({ enum: ['Running'] })
  status!: 'Running';

  @ApiProperty({ format: 'uuid' })
  report_id!: string;

  @ApiProperty({ example: 0.43, description: 'From 0 to 1.' })
  progress!: number;

  @ApiProperty({ example: 6000 })
  stores_done!: number;

  @ApiProperty({ type: Number, nullable: true, example: 14000, description: 'Null until the report has started.' })
  stores_total!: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-01T12:00:00.000Z' })
  started_at!: string | null;
}

export class FailedReportDto {
  @ApiProperty({ enum: ['Error'] })
  status!: 'Error';

  @ApiProperty({ format: 'uuid' })
  report_id!: string;

  @ApiProperty({ description: 'Why there is no result, for people.' })
  reason!: string;
}

/** A report that has no CSV to show. */
export function toReportStateDto(report: Report): RunningReportDto | FailedReportDto {
  if (report.status === 'Error') return { status: 'Error', report_id: report.reportId, reason: report.error ?? '' };
  const { storesDone, storesTotal } = report;
  return {
    status: 'Running',
    report_id: report.reportId,
    progress: storesTotal ? storesDone / storesTotal : 0,
    stores_done: storesDone,
    stores_total: storesTotal,
    started_at: report.startedAt?.toISOString() ?? null,
  };
}
