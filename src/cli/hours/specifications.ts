import { type LocalDate, weekday, type OpeningHours } from '../../calculator/schedule/schedule';
import type { HoursVersion, SpecialDate } from './store-hours';

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];

/** Hours of some weekdays, as long as they are valid. */
export interface Specification {
  /** The first and the last date on which it is valid; undefined: at any time before or after. */
  readonly from: LocalDate | undefined;
  readonly through: LocalDate | undefined;
  /** 0 = Monday … 6 = Sunday. */
  readonly weekdays: readonly number[];
  /** Empty: closed. */
  readonly times: readonly OpeningHours[];
}

/**
 * The versions that are made by specifications which lack an end of their validity. Of those that name the same weekday, the
 * ones that are valid since the latest date hold; a weekday that none names is closed.
 */
export function versionsOf(specifications: readonly Specification[]): HoursVersion[] {
  const lasting = specifications.filter(({ from, through }) => from === undefined || through === undefined);
  const starts = new Set(lasting.map(({ from = -Infinity }) => from));
  for (const { through } of lasting) if (through !== undefined) starts.add(through + 1);
  return [...starts]
    .sort((one, other) => one - other)
    .map((start) => {
      const valid = lasting.filter(({ from = -Infinity, through = Infinity }) => from <= start && start <= through);
      const hours = WEEKDAYS.flatMap((dayOfWeek) =>
        latest(valid.filter(({ weekdays }) => weekdays.includes(dayOfWeek)))
          .flatMap(({ times }) => times)
          .map((times) => ({ dayOfWeek, ...times })),
      );
      return { effectiveFrom: start === -Infinity ? undefined : start, hours };
    });
}

/**
 * The dates of specifications with both ends of their validity. Of those that name the same date, special ones hold, then the
 * ones that are valid since the latest date.
 */
export function specialDatesOf(general: readonly Specification[], special: readonly Specification[]): SpecialDate[] {
  return [...new Map([...byDate(general), ...byDate(special)])]
    .sort(([one], [other]) => one - other)
    .map(([date, specifications]) => ({ date, times: latest(specifications).flatMap(({ times }) => times) }));
}

function byDate(specifications: readonly Specification[]): Map<LocalDate, Specification[]> {
  const found = new Map<LocalDate, Specification[]>();
  for (const specification of specifications) {
    for (const date of datesOf(specification)) found.set(date, [...(found.get(date) ?? []), specification]);
  }
  return found;
}

/** Each date on which a specification with both ends is valid. */
function datesOf({ from, through, weekdays }: Specification): LocalDate[] {
  if (from === undefined || through === undefined) return [];
  const dates = Array.from({ length: through - from + 1 }, (_, index) => from + index);
  return dates.filter((date) => weekdays.includes(weekday(date)));
}

function latest(specifications: readonly Specification[]): Specification[] {
  const since = Math.max(...specifications.map(({ from = -Infinity }) => from));
  return specifications.filter(({ from = -Infinity }) => from === since);
}
