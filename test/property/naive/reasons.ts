import { archivedAt, midnightOf, openingsOn, periodsOf, textOf, timezoneOn, versionOn } from './openings';
import type { NaiveStore } from './store';
import { DAY, MINUTE } from './units';

/** Why a store is open or closed at an instant. */
export interface NaiveReason {
  rule: string;
  /** The date of the version of the hours that applies; undefined if it is not a later one. */
  hoursFrom: string | undefined;
  timezone: string;
}

/** Every reason for which a store is open at an instant or, if there is none, the one for which it is closed. */
export function naiveReasons(store: NaiveStore, instant: number): NaiveReason[] {
  const isArchived = instant >= archivedAt(store);
  const midnight = new Date(instant / 1000).setUTCHours(0, 0, 0, 0) * 1000;
  const dates = Array.from({ length: 8 }, (_, index) => midnight + (index - 5) * DAY);
  const reasons = dates.flatMap((date) =>
    periodsOf(store, date)
      .map((period, index) => ({ period, rule: openRule(store, date, index), ...inForceOn(store, date) }))
      .filter(({ period }) => period.opens <= instant && instant < period.closes)
      .map(({ rule, hoursFrom, timezone }) => ({ rule, hoursFrom, timezone })),
  );
  if (reasons.length > 0 && !isArchived) return reasons;
  const [date = NaN] = dates.filter((each) => midnightOf(store, each) <= instant).slice(-1);
  return [{ rule: isArchived ? 'archived' : closedRule(store, date), ...inForceOn(store, date) }];
}

function inForceOn(store: NaiveStore, date: number) {
  return { hoursFrom: versionOn(store, date), timezone: timezoneOn(store, date) };
}

/** The rule of an opening on a date, by its index. */
function openRule(store: NaiveStore, date: number, index: number): string {
  const openings = openingsOn(store, date);
  if (openings === 'all day') return 'always_open';
  const { opens, closes } = openings[index] ?? { opens: NaN, closes: NaN };
  if (store.specialHours?.[textOf(date)]) return 'special_hours';
  if (store.endOfDayGrace && closes >= DAY - MINUTE && closes < DAY) return 'end_of_day_grace';
  if (closes === opens) return 'full_day';
  return closes < opens ? 'overnight' : 'business_hours';
}

function closedRule(store: NaiveStore, date: number): string {
  if (openingsOn(store, date).length > 0) return 'outside_hours';
  return store.specialHours?.[textOf(date)] ? 'special_closed' : 'no_hours_that_day';
}
