import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Micros } from '../../calculator/instants';
import { HOURS_RULES, type HoursRule, LEDGER_RULES, LEDGER_SOURCES, type LedgerRule } from '../../calculator/ledger';
import { lostSalesOf } from '../../calculator/lost-sales';
import { offsetAt, zoneOf } from '../../calculator/schedule/zones';
import { formatLocalDate } from '../../calculator/schedule/local-date';
import { formatLocal, formatTimestamp } from '../../common/timestamp';
import { ClosureDto, toClosureDto } from '../closures/closure.dto';
import { LOST_SALES } from '../http/validation/parameters';
import type { ExplainedStretch, LedgerPage, Uptime, UptimeRequest } from '../../uptime/uptime.service';

const STATES = ['active', 'inactive', 'unknown', 'excluded', 'closed'] as const;
const INSTANT = '2024-10-08T12:00:00.000000Z';

export class StatusSourceDto {
  @ApiProperty({
    enum: LEDGER_SOURCES,
    example: 'carried',
    description:
      'observation: at the start of the stretch. carried: an earlier observation still holds. stale: the latest observation no longer speaks. default: there is no observation yet.',
  })
  kind!: (typeof LEDGER_SOURCES)[number];

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2024-10-08T11:40:12.000000Z' })
  observed_at!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2024-10-08T11:41:00.120Z',
    description:
      'When the import began that the observation last came with; null if the observation was dropped since.',
  })
  received_at!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  import_id!: string | null;
}

export class LedgerStretchDto {
  @ApiProperty({ format: 'date-time', example: INSTANT })
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-08T13:00:00.000000Z' })
  to!: string;

  @ApiProperty({ example: '2024-10-08T08:00:00.000000-04:00', description: 'In the time zone of the store.' })
  local_from!: string;

  @ApiProperty({ example: '2024-10-08T09:00:00.000000-04:00' })
  local_to!: string;

  @ApiProperty({ enum: STATES, example: 'active' })
  state!: (typeof STATES)[number];

  @ApiProperty({
    type: StatusSourceDto,
    nullable: true,
    description: 'Where the status comes from; null while closed or excluded.',
  })
  source!: StatusSourceDto | null;

  @ApiProperty({
    enum: LEDGER_RULES,
    example: 'business_hours',
    description:
      'Why the store counts as open or closed. always_open: it has no hours on that date, or is always open by them. business_hours, overnight, full_day: hours that end on the same day, on the next day, or 24 hours later. end_of_day_grace: the end, in the last minute of the day, counts as midnight. no_hours_that_day: a weekday without hours. outside_hours: a weekday with hours, at another time. special_hours, special_closed: a special date has these hours, or none. clock_change: the clocks change within the stretch, or skip or repeat one end of the hours. zone_change: it begins or ends at a midnight at which another zone comes into force. closure: a closure covers it.',
  })
  rule!: LedgerRule;

  @ApiProperty({
    enum: HOURS_RULES,
    example: 'business_hours',
    description: 'The rule, leaving changes of clocks and zones and closures aside.',
  })
  hours_rule!: HoursRule;

  @ApiProperty({
    type: 'array',
    items: { type: 'string' },
    example: [],
    description:
      'When the UTC offset changes within the stretch or at its start, such as 2024-11-03T01:00:00.000000-05:00: in the time zone of the store, with the new offset.',
  })
  clock_changes!: string[];

  @ApiProperty({ example: 'America/New_York', description: 'The zone in force.' })
  timezone!: string;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    example: '2024-10-07',
    description: 'The effective_from of the hours in force; null if they have none, or there are no hours.',
  })
  hours_effective_from!: string | null;

  @ApiProperty({ type: ClosureDto, nullable: true, description: 'The closure that covers an excluded stretch.' })
  closure!: ClosureDto | null;

  @ApiPropertyOptional({ ...LOST_SALES, description: `${LOST_SALES.description} Of inactive stretches.` })
  lost_sales_estimate?: string;
}

export class UptimeDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty({ example: 'America/New_York', description: 'The default time zone if the store has none of its own.' })
  timezone!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-07T12:00:00.000000Z' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: INSTANT })
  to!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 28_800_000_000,
    description: 'Business time in whole microseconds: the sum of the four that follow.',
  })
  business_us!: number;

  @ApiProperty({ type: 'integer', minimum: 0, format: 'int64', example: 25_200_000_000 })
  uptime_us!: number;

  @ApiProperty({ type: 'integer', minimum: 0, format: 'int64', example: 3_600_000_000 })
  downtime_us!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 0,
    description: 'Business time in which the status is unknown, by the terms.',
  })
  unknown_us!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 0,
    description: 'Business time that closures cover.',
  })
  excluded_us!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    nullable: true,
    example: 8,
    description: 'The number of observations within business time; null if retention may have dropped some of them.',
  })
  observation_count!: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 1,
    example: 0.875,
    description: 'uptime_us / (uptime_us + downtime_us); null without either.',
  })
  uptime_share!: number | null;

  @ApiPropertyOptional(LOST_SALES)
  lost_sales_estimate?: string;

  @ApiPropertyOptional({
    type: [LedgerStretchDto],
    description:
      'With explain=true: stretches without gaps or overlaps. All pages together cover the range, and their lengths add up to its figures.',
  })
  ledger?: LedgerStretchDto[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'With explain=true: for the next page of the ledger; null on the last one.',
  })
  next_cursor?: string | null;
}

/** @param rate what the store sells in an hour; undefined: it is not known, or not asked for */
export function toUptimeDto({ range: { from, to } }: UptimeRequest, uptime: Uptime, rate?: bigint): UptimeDto {
  const { figures } = uptime;
  const counted = figures.uptime + figures.downtime;
  return {
    store_id: uptime.storeId,
    timezone: uptime.timezone,
    from: formatTimestamp(from),
    to: formatTimestamp(to),
    business_us: figures.scheduled,
    uptime_us: figures.uptime,
    downtime_us: figures.downtime,
    unknown_us: figures.unknown,
    excluded_us: figures.excluded,
    observation_count: uptime.observationCount ?? null,
    uptime_share: counted === 0 ? null : figures.uptime / counted,
    ...(rate === undefined ? {} : { lost_sales_estimate: lostSalesOf(rate, figures.downtime) }),
  };
}

export function toExplainedDto(
  request: UptimeRequest,
  uptime: Uptime & { ledger: LedgerPage },
  cursorAfter: (next: Micros) => string,
  rate?: bigint,
): UptimeDto {
  const { stretches, next } = uptime.ledger;
  return Object.assign(toUptimeDto(request, uptime, rate), {
    ledger: stretches.map((stretch) => {
      const isLost = stretch.state === 'inactive' && rate !== undefined;
      const lost = isLost ? { lost_sales_estimate: lostSalesOf(rate, stretch.to - stretch.from) } : {};
      return Object.assign(toStretchDto(stretch), lost);
    }),
    next_cursor: next === undefined ? null : cursorAfter(next),
  });
}

function toStretchDto(stretch: ExplainedStretch): LedgerStretchDto {
  const { from, to, state, source, observedAt, observation, rule, hoursRule, clockChanges } = stretch;
  const { timezone, hoursFrom, closure } = stretch;
  const zone = zoneOf(timezone);
  const local = (instant: Micros) => formatLocal(instant, offsetAt(zone, instant));
  return {
    from: formatTimestamp(from),
    to: formatTimestamp(to),
    local_from: local(from),
    local_to: local(to),
    state,
    source:
      source === undefined
        ? null
        : {
            kind: source,
            observed_at: observedAt === undefined ? null : formatTimestamp(observedAt),
            received_at: observation?.received?.at.toISOString() ?? null,
            import_id: observation?.received?.importId ?? null,
          },
    rule,
    hours_rule: hoursRule,
    clock_changes: clockChanges.map(local),
    timezone,
    hours_effective_from: hoursFrom === undefined || hoursFrom === -Infinity ? null : formatLocalDate(hoursFrom),
    closure: closure ? toClosureDto(closure) : null,
  };
}
