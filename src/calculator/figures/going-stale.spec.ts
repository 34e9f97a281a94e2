import { timeline } from '../../../test/support/calculator/schedules';
import { forwardFill, goingStale, type Status, statusAt, type Timeline } from './forward-fill';

const UNKNOWN_AFTER = 100;

/** The changes of status, as they are given to `timeline`. */
function changes(observed: Timeline, earlier?: number): [number, Status][] {
  const stale = goingStale(observed, UNKNOWN_AFTER, earlier);
  return Array.from(stale.observedAt, (instant, index) => [instant, statusAt(stale, index)]);
}

describe('docs/rules.md, R30: an observation speaks for so long at most', () => {
  it('and not at the instant at which that has passed', () => {
    const observed = timeline([1000, 'active']);
    expect(changes(observed)).toEqual([
      [1000, 'active'],
      [1100, 'unknown'],
    ]);
    const stale = goingStale(observed, UNKNOWN_AFTER, undefined);
    const at = (instant: number) => forwardFill([{ from: instant, to: instant + 1 }], stale, 'inactive');
    expect(at(1099)).toEqual({ active: 1, inactive: 0, unknown: 0 });
    expect(at(1100)).toEqual({ active: 0, inactive: 0, unknown: 1 });
  });

  it.each([
    ['a microsecond before', 1099, []],
    ['at the instant', 1100, []],
    ['a microsecond after', 1101, [[1100, 'unknown']]],
  ])('or until the next one: %s', (_when, next, unknown) => {
    expect(changes(timeline([1000, 'active'], [next, 'inactive']))).toEqual([
      [1000, 'active'],
      ...unknown,
      [next, 'inactive'],
      [next + UNKNOWN_AFTER, 'unknown'],
    ]);
  });

  it('anew from each observation, also of the same status', () => {
    expect(changes(timeline([1000, 'active'], [1060, 'active'], [1120, 'active'], [1300, 'active']))).toEqual([
      [1000, 'active'],
      [1220, 'unknown'],
      [1300, 'active'],
      [1400, 'unknown'],
    ]);
  });

  it('and the default status holds up to the first observation, however long that takes', () => {
    const stale = goingStale(timeline([5000, 'active']), UNKNOWN_AFTER, undefined);
    expect(forwardFill([{ from: 0, to: 5200 }], stale, 'inactive')).toEqual({
      active: 100,
      inactive: 5000,
      unknown: 100,
    });
    expect(changes(timeline())).toEqual([]);
  });

  it('after which the status is unknown, not the default, although that observation is not among them', () => {
    expect(changes(timeline([2000, 'active']), 500)).toEqual([
      [500, 'unknown'],
      [2000, 'active'],
      [2100, 'unknown'],
    ]);
    expect(changes(timeline(), 500)).toEqual([[500, 'unknown']]);
  });
});
