import type { Micros } from '../../calculator/instants';
import { ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { NO_OTHER_FIELDS } from '../http/validation/body-fields';
import { ChoiceParameter, InstantParameter } from '../http/validation/parameters';
import { formatTimestamp } from '../../common/timestamp';
import { clock } from '../../fleet/open-hours';
import { type Report, REPORT_STATUSES, type ReportStatus } from '../../reports/report.entity';

const STATUSES = ['active', 'inactive'] as const;
const REPORT_ID = '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11';
const INSTANT = '2026-01-01T12:00:00.000Z';

/** The optional body of `POST /trigger_report`. */
@ApiSchema(NO_OTHER_FIELDS)
export class TriggerReportDto {
  @InstantParameter({
    required: false,
    nullable: true,
    example: '2024-10-10T12:00:00Z',
    description: 'Where the windows end. Left out or null: the latest observation of all stores',
  })
  as_of?: Micros | null;

  @ChoiceParameter(STATUSES, {
    nullable: true,
    example: 'inactive',
    description:
      'The status before the first observation of a store. Left out or null: the DEFAULT_STATUS of the service.',
  })
  default_status?: (typeof STATUSES)[number] | null;
}

export class TriggeredReportDto {
  @ApiProperty({ format: 'uuid', example: REPORT_ID })
  report_id!: string;
}

/** A report without a result: it runs, has failed, or was cancelled. */
export class ReportStateDto {
  @ApiProperty({ enum: ['Running', 'Error', 'Cancelled'], example: 'Running' })
  status!: ReportStatus;

  @ApiProperty({ format: 'uuid', example: REPORT_ID })
  report_id!: string;

  @ApiProperty({ example: 0.43, minimum: 0, maximum: 1 })
  progress!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 6000 })
  stores_done!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    nullable: true,
    example: 14000,
    description: 'Null until the report has started.',
  })
  stores_total!: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: INSTANT })
  started_at!: string | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    example: 0.7,
    description: 'While it runs: an estimate of the time left; null while there is none.',
  })
  seconds_left?: number | null;

  @ApiPropertyOptional({ description: 'Why there is no result, for people. Failed reports only.' })
  reason?: string;
}

export class ReportSettingsDto {
  @ApiProperty({ enum: STATUSES, example: 'active' })
  default_status!: (typeof STATUSES)[number];

  @ApiProperty({ example: 'America/Chicago' })
  default_timezone!: string;

  @ApiProperty({ example: false })
  end_of_day_grace!: boolean;
}

const SHARE = { type: Number, nullable: true, minimum: 0, maximum: 1 };

/** Uptime divided by business time, over all stores of a report; null if there is no business time. */
export class UptimeShareDto {
  @ApiProperty({ ...SHARE, example: 0.942 })
  last_hour!: number | null;

  @ApiProperty({ ...SHARE, example: 0.931 })
  last_day!: number | null;

  @ApiProperty({ ...SHARE, example: 0.928 })
  last_week!: number | null;
}

/** Everything about a report except its rows. */
export class ReportDto {
  @ApiProperty({ format: 'uuid', example: REPORT_ID })
  report_id!: string;

  @ApiProperty({ enum: REPORT_STATUSES, example: 'Complete' })
  status!: ReportStatus;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2024-10-13T23:58:36.521635Z',
    description: 'Where the windows end, to the microsecond; null until the report has started.',
  })
  as_of!: string | null;

  @ApiProperty({ type: ReportSettingsDto })
  settings!: ReportSettingsDto;

  @ApiProperty({ type: [String], nullable: true, description: 'The stores that the report is limited to; null: all.' })
  store_ids!: string[] | null;

  @ApiProperty({ example: 1, minimum: 0, maximum: 1 })
  progress!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 14000 })
  stores_done!: number;

  @ApiProperty({ type: 'integer', minimum: 0, nullable: true, example: 14000 })
  stores_total!: number | null;

  @ApiProperty({ format: 'date-time', example: INSTANT })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: INSTANT })
  started_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: INSTANT })
  finished_at!: string | null;

  @ApiProperty({ type: 'integer', format: 'int64', nullable: true, example: 612, description: 'From trigger to end.' })
  duration_ms!: number | null;

  @ApiProperty({ type: 'integer', minimum: 0, format: 'int64', nullable: true, example: 985_353 })
  csv_bytes!: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    pattern: '^[0-9a-f]{64}$',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    description: 'Of the CSV; null unless the report is complete.',
  })
  csv_sha256!: string | null;

  @ApiProperty({
    type: UptimeShareDto,
    nullable: true,
    description:
      'Uptime divided by business time over all its stores, from exact figures; null unless the report is complete.',
  })
  uptime_share!: UptimeShareDto | null;

  @ApiPropertyOptional({ description: 'Why there is no result, for people. Failed reports only.' })
  reason?: string;
}

const EVENT_DATA = {
  type: String,
  contentMediaType: 'application/json',
  contentSchema: { $ref: getSchemaPath(ReportDto) },
  description: 'The report as JSON.',
};

/** An event of `GET /reports/{report_id}/events`. */
export class ReportEventDto {
  @ApiProperty({
    enum: ['progress', 'complete', 'error', 'cancelled'],
    example: 'progress',
    description: 'What has happened to the report. Each but progress is the last event.',
  })
  event!: string;

  @ApiProperty({ pattern: '^[1-9][0-9]*$', example: '1', description: 'Counts the events of the stream.' })
  id!: string;

  @ApiProperty(EVENT_DATA)
  data!: string;
}

/** One report, by its id. */
export class SingleReportDto extends ReportDto {
  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: false,
    description:
      'Whether an observation at or before `as_of`, hours, or a zone has changed since the report read its data. The same report triggered now may then have other figures; this one never changes. Null until it has started.',
  })
  superseded_by_data!: boolean | null;
}

export class ReportPageDto {
  @ApiProperty({ type: [ReportDto] })
  reports!: ReportDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}

export function toReportStateDto(report: Report): ReportStateDto {
  const dto: ReportStateDto = {
    status: report.status,
    report_id: report.reportId,
    progress: progressOf(report),
    stores_done: report.storesDone,
    stores_total: report.storesTotal,
    started_at: report.startedAt?.toISOString() ?? null,
  };
  if (report.status === 'Running') dto.seconds_left = secondsLeft(report);
  if (report.error !== null) dto.reason = report.error;
  return dto;
}

export function toReportDto(report: Report): ReportDto {
  const dto: ReportDto = {
    report_id: report.reportId,
    status: report.status,
    as_of: report.asOf === null ? null : formatTimestamp(report.asOf),
    settings: {
      default_status: report.defaultStatus,
      default_timezone: report.defaultTimezone,
      end_of_day_grace: report.endOfDayGrace,
    },
    store_ids: report.storeIds,
    progress: progressOf(report),
    stores_done: report.storesDone,
    stores_total: report.storesTotal,
    created_at: report.createdAt.toISOString(),
    started_at: report.startedAt?.toISOString() ?? null,
    finished_at: report.finishedAt?.toISOString() ?? null,
    duration_ms: report.finishedAt ? report.finishedAt.getTime() - report.createdAt.getTime() : null,
    csv_bytes: report.csvBytes,
    csv_sha256: report.csvSha256?.toString('hex') ?? null,
    uptime_share: toUptimeShareDto(report),
  };
  if (report.error !== null) dto.reason = report.error;
  return dto;
}

/** Null also for a report that was completed before shares were stored. */
export function toUptimeShareDto({ uptimeShare }: Report): UptimeShareDto | null {
  if (!uptimeShare) return null;
  const [hour = null, day = null, week = null] = uptimeShare;
  return { last_hour: hour, last_day: day, last_week: week };
}

function progressOf({ status, storesDone, storesTotal }: Report): number {
  if (status === 'Complete') return 1;
  return storesTotal ? storesDone / storesTotal : 0;
}

/** Assumes that the rest takes as long per store as what is done. */
function secondsLeft(report: Report): number | null {
  const progress = progressOf(report);
  if (!report.startedAt || progress === 0) return null;
  const elapsed = clock() / 1_000_000 - report.startedAt.getTime() / 1000;
  return Math.max(0, Math.round((elapsed / progress - elapsed) * 10) / 10);
}
