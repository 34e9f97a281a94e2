import { seededRandom } from '../../../test/support/random';
import { STATUSES, type Timeline } from '../figures/forward-fill';
import { union, within } from '../intervals';
import { downtimesOf } from './downtimes';
import { endOf, isInCommon } from './incident-figures';

const random = seededRandom('downtimes');

function timelineOf(changes: readonly (readonly [at: number, status: (typeof STATUSES)[number]])[]): Timeline {
  return {
    observedAt: Float64Array.from(changes.map(([at]) => at)),
    status: Uint8Array.from(changes.map(([, status]) => STATUSES.indexOf(status))),
  };
}

/** The same instant by instant. */
function naive(
  counted: ReturnType<typeof union>,
  { observedAt, status }: Timeline,
  range: { from: number; to: number },
) {
  const runs: { first: number; to: number; instants: number[] }[] = [];
  let isOver = true;
  for (const [index, at] of observedAt.entries()) {
    const state = STATUSES[status[index] ?? 0];
    const run = runs.at(-1);
    if (state === 'active') {
      if (run && !isOver) run.to = at;
      isOver = true;
    } else if (state === 'inactive') {
      if (isOver) runs.push({ first: at, to: Infinity, instants: [] });
      isOver = false;
      const end = Math.min(observedAt[index + 1] ?? range.to, range.to);
      for (let instant = at; instant < end; instant++) {
        if (counted.some(({ from, to }) => instant >= from && instant < to)) runs.at(-1)?.instants.push(instant);
      }
    }
  }
  return runs
    .filter(({ first, instants }) => first >= range.from && instants.length > 0)
    .map(({ to, instants }) => ({ from: instants[0], to, lost: instants.length }));
}

it('finds what going through the instants one by one finds', () => {
  for (let round = 0; round < 2000; round++) {
    const range = { from: 0, to: random.integer(20, 100) };
    const open = within(
      union(
        Array.from({ length: random.below(6) }, () => {
          const from = random.integer(-10, 100);
          return { from, to: from + random.integer(1, 30) };
        }),
      ),
      range,
    );
    const instants = new Set(Array.from({ length: random.below(12) }, () => random.integer(-20, range.to - 1)));
    const timeline = timelineOf([...instants].sort((a, b) => a - b).map((at) => [at, random.pick(STATUSES)]));
    expect(downtimesOf(open, timeline, range)).toEqual(naive([...open], timeline, range));
  }
});

it('takes the opening for the beginning of what began while the store was closed', () => {
  const open = [{ from: 10, to: 20 }];
  const timeline = timelineOf([
    [3, 'inactive'],
    [12, 'active'],
  ]);
  expect(downtimesOf(open, timeline, { from: 0, to: 20 })).toEqual([{ from: 10, to: 12, lost: 2 }]);
  expect(downtimesOf(open, timeline, { from: 4, to: 20 })).toEqual([]);
});

describe('an incident', () => {
  it('is over when nine in ten of its stores are up again', () => {
    expect(endOf([5, 1, 2, 3, 4, 6, 7, 8, 9, Infinity])).toBe(9);
    expect(endOf([5, 1, 2, 3, 4, 6, 7, 8, Infinity, Infinity])).toBe(Infinity);
    expect(endOf([4])).toBe(4);
  });

  it('has in common what half of its stores have, and 25 points more than all', () => {
    const of = (ofIncident: number, ofAll: number) => ({ ofIncident, ofAll });
    expect(isInCommon(of(4, 300), of(4, 400))).toBe(true);
    expect(isInCommon(of(4, 301), of(4, 400))).toBe(false);
    expect(isInCommon(of(49, 0), of(100, 400))).toBe(false);
    expect(isInCommon(of(50, 100), of(100, 400))).toBe(true);
    // As fractions in binary, 0.7 - 0.45 is less than 0.25.
    expect(isInCommon(of(7, 9), of(10, 20))).toBe(true);
  });
});
