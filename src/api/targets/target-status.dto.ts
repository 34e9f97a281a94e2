import { ApiProperty } from '@nestjs/swagger';
import { formatPercent } from '../../calculator/targets/percent';
import { dateIn } from '../../calculator/targets/month';
import { minutesLeft, type TargetStatus, uptimePercent } from '../../calculator/targets/target-status';
import { lostSalesOf } from '../../calculator/lost-sales';
import { formatTimestamp } from '../../common/timestamp';
import type { Grouping } from '../../stores/attributes/store-groups';
import type { MonthQuery } from '../../targets/store-months';
import type { GroupTargetStatus, MonthSums } from '../../targets/target-group';
import type { StoreTargetStatus } from '../../targets/target-statuses';
import type { ExactJson } from '../http/exact-json';
import { GROUP_KEY, namedKey } from '../http/validation/grouping';
import { TargetOfDto, toTargetOfDto } from './targets.dto';

const MICROS = { type: 'integer', minimum: 0, format: 'int64' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;

/** What a month has come to, and how that stands to targets. */
export class MonthOfTargetDto {
  @ApiProperty({
    ...MICROS,
    example: 1_080_000_000_000,
    description: 'Business time of the whole month: the sum of the four that follow, and of what is to come.',
  })
  scheduled_us!: number;

  @ApiProperty({ ...MICROS, example: 453_600_000_000, description: 'Up to the as of, as the next three.' })
  uptime_us!: number;

  @ApiProperty({ ...MICROS, example: 360_000_000, description: 'What has been lost.' })
  downtime_us!: number;

  @ApiProperty({ ...MICROS, example: 0, description: 'Counts neither as kept nor as lost.' })
  unknown_us!: number;

  @ApiProperty({
    ...MICROS,
    example: 14_400_000_000,
    description: 'What closures cover in all of the month, also after the as of; of it nothing can be lost.',
  })
  excluded_us!: number;

  @ApiProperty({
    ...MICROS,
    example: 611_640_000_000,
    description: 'What is to come after the as of, and is not excluded.',
  })
  ahead_us!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '99.920697',
    description:
      '100 × uptime / (uptime + downtime), rounded down to six decimals: no less than the target exactly where it is met. Null without either.',
  })
  uptime_percent!: string | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: false,
    description:
      'Whether no more has been lost so far than the target allows of that time. Null without any time or target.',
  })
  met!: boolean | null;

  @ApiProperty({
    ...MICROS,
    nullable: true,
    example: 1_065_600_000,
    description: 'What may be lost in the whole month, rounded down to a microsecond. Null without a target.',
  })
  allowed_us!: number | null;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    example: 705_600_000,
    description: 'What may still be lost: allowed_us - downtime_us. Negative: so much too much is lost already.',
  })
  left_us!: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '11.76',
    description: 'The same in minutes, rounded down to two decimals.',
  })
  minutes_left!: string | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    example: '2024-10-29',
    description:
      'The date of the store by the end of which more is lost than may be: one that has come, or one to come if as much is lost of each hour as was so far. Null: none in this month.',
  })
  gone_on!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '125.00',
    description:
      'An estimate: the attribute sales_per_hour times the downtime, in whatever currency that is in. Null if it is no number.',
  })
  lost_sales_estimate!: string | null;
}

/** The answer of `GET /stores/{store_id}/target`. */
export class StoreTargetDto extends MonthOfTargetDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty({ example: '2024-10' })
  month!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-13T23:58:36.521635Z' })
  as_of!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-01T05:00:00.000000Z', description: 'Where its month begins.' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2024-11-01T05:00:00.000000Z' })
  to!: string;

  @ApiProperty({ example: 'America/Chicago', description: 'In force at the as of.' })
  timezone!: string;

  @ApiProperty({ type: TargetOfDto, nullable: true, description: 'The target that holds for it; null: none.' })
  target!: TargetOfDto | null;
}

export class TargetGroupDto extends MonthOfTargetDto {
  @ApiProperty(GROUP_KEY)
  key!: Record<string, string | null>;

  @ApiProperty({ ...COUNT, example: 12 })
  stores!: number;

  @ApiProperty({ ...COUNT, example: 12, description: 'To these alone all other figures of the group refer.' })
  stores_with_target!: number;

  @ApiProperty({ ...COUNT, example: 9 })
  stores_met!: number;

  @ApiProperty({ ...COUNT, example: 3, description: 'Those that neither met nor missed it have no time that counts.' })
  stores_missed!: number;

  @ApiProperty({ type: String, nullable: true, example: '99.9', description: 'Null: they have none, or several.' })
  percent!: string | null;

  @ApiProperty({ ...COUNT, example: 8, description: 'To these lost_sales_estimate refers.' })
  stores_with_sales!: number;
}

/** The answer of `GET /targets/status`. */
export class TargetStatusDto {
  @ApiProperty({ example: '2024-10' })
  month!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-13T23:58:36.521635Z' })
  as_of!: string;

  @ApiProperty({ type: [String], example: ['region'], description: 'Attributes as they were first written.' })
  by!: string[];

  @ApiProperty({ type: [TargetGroupDto], description: 'By their keys; those without a value come last.' })
  groups!: TargetGroupDto[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.' })
  next_cursor!: string | null;
}

export function toStoreTarget(query: MonthQuery, store: StoreTargetStatus): ExactJson {
  const { figures, target, whole, salesPerHour } = store;
  const { seen, ahead, aheadExcluded } = figures;
  const lostSales = salesPerHour === undefined ? undefined : lostSalesOf(salesPerHour, seen.downtime);
  const sums = {
    uptime: BigInt(seen.uptime),
    downtime: BigInt(seen.downtime),
    unknown: BigInt(seen.unknown),
    excluded: BigInt(seen.excluded),
    ahead: BigInt(ahead),
    aheadExcluded: BigInt(aheadExcluded),
  };
  return {
    store_id: store.storeId,
    month: query.month.name,
    as_of: formatTimestamp(query.asOf),
    from: formatTimestamp(whole.from),
    to: formatTimestamp(whole.to),
    timezone: store.zone,
    target: target ? Object.fromEntries(Object.entries(toTargetOfDto(target))) : null,
    ...toMonth(query, sums, store.status, lostSales),
  };
}

export function toTargetStatus(
  query: MonthQuery,
  by: Grouping,
  groups: readonly GroupTargetStatus[],
  nextCursor: string | null,
): ExactJson {
  return {
    month: query.month.name,
    as_of: formatTimestamp(query.asOf),
    by,
    groups: groups.map((group) => ({
      key: namedKey(by, group.key),
      stores: group.stores,
      stores_with_target: group.withTarget,
      stores_met: group.met,
      stores_missed: group.missed,
      percent: group.target === undefined ? null : formatPercent(group.target),
      ...toMonth(query, group.sums, group.withTarget > 0 ? group.status : undefined, group.sales.shown),
      stores_with_sales: group.sales.stores,
    })),
    next_cursor: nextCursor,
  };
}

function toMonth(
  { month }: MonthQuery,
  { uptime, downtime, unknown, excluded, ahead, aheadExcluded }: MonthSums,
  status: TargetStatus | undefined,
  lostSales: string | undefined,
) {
  const percent = uptimePercent(uptime, downtime);
  return {
    scheduled_us: uptime + downtime + unknown + excluded + ahead + aheadExcluded,
    uptime_us: uptime,
    downtime_us: downtime,
    unknown_us: unknown,
    excluded_us: excluded + aheadExcluded,
    ahead_us: ahead,
    uptime_percent: percent === undefined ? null : formatPercent(percent),
    met: status?.isMet ?? null,
    allowed_us: status?.allowed ?? null,
    left_us: status?.left ?? null,
    minutes_left: status ? minutesLeft(status.left) : null,
    gone_on: status?.goneOn === undefined ? null : dateIn(month, status.goneOn),
    lost_sales_estimate: lostSales ?? null,
  };
}
