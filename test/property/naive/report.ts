import { naiveFigures } from './figures';
import { midnightOf, openPeriods } from './openings';
import type { NaiveStore, NaiveTerms } from './store';
import { DAY, HOUR, MINUTE } from './units';

export interface NaiveReportTerms extends NaiveTerms {
  /** Names such as `last_day` and `2024-W41`; the last hour, day and week unless given. */
  windows?: string[];
  /** Whether the unknown and the excluded time has columns, too. */
  allColumns?: boolean;
}

const ELAPSED: Record<string, number> = { last_hour: HOUR, last_day: 24 * HOUR, last_week: 168 * HOUR };

/** The line of the report for one store, without its line end. */
export function naiveRow(storeId: string, store: NaiveStore, asOf: number, terms: NaiveReportTerms = {}): string {
  const names = terms.windows ?? ['last_hour', 'last_day', 'last_week'];
  const windows = names.map((name) => ({
    unit: name === 'last_hour' ? MINUTE : HOUR,
    ...naiveWindow(store, name, asOf),
  }));
  const earliest = Math.min(...windows.map(({ from }) => from));
  const periods = openPeriods(store, earliest, asOf);
  const figures = windows.map(({ unit, from, to }) => ({ unit, ...naiveFigures(store, from, to, terms, periods) }));
  return [
    storeId,
    ...figures.map(({ uptime, unit }) => rounded(uptime, unit)),
    ...figures.map(({ downtime, unit }) => rounded(downtime, unit)),
    ...(terms.allColumns ? figures.map(({ unknown, unit }) => rounded(unknown, unit)) : []),
    ...(terms.allColumns ? figures.map(({ excluded, unit }) => rounded(excluded, unit)) : []),
  ].join(',');
}

/** The instants of a window of a store; it is empty if it would begin at or after `asOf`, or last less than no time. */
export function naiveWindow(store: NaiveStore, name: string, asOf: number): { from: number; to: number } {
  const elapsed = ELAPSED[name];
  if (elapsed !== undefined) return { from: asOf - elapsed, to: asOf };
  const { first, next } = datesOf(name);
  const from = Math.min(midnightOf(store, first), asOf);
  const to = Math.min(midnightOf(store, next), asOf);
  return { from, to: Math.max(from, to) };
}

/** The first date of a window and the one after its last, each as its midnight in UTC. */
function datesOf(name: string): { first: number; next: number } {
  const [year = NaN, second = NaN] = name.split(/-W?/).map(Number);
  if (name.includes('..')) {
    const [first = '', last = ''] = name.split('..');
    return { first: dateOf(first), next: dateOf(last) + DAY };
  }
  if (/^\d{4}-\d{2}$/.test(name)) {
    return { first: Date.UTC(year, second - 1) * 1000, next: Date.UTC(year, second) * 1000 };
  }
  if (name.includes('W')) {
    // The first week is the one with 4 January, and weeks begin on Mondays.
    let monday = Date.UTC(year, 0, 4) * 1000;
    while (new Date(monday / 1000).getUTCDay() !== 1) monday -= DAY;
    monday += (second - 1) * 7 * DAY;
    return { first: monday, next: monday + 7 * DAY };
  }
  return { first: dateOf(name), next: dateOf(name) + DAY };
}

function dateOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) * 1000;
}

/** Two decimals, half up. */
function rounded(duration: number, unit: number): string {
  const hundredths = (BigInt(duration) * 200n + BigInt(unit)) / (2n * BigInt(unit));
  const digits = hundredths.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
