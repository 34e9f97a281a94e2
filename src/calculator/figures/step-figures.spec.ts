import { seededRandom } from '../../../test/support/random';
import type { Interval } from '../instants';
import { union, within } from '../intervals';
import { STATUSES } from './forward-fill';
import { StepFigures, stepCount } from './step-figures';
import { windowFigures } from './window-figures';

const random = seededRandom('steps');

function intervals(count: number, until: number): Interval[] {
  return union(
    Array.from({ length: count }, () => {
      const from = random.integer(-20, until);
      return { from, to: from + random.integer(1, 40) };
    }),
  );
}

function someStore(until: number) {
  const instants = [...new Set(Array.from({ length: random.integer(0, 12) }, () => random.integer(-30, until)))];
  const observedAt = Float64Array.from(instants).sort();
  return {
    open: intervals(random.integer(0, 6), until),
    closures: random.chance(0.5) ? [] : intervals(random.integer(1, 3), until),
    timeline: { observedAt, status: Uint8Array.from(observedAt, () => random.integer(0, 2)) },
    defaultStatus: random.pick(STATUSES),
  };
}

it('adds up, in each step, what the figures of the step as a window are', () => {
  for (let round = 0; round < 2000; round++) {
    const length = random.integer(1, 200);
    const steps = { from: 0, to: length, step: random.integer(1, 60) };
    const figures = new StepFigures(steps);
    const stores = Array.from({ length: random.integer(1, 5) }, () => someStore(length));
    for (const { open, closures, timeline, defaultStatus } of stores) {
      figures.add(within(open, steps), closures, timeline, defaultStatus);
    }
    expect(figures.storesOpen).toHaveLength(stepCount(steps));
    for (let index = 0; index < stepCount(steps); index++) {
      const window = { from: index * steps.step, to: Math.min((index + 1) * steps.step, length) };
      const each = stores.map(({ open, closures, timeline, defaultStatus }) =>
        windowFigures(window, open, closures, timeline, defaultStatus),
      );
      const sum = (figure: 'uptime' | 'downtime' | 'unknown' | 'excluded') =>
        BigInt(each.reduce((total, found) => total + found[figure], 0));
      expect({
        open: figures.storesOpen[index],
        down: figures.storesDown[index],
        unknown: figures.storesUnknown[index],
        sums: [figures.uptime, figures.downtime, figures.unknown, figures.excluded].map((sums) => sums.at(index)),
      }).toEqual({
        open: each.filter(({ scheduled }) => scheduled > 0).length,
        down: each.filter(({ downtime }) => downtime > 0).length,
        unknown: each.filter(({ unknown }) => unknown > 0).length,
        sums: [sum('uptime'), sum('downtime'), sum('unknown'), sum('excluded')],
      });
    }
  }
});
