import { countObservations, forwardFill, type Timeline } from './forward-fill';

/** Observations as pairs of an instant and a status. */
function timeline(...observations: readonly (readonly [number, 'active' | 'inactive'])[]): Timeline {
  return {
    observedAt: Float64Array.from(observations, ([instant]) => instant),
    active: Uint8Array.from(observations, ([, status]) => (status === 'active' ? 1 : 0)),
  };
}

const interval = { from: 1000, to: 2000 };
const nothingObserved = timeline();

describe('docs/rules.md, R10 and R11: status at an instant', () => {
  it('is that of the latest observation, however old it is', () => {
    const thirtyYears = 946_728_000_000_000;
    const longAgo = timeline([interval.from - thirtyYears, 'inactive']);
    expect(forwardFill(interval, longAgo, true)).toEqual({ active: 0, inactive: 1000 });
  });

  it('is the default when nothing was ever observed', () => {
    expect(forwardFill(interval, nothingObserved, true)).toEqual({ active: 1000, inactive: 0 });
    expect(forwardFill(interval, nothingObserved, false)).toEqual({ active: 0, inactive: 1000 });
  });

  it('is the default before the first observation, and no longer from it on', () => {
    expect(forwardFill(interval, timeline([1300, 'inactive']), true)).toEqual({ active: 300, inactive: 700 });
    expect(forwardFill(interval, timeline([1300, 'active']), false)).toEqual({ active: 700, inactive: 300 });
  });

  it('ignores later observations', () => {
    expect(forwardFill(interval, timeline([2001, 'inactive']), true)).toEqual({ active: 1000, inactive: 0 });
    expect(forwardFill(interval, timeline([2000, 'inactive']), true)).toEqual({ active: 1000, inactive: 0 });
  });

  it('is that of an observation at the very instant', () => {
    const observed = timeline([900, 'active'], [1000, 'inactive'], [2000, 'active']);
    expect(forwardFill(interval, observed, true)).toEqual({ active: 0, inactive: 1000 });
  });

  it('is that of the later of two observations one microsecond apart', () => {
    const observed = timeline([999, 'inactive'], [1000, 'active'], [1999, 'inactive']);
    expect(forwardFill(interval, observed, false)).toEqual({ active: 999, inactive: 1 });
  });
});

describe('forward fill', () => {
  it('holds each status until the next observation', () => {
    const observed = timeline([1100, 'inactive'], [1250, 'active'], [1600, 'inactive'], [1900, 'active']);
    expect(forwardFill(interval, observed, true)).toEqual({ active: 100 + 350 + 100, inactive: 150 + 300 });
  });

  it('gives the same for all observations and for just those at which the status changes', () => {
    const all = timeline([500, 'inactive'], [900, 'inactive'], [1200, 'active'], [1500, 'active'], [1700, 'inactive']);
    const changes = timeline([500, 'inactive'], [1200, 'active'], [1700, 'inactive']);
    expect(forwardFill(interval, all, true)).toEqual({ active: 500, inactive: 500 });
    expect(forwardFill(interval, changes, true)).toEqual({ active: 500, inactive: 500 });
  });

  it('gives nothing for an empty interval', () => {
    const observed = timeline([1000, 'active']);
    expect(forwardFill({ from: 1000, to: 1000 }, observed, true)).toEqual({ active: 0, inactive: 0 });
  });

  it('is exact for instants of microseconds in this century', () => {
    const from = 1_728_000_000_000_001;
    const observed = timeline([from + 1, 'active']);
    expect(forwardFill({ from, to: from + 3 }, observed, false)).toEqual({ active: 2, inactive: 1 });
  });
});

describe('observation count', () => {
  it('counts an observation at the start of the interval, and none at its end', () => {
    const observed = timeline([999, 'active'], [1000, 'active'], [1999, 'inactive'], [2000, 'active']);
    expect(countObservations(interval, observed)).toBe(2);
  });

  it('is 0 with no observations, and with all of them elsewhere', () => {
    expect(countObservations(interval, nothingObserved)).toBe(0);
    expect(countObservations(interval, timeline([1, 'active'], [2500, 'active']))).toBe(0);
  });
});
