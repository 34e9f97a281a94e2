import { ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { createHash } from 'node:crypto';
import { STATUSES, type Status } from '../../calculator/figures/forward-fill';
import type { Micros } from '../../calculator/instants';
import { CLOSURE_TERMS, type CountingTerms, formatUnknownAfter } from '../../calculator/figures/terms';
import { isWindowList, MAX_WINDOWS, WINDOW_NAME } from '../../calculator/figures/windows';
import { NO_OTHER_FIELDS } from '../http/validation/body-fields';
import { ChoiceParameter, InstantParameter } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';
import { ClosuresParameter, DefaultStatusParameter, UnknownAfterParameter } from '../http/validation/terms';
import { formatTimestamp } from '../../common/timestamp';
import { clock } from '../../fleet/open-hours';
import { COLUMN_TERMS, type ReportLayout, STANDARD_WINDOWS } from '../../reports/report-csv';
import type { LimitsByName } from '../../stores/finding/store-filter';
import { type Report, REPORT_STATUSES, type ReportStatus } from '../../reports/report.entity';

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

  @DefaultStatusParameter({ nullable: true })
  default_status?: Status | null;

  @UnknownAfterParameter({ nullable: true })
  unknown_after?: Micros | null;

  @ClosuresParameter({ nullable: true })
  closures?: CountingTerms['closures'] | null;

  @ChoiceParameter(COLUMN_TERMS, {
    nullable: true,
    example: 'all',
    description: 'all: also the columns unknown_ and excluded_ of each window. Left out or null: standard',
  })
  columns?: ReportLayout['columns'] | null;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: WINDOW_NAME.source },
    minItems: 1,
    maxItems: MAX_WINDOWS,
    uniqueItems: true,
    nullable: true,
    example: ['2024-10', '2024-W41', '2024-10-05', '2024-10-01..2024-10-14', 'last_week'],
    description:
      'last_hour, last_day and last_week before as_of, or local dates of each store: a date, a month, an ISO week, or dates from one to another, both included. Left out or null: the REPORT_WINDOWS of the service',
  })
  @IsOptional()
  @Rule('invalid_windows', (names) => Array.isArray(names) && isWindowList(names))
  windows?: string[] | null;
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

export class ReportTermsDto {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    example: { region: ['West'] },
    description:
      'Which stores have a row: those with one of the values of each attribute, as the report started; an empty value: those without it. Absent: all.',
  })
  attributes?: Record<string, readonly string[]>;

  @ApiProperty({ enum: STATUSES, example: 'active' })
  default_status!: Status;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '3h',
    description: 'Null: an observation speaks until the next.',
  })
  unknown_after!: string | null;

  @ApiProperty({ enum: CLOSURE_TERMS, example: 'exclude' })
  closures!: CountingTerms['closures'];

  @ApiProperty({ enum: COLUMN_TERMS, example: 'standard' })
  columns!: ReportLayout['columns'];

  @ApiProperty({ type: [String], example: [...STANDARD_WINDOWS] })
  windows!: string[];

  @ApiProperty({ example: 'America/Chicago' })
  default_timezone!: string;

  @ApiProperty({ example: false })
  end_of_day_grace!: boolean;
}

/** Uptime by uptime and downtime over all stores of a report, for each window; null if there is neither. */
export const UPTIME_SHARE = {
  type: 'object',
  additionalProperties: { type: 'number', nullable: true, minimum: 0, maximum: 1 },
  nullable: true,
  example: { last_hour: 0.942, last_day: 0.931, last_week: 0.928 },
} as const;
export type UptimeShare = Readonly<Record<string, number | null>>;

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

  @ApiProperty({ type: ReportTermsDto, description: 'What the figures depend on besides the data.' })
  terms!: ReportTermsDto;

  @ApiProperty({
    pattern: '^[0-9a-f]{64}$',
    example: '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9',
    description: 'SHA-256 of the terms as JSON without spaces, their names in alphabetical order.',
  })
  terms_sha256!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026f',
    description: 'The release of the time zone database; null for a report made before it was recorded.',
  })
  tz_release!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The report that it computes anew, on what was known later; null: none.',
  })
  revises!: string | null;

  @ApiProperty({ type: [String], nullable: true, description: 'The stores that the report is limited to; null: all.' })
  store_ids!: string[] | null;

  @ApiProperty({ example: 1, minimum: 0, maximum: 1 })
  progress!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 14000 })
  stores_done!: number;

  @ApiProperty({ type: 'integer', minimum: 0, nullable: true, example: 14000 })
  stores_total!: number | null;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    nullable: true,
    example: 12,
    description:
      'How many of its stores have no observation before its windows end, so that all of their time is default_status. Null unless the report is complete, and for a report made before they were counted.',
  })
  stores_never_observed!: number | null;

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
    ...UPTIME_SHARE,
    description:
      'For each window: uptime divided by uptime and downtime, over all its stores, from exact figures; null without either. Null unless the report is complete.',
  })
  uptime_share!: UptimeShare | null;

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
      'Whether an observation at or before `as_of`, or a schedule within its windows, has changed since the report read its data. The same report triggered now may then have other figures; this one never changes. Null until it has started.',
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

export function toTermsDto(report: Report): ReportTermsDto {
  return {
    ...(report.attributes && { attributes: byName(report.attributes) }),
    closures: report.closures,
    columns: report.columns,
    default_status: report.defaultStatus,
    default_timezone: report.defaultTimezone,
    end_of_day_grace: report.endOfDayGrace,
    unknown_after: report.unknownAfter === null ? null : formatUnknownAfter(report.unknownAfter),
    windows: report.windows,
  };
}

/** In one order, for the SHA-256. */
function byName(limits: LimitsByName): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(limits).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function toReportDto(report: Report): ReportDto {
  const terms = toTermsDto(report);
  const dto: ReportDto = {
    report_id: report.reportId,
    status: report.status,
    as_of: report.asOf === null ? null : formatTimestamp(report.asOf),
    terms,
    terms_sha256: createHash('sha256').update(JSON.stringify(terms)).digest('hex'),
    tz_release: report.tzRelease === '' ? null : report.tzRelease,
    revises: report.revises,
    store_ids: report.storeIds,
    progress: progressOf(report),
    stores_done: report.storesDone,
    stores_total: report.storesTotal,
    stores_never_observed: report.storesNeverObserved,
    created_at: report.createdAt.toISOString(),
    started_at: report.startedAt?.toISOString() ?? null,
    finished_at: report.finishedAt?.toISOString() ?? null,
    duration_ms: report.finishedAt ? report.finishedAt.getTime() - report.createdAt.getTime() : null,
    csv_bytes: report.csvBytes,
    csv_sha256: report.csvSha256?.toString('hex') ?? null,
    uptime_share: toUptimeShare(report),
  };
  if (report.error !== null) dto.reason = report.error;
  return dto;
}

/** Null also for a report that was completed before shares were stored. */
export function toUptimeShare({ uptimeShare, windows }: Report): UptimeShare | null {
  if (!uptimeShare) return null;
  return Object.fromEntries(windows.map((window, index) => [window, uptimeShare[index] ?? null]));
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
