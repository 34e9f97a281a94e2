import type { components } from '../../../api/schema';
import { dateText } from '../../../dates';
import { instant } from '../../../format';

type Schemas = components['schemas'];
type Opening = Schemas['OpeningHoursDto'];
type Row = Schemas['BusinessHoursDto'];

/** In place of a store id. */
export const ALL_STORES = '*';

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The hours of a week: rows, or a word in their place. */
export type Week = readonly Row[] | 'always_open' | 'closed';

/** Hours as the API has them. */
export interface GivenWeek {
  readonly always_open?: boolean;
  readonly hours?: readonly Row[];
}

export function weekOf({ always_open: alwaysOpen = false, hours = [] }: GivenWeek): Week {
  if (alwaysOpen) return 'always_open';
  return hours.length === 0 ? 'closed' : hours;
}

/** `9:00` and `09:00` as `09:00:00`, so that times compare as texts. */
export function withSeconds(time: string): string {
  const [hour = '', minute = '', second = '00'] = time.trim().split(':');
  return `${hour.padStart(2, '0')}:${minute}:${second}`;
}

/** The openings of a date: `10:00-14:00, 18:00-02:00`, or `closed`. */
export function openingsText(openings: readonly Opening[]): string {
  if (openings.length === 0) return 'closed';
  return openings.map(({ opens, closes }) => `${shortTime(opens)}-${shortTime(closes)}`).join(', ');
}

/** Neighbouring weekdays with the same hours are told together: `Mon-Fri 09:00-17:00; Sat 10:00-14:00`. */
export function weekText(week: Week): string {
  if (week === 'always_open') return 'always open';
  if (week === 'closed' || week.length === 0) return 'closed';
  const days = WEEKDAYS.map((_, day) => openingsText(sorted(week.filter(({ dayOfWeek }) => dayOfWeek === day))));
  const groups: { first: number; last: number; text: string }[] = [];
  for (const [day, text] of days.entries()) {
    const group = groups.at(-1);
    if (group?.text === text) group.last = day;
    else groups.push({ first: day, last: day, text });
  }
  const [only] = groups;
  if (only && groups.length === 1) return only.text;
  return groups
    .filter(({ text }) => text !== 'closed')
    .map(({ first, last, text }) => `${first === last ? short(first) : `${short(first)}-${short(last)}`} ${text}`)
    .join('; ');
}

/** The reason of a closure, which may be empty. */
export function reasonText(reason: string): string {
  return reason === '' ? 'no reason given' : reason;
}

/** A closure that was declared or revoked: `refit, 2024-10-07 10:00:00 UTC to 2024-10-07 12:00:00 UTC`. */
export function closureText({
  reason = '',
  store_id: storeId,
  from = '',
  to = '',
}: Schemas['ScheduleValueDto']): string {
  const whose = storeId === ALL_STORES ? ' (all stores)' : '';
  return `${reasonText(reason)}${whose}, ${instant(from)} to ${instant(to)}`;
}

export function isSameWeek(some: Week, others: Week): boolean {
  return weekKey(some) === weekKey(others);
}

/**
 * What saving does: `From Mon 7 Oct 2024 on: 09:00-17:00 instead of 10:00-18:00.`
 * @param from the date from which it is in force; empty: it takes the place of all versions
 * @param before what is in force now on that date; undefined while it is not known
 */
export function changeText(from: string, after: string, before: string | undefined): string {
  const when = from === '' ? 'On all dates, past ones too' : `From ${dateText(from)} on`;
  if (before === after) {
    return from === ''
      ? `${when}: ${after}. Versions with a date, if there are any, are removed.`
      : `${when}: ${after}, as is in force then already.`;
  }
  const instead = before === undefined ? '' : ` instead of ${before}`;
  const versions = from === '' ? ' Versions with a date are removed.' : '';
  return `${when}: ${after}${instead}.${versions} ${FIGURES_CHANGE}`;
}

export const FIGURES_CHANGE =
  'Figures of windows that reach into that time may change; finished reports stay as they are.';

function weekKey(week: Week): string {
  if (typeof week === 'string') return week;
  return JSON.stringify(
    week.map(({ dayOfWeek, opens, closes }) => [dayOfWeek, withSeconds(opens), withSeconds(closes)]),
  );
}

function sorted(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (withSeconds(a.opens) < withSeconds(b.opens) ? -1 : 1));
}

function short(day: number): string {
  return WEEKDAYS[day]?.slice(0, 3) ?? '';
}

function shortTime(time: string): string {
  return withSeconds(time).replace(/:00$/, '');
}
