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
import { clockChanges, instantOf, occursOnce, type Zone, zoneOf } from './zones';

/** By which hours a store counts as open or closed (docs/rules.md, R24). */
export const HOURS_RULES = [
  /** The store has no business hours: open 24×7. */
  'always_open',
  /** A row that ends on the day on which it starts. */
  'business_hours',
  /** A row that ends on the day after it starts. */
  'overnight',
  /** A row that ends at the time at which it starts: 24 hours. */
  'full_day',
  /** A row whose end within the last minute of a day counts as midnight. */
  'end_of_day_grace',
  /** Closed: the store has rows, but none for this weekday. */
  'no_hours_that_day',
  /** Closed: the weekday has rows, but none for this time. */
  'outside_hours',
] as const;

export type HoursRule = (typeof HOURS_RULES)[number];

/** Why a store counts as open or closed. */
export const LEDGER_RULES = [
  ...HOURS_RULES,
  /** The clocks change within the stretch, or its row starts or ends at a local time that is skipped or repeated. */
  'clock_change',
] as const;

export type LedgerRule = (typeof LEDGER_RULES)[number];

/** A stretch of time in which a store has one state, for one reason. */
export interface LedgerStretch extends Interval {
  readonly state: 'active' | 'inactive' | 'closed';
  /**
   * Where the status comes from: an observation at the start of the stretch, an earlier one, or the default
   * (docs/rules.md, R26). Undefined while closed.
   */
  readonly source: 'observation' | 'carried' | 'default' | undefined;
  /** When that observation was made; undefined if there is none. */
  readonly observedAt: Micros | undefined;
  readonly rule: LedgerRule;
  /** The rule if clock changes are ignored. */
  readonly hoursRule: HoursRule;
  /** The instants within the stretch, its start included, at which the offset from UTC changes (docs/rules.md, R25). */
  readonly clockChanges: readonly Micros[];
}

/**
 * Divides a range into consecutive stretches without gap or overlap, which explain its figures (docs/rules.md, R23): the lengths of the active
 * stretches add up to its uptime, those of the inactive ones to its downtime.
 * @param timeline the store's observations up to the range's end, including the latest one before the range.
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
      const closed = { state: 'closed', source: undefined, observedAt: undefined } as const;
      yield { ...piece.interval, ...closed, ...reason(zone, piece, piece.interval) };
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
  /** Whether its row starts or ends at a local time that is skipped or repeated. */
  readonly endsAtClockChange: boolean;
}

function* pieces(schedule: Schedule, zone: Zone, range: Interval): Generator<Piece> {
  if (range.to <= range.from) return;
  if (schedule.hours.length === 0) {
    yield { interval: range, isOpen: true, hoursRule: 'always_open', endsAtClockChange: false };
    return;
  }
  const openings: Opening[] = [];
  eachOpening(schedule, range, (opening) => openings.push(opening));
  openings.sort((a, b) => a.from - b.from || a.to - b.to);
  let { from } = range;
  for (const opening of openings) {
    if (opening.to <= from) continue;
    if (opening.from > from) yield* closedPieces(schedule, zone, { from, to: opening.from });
    const interval = { from: Math.max(from, opening.from), to: Math.min(opening.to, range.to) };
    yield openPiece(schedule, zone, interval, opening);
    from = interval.to;
  }
  if (from < range.to) yield* closedPieces(schedule, zone, { from, to: range.to });
}

/** Closed time, split at each local midnight at which the reason changes. */
function* closedPieces(schedule: Schedule, zone: Zone, interval: Interval): Generator<Piece> {
  let day = localDay(zone, interval.from);
  for (let { from } = interval; from < interval.to;) {
    const hoursRule = closedRule(schedule, day);
    let to = from;
    do {
      day++;
      // A day that the zone skips entirely has no length.
      to = Math.max(to, Math.min(instantOf(zone, day * DAY), interval.to));
    } while (to < interval.to && (to === from || closedRule(schedule, day) === hoursRule));
    yield { interval: { from, to }, isOpen: false, hoursRule, endsAtClockChange: false };
    from = to;
  }
}

function closedRule(schedule: Schedule, day: number): HoursRule {
  const hasHours = schedule.hours.some((row) => row.dayOfWeek === weekday(day));
  return hasHours ? 'outside_hours' : 'no_hours_that_day';
}

function openPiece(schedule: Schedule, zone: Zone, interval: Interval, { row, localFrom, localTo }: Opening): Piece {
  const endsAtClockChange = !occursOnce(zone, localFrom) || !occursOnce(zone, localTo);
  return { interval, isOpen: true, hoursRule: openRule(schedule, row), endsAtClockChange };
}

function openRule(schedule: Schedule, row: BusinessHours): HoursRule {
  if (isGrace(schedule, row)) return 'end_of_day_grace';
  if (row.closes === row.opens) return 'full_day';
  return row.closes < row.opens ? 'overnight' : 'business_hours';
}

/** The rules and clock changes of a part of a piece. */
function reason(zone: Zone, { hoursRule, endsAtClockChange }: Piece, interval: Interval) {
  const changes = clockChanges(zone, interval);
  const changesWithin = changes.some((change) => change > interval.from);
  const rule: LedgerRule = endsAtClockChange || changesWithin ? 'clock_change' : hoursRule;
  return { rule, hoursRule, clockChanges: changes };
}
