import { STATUSES, type Status, type Timeline } from '../../../src/calculator/figures/forward-fill';
import { DAY, HOUR, type Interval, type Micros, MINUTE, SECOND } from '../../../src/calculator/instants';
import type { BusinessHours, LocalDate, OpeningHours, Schedule } from '../../../src/calculator/schedule/schedule';

/** An instant as `2024-10-05T12:00:00Z`, in microseconds. */
export const at = (iso: string): Micros => Date.parse(iso) * 1000;

/** The reverse of `at`. */
export const iso = (instant: Micros): string => new Date(instant / 1000).toISOString().replace('.000', '');

/** A date as `2024-10-05`. */
export const date = (text: string): LocalDate => at(`${text}T00:00:00Z`) / DAY;

/** From one instant to another. */
export const range = (from: string, to: string): Interval => ({ from: at(from), to: at(to) });

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `09:30` or `23:59:59` as microseconds after midnight. */
function clock(time: string): Micros {
  const [hours, minutes, seconds] = time.split(':').map(Number);
  return (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE + (seconds ?? 0) * SECOND;
}

/** `09:00-17:00` as an opening. */
export function opening(times: string): OpeningHours {
  const [opens = '', closes = ''] = times.split('-');
  return { opens: clock(opens), closes: clock(closes) };
}

/** `Mon 09:00-17:00` as a row of business hours. */
export function row(text: string): BusinessHours {
  const [day = '', times = ''] = text.split(' ');
  return { dayOfWeek: WEEKDAYS.indexOf(day), ...opening(times) };
}

/** The same opening on each day of the week, as texts for `row`. */
export const everyDay = (times: string): string[] => WEEKDAYS.map((day) => `${day} ${times}`);

/** A schedule of one zone and one week, which have been in force for ever; without a row the store is always open. */
export function weekly(timezone: string, rows: readonly BusinessHours[], endOfDayGrace = false): Schedule {
  return {
    timezones: [{ from: -Infinity, value: timezone }],
    defaultTimezone: 'UTC',
    hours: rows.length === 0 ? [] : [{ from: -Infinity, value: rows }],
    specialHours: new Map(),
    archivedFrom: Infinity,
    endOfDayGrace,
  };
}

/** Observations as pairs of an instant and a status. */
export function timeline(...observations: readonly (readonly [Micros, Status])[]): Timeline {
  return {
    observedAt: Float64Array.from(observations, ([instant]) => instant),
    status: Uint8Array.from(observations, ([, status]) => STATUSES.indexOf(status)),
  };
}
