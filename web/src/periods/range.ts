import { dateText, daysAfter, daysFrom, type Range } from '../dates';
import { type Clock, instantOf } from '../views/store/clock';
import type { Period } from './period';

const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)/;

/** The days of a period in a time zone, up to an instant; undefined if they begin after it. */
export function rangeOf({ first, last }: Period, zone: string, until: string): Range | undefined {
  const from = instantOf(`${first}T00:00`, zone);
  const to = instantOf(`${daysAfter(last, 1)}T00:00`, zone);
  if (Date.parse(from) >= Date.parse(until)) return undefined;
  return { from, to: Date.parse(to) < Date.parse(until) ? to : until };
}

/** The steps of a chart of a period: few enough to tell them apart. */
export function stepFor({ first, last }: Period): '1h' | '6h' | '1d' {
  const days = daysFrom(first, last);
  if (days <= 8) return '1h';
  return days <= 62 ? '6h' : '1d';
}

/** A range for people: `Sat 12 Oct 2024, 19:00 to 20:00`. */
export function rangeText({ from, to }: Range, clock: Clock): string {
  const [, date = '', time = ''] = TIME.exec(clock.format(from)) ?? [];
  const [, lastDate = '', end = ''] = TIME.exec(clock.format(to)) ?? [];
  if (date === lastDate) return `${dateText(date)}, ${time} to ${end}`;
  if (daysAfter(date, 1) === lastDate && end === '00:00') {
    return time === '00:00' ? dateText(date) : `${dateText(date)}, ${time} to 24:00`;
  }
  return `${dateText(date)}, ${time} to ${dateText(lastDate)}, ${end}`;
}

/** The same of what was found within a range; `to` is null if it was not over at the end of that: what came then is not known. */
export function whenText(
  { from, to }: { readonly from: string; readonly to: string | null },
  range: Range,
  clock: Clock,
): string {
  const text = rangeText({ from, to: to ?? range.to }, clock);
  return to === null ? `${text}, not over by then` : text;
}
