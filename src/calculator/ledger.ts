import { firstAfter, type Status, statusAt, type Timeline } from './figures/forward-fill';
import type { Interval, Micros } from './instants';
import { eachOpening, type Opening } from './schedule/open-intervals';
import {
  beforeArchiving,
  inForce,
  isArchived,
  isGrace,
  isNeverClosed,
  localDate,
  type LocalDate,
  nextMidnight,
  type Schedule,
  weekday,
  zoneOn,
} from './schedule/schedule';
import type { StatusTerms } from './figures/terms';
import { clockChanges, occursOnce, type Zone } from './schedule/zones';

/** By which hours a store counts as open or closed (docs/rules.md, R24). */
export const HOURS_RULES = [
  /** The store has no business hours on that date, or they say so: open all day. */
  'always_open',
  /** A row that ends on the day on which it starts. */
  'business_hours',
  /** A row that ends on the day after it starts. */
  'overnight',
  /** A row that ends at the time at which it starts: 24 hours. */
  'full_day',
  /** A row whose end within the last minute of a day counts as midnight. */
  'end_of_day_grace',
  /** A row of a special date. */
  'special_hours',
  /** Closed: the store is archived. */
  'archived',
  /** Closed: the date is special, and has no row. */
  'special_closed',
  /** Closed: there are rows, but none for this weekday. */
  'no_hours_that_day',
  /** Closed: the weekday or special date has rows, but none for this time. */
  'outside_hours',
] as const;

export type HoursRule = (typeof HOURS_RULES)[number];

/** Why a stretch counts as what it does. */
export const LEDGER_RULES = [
  ...HOURS_RULES,
  /** The clocks change within the stretch, or its row starts or ends at a local time that is skipped or repeated. */
  'clock_change',
  /** The stretch begins or ends at a midnight at which another zone comes into force. */
  'zone_change',
  /** A closure covers the stretch. */
  'closure',
] as const;

export type LedgerRule = (typeof LEDGER_RULES)[number];

/** Where the status of a stretch comes from (docs/rules.md, R26). */
export const LEDGER_SOURCES = [
  /** An observation at the start of the stretch. */
  'observation',
  /** An earlier observation. */
  'carried',
  /** Unknown: the latest observation no longer speaks for the stretch. */
  'stale',
  /** The default status, before the first observation. */
  'default',
] as const;

/** A stretch of time in which a store has one state, for one reason. */
export interface LedgerStretch<Closure extends Interval = Interval> extends Interval {
  readonly state: Status | 'excluded' | 'closed';
  /** Undefined while closed or excluded. */
  readonly source: (typeof LEDGER_SOURCES)[number] | undefined;
  /** When the latest observation was made; undefined if there is none, or while closed or excluded. */
  readonly observedAt: Micros | undefined;
  readonly rule: LedgerRule;
  /** The rule if clock changes, zone changes and closures are ignored. */
  readonly hoursRule: HoursRule;
  /** The closure that covers the stretch: of several, the one that began first. */
  readonly closure: Closure | undefined;
  /** The date from which the version of the business hours that applies is in force; undefined if there is none. */
  readonly hoursFrom: LocalDate | undefined;
  /** The name of the zone in force. */
  readonly timezone: string;
  /** The instants within the stretch, its start included, at which the offset from UTC changes (docs/rules.md, R25). */
  readonly clockChanges: readonly Micros[];
}

/**
 * Divides a range into consecutive stretches without gap or overlap, which explain its figures (docs/rules.md, R23): the
 * lengths of the stretches of each state add up to the figure of that state.
 * @param closures those that count, by start; they may overlap
 * @param timeline the store's observations up to the range's end, including the latest one before the range
 * @throws RangeError if a time zone is unknown
 */
export function* ledger<Closure extends Interval>(
  schedule: Schedule,
  closures: readonly Closure[],
  range: Interval,
  timeline: Timeline,
  terms: StatusTerms,
): Generator<LedgerStretch<Closure>> {
  for (const piece of pieces(schedule, range)) {
    if (!piece.isOpen) {
      yield stretch<Closure>(piece, piece.interval, CLOSED, undefined);
      continue;
    }
    for (const { closure, ...part } of parts(piece.interval, closures)) {
      if (closure) {
        yield stretch(piece, part, EXCLUDED, closure);
      } else {
        for (const status of statuses(part, timeline, terms)) yield stretch<Closure>(piece, status, status, undefined);
      }
    }
  }
}

const CLOSED = { state: 'closed', source: undefined, observedAt: undefined } as const;
const EXCLUDED = { state: 'excluded', source: undefined, observedAt: undefined } as const;

/** Divides an interval into the parts that a closure covers, and the others. */
function* parts<Closure extends Interval>(
  { from, to }: Interval,
  closures: readonly Closure[],
): Generator<Interval & { closure: Closure | undefined }> {
  let start = from;
  for (const closure of closures) {
    if (closure.to <= start) continue;
    if (start >= to || closure.from >= to) break;
    if (closure.from > start) yield { from: start, to: closure.from, closure: undefined };
    const end = Math.min(closure.to, to);
    yield { from: Math.max(start, closure.from), to: end, closure };
    start = end;
  }
  if (start < to) yield { from: start, to, closure: undefined };
}

/** Divides an interval wherever an observation is made, or goes stale. */
function* statuses(interval: Interval, timeline: Timeline, { defaultStatus, unknownAfter }: StatusTerms) {
  const { to } = interval;
  let next = firstAfter(timeline, interval.from);
  for (let { from } = interval; from < to;) {
    const observedAt = timeline.observedAt[next - 1];
    const until = Math.min(timeline.observedAt[next] ?? to, to);
    const staleFrom = (observedAt ?? Infinity) + unknownAfter;
    if (observedAt === undefined) {
      yield { from, to: until, state: defaultStatus, source: 'default', observedAt } as const;
    } else {
      const state = statusAt(timeline, next - 1);
      const source = observedAt === from ? 'observation' : 'carried';
      if (from < staleFrom) yield { from, to: Math.min(until, staleFrom), state, source, observedAt } as const;
      const stale = Math.max(from, staleFrom);
      if (stale < until) yield { from: stale, to: until, state: 'unknown', source: 'stale', observedAt } as const;
    }
    from = until;
    next++;
  }
}

/** A part of a range that is open by one rule, or closed. */
interface Piece {
  readonly interval: Interval;
  readonly isOpen: boolean;
  readonly hoursRule: HoursRule;
  readonly hoursFrom: LocalDate | undefined;
  readonly zone: Zone;
  /** Whether its row starts or ends at a local time that is skipped or repeated. */
  readonly endsAtClockChange: boolean;
  /** Its start and its end, if another zone comes into force there. */
  readonly zoneChanges: readonly Micros[];
}

function* pieces(schedule: Schedule, range: Interval): Generator<Piece> {
  const active = beforeArchiving(schedule, range);
  if (active.from < active.to) yield* activePieces(schedule, active);
  const archived = { from: Math.max(range.from, active.to), to: range.to };
  if (archived.from < archived.to) yield* closedPieces(schedule, archived);
}

function* activePieces(schedule: Schedule, range: Interval): Generator<Piece> {
  if (hasOneVersion(schedule) && isNeverClosed(schedule)) {
    yield { ...onDate(schedule, 0), interval: range, isOpen: true, hoursRule: 'always_open', ...NO_CHANGES };
    return;
  }
  const openings: Opening[] = [];
  eachOpening(schedule, range, (opening) => openings.push(opening));
  openings.sort((a, b) => a.from - b.from || a.to - b.to);
  let { from } = range;
  let allDay: Piece | undefined;
  for (const opening of openings) {
    if (opening.to <= from) continue;
    const interval = { from: Math.max(from, opening.from), to: Math.min(opening.to, range.to) };
    const piece = openPiece(schedule, interval, opening);
    const continued = allDay && opening.row === undefined ? continuedBy(allDay, piece) : undefined;
    if (!continued && allDay) yield allDay;
    if (opening.from > from) yield* closedPieces(schedule, { from, to: opening.from });
    allDay = opening.row === undefined ? (continued ?? piece) : undefined;
    if (!allDay) yield piece;
    from = interval.to;
  }
  if (allDay) yield allDay;
  if (from < range.to) yield* closedPieces(schedule, { from, to: range.to });
}

const NO_CHANGES = { endsAtClockChange: false, zoneChanges: [] };

function hasOneVersion({ hours, timezones }: Schedule): boolean {
  return [...hours, ...timezones].every(({ from }) => from === -Infinity);
}

/** Two pieces as one, if the second continues the first by the same rules. */
function continuedBy(first: Piece, second: Piece): Piece | undefined {
  const continues =
    first.interval.to === second.interval.from && first.zone === second.zone && first.hoursFrom === second.hoursFrom;
  if (!continues) return undefined;
  const zoneChanges = [...first.zoneChanges, ...second.zoneChanges];
  return { ...first, interval: { from: first.interval.from, to: second.interval.to }, zoneChanges };
}

function openPiece(schedule: Schedule, interval: Interval, opening: Opening): Piece {
  const { row, date, zone, localFrom, localTo } = opening;
  const { hoursFrom } = onDate(schedule, date);
  const zoneChanges = row === undefined ? zoneChangesOf(schedule, interval) : [];
  const endsAtClockChange = row !== undefined && !(occursOnce(zone, localFrom) && occursOnce(zone, localTo));
  const hoursRule = openRule(schedule, opening);
  return { interval, isOpen: true, hoursRule, hoursFrom, zone, endsAtClockChange, zoneChanges };
}

function openRule(schedule: Schedule, { row, date }: Opening): HoursRule {
  if (schedule.specialHours.has(date)) return 'special_hours';
  if (row === undefined) return 'always_open';
  if (isGrace(schedule, row)) return 'end_of_day_grace';
  if (row.closes === row.opens) return 'full_day';
  return row.closes < row.opens ? 'overnight' : 'business_hours';
}

/** Closed time, split at each local midnight at which the reason changes. */
function* closedPieces(schedule: Schedule, closed: Interval): Generator<Piece> {
  for (let { from } = closed; from < closed.to;) {
    const reason = closedReason(schedule, from);
    let to = from;
    do to = Math.min(nextMidnight(schedule, to), closed.to);
    while (to < closed.to && isSame(closedReason(schedule, to), reason));
    const interval = { from, to };
    const zoneChanges = zoneChangesOf(schedule, interval);
    const { zone, hoursFrom, hoursRule } = reason;
    yield { interval, isOpen: false, hoursRule, hoursFrom, zone, endsAtClockChange: false, zoneChanges };
    from = to;
  }
}

type ClosedReason = Pick<Piece, 'zone' | 'hoursRule' | 'hoursFrom'>;

function closedReason(schedule: Schedule, instant: Micros): ClosedReason {
  const date = localDate(schedule, instant);
  const { zone, hoursFrom } = onDate(schedule, date);
  return { zone, hoursFrom, hoursRule: isArchived(schedule, instant) ? 'archived' : closedRule(schedule, date) };
}

function isSame(one: ClosedReason, other: ClosedReason): boolean {
  return one.zone === other.zone && one.hoursRule === other.hoursRule && one.hoursFrom === other.hoursFrom;
}

/** The start and the end of an interval, if another zone comes into force there. */
function zoneChangesOf(schedule: Schedule, { from, to }: Interval): Micros[] {
  if (schedule.timezones.length === 0) return [];
  const zoneAt = (instant: Micros) => zoneOn(schedule, localDate(schedule, instant));
  return [from, to].filter((instant) => zoneAt(instant) !== zoneAt(instant - 1));
}

function closedRule(schedule: Schedule, date: LocalDate): HoursRule {
  const special = schedule.specialHours.get(date);
  if (special) return special.length > 0 ? 'outside_hours' : 'special_closed';
  const weekly = inForce(schedule.hours, date)?.value ?? 'always_open';
  const hasHours = weekly === 'always_open' || weekly.some((row) => row.dayOfWeek === weekday(date));
  return hasHours ? 'outside_hours' : 'no_hours_that_day';
}

function onDate(schedule: Schedule, date: LocalDate) {
  return { hoursFrom: inForce(schedule.hours, date)?.from, zone: zoneOn(schedule, date) };
}

/** A part of a piece, with its rules and clock changes. There may be thousands, so no objects are spread, which is slow. */
function stretch<Closure extends Interval>(
  { hoursRule, hoursFrom, zone, endsAtClockChange, zoneChanges }: Piece,
  interval: Interval,
  { state, source, observedAt }: Pick<LedgerStretch, 'state' | 'source' | 'observedAt'>,
  closure: Closure | undefined,
): LedgerStretch<Closure> {
  const changes = clockChanges(zone, interval);
  const changesWithin = changes.some((change) => change > interval.from);
  const isAtZoneChange = zoneChanges.some((change) => change === interval.from || change === interval.to);
  const rule: LedgerRule = isAtZoneChange
    ? 'zone_change'
    : endsAtClockChange || changesWithin
      ? 'clock_change'
      : hoursRule;
  return {
    from: interval.from,
    to: interval.to,
    state,
    source,
    observedAt,
    rule: closure ? 'closure' : rule,
    hoursRule,
    closure,
    hoursFrom,
    timezone: zone.name,
    clockChanges: changes,
  };
}
