import { timeline } from '../../../test/support/calculator/schedules';
import { forwardFill } from './forward-fill';

const interval = { from: 1000, to: 2000 };
const intervals = [interval];
const nothingObserved = timeline();

describe('docs/rules.md, R10 and R11: status at an instant', () => {
  it('is that of the latest observation, however old it is', () => {
    const thirtyYears = 946_728_000_000_000;
    const longAgo = timeline([interval.from - thirtyYears, 'inactive']);
    expect(forwardFill(intervals, longAgo, 'active')).toEqual({ active: 0, inactive: 1000, unknown: 0 });
  });

  it('is the default when nothing was ever observed', () => {
    expect(forwardFill(intervals, nothingObserved, 'active')).toEqual({ active: 1000, inactive: 0, unknown: 0 });
    expect(forwardFill(intervals, nothingObserved, 'inactive')).toEqual({ active: 0, inactive: 1000, unknown: 0 });
  });

  it('is the default before the first observation, and no longer from it on', () => {
    expect(forwardFill(intervals, timeline([1300, 'inactive']), 'active')).toEqual({
      active: 300,
      inactive: 700,
      unknown: 0,
    });
    expect(forwardFill(intervals, timeline([1300, 'active']), 'inactive')).toEqual({
      active: 700,
      inactive: 300,
      unknown: 0,
    });
  });

  it('ignores later observations', () => {
    expect(forwardFill(intervals, timeline([2001, 'inactive']), 'active')).toEqual({
      active: 1000,
      inactive: 0,
      unknown: 0,
    });
    expect(forwardFill(intervals, timeline([2000, 'inactive']), 'active')).toEqual({
      active: 1000,
      inactive: 0,
      unknown: 0,
    });
  });

  it('is that of an observation at the very instant', () => {
    const observed = timeline([900, 'active'], [1000, 'inactive'], [2000, 'active']);
    expect(forwardFill(intervals, observed, 'active')).toEqual({ active: 0, inactive: 1000, unknown: 0 });
  });

  it('is that of the later of two observations one microsecond apart', () => {
    const observed = timeline([999, 'inactive'], [1000, 'active'], [1999, 'inactive']);
    expect(forwardFill(intervals, observed, 'inactive')).toEqual({ active: 999, inactive: 1, unknown: 0 });
  });
});

describe('forward fill', () => {
  it('holds each status until the next observation', () => {
    const observed = timeline([1100, 'inactive'], [1250, 'active'], [1600, 'inactive'], [1900, 'active']);
    expect(forwardFill(intervals, observed, 'active')).toEqual({
      active: 100 + 350 + 100,
      inactive: 150 + 300,
      unknown: 0,
    });
  });

  it('gives the same for all observations and for just those at which the status changes', () => {
    const all = timeline([500, 'inactive'], [900, 'inactive'], [1200, 'active'], [1500, 'active'], [1700, 'inactive']);
    const changes = timeline([500, 'inactive'], [1200, 'active'], [1700, 'inactive']);
    expect(forwardFill(intervals, all, 'active')).toEqual({ active: 500, inactive: 500, unknown: 0 });
    expect(forwardFill(intervals, changes, 'active')).toEqual({ active: 500, inactive: 500, unknown: 0 });
  });

  it('gives nothing for an empty interval', () => {
    const observed = timeline([1000, 'active']);
    expect(forwardFill([{ from: 1000, to: 1000 }], observed, 'active')).toEqual({ active: 0, inactive: 0, unknown: 0 });
  });

  it('is exact for instants of microseconds in this century', () => {
    const from = 1_728_000_000_000_001;
    const observed = timeline([from + 1, 'active']);
    expect(forwardFill([{ from, to: from + 3 }], observed, 'inactive')).toEqual({ active: 2, inactive: 1, unknown: 0 });
  });
});
