import { DAY } from '../../../src/calculator/instants';
import type { Random } from '../../../src/common/random';
import type { Anchor } from './anchors';
import { randomDate } from './changes';

/** The names of the windows of a report, most of them near the anchor. */
export function randomWindows(random: Random, anchor: Anchor): string[] {
  if (random.chance(0.3)) return ['last_hour', 'last_day', 'last_week'];
  const names = new Set<string>();
  const count = random.chance(0.05) ? 12 : random.integer(1, 4);
  while (names.size < count) names.add(randomName(random, anchor));
  return [...names];
}

function randomName(random: Random, anchor: Anchor): string {
  const date = randomDate(random, anchor);
  return random.choose([
    [1, random.pick(['last_hour', 'last_day', 'last_week'])],
    [3, date],
    [0.5, date.slice(0, 7)],
    [1, isoWeek(date)],
    [1, `${date}..${addDays(date, random.integer(0, 9))}`],
    [0.05, `${date}..${addDays(date, 365)}`],
  ]);
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + (days * DAY) / 1000).toISOString().slice(0, 10);
}

/** The week of a date, such as `2024-W41`: it belongs to the year in which its Thursday lies. */
function isoWeek(date: string): string {
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = addDays(date, 3 - weekday);
  const year = thursday.slice(0, 4);
  const days = (Date.parse(thursday) - Date.parse(`${year}-01-01`)) / (DAY / 1000);
  return `${year}-W${String(1 + Math.floor(days / 7)).padStart(2, '0')}`;
}
