import { WHOLE } from './percent';

/** Sums over the stores with one target, in microseconds. */
export interface TargetSums {
  /** In millionths of a percent. */
  readonly target: number;
  readonly uptime: bigint;
  readonly downtime: bigint;
  /** Scheduled time from the as of on that no closure covers. */
  readonly ahead: bigint;
}

/** Sums over all of these stores on one date. */
export interface DaySums {
  readonly downtime: bigint;
  readonly ahead: bigint;
}

/** How stores stand to their targets in a month (docs/rules.md, R37 and R38). */
export interface TargetStatus {
  /** Whether no more has been lost than the targets allow of the time so far; undefined: no time counts yet. */
  readonly isMet: boolean | undefined;
  /** The time that may be lost in all of the month, in microseconds, rounded down. */
  readonly allowed: bigint;
  /** What is left of it; negative: so much more has been lost. */
  readonly left: bigint;
  /** The date, counted from 0, by the end of which more is lost than may be; undefined: none. */
  readonly goneOn: number | undefined;
}

const WHOLE_TARGET = BigInt(WHOLE);

/**
 * How stores stand to their targets. Nothing is rounded before the end.
 * @param parts the stores by their targets
 * @param days all of them, date by date
 */
export function targetStatus(parts: readonly TargetSums[], days: readonly DaySums[]): TargetStatus {
  const lost = sumOf(parts, ({ downtime }) => downtime);
  const counted = sumOf(parts, ({ uptime, downtime }) => uptime + downtime);
  // In hundred-millionths of a microsecond.
  const allowedSoFar = sumOf(parts, ({ target, uptime, downtime }) => (uptime + downtime) * mayBeLost(target));
  const allowed = allowedSoFar + sumOf(parts, ({ target, ahead }) => ahead * mayBeLost(target));
  return {
    isMet: counted === 0n ? undefined : lost * WHOLE_TARGET <= allowedSoFar,
    allowed: allowed / WHOLE_TARGET,
    left: allowed / WHOLE_TARGET - lost,
    goneOn: counted === 0n ? undefined : goneOn(days, allowed, lost, counted),
  };
}

/**
 * The first date by the end of which more than `allowed` is lost, if from now on so much is lost of each counted microsecond as
 * was so far.
 */
function goneOn(days: readonly DaySums[], allowed: bigint, lost: bigint, counted: bigint): number | undefined {
  let lostSoFar = 0n;
  let ahead = 0n;
  const gone = days.findIndex((day) => {
    lostSoFar += day.downtime;
    ahead += day.ahead;
    return (lostSoFar * counted + lost * ahead) * WHOLE_TARGET > allowed * counted;
  });
  return gone < 0 ? undefined : gone;
}

/** The share of uptime in millionths of a percent, rounded down: never less than a target that is missed. Undefined without time. */
export function uptimePercent(uptime: bigint, downtime: bigint): number | undefined {
  return uptime + downtime === 0n ? undefined : Number((uptime * WHOLE_TARGET) / (uptime + downtime));
}

function mayBeLost(target: number): bigint {
  return BigInt(WHOLE - target);
}

function sumOf(parts: readonly TargetSums[], valueOf: (part: TargetSums) => bigint): bigint {
  return parts.reduce((sum, part) => sum + valueOf(part), 0n);
}

/** Microseconds in minutes with two decimals, rounded down, so that nothing is left that is gone: `-1n` is `-0.01`. */
export function minutesLeft(left: bigint): string {
  const hundredths = floorDivided(left, HUNDREDTH_OF_MINUTE);
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const HUNDREDTH_OF_MINUTE = 600_000n;

function floorDivided(value: bigint, by: bigint): bigint {
  return value / by - (value < 0n && value % by !== 0n ? 1n : 0n);
}
