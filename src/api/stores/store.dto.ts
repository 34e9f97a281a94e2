import { ApiProperty } from '@nestjs/swagger';
import { formatLocalTime, formatTimestamp } from '../../common/timestamp';
import type { BusinessHours } from '../../calculator/schedule/schedule';
import { FiguresDto, toFiguresDto } from '../reports/report-rows.dto';
import type { ListedStore, SingleStore, StorePage } from '../../fleet/store-list';
import type { ReportFigures } from '../../reports/figures/report-figures';

const STATUSES = ['active', 'inactive'] as const;
const INSTANT = '2024-10-08T12:00:00.000000Z';

const REPORT_ID = {
  type: String,
  format: 'uuid',
  nullable: true,
  example: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11',
  description: 'The report that the figures come from; null if no report is complete yet.',
} as const;
const AS_OF = {
  type: String,
  format: 'date-time',
  nullable: true,
  example: INSTANT,
  description: 'Where the windows of that report end.',
} as const;

/** A store in a list. */
export class StoreDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Main Street' })
  name!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { brand: 'Taco Town', region: 'West' },
    description: 'Values by attribute, as it was first written.',
  })
  attributes!: Readonly<Record<string, string>>;

  @ApiProperty({ example: 'America/New_York' })
  timezone!: string;

  @ApiProperty({
    example: false,
    description: 'Whether the store has no zone of its own and uses the default time zone.',
  })
  timezone_is_default!: boolean;

  @ApiProperty({
    type: String,
    enum: STATUSES,
    nullable: true,
    example: 'active',
    description: 'The status of the latest observation; null without observations.',
  })
  status!: (typeof STATUSES)[number] | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2024-10-08T09:00:12.000000Z',
    description: 'The first of the latest observations in a row with this status.',
  })
  status_since!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: INSTANT })
  last_observed_at!: string | null;

  @ApiProperty({ example: true, description: 'Whether it is open at this moment; a store without hours always is.' })
  open_now!: boolean;

  @ApiProperty({
    type: FiguresDto,
    nullable: true,
    description: 'From the report of the answer; null if the store is not in it.',
  })
  figures!: FiguresDto | null;
}

export class BusinessHoursDto {
  @ApiProperty({
    type: 'integer',
    example: 0,
    minimum: 0,
    maximum: 6,
    description: 'The weekday on which it opens; 0 is Monday.',
  })
  dayOfWeek!: number;

  @ApiProperty({ example: '09:00:00', description: 'HH:MM:SS, with six decimals unless it is a whole second.' })
  opens!: string;

  @ApiProperty({ example: '24:00:00', description: 'On the next day unless it is later than `opens`.' })
  closes!: string;
}

/** One store, by its id. */
export class SingleStoreDto extends StoreDto {
  @ApiProperty({
    example: false,
    description: 'Whether it is open around the clock by the hours in force, or has none.',
  })
  always_open!: boolean;

  @ApiProperty({
    type: [BusinessHoursDto],
    description: 'The hours in force today, by weekday and time. Empty: open around the clock, or closed.',
  })
  hours!: BusinessHoursDto[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2024-10-08T21:00:00.000000Z',
    description: 'When it opens or closes next; null if it does neither within eight days.',
  })
  next_change_at!: string | null;

  @ApiProperty({ type: String, enum: ['opens', 'closes'], nullable: true, example: 'closes' })
  next_change!: 'opens' | 'closes' | null;

  @ApiProperty(REPORT_ID)
  report_id!: string | null;

  @ApiProperty(AS_OF)
  as_of!: string | null;
}

export class StorePageDto {
  @ApiProperty({ type: [StoreDto] })
  stores!: StoreDto[];

  @ApiProperty(REPORT_ID)
  report_id!: string | null;

  @ApiProperty(AS_OF)
  as_of!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one. A short page may still have a next one.',
  })
  next_cursor!: string | null;
}

export function toStorePageDto(page: StorePage, cursorAfter: (position: string) => string): StorePageDto {
  return {
    stores: page.items.map(toStoreDto),
    ...sourceOf(page.report),
    next_cursor: page.next === undefined ? null : cursorAfter(page.next),
  };
}

export function toSingleStoreDto(store: SingleStore): SingleStoreDto {
  const { hours, nextChange, report } = store;
  return Object.assign(toStoreDto(store), {
    always_open: hours === 'always_open',
    hours: hours === 'always_open' ? [] : hours.map(toHoursDto),
    next_change_at: nextChange ? formatTimestamp(nextChange.at) : null,
    next_change: nextChange?.change ?? null,
    ...sourceOf(report),
  });
}

export function toHoursDto({ dayOfWeek, opens, closes }: BusinessHours): BusinessHoursDto {
  return { dayOfWeek, opens: formatLocalTime(opens), closes: formatLocalTime(closes) };
}

function sourceOf(report: ReportFigures | undefined): Pick<StorePageDto, 'report_id' | 'as_of'> {
  return { report_id: report?.reportId ?? null, as_of: report ? formatTimestamp(report.asOf) : null };
}

function toStoreDto({ state, shown, timezone, isDefaultTimezone, isOpen, figures }: ListedStore): StoreDto {
  return {
    store_id: state.storeId,
    name: shown.name ?? null,
    attributes: shown.attributes,
    timezone,
    timezone_is_default: isDefaultTimezone,
    status: state.status ?? null,
    status_since: state.statusSince === undefined ? null : formatTimestamp(state.statusSince),
    last_observed_at: state.lastObservedAt === undefined ? null : formatTimestamp(state.lastObservedAt),
    open_now: isOpen,
    figures: figures ? toFiguresDto(figures) : null,
  };
}
