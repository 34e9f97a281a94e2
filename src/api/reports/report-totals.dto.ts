import { ApiProperty } from '@nestjs/swagger';
import { formatTimestamp } from '../../common/timestamp';
import type { ReportFigures } from '../../reports/figures/report-figures';
import { BANDS, distributionOf } from '../../reports/figures/uptime-distribution';
import type { WindowTotals } from '../../reports/figures/window-totals';
import type { Report } from '../../reports/report.entity';
import { toUptimeShare } from './report.dto';

export class ShareDistributionDto {
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    example: 13_960,
    description: 'The number of stores with uptime or downtime in the window; the others are not counted.',
  })
  stores!: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'number', minimum: 0, maximum: 1 },
    example: [0, 0.61, 0.74, 0.81, 0.86, 0.9, 0.93, 0.95, 0.97, 0.99, 1],
    description: 'The lowest share, the deciles, and the highest share.',
  })
  deciles!: readonly number[];

  @ApiProperty({
    type: 'array',
    items: { type: 'integer', minimum: 0 },
    example: [12, 8, 20, 41, 90, 240, 800, 1900, 3900, 6949],
    description: 'How many stores have a share from 0 to 0.1, from 0.1 to 0.2, and so on; the last includes 1.',
  })
  bins!: readonly number[];

  @ApiProperty({
    type: 'array',
    items: { type: 'integer', minimum: 0 },
    example: [301, 530, 1890, 2210, 2400, 1609, 1800, 1400, 820, 1000],
    description: `How many stores have a share from ${BANDS.slice(0, -1)
      .map((from, index) => `${from} to ${BANDS[index + 1] ?? 1}`)
      .join(', ')}, without the upper one; the last: of exactly 1.`,
  })
  bands!: readonly number[];
}

const HOURS = { minimum: 0, description: 'Hours of all its stores, from exact figures.' } as const;
const HOURS_OF_ALL = { ...HOURS, type: Number, nullable: true } as const;
const ALL_ONLY = `${HOURS.description} Null unless its terms have the columns: all.`;

/** All stores of a report together in one of its windows. */
export class WindowTotalsDto {
  @ApiProperty({ example: '2024-10-07' })
  window!: string;

  @ApiProperty({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 1,
    example: 0.931,
    description: 'As in the report: from exact figures; null without uptime and downtime.',
  })
  uptime_share!: number | null;

  @ApiProperty({ ...HOURS, example: 186_420.25 })
  uptime_hours!: number;

  @ApiProperty({ ...HOURS, example: 13_579.75 })
  downtime_hours!: number;

  @ApiProperty({ ...HOURS_OF_ALL, example: 0, description: ALL_ONLY })
  unknown_hours!: number | null;

  @ApiProperty({ ...HOURS_OF_ALL, example: 120.5, description: ALL_ONLY })
  excluded_hours!: number | null;

  @ApiProperty({ type: ShareDistributionDto, description: 'The shares of the single stores, from rounded figures.' })
  distribution!: ShareDistributionDto;
}

export class ReportTotalsDto {
  @ApiProperty({ format: 'uuid', example: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11' })
  report_id!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-13T23:58:36.521635Z' })
  as_of!: string;

  @ApiProperty({ type: 'integer', minimum: 0, example: 14_000, description: 'The number of stores in the report.' })
  stores!: number;

  @ApiProperty({ type: [WindowTotalsDto], description: 'Its windows, in their order.' })
  windows!: WindowTotalsDto[];
}

export function toReportTotalsDto(
  report: Report,
  figures: ReportFigures,
  totals: readonly WindowTotals[],
): ReportTotalsDto {
  const shares = toUptimeShare(report);
  return {
    report_id: figures.reportId,
    as_of: formatTimestamp(figures.asOf),
    stores: figures.size,
    windows: report.windows.map((window, index) => {
      const { uptime, downtime, unknown, excluded } = totals[index] ?? {};
      return {
        window,
        uptime_share: shares?.[window] ?? null,
        uptime_hours: uptime ?? 0,
        downtime_hours: downtime ?? 0,
        unknown_hours: unknown ?? null,
        excluded_hours: excluded ?? null,
        distribution: distributionOf(figures, window),
      };
    }),
  };
}
