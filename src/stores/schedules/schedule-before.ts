import type { Version } from '../../calculator/schedule/schedule';
import { parseLocalDate } from '../../calculator/schedule/local-date';
import type { RecordedChange } from './schedule-history';
import { openingHoursIn, type StoredSchedule, timezoneIn, weeklyHoursIn } from './schedule-text';

/** What a part of a schedule was before it was changed. */
type FormerPart = Pick<RecordedChange, 'part' | 'subject' | 'before'>;

/** A schedule as it was before some parts of it, each of which comes once, were changed. */
export function scheduleBefore(schedule: StoredSchedule, parts: readonly FormerPart[]): StoredSchedule {
  const of = (wanted: RecordedChange['part']) => parts.filter(({ part }) => part === wanted);
  const specialHours = new Map(schedule.specialHours);
  for (const { subject, before } of of('special_hours')) {
    const date = parseLocalDate(subject) ?? NaN;
    if (before === null) specialHours.delete(date);
    else specialHours.set(date, openingHoursIn(before));
  }
  const [archived] = of('archived');
  const archivedBefore = archived?.before === null ? Infinity : parseLocalDate(archived?.before ?? '');
  return {
    timezones: versionsBefore(schedule.timezones, of('timezones'), timezoneIn),
    hours: versionsBefore(schedule.hours, of('hours'), weeklyHoursIn),
    specialHours,
    archivedFrom: archivedBefore ?? schedule.archivedFrom,
  };
}

function versionsBefore<Value>(
  versions: readonly Version<Value>[],
  parts: readonly FormerPart[],
  read: (text: string) => Value,
): Version<Value>[] {
  const former = new Map(versions.map(({ from, value }) => [from, value]));
  for (const { subject, before } of parts) {
    const from = subject === '' ? -Infinity : (parseLocalDate(subject) ?? NaN);
    if (before === null) former.delete(from);
    else former.set(from, read(before));
  }
  return [...former].map(([from, value]) => ({ from, value })).sort((a, b) => a.from - b.from);
}
