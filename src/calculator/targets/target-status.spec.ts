import { seededRandom } from '../../../test/support/random';
import { HOUR, MINUTE } from '../instants';
import { WHOLE } from './percent';
import { type DaySums, minutesLeft, type TargetSums, targetStatus, uptimePercent } from './target-status';

const random = seededRandom('targets');

function part(percent: number, uptime: number, downtime: number, ahead = 0): TargetSums {
  return { target: percent * 1_000_000, uptime: BigInt(uptime), downtime: BigInt(downtime), ahead: BigInt(ahead) };
}

function days(...given: readonly (readonly [downtime: number, ahead: number])[]): DaySums[] {
  return given.map(([downtime, ahead]) => ({ downtime: BigInt(downtime), ahead: BigInt(ahead) }));
}

describe('a target', () => {
  it('is met as long as no microsecond more is lost than it allows', () => {
    expect(targetStatus([part(99, 99 * HOUR, HOUR)], []).isMet).toBe(true);
    expect(targetStatus([part(99, 99 * HOUR - 1, HOUR + 1)], []).isMet).toBe(false);
  });

  it('of 100 % is not met by what only rounds to it', () => {
    const [uptime, downtime] = [1_000_000 * HOUR, 1];
    expect(targetStatus([part(100, uptime, downtime)], []).isMet).toBe(false);
    expect(uptimePercent(BigInt(uptime), BigInt(downtime))).toBe(99_999_999);
  });

  it('is neither met nor missed before any time counts', () => {
    const status = targetStatus([part(99, 0, 0, 100 * HOUR)], days([0, 100 * HOUR]));
    expect(status).toEqual({ isMet: undefined, allowed: BigInt(HOUR), left: BigInt(HOUR), goneOn: undefined });
    expect(uptimePercent(0n, 0n)).toBeUndefined();
  });

  it('allows its part of the whole month, of which the rest is left', () => {
    const status = targetStatus([part(90, 30 * HOUR, 2 * HOUR, 68 * HOUR)], []);
    expect(status).toMatchObject({ allowed: BigInt(10 * HOUR), left: BigInt(8 * HOUR) });
    expect(targetStatus([part(99, HOUR, HOUR)], [])).toMatchObject({ left: BigInt(-HOUR + (2 * HOUR) / 100) });
  });

  it('is gone on the first date by the end of which more is lost than it allows', () => {
    // An hour of ten is lost, of which 10 % of a hundred may be: all of the month is needed, and not exceeded.
    const steady = days([HOUR, 0], ...Array.from({ length: 9 }, () => [0, 10 * HOUR] as const));
    expect(targetStatus([part(90, 9 * HOUR, HOUR, 90 * HOUR)], steady).goneOn).toBeUndefined();
    // A microsecond more, and the last date exceeds it.
    const faster = [part(90, 9 * HOUR - 1, HOUR + 1, 90 * HOUR)];
    expect(targetStatus(faster, [...days([HOUR + 1, 0]), ...steady.slice(1)]).goneOn).toBe(9);
    // What is lost already was lost on its own date.
    expect(targetStatus([part(99, 98 * HOUR, 2 * HOUR)], days([0, 0], [2 * HOUR, 0], [0, 0])).goneOn).toBe(1);
  });

  it('never falls short while nothing is lost', () => {
    const status = targetStatus([part(100, 10 * HOUR, 0, 10 * HOUR)], days([0, 0], [0, 10 * HOUR]));
    expect(status).toEqual({ isMet: true, allowed: 0n, left: 0n, goneOn: undefined });
  });

  it('of a store counts with its own time in a group', () => {
    const group = [part(90, 9 * HOUR, HOUR), part(100, 50 * HOUR, 0)];
    expect(targetStatus(group, [])).toMatchObject({ isMet: true, allowed: BigInt(HOUR) });
    expect(targetStatus([part(90, 9 * HOUR, HOUR - 1), part(100, 50 * HOUR, 2)], []).isMet).toBe(false);
  });
});

/** The same once more with fractions of whole numbers, date by date. */
function naive(parts: readonly TargetSums[], dates: readonly DaySums[]) {
  const target = (each: TargetSums) => BigInt(WHOLE - each.target);
  let [lost, counted, soFar, inAll] = [0n, 0n, 0n, 0n];
  for (const each of parts) {
    lost += each.downtime;
    counted += each.uptime + each.downtime;
    soFar += target(each) * (each.uptime + each.downtime);
    inAll += target(each) * (each.uptime + each.downtime + each.ahead);
  }
  const whole = BigInt(WHOLE);
  let [actual, ahead] = [0n, 0n];
  let goneOn: number | undefined;
  for (const [index, { downtime, ahead: length }] of dates.entries()) {
    actual += downtime;
    ahead += length;
    // actual + lost * ahead / counted > inAll / whole
    if (counted > 0n && goneOn === undefined && whole * (actual * counted + lost * ahead) > inAll * counted)
      goneOn = index;
  }
  return {
    isMet: counted === 0n ? undefined : !(lost * whole > soFar),
    allowed: (inAll - (inAll % whole)) / whole,
    goneOn,
  };
}

it('agrees with naive whole numbers', () => {
  const seen = { met: 0, missed: 0, gone: 0, kept: 0 };
  for (let round = 0; round < 3000; round++) {
    const count = random.integer(1, 31);
    const dates = Array.from({ length: count }, (_, index) => {
      const isPast = index < count / 2;
      return [isPast ? random.integer(0, HOUR) : 0, isPast ? 0 : random.integer(0, 12 * HOUR)] as const;
    });
    const downtime = dates.reduce((sum, [lost]) => sum + lost, 0);
    const ahead = dates.reduce((sum, [, length]) => sum + length, 0);
    const first = random.integer(0, downtime);
    const parts: TargetSums[] = [
      { ...part(0, random.integer(0, 9 * downtime), first, 0), target: random.integer(80_000_000, WHOLE) },
      {
        ...part(0, random.integer(0, 9 * downtime), downtime - first, ahead),
        target: random.integer(80_000_000, WHOLE),
      },
    ];
    const status = targetStatus(parts, days(...dates));
    expect(status).toMatchObject(naive(parts, days(...dates)));
    expect(status.left).toBe(status.allowed - BigInt(downtime));
    // The share that is shown is as much as the target exactly where the target is met.
    const [one = part(1, 0, 0)] = parts;
    const shown = uptimePercent(one.uptime, one.downtime);
    expect(shown === undefined ? undefined : shown >= one.target).toBe(targetStatus([one], []).isMet);
    if (status.isMet !== undefined) seen[status.isMet ? 'met' : 'missed']++;
    seen[status.goneOn === undefined ? 'kept' : 'gone']++;
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

it('shows minutes rounded down', () => {
  expect(minutesLeft(BigInt(MINUTE + MINUTE / 2))).toBe('1.50');
  expect(minutesLeft(599_999n)).toBe('0.00');
  expect(minutesLeft(0n)).toBe('0.00');
  expect(minutesLeft(-1n)).toBe('-0.01');
  expect(minutesLeft(BigInt(-MINUTE))).toBe('-1.00');
});
