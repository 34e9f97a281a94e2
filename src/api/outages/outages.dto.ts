import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { formatTimestamp } from '../../common/timestamp';
import { lostSalesOf } from '../../calculator/lost-sales';
import type { Outage, OutagePage } from '../../fleet/outages';
import type { SalesRatesOf } from '../../stores/attributes/sales-rates';
import type { NameOf } from '../../stores/attributes/store-attributes';
import { LOST_SALES, STORE_NAME } from '../http/validation/parameters';

export class OutageDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty(STORE_NAME)
  name!: string | null;

  @ApiProperty({
    format: 'date-time',
    example: '2024-10-07T14:03:20.000000Z',
    description: 'The first inactive observation, even if it is before the range.',
  })
  started_at!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2024-10-07T15:12:00.000000Z',
    description: 'The next active observation, even if it is after the range; null if there is none.',
  })
  ended_at!: string | null;

  @ApiProperty({ example: false, description: 'Whether there has been no active observation since.' })
  ongoing!: boolean;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 4_120_000_000,
    description: 'Business time lost within the range, in whole microseconds.',
  })
  business_us!: number;

  @ApiProperty({ example: true, description: 'Whether the store is open at this moment.' })
  open_now!: boolean;

  @ApiPropertyOptional(LOST_SALES)
  lost_sales_estimate?: string;
}

export class OutagePageDto {
  @ApiProperty({ format: 'date-time', example: '2024-10-01T12:00:00.000000Z' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-08T12:00:00.000000Z' })
  to!: string;

  @ApiProperty({ type: [OutageDto] })
  outages!: OutageDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'For the next page; null on the last one. A short page may still have a next one.',
  })
  next_cursor!: string | null;
}

export function toOutagePageDto(
  { range, items, next }: OutagePage,
  nameOf: NameOf,
  rates: SalesRatesOf,
  cursorAfter: (position: string) => string,
): OutagePageDto {
  return {
    from: formatTimestamp(range.from),
    to: formatTimestamp(range.to),
    outages: items.map((outage) => ({
      ...toOutageRow(outage, rates.get(outage.storeId)),
      name: nameOf(outage.storeId),
    })),
    next_cursor: next === undefined ? null : cursorAfter(next),
  };
}

/**
 * As in the CSV.
 * @param rate what the store sells in an hour; undefined: it is not known, or not asked for
 */
export function toOutageRow(
  { storeId, run, businessTime, isOpen }: Outage,
  rate: bigint | undefined,
): Omit<OutageDto, 'name'> {
  return {
    store_id: storeId,
    started_at: formatTimestamp(run.startedAt),
    ended_at: run.endedAt === undefined ? null : formatTimestamp(run.endedAt),
    ongoing: run.endedAt === undefined,
    business_us: businessTime,
    open_now: isOpen,
    ...(rate === undefined ? {} : { lost_sales_estimate: lostSalesOf(rate, businessTime) }),
  };
}
