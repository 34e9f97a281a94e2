import { type LocalDate, weekdayOf } from './local-times';
import type { HoursVersion, SpecialDate, Times } from './store-hours';

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];

/** Hours of some weekdays, as long as they are valid. */
export interface Rule {
  /** The first and the last date on which it is valid; undefined: at any time before or after. */
  readonly from: LocalDate | undefined;
  readonly through: LocalDate | undefined;
  /** 0 = Monday … 6 = Sunday. */
  readonly weekdays: readonly number[];
  /** Empty: closed. */
  readonly times: readonly Times[];
}

/**
 * The versions that rules make which lack an end of their validity. Of those that name the same weekday, the ones that are
 * valid since the latest date hold; a weekday that none names is closed.
 */
export function versionsOf(rules: readonly Rule[]): HoursVersion[] {
  const lasting = rules.filter(({ from, through }) => from === undefined || through === undefined);
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
 * The dates of rules with both ends of their validity. Of those that name the same date, special ones hold, then the ones
 * that are valid since the latest date.
 */
export function specialDatesOf(general: readonly Rule[], special: readonly Rule[]): SpecialDate[] {
  return [...new Map([...rulesByDate(general), ...rulesByDate(special)])]
    .sort(([one], [other]) => one - other)
    .map(([date, rules]) => ({ date, times: latest(rules).flatMap(({ times }) => times) }));
}

function rulesByDate(rules: readonly Rule[]): Map<LocalDate, Rule[]> {
  const byDate = new Map<LocalDate, Rule[]>();
  for (const [date, rule] of rules.flatMap(datesOf)) byDate.set(date, [...(byDate.get(date) ?? []), rule]);
  return byDate;
}

/** Each date on which a rule with both ends is valid. */
function datesOf(rule: Rule): [LocalDate, Rule][] {
  const { from, through, weekdays } = rule;
  if (from === undefined || through === undefined) return [];
  return Array.from({ length: through - from + 1 }, (_, index): [LocalDate, Rule] => [from + index, rule]).filter(
    ([date]) => weekdays.includes(weekdayOf(date)),
  );
}

function latest(rules: readonly Rule[]): Rule[] {
  const since = Math.max(...rules.map(({ from = -Infinity }) => from));
  return rules.filter(({ from = -Infinity }) => from === since);
}
