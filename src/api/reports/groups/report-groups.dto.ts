import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { formatTimestamp } from '../../../common/timestamp';
import type { GroupFigures, ReportGroup } from '../../../reports/figures/report-groups';
import type { Report } from '../../../reports/report.entity';
import type { Grouping } from '../../../stores/attributes/store-groups';
import type { ExactJson } from '../../http/exact-json';
import { GROUP_KEY, namedKey } from '../../http/validation/grouping';
import { LOST_SALES } from '../../http/validation/parameters';

const MICROS = { type: 'integer', minimum: 0, format: 'int64' } as const;
const EXACT = 'Exactly, in whole microseconds, which may be more than a double holds.';

export class GroupFiguresDto {
  @ApiProperty({ ...MICROS, example: 3_024_000_000_000, description: EXACT })
  scheduled_us!: number;

  @ApiProperty({ ...MICROS, example: 2_901_600_000_000 })
  uptime_us!: number;

  @ApiProperty({ ...MICROS, example: 86_400_000_000 })
  downtime_us!: number;

  @ApiProperty({ ...MICROS, example: 0 })
  unknown_us!: number;

  @ApiProperty({ ...MICROS, example: 36_000_000_000 })
  excluded_us!: number;

  @ApiProperty({
    type: Number,
    minimum: 0,
    maximum: 1,
    nullable: true,
    example: 0.9710843373493976,
    description: 'Uptime / (uptime + downtime); null if there is neither.',
  })
  uptime_share!: number | null;

  @ApiPropertyOptional({ ...LOST_SALES, nullable: true })
  lost_sales_estimate?: string | null;
}

export class ReportGroupDto {
  @ApiProperty(GROUP_KEY)
  key!: Record<string, string | null>;

  @ApiProperty({ type: 'integer', example: 12 })
  stores!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: '#/components/schemas/GroupFiguresDto' },
    description: 'Sums over its stores, by the windows of the report.',
  })
  windows!: Record<string, GroupFiguresDto>;

  @ApiPropertyOptional({
    type: 'integer',
    example: 8,
    description: 'With lost_sales=true: how many of the stores the estimates refer to; null where it is none.',
  })
  stores_with_sales?: number;
}

export class ReportGroupsDto {
  @ApiProperty({ format: 'uuid', example: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11' })
  report_id!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-13T23:58:36.521635Z' })
  as_of!: string;

  @ApiProperty({ type: [String], example: ['region', 'brand'], description: 'Attributes as they were first written.' })
  by!: string[];

  @ApiProperty({ type: [ReportGroupDto], description: 'By their keys; groups without a value come last.' })
  groups!: ReportGroupDto[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.' })
  next_cursor!: string | null;
}

/** A page of groups, whose sums are exact. */
export function toReportGroups(
  { reportId, asOf, windows }: Report,
  by: Grouping,
  groups: readonly ReportGroup[],
  nextCursor: string | null,
): ExactJson {
  return {
    report_id: reportId,
    as_of: formatTimestamp(asOf ?? NaN),
    by,
    groups: groups.map(({ key, stores, windows: figures, sales }) => ({
      key: namedKey(by, key),
      stores,
      windows: Object.fromEntries(
        figures.map((each, index) => [
          windows[index] ?? '',
          { ...toGroupFigures(each), ...(sales[index] && { lost_sales_estimate: sales[index].shown ?? null }) },
        ]),
      ),
      ...(sales[0] && { stores_with_sales: sales[0].stores }),
    })),
    next_cursor: nextCursor,
  };
}

function toGroupFigures({ uptime, downtime, unknown, excluded }: GroupFigures) {
  return {
    scheduled_us: uptime + downtime + unknown + excluded,
    uptime_us: uptime,
    downtime_us: downtime,
    unknown_us: unknown,
    excluded_us: excluded,
    uptime_share: uptimeShare(uptime, downtime),
  };
}

function uptimeShare(uptime: bigint, downtime: bigint): number | null {
  return uptime + downtime === 0n ? null : Number(uptime) / Number(uptime + downtime);
}
