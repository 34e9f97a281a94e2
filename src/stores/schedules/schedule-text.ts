import { z } from 'zod';
import type {
  BusinessHours,
  LocalDate,
  OpeningHours,
  Schedule,
  Version,
  WeeklyHours,
} from '../../calculator/schedule/schedule';
import { formatLocalDate, parseLocalDate } from '../../calculator/schedule/local-date';
import { formatLocalTime, parseLocalTime } from '../../common/timestamp';
import type { ServiceSettings } from '../../platform/config/settings';

/** The schedule of a store as it is stored. */
export interface StoredSchedule {
  /** Undefined: the default time zone. */
  readonly timezones: readonly Version<string | undefined>[];
  readonly hours: readonly Version<WeeklyHours>[];
  readonly specialHours: ReadonlyMap<LocalDate, readonly OpeningHours[]>;
  /** `Infinity`: it is not archived. */
  readonly archivedFrom: LocalDate;
}

/** Of a store about which nothing is known. */
export const NO_SCHEDULE: StoredSchedule = {
  timezones: [],
  hours: [],
  specialHours: new Map(),
  archivedFrom: Infinity,
};

/** SQL: the schedule in a row of `schedule` as one text, which is the same for the same schedule; null without a row. */
export const SCHEDULE_TEXT = `('[' || timezones::text || ',' || hours::text || ',' || special_hours::text || ',' || archived::text || ']')`;

/** SQL: the SHA-256 of `SCHEDULE_TEXT`, immutable: a conversion of text to bytes by its encoding would not be. */
export const SCHEDULE_DIGEST = `sha256(decode(replace(${SCHEDULE_TEXT}, '\\', '\\\\'), 'escape'))`;

const versions = z.record(z.string(), z.string());
const text = z.tuple([versions, versions, versions, versions]);

/** The schedule in a text: see `SCHEDULE_TEXT`. */
export function scheduleIn(schedule: string | null): StoredSchedule {
  if (schedule === null) return NO_SCHEDULE;
  const [timezones, hours, special, archived] = text.parse(JSON.parse(schedule));
  return {
    timezones: versionsIn(timezones, timezoneIn),
    hours: versionsIn(hours, weeklyHoursIn),
    specialHours: new Map(Object.entries(special).map(([date, rows]) => [dateIn(date), openingHoursIn(rows)])),
    archivedFrom: archived[''] === undefined ? Infinity : dateIn(archived['']),
  };
}

/** When a store is open, with the service's settings for what its stored schedule leaves open. */
export function scheduleOf(
  { timezones, hours, specialHours, archivedFrom }: StoredSchedule,
  { DEFAULT_TIMEZONE, END_OF_DAY_GRACE }: Pick<ServiceSettings, 'DEFAULT_TIMEZONE' | 'END_OF_DAY_GRACE'>,
): Schedule {
  return {
    timezones: timezones.map(({ from, value = DEFAULT_TIMEZONE }) => ({ from, value })),
    defaultTimezone: DEFAULT_TIMEZONE,
    hours,
    specialHours,
    archivedFrom,
    endOfDayGrace: END_OF_DAY_GRACE,
  };
}

const ALWAYS_OPEN = 'always_open';
export const CLOSED = 'closed';

/** Weekly hours as the rows of a version, which are stored sorted and each once. */
export function weeklyRows(hours: WeeklyHours): string[] {
  if (hours === 'always_open') return [ALWAYS_OPEN];
  return hours.length === 0 ? [CLOSED] : hours.map((row) => `${row.dayOfWeek} ${openingRow(row)}`);
}

/** The hours of a special date as its rows. */
export function specialRows(hours: readonly OpeningHours[]): string[] {
  return hours.length === 0 ? [CLOSED] : hours.map(openingRow);
}

/** The zone in a version; undefined: the default time zone. */
export function timezoneIn(name: string): string | undefined {
  return name === '' ? undefined : name;
}

/** The hours in the rows of a version. */
export function weeklyHoursIn(rows: string): WeeklyHours {
  if (rows === ALWAYS_OPEN) return 'always_open';
  if (rows === CLOSED) return [];
  return rows.split(',').map((row): BusinessHours => ({ dayOfWeek: Number(row[0]), ...openingHours(row.slice(2)) }));
}

/** The hours in the rows of a special date. */
export function openingHoursIn(rows: string): OpeningHours[] {
  return rows === CLOSED ? [] : rows.split(',').map(openingHours);
}

/** The date of a version: empty from the beginning of time on. */
export function dateText(from: LocalDate): string {
  return from === -Infinity ? '' : formatLocalDate(from);
}

function openingRow({ opens, closes }: OpeningHours): string {
  return `${formatLocalTime(opens)} ${formatLocalTime(closes)}`;
}

function openingHours(row: string): OpeningHours {
  const [opens = NaN, closes = NaN] = row.split(' ').map(parseLocalTime);
  return { opens, closes };
}

/** Versions by date; the empty one, from the beginning of time on, is the first. */
function versionsIn<Value>(stored: Readonly<Record<string, string>>, read: (value: string) => Value): Version<Value>[] {
  return Object.entries(stored)
    .map(([date, value]) => ({ from: date === '' ? -Infinity : dateIn(date), value: read(value) }))
    .sort((a, b) => a.from - b.from);
}

function dateIn(date: string): LocalDate {
  return parseLocalDate(date) ?? NaN;
}
