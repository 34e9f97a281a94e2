import { ApiProperty, OmitType } from '@nestjs/swagger';
import { formatTimestamp } from '../../common/timestamp';
import { ReportTermsDto, toTermsDto, toUptimeShare, UPTIME_SHARE, type UptimeShare } from '../reports/report.dto';
import { ShareDistributionDto } from '../reports/report-totals.dto';
import { formatUnknownAfter, termsOf } from '../../calculator/figures/terms';
import { STATUSES, type Status } from '../../calculator/figures/forward-fill';
import type { ServiceSettings } from '../../platform/config/settings';
import type { Report } from '../../reports/report.entity';
import type { ReportFigures } from '../../reports/figures/report-figures';
import { distributionOf } from '../../reports/figures/uptime-distribution';
import type { FleetCounts } from '../../fleet/fleet-counts';
import { clock } from '../../fleet/open-hours';
import type { NameOf } from '../../stores/attributes/store-attributes';
import { STORE_NAME } from '../http/validation/parameters';

const INSTANT = '2024-10-08T12:00:00.000000Z';

export class StaleStoreDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty(STORE_NAME)
  name!: string | null;

  @ApiProperty({ format: 'date-time', example: '2024-10-08T02:10:00.000000Z' })
  last_observed_at!: string;
}

/** The terms of a report that names none. */
export class ServiceTermsDto extends OmitType(ReportTermsDto, ['columns', 'windows']) {}

export class FleetReportDto {
  @ApiProperty({ format: 'uuid', example: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11' })
  report_id!: string;

  @ApiProperty({ format: 'date-time', example: INSTANT })
  as_of!: string;

  @ApiProperty({
    enum: STATUSES,
    description: 'The status it uses before the first observation of a store.',
  })
  default_status!: Status;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: INSTANT,
    description: 'When the report was complete.',
  })
  finished_at!: string | null;

  @ApiProperty({ type: 'integer', minimum: 0, example: 14_000, description: 'The number of stores in the report.' })
  stores!: number;

  @ApiProperty({ example: 125.4, description: 'Seconds since as_of, by the clock of the service.' })
  age_seconds!: number;

  @ApiProperty({ type: ReportTermsDto, description: 'All of its terms.' })
  terms!: ReportTermsDto;

  @ApiProperty({
    ...UPTIME_SHARE,
    description:
      'Over all stores of the report: total uptime divided by total business time. Null for a report made before shares were stored.',
  })
  uptime_share!: UptimeShare | null;

  @ApiProperty({
    type: ShareDistributionDto,
    description: 'The shares of the single stores in the last week, from the rounded figures of the report.',
  })
  distribution_last_week!: ShareDistributionDto;
}

/** All stores at a glance. */
export class FleetDto {
  @ApiProperty({
    format: 'date-time',
    example: INSTANT,
    description: 'When the stores were counted, by the clock of the service.',
  })
  counted_at!: string;

  @ApiProperty({ type: 'integer', minimum: 0, example: 14_000 })
  stores!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 13_559 })
  with_timezone!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 441, description: 'Stores in the default time zone.' })
  without_timezone!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 13_720 })
  with_hours!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 280, description: 'Stores that are always open.' })
  without_hours!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 12 })
  never_observed!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    example: 12_800,
    description: 'Stores whose latest observation is active, open or not.',
  })
  active!: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 1188 })
  inactive!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    example: 9_204,
    description: 'Stores that were open when they were counted.',
  })
  open_now!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: INSTANT,
    description: 'The latest observation of all stores.',
  })
  latest_observed_at!: string | null;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    example: 37,
    description:
      'Stores whose last observation is more than 3 hours before the latest of all stores: GET /stores?stale=true',
  })
  stale!: number;

  @ApiProperty({ type: [StaleStoreDto], description: 'At most 20, those not observed for the longest time first.' })
  stalest!: StaleStoreDto[];

  @ApiProperty({ type: ServiceTermsDto, description: 'The terms of a report that names none.' })
  terms!: ServiceTermsDto;

  @ApiProperty({
    type: FleetReportDto,
    nullable: true,
    description: 'The requested report, otherwise the default one; null if no report is complete yet.',
  })
  report!: FleetReportDto | null;
}

/** @param shown the report to show, with its figures */
export function toFleetDto(
  counts: FleetCounts,
  nameOf: NameOf,
  settings: ServiceSettings,
  shown: { readonly report: Report; readonly figures: ReportFigures } | undefined,
): FleetDto {
  return {
    counted_at: formatTimestamp(counts.countedAt),
    stores: counts.stores,
    with_timezone: counts.withTimezone,
    without_timezone: counts.stores - counts.withTimezone,
    with_hours: counts.withHours,
    without_hours: counts.stores - counts.withHours,
    never_observed: counts.neverObserved,
    active: counts.active,
    inactive: counts.inactive,
    open_now: counts.open,
    latest_observed_at: counts.latestObservedAt === undefined ? null : formatTimestamp(counts.latestObservedAt),
    stale: counts.stale,
    stalest: counts.stalest.map(({ storeId, lastObservedAt }) => ({
      store_id: storeId,
      name: nameOf(storeId),
      last_observed_at: formatTimestamp(lastObservedAt),
    })),
    terms: toServiceTermsDto(settings),
    report: shown ? toFleetReportDto(shown.report, shown.figures) : null,
  };
}

function toServiceTermsDto(settings: ServiceSettings): ServiceTermsDto {
  const { defaultStatus, unknownAfter, closures } = termsOf(
    { defaultStatus: undefined, unknownAfter: undefined, closures: undefined },
    settings,
  );
  return {
    default_status: defaultStatus,
    unknown_after: unknownAfter === Infinity ? null : formatUnknownAfter(unknownAfter),
    closures,
    default_timezone: settings.DEFAULT_TIMEZONE,
    end_of_day_grace: settings.END_OF_DAY_GRACE,
  };
}

function toFleetReportDto(report: Report, figures: ReportFigures): FleetReportDto {
  return {
    report_id: figures.reportId,
    as_of: formatTimestamp(figures.asOf),
    default_status: report.defaultStatus,
    finished_at: report.finishedAt?.toISOString() ?? null,
    stores: figures.size,
    age_seconds: (clock() - figures.asOf) / 1_000_000,
    terms: toTermsDto(report),
    uptime_share: toUptimeShare(report),
    distribution_last_week: distributionOf(figures, 'last_week'),
  };
}
