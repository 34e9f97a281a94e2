/**
 * The figures of a store (docs/rules.md, R3, R8, R10, R13), computed a second time in the plainest possible way, to
 * compare the calculator with. It shares no code with `src` and is slow, but simple enough to check by reading it once.
 */
import moment from 'moment-timezone';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface NaiveStore {
  timezone: string;
  /** `opens` and `closes` are microseconds after local midnight; 0 = Monday. */
  hours: { dayOfWeek: number; opens: number; closes: number }[];
  endOfDayGrace: boolean;
  /** In any order, at most one for each instant. */
  observations: { at: number; active: boolean }[];
  defaultActive: boolean;
}

export interface NaiveFigures {
  businessTime: number;
  uptime: number;
  downtime: number;
  observationCount: number;
}

/** A period of business hours as instants, `closes` excluded. */
interface Period {
  opens: number;
  closes: number;
}

/**
 * The figures of the window from `from` (included) to `to` (excluded).
 * @param periods those of any window that contains this one, for several windows of one store
 */
export function naiveFigures(
  store: NaiveStore,
  from: number,
  to: number,
  periods = openPeriods(store, from, to),
): NaiveFigures {
  const isOpen = (instant: number) =>
    store.hours.length === 0 || periods.some(({ opens, closes }) => opens <= instant && instant < closes);

  // Nothing changes between one of these instants and the next, so the first instant represents the whole stretch.
  const edges = [
    from,
    ...periods.flatMap(({ opens, closes }) => [opens, closes]),
    ...store.observations.map(({ at }) => at),
    to,
  ]
    .filter((edge) => from <= edge && edge <= to)
    .sort((a, b) => a - b);

  const figures = { businessTime: 0, uptime: 0, downtime: 0, observationCount: 0 };
  edges.forEach((start, index) => {
    const length = (edges[index + 1] ?? to) - start;
    if (!isOpen(start)) return;
    figures.businessTime += length;
    if (isActive(store, start)) figures.uptime += length;
    else figures.downtime += length;
  });
  for (const { at } of store.observations) {
    if (from <= at && at < to && isOpen(at)) figures.observationCount++;
  }
  return figures;
}

/** The line of the report for one store, without its line end. */
export function naiveRow(storeId: string, store: NaiveStore, asOf: number): string {
  const periods = openPeriods(store, asOf - 168 * HOUR, asOf);
  const hour = naiveFigures(store, asOf - HOUR, asOf, periods);
  const day = naiveFigures(store, asOf - 24 * HOUR, asOf, periods);
  const week = naiveFigures(store, asOf - 168 * HOUR, asOf, periods);
  return [
    storeId,
    rounded(hour.uptime, MINUTE),
    rounded(day.uptime, HOUR),
    rounded(week.uptime, HOUR),
    rounded(hour.downtime, MINUTE),
    rounded(day.downtime, HOUR),
    rounded(week.downtime, HOUR),
  ].join(',');
}

/** Every period of business hours that can matter to the window; periods may overlap, or lie outside it. */
export function openPeriods(store: NaiveStore, from: number, to: number): Period[] {
  const zone = zoneCalled(store.timezone);
  const periods: Period[] = [];
  // Five days on each side are more than a period may last, a clock be off UTC and a date be skipped, together.
  const firstDate = new Date(from / 1000).setUTCHours(0, 0, 0, 0) * 1000 - 5 * DAY;
  for (let date = firstDate; date <= to + 5 * DAY; date += DAY) {
    const dayOfWeek = [6, 0, 1, 2, 3, 4, 5][new Date(date / 1000).getUTCDay()];
    for (const row of store.hours) {
      if (row.dayOfWeek !== dayOfWeek) continue;
      const sameDay = row.opens < row.closes;
      const lastMinute = row.closes >= DAY - MINUTE;
      const closingTime = store.endOfDayGrace && lastMinute ? DAY : row.closes;
      periods.push({
        opens: instantOfLocal(zone, date + row.opens),
        closes: instantOfLocal(zone, sameDay ? date + closingTime : date + DAY + closingTime),
      });
    }
  }
  return periods;
}

/** The status of the latest observation at or before the instant. */
function isActive(store: NaiveStore, instant: number): boolean {
  let latest: { at: number; active: boolean } | undefined;
  for (const observation of store.observations) {
    if (observation.at <= instant && (!latest || observation.at > latest.at)) latest = observation;
  }
  return latest ? latest.active : store.defaultActive;
}

/**
 * The instant at which the clocks of a zone show a local time. No clock is a whole day off UTC, and no zone changes its
 * clocks twice within two days, so the offset is either that of a day before or that of a day after.
 */
function instantOfLocal(zone: Zone, local: number): number {
  const before = offsetOf(zone, local - DAY);
  const after = offsetOf(zone, local + DAY);
  if (before === after) return local - before;
  const instants = [local - before, local - after];
  const showingLocal = instants.filter((instant) => instant + offsetOf(zone, instant) === local);
  if (showingLocal.length > 0) return Math.min(...showingLocal);
  // Clocks skip this time. It means the time later by the length of the gap, with the new offset.
  const gap = after - before;
  return local + gap - after;
}

type Zone = NonNullable<ReturnType<typeof moment.tz.zone>>;

function zoneCalled(name: string): Zone {
  const zone = moment.tz.zone(name);
  if (!zone) throw new Error(`no zone ${name}`);
  return zone;
}

/** How far the clocks of a zone are ahead of UTC at an instant. */
function offsetOf(zone: Zone, instant: number): number {
  const minutesBehind = zone.utcOffset(Math.floor(instant / 1000));
  // Offsets of local mean times have odd seconds, which the library gives as fractions of a minute.
  return -Math.round(minutesBehind * 60) * SECOND;
}

/** Two decimals, half up. */
function rounded(duration: number, unit: number): string {
  const hundredths = (BigInt(duration) * 200n + BigInt(unit)) / (2n * BigInt(unit));
  const digits = hundredths.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
