import { goingStale, STATUSES, type Timeline } from '../../../src/calculator/figures/forward-fill';
import { DAY, type Interval, type Micros } from '../../../src/calculator/instants';
import { union } from '../../../src/calculator/intervals';
import type { LocalDate, Schedule, Version, WeeklyHours } from '../../../src/calculator/schedule/schedule';
import type { Random } from '../../../src/common/random';
import type { NaiveStore, NaiveTerms, NaiveWeek } from '../naive/store';

/** A store's schedule as the calculator takes it. A zone from the beginning of time can also be the default one. */
export function scheduleOf(store: NaiveStore, random: Random): Schedule {
  const isDefault = random.chance(0.5);
  const laterHours = versionsOf(store.laterHours).map(({ from, value }) => ({ from, value: weeklyHoursOf(value) }));
  return {
    timezones: [...(isDefault ? [] : [always(store.timezone)]), ...versionsOf(store.laterTimezones)],
    defaultTimezone: isDefault ? store.timezone : 'Etc/GMT+12',
    // A store without hours is always open, and so is one that says so.
    hours: [...(store.hours.length === 0 && isDefault ? [] : [always(weeklyHoursOf(store.hours))]), ...laterHours],
    specialHours: new Map(versionsOf(store.specialHours).map(({ from, value }) => [from, value])),
    archivedFrom: store.archivedFrom === undefined ? Infinity : dayOf(store.archivedFrom),
    endOfDayGrace: store.endOfDayGrace,
  };
}

function weeklyHoursOf(week: NaiveWeek | 'closed'): WeeklyHours {
  if (week === 'closed') return [];
  return week.length === 0 ? 'always_open' : week;
}

function always<T>(value: T): Version<T> {
  return { from: -Infinity, value };
}

function versionsOf<T>(byDate: Record<string, T> = {}): Version<T>[] {
  return Object.entries(byDate)
    .map(([date, value]) => ({ from: dayOf(date), value }))
    .sort((a, b) => a.from - b.from);
}

/** A date as days since 1970-01-01. */
function dayOf(date: string): LocalDate {
  return (Date.parse(date) * 1000) / DAY;
}

/** The closures that count. */
export function closuresOf({ closures = [] }: NaiveStore, { ignoresClosures }: NaiveTerms): Interval[] {
  return ignoresClosures ? [] : union(closures);
}

export function timelineOf({ observations }: Pick<NaiveStore, 'observations'>): Timeline {
  const inOrder = [...observations].sort((a, b) => a.at - b.at);
  return {
    observedAt: new Float64Array(inOrder.map(({ at }) => at)),
    status: new Uint8Array(inOrder.map(({ active }) => STATUSES.indexOf(active ? 'active' : 'inactive'))),
  };
}

/** The statuses of those observations that can still speak within a window, and that there were others before. */
export function staleTimelineOf({ observations }: NaiveStore, window: Interval, unknownAfter: Micros): Timeline {
  const isSilent = (at: Micros) => at + unknownAfter <= window.from;
  const silent = observations.map(({ at }) => at).filter(isSilent);
  const timeline = timelineOf({ observations: observations.filter(({ at }) => !isSilent(at)) });
  return goingStale(timeline, unknownAfter, silent.length > 0 ? Math.max(...silent) : undefined);
}

/** Only the observations that differ from the one before them. */
export function statusChangesOf({ observedAt, status }: Timeline): Timeline {
  const isChange = (_: number, index: number) => status[index] !== status[index - 1];
  return { observedAt: observedAt.filter(isChange), status: status.filter(isChange) };
}
