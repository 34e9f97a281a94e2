import { firstAfter, type Timeline } from './forward-fill';
import { DAY, type Interval, type Micros } from './instants';
import {
  type BusinessHours,
  eachOpening,
  isGrace,
  localDay,
  type Opening,
  type Schedule,
  weekday,
} from './open-intervals';
import { clockChanges, instantOf, isPlainLocalTime, type Zone, zoneOf } from './zones';

/** By which hours a store counts as open or closed (README, "What the figures mean"). */
export const HOURS_RULES = [
  /** No business hours at all: open 24×7. */
  'always_open',
  /** A row that ends on the day on which it starts. */
  'business_hours',
  /** A row that ends on the day after it starts. */
  'overnight',
  /** A row that ends when it starts: 24 hours. */
  'full_day',
  /** A row whose end within the last minute of a day counts as midnight. */
  'end_of_day_grace',
  /** A weekday without a row, of a store that has some. */
  'no_hours_that_day',
  /** A weekday with rows, at another time. */
  'outside_hours',
] as const;

export type HoursRule = (typeof HOURS_RULES)[number];

/** Why a store counts as open or closed. */
export const LEDGER_RULES = [
  ...HOURS_RULES,
  /** The clocks change within the stretch, or a row starts or ends at a time that they skip or show twice. */
  'clock_change',
] as const;

export type LedgerRule = (typeof LEDGER_RULES)[number];

/** A stretch of time in which a store's state has one source and one reason. */
export interface LedgerStretch extends Interval {
  readonly state: 'active' | 'inactive' | 'closed';
  /**
   * Where the status is from: an observation at the start of the stretch, one before it, or none at all. Undefined while
   * closed.
   */
  readonly source: 'observation' | 'carried' | 'default' | undefined;
  /** The observation; undefined without one. */
  readonly observedAt: Micros | undefined;
  readonly rule: LedgerRule;
  /** The rule apart from clock changes. */
  readonly hoursRule: HoursRule;
  /** The instants, from its start on, at which the offset from UTC changes: each is told by one stretch of a range. */
  readonly clockChanges: readonly Micros[];
}

/**
 * A range in stretches, one after the other, without gap or overlap: what each figure of the range consists of. The
 * lengths of those that are active add up to its uptime, of those that are inactive to its downtime.
 * @param timeline the store's observations up to the range's end; the latest one before the range must be among them.
 * @throws RangeError if the time zone is unknown.
 */
export function* ledger(
  schedule: Schedule,
  range: Interval,
  timeline: Timeline,
  defaultActive: boolean,
): Generator<LedgerStretch> {
  const zone = zoneOf(schedule.timezone);
  for (const piece of pieces(schedule, zone, range)) {
    if (!piece.isOpen) {
      const nothing = { state: 'closed', source: undefined, observedAt: undefined } as const;
      yield { ...piece.interval, ...nothing, ...reason(zone, piece, piece.interval) };
      continue;
    }
    const { to } = piece.interval;
    let next = firstAfter(timeline, piece.interval.from);
    for (let { from } = piece.interval; from < to; next++) {
      const end = Math.min(timeline.observedAt[next] ?? to, to);
      const observedAt = timeline.observedAt[next - 1];
      const isActive = observedAt === undefined ? defaultActive : timeline.active[next - 1] === 1;
      yield {
        from,
        to: end,
        state: isActive ? 'active' : 'inactive',
        source: observedAt === undefined ? 'default' : observedAt === from ? 'observation' : 'carried',
        observedAt,
        ...reason(zone, piece, { from, to: end }),
      };
      from = end;
    }
  }
}

/** A part of a range that is open by one rule, or closed. */
interface Piece {
  readonly interval: Interval;
  readonly isOpen: boolean;
  readonly hoursRule: HoursRule;
  /** Whether its row starts or ends at a local time that is skipped or occurs twice. */
  readonly hasOddEnd: boolean;
}

function* pieces(schedule: Schedule, zone: Zone, range: Interval): Generator<Piece> {
  if (range.to <= range.from) return;
  if (schedule.hours.length === 0) {
    yield { interval: range, isOpen: true, hoursRule: 'always_open', hasOddEnd: false };
    return;
  }
  const openings: Opening[] = [];
  eachOpening(schedule, range, (opening) => openings.push(opening));
  openings.sort((a, b) => a.from - b.from || a.to - b.to);
  let { from } = range;
  for (const opening of openings) {
    if (opening.to <= from) continue;
    if (opening.from > from) yield* closed(schedule, zone, { from, to: opening.from });
    const interval = { from: Math.max(from, opening.from), to: Math.min(opening.to, range.to) };
    yield opened(schedule, zone, interval, opening);
    from = interval.to;
  }
  if (from < range.to) yield* closed(schedule, zone, { from, to: range.to });
}

/** Closed time, cut at the local midnights at which its reason changes. */
function* closed(schedule: Schedule, zone: Zone, interval: Interval): Generator<Piece> {
  let day = localDay(zone, interval.from);
  for (let { from } = interval; from < interval.to;) {
    const hoursRule = whyClosed(schedule, day);
    let to = from;
    do {
      day++;
      // A day that the zone skips as a whole ends where it begins.
      to = Math.max(to, Math.min(instantOf(zone, day * DAY), interval.to));
    } while (to < interval.to && (to === from || whyClosed(schedule, day) === hoursRule));
    yield { interval: { from, to }, isOpen: false, hoursRule, hasOddEnd: false };
    from = to;
  }
}

function whyClosed(schedule: Schedule, day: number): HoursRule {
  const hasHours = schedule.hours.some((row) => row.dayOfWeek === weekday(day));
  return hasHours ? 'outside_hours' : 'no_hours_that_day';
}

function opened(schedule: Schedule, zone: Zone, interval: Interval, { row, localFrom, localTo }: Opening): Piece {
  const hasOddEnd = !isPlainLocalTime(zone, localFrom) || !isPlainLocalTime(zone, localTo);
  return { interval, isOpen: true, hoursRule: ruleOf(schedule, row), hasOddEnd };
}

function ruleOf(schedule: Schedule, row: BusinessHours): HoursRule {
  if (isGrace(schedule, row)) return 'end_of_day_grace';
  if (row.closes === row.opens) return 'full_day';
  return row.closes < row.opens ? 'overnight' : 'business_hours';
}

/** Why a part of a piece is open or closed. */
function reason(zone: Zone, { hoursRule, hasOddEnd }: Piece, interval: Interval) {
  const changes = clockChanges(zone, interval);
  const changesWithin = changes.some((change) => change > interval.from);
  const rule: LedgerRule = hasOddEnd || changesWithin ? 'clock_change' : hoursRule;
  return { rule, hoursRule, clockChanges: changes };
}
