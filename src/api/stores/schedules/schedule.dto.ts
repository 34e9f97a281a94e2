import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Micros } from '../../../calculator/instants';
import {
  inForce,
  localDate,
  type OpeningHours,
  type Schedule,
  type WeeklyHours,
} from '../../../calculator/schedule/schedule';
import { formatLocalDate } from '../../../calculator/schedule/local-date';
import { formatLocalTime, formatTimestamp } from '../../../common/timestamp';
import type { DeclaredClosure } from '../../../stores/schedules/closures';
import type { RecordedChange } from '../../../stores/schedules/schedule-history';
import { openingHoursIn, type StoredSchedule, weeklyHoursIn } from '../../../stores/schedules/schedule-text';
import { ClosureDto, toClosureDto } from '../../closures/closure.dto';
import { InstantParameter } from '../../http/validation/parameters';
import { BusinessHoursDto, toHoursDto } from '../store.dto';
import { OpeningHoursDto } from './schedules.dto';

const EFFECTIVE_FROM = {
  type: String,
  format: 'date',
  nullable: true,
  example: '2024-10-07',
  description: 'Null: from the beginning of time, or there is none.',
} as const;

/** The query of `GET /stores/{store_id}/schedule`. */
export class ScheduleQuery {
  @InstantParameter({ required: false, example: '2024-10-08T12:00:00Z', description: 'Left out: now' })
  at?: Micros;
}

/** What is in force at an instant. */
export class ScheduleDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-08T12:00:00.000000Z' })
  at!: string;

  @ApiProperty({ format: 'date', example: '2024-10-08', description: 'The date on the store’s calendar.' })
  local_date!: string;

  @ApiProperty({ example: 'America/New_York' })
  timezone!: string;

  @ApiProperty({ example: false, description: 'Whether it is the default time zone.' })
  timezone_is_default!: boolean;

  @ApiProperty(EFFECTIVE_FROM)
  timezone_effective_from!: string | null;

  @ApiProperty({
    example: false,
    description: 'Whether it is open around the clock by the hours in force, or has none.',
  })
  always_open!: boolean;

  @ApiProperty({ example: false, description: 'Whether it is closed all week by the hours in force.' })
  closed!: boolean;

  @ApiProperty({ type: [BusinessHoursDto], description: 'The hours in force, by weekday and time.' })
  hours!: BusinessHoursDto[];

  @ApiProperty(EFFECTIVE_FROM)
  hours_effective_from!: string | null;

  @ApiProperty({
    type: [OpeningHoursDto],
    nullable: true,
    description:
      'If the date is special, the hours that take their place: none of them if it is closed. Otherwise null.',
  })
  special_hours!: OpeningHoursDto[] | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    example: null,
    description: 'The date on which its scheduled time ends; null unless it is archived.',
  })
  archived_from!: string | null;

  @ApiProperty({ type: [ClosureDto], description: 'The closures that cover the instant.' })
  closures!: ClosureDto[];
}

export class ScheduleValueDto {
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Of a time zone. Null: the default.' })
  timezone?: string | null;

  @ApiPropertyOptional({ description: 'Of hours: open around the clock.' })
  always_open?: boolean;

  @ApiPropertyOptional({ description: 'Of hours or a special date: closed.' })
  closed?: boolean;

  @ApiPropertyOptional({ type: [BusinessHoursDto], description: 'Of hours.' })
  hours?: BusinessHoursDto[];

  @ApiPropertyOptional({ type: [OpeningHoursDto], description: 'Of a special date.' })
  special_hours?: OpeningHoursDto[];

  @ApiPropertyOptional({ format: 'date', description: 'Of an archived store.' })
  archived_from?: string;

  @ApiPropertyOptional({ description: 'Of a closure.' })
  reason?: string;

  @ApiPropertyOptional({ example: '42', description: 'Of a closure; * is all stores.' })
  store_id?: string;

  @ApiPropertyOptional({ format: 'date-time', example: '2024-10-03T18:00:00.000000Z', description: 'Of a closure.' })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', example: '2024-10-05T06:00:00.000000Z', description: 'Of a closure.' })
  to?: string;
}

const VALUE = { type: ScheduleValueDto, nullable: true };

export class ScheduleChangeDto {
  @ApiProperty({ format: 'date-time', example: '2024-10-01T09:00:00.000Z' })
  changed_at!: string;

  @ApiProperty({ format: 'uuid', description: 'The import that changed it; it may have been removed since.' })
  import_id!: string;

  @ApiProperty({ enum: ['store', 'timezones', 'hours', 'special_hours', 'archived', 'closures'], example: 'hours' })
  part!: RecordedChange['part'];

  @ApiProperty({
    type: String,
    nullable: true,
    example: '2024-10-07',
    description:
      'The effective_from of the version, null from the beginning of time; the special date; the closure_id; null for archived.',
  })
  subject!: string | null;

  @ApiProperty({ ...VALUE, description: 'Null: there was none.' })
  before!: ScheduleValueDto | null;

  @ApiProperty({ ...VALUE, description: 'Null: it was removed.' })
  after!: ScheduleValueDto | null;
}

export class ScheduleChangePageDto {
  @ApiProperty({ type: [ScheduleChangeDto] })
  changes!: ScheduleChangeDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}

export function toOpeningHoursDto({ opens, closes }: OpeningHours): OpeningHoursDto {
  return { opens: formatLocalTime(opens), closes: formatLocalTime(closes) };
}

/** What is in force at an instant. */
export function toScheduleDto(
  storeId: string,
  at: Micros,
  stored: StoredSchedule,
  schedule: Schedule,
  closures: readonly DeclaredClosure[],
): ScheduleDto {
  const date = localDate(schedule, at);
  const zone = inForce(stored.timezones, date);
  const hours = inForce(stored.hours, date);
  const special = schedule.specialHours.get(date);
  return {
    store_id: storeId,
    at: formatTimestamp(at),
    local_date: formatLocalDate(date),
    timezone: zone?.value ?? schedule.defaultTimezone,
    timezone_is_default: zone?.value === undefined,
    timezone_effective_from: dateOrNull(zone?.from),
    ...weekly(hours?.value ?? 'always_open'),
    hours_effective_from: dateOrNull(hours?.from),
    special_hours: special?.map(toOpeningHoursDto) ?? null,
    archived_from: schedule.archivedFrom === Infinity ? null : formatLocalDate(schedule.archivedFrom),
    closures: closures.map(toClosureDto),
  };
}

export function toScheduleChangeDto(change: RecordedChange): ScheduleChangeDto {
  const { part, before, after } = change;
  return {
    changed_at: change.changedAt.toISOString(),
    import_id: change.importId,
    part,
    subject: change.subject === '' ? null : change.subject,
    before: before === null ? null : toValue(change, before),
    after: after === null ? null : toValue(change, after),
  };
}

function toValue({ part, closure }: RecordedChange, text: string): ScheduleValueDto {
  switch (part) {
    case 'timezones':
      return { timezone: text === '' ? null : text };
    case 'hours':
      return weekly(weeklyHoursIn(text));
    case 'special_hours': {
      const hours = openingHoursIn(text);
      return { closed: hours.length === 0, special_hours: hours.map(toOpeningHoursDto) };
    }
    case 'store':
      return {};
    case 'archived':
      return { archived_from: text };
    case 'closures':
      return {
        reason: text,
        ...(closure && {
          store_id: closure.storeId,
          from: formatTimestamp(closure.from),
          to: formatTimestamp(closure.to),
        }),
      };
  }
}

function weekly(hours: WeeklyHours) {
  const alwaysOpen = hours === 'always_open';
  return {
    always_open: alwaysOpen,
    closed: !alwaysOpen && hours.length === 0,
    hours: alwaysOpen ? [] : hours.map(toHoursDto),
  };
}

function dateOrNull(from: number | undefined): string | null {
  return from === undefined || from === -Infinity ? null : formatLocalDate(from);
}
