import { TestDatabase } from '../../../test/support/postgres';
import { seededRandom } from '../../../test/support/random';
import { addObservations, addStores, type Observed, removeStores, runsOf } from '../../../test/support/stores';
import { forwardFill, type Status, STATUSES } from '../../calculator/figures/forward-fill';
import { DAY, HOUR, type Micros, MINUTE } from '../../calculator/instants';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { checked } from '../../calculator/arrays/checked';
import { Timelines } from './timelines';

const FROM = Date.UTC(2024, 9, 1) * 1000;
const ALL = { first: '0', last: 'z' };

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

beforeEach(async () => {
  await removeStores(test.database);
});

afterAll(async () => {
  await test.stop();
});

function runs(count: number, first: boolean) {
  return Array.from({ length: count }, (_, index) => ({
    startedAt: FROM + index * MINUTE,
    active: (index % 2 === 0) === first,
  }));
}

describe('the status runs of several stores', () => {
  it.each([16_383, 16_384, 16_385, 32_768, 32_769])('are each those of their store, if one has %d', async (count) => {
    const stores = [
      { id: 'before', runs: runs(3, false) },
      { id: 'many', runs: runs(count - 3, true) },
      { id: 'none' },
      { id: 'next', runs: runs(5, false) },
    ];
    const keys = await addStores(test.database, stores);
    const window = { from: FROM, to: FROM + count * MINUTE };
    const read = await test.database.transaction(
      (client) => Timelines.read(client, ALL, window, Infinity),
      BEGIN_SNAPSHOT,
    );
    for (const [index, store] of stores.entries()) {
      const { observedAt, status } = read.of(checked(keys[index]));
      const expected = store.runs ?? [];
      expect([...observedAt]).toEqual(expected.map(({ startedAt }) => startedAt));
      expect([...status]).toEqual(expected.map((run) => (run.active ? 1 : 0)));
    }
  });

  it('are those that overlap the window, of the stores in the range', async () => {
    const keys = await addStores(test.database, [
      { id: 'a', runs: runs(6, true) },
      { id: 'b', runs: runs(6, true) },
      { id: 'c', runs: runs(1, false) },
    ]);
    const window = { from: FROM + 2 * MINUTE, to: FROM + 4 * MINUTE };
    const read = await test.database.transaction(
      (client) => Timelines.read(client, { first: 'b', last: 'c' }, window, Infinity),
      BEGIN_SNAPSHOT,
    );
    const starts = keys.map((key) => [...read.of(key).observedAt].map((start) => (start - FROM) / MINUTE));
    // A run that ends where the window begins, or starts where it ends, is not in it.
    expect(starts).toEqual([[], [2, 3], [0]]);
  });
});

describe('what determines figures', () => {
  const WINDOW = { from: FROM + 2 * MINUTE, to: FROM + 6 * MINUTE };

  async function read(defaultStatus: Status, window = WINDOW, unknownAfter = Infinity): Promise<Timelines> {
    return test.database.transaction(
      (client) => Timelines.forFigures(client, ALL, window, { defaultStatus, unknownAfter }),
      BEGIN_SNAPSHOT,
    );
  }

  // Of runs that begin at each minute and are active in the even ones; the last one, at minute 7, lasts.
  it.each([
    [
      'active',
      [
        [3, 'inactive'],
        [4, 'active'],
        [5, 'inactive'],
      ],
    ],
    [
      'inactive',
      [
        [2, 'active'],
        [3, 'inactive'],
        [4, 'active'],
        [5, 'inactive'],
      ],
    ],
    [
      'unknown',
      [
        [2, 'active'],
        [3, 'inactive'],
        [4, 'active'],
        [5, 'inactive'],
      ],
    ],
  ] as const)('is where the status is another than the default, %s', async (defaultStatus, expected) => {
    const [key = NaN] = await addStores(test.database, [{ id: 's', runs: runs(8, true) }]);
    const { observedAt, status } = (await read(defaultStatus)).of(key);
    const changes = Array.from(observedAt, (at, index) => [(at - FROM) / MINUTE, STATUSES[checked(status[index])]]);
    expect(changes).toEqual(expected);
  });

  it('is all observations that may speak if they do not speak for ever', async () => {
    const observed = [2, 3, 4].map((minute) => ({ at: FROM + minute * MINUTE, active: true }));
    const [key = NaN] = await addStores(test.database, [{ id: 's', runs: runsOf(observed) }]);
    await addObservations(test.database, [{ id: 's', observed }]);
    const { observedAt } = (await read('active', WINDOW, MINUTE / 2)).of(key);
    expect([...observedAt].map((at) => (at - FROM) / MINUTE)).toEqual([2, 2.5, 3, 3.5, 4, 4.5]);
  });

  it('gives the same as all runs, whatever the default and the window', async () => {
    const random = seededRandom('timelines');
    const ids = Array.from({ length: 50 }, (_, store) => `s${store}`);
    const keys = await addStores(
      test.database,
      ids.map((id) => ({
        id,
        runs: runs(random.below(6), random.below(2) === 0).map(({ startedAt, active }) => ({
          startedAt: startedAt + random.below(MINUTE),
          active,
        })),
      })),
    );
    for (let round = 0; round < 40; round++) {
      const from = FROM + (random.below(9) - 1) * (MINUTE / 2);
      const window = { from, to: from + (1 + random.below(8)) * (MINUTE / 2) };
      const all = await test.database.transaction(
        (client) => Timelines.read(client, ALL, window, Infinity),
        BEGIN_SNAPSHOT,
      );
      for (const defaultStatus of STATUSES) {
        const figures = (timelines: Timelines) =>
          keys.map((key) => forwardFill([window], timelines.of(key), defaultStatus));
        expect(figures(await read(defaultStatus, window))).toEqual(figures(all));
      }
    }
  });
});

describe('docs/rules.md, R30: the status of several stores, if an observation speaks for ten minutes at most', () => {
  const WINDOW = { from: FROM, to: FROM + HOUR };
  const UNKNOWN_AFTER = 10 * MINUTE;

  /** The changes of status of each store, with what was observed in microseconds after the window begins. */
  async function changes(
    stores: Readonly<Record<string, Observed>>,
    range = ALL,
    window = WINDOW,
  ): Promise<unknown[][]> {
    const added = Object.entries(stores).map(([id, observed]) => ({ id, observed }));
    const keys = await addStores(
      test.database,
      added.map(({ id, observed }) => ({ id, runs: runsOf(observed) })),
    );
    await addObservations(test.database, added);
    const read = await test.database.transaction(
      (client) => Timelines.read(client, range, window, UNKNOWN_AFTER),
      BEGIN_SNAPSHOT,
    );
    return keys.map((key) => {
      const { observedAt, status } = read.of(key);
      return Array.from(observedAt, (instant, index) => [instant - FROM, STATUSES[checked(status[index])]]);
    });
  }

  const at = (after: Micros, active = true) => ({ at: FROM + after, active });
  const unknownFrom = (after: Micros) => [after, 'unknown'];

  it('is that of an observation for ten minutes, and then unknown until the next one', async () => {
    expect(await changes({ s: [at(-5 * MINUTE), at(20 * MINUTE, false), at(25 * MINUTE)] })).toEqual([
      [
        [-5 * MINUTE, 'active'],
        unknownFrom(5 * MINUTE),
        [20 * MINUTE, 'inactive'],
        [25 * MINUTE, 'active'],
        unknownFrom(35 * MINUTE),
      ],
    ]);
  });

  it.each([
    ['long before', -DAY, [unknownFrom(-DAY)]],
    ['so long before that it just no longer speaks', -UNKNOWN_AFTER, [unknownFrom(-UNKNOWN_AFTER)]],
    [
      'so long before that it speaks for a microsecond',
      1 - UNKNOWN_AFTER,
      [[1 - UNKNOWN_AFTER, 'active'], unknownFrom(1)],
    ],
    ['as the window begins', 0, [[0, 'active'], unknownFrom(UNKNOWN_AFTER)]],
    ['in its last microsecond', HOUR - 1, [[HOUR - 1, 'active'], unknownFrom(HOUR - 1 + UNKNOWN_AFTER)]],
    ['as it ends', HOUR, []],
  ])('is told by one observation %s', async (_when, after, expected) => {
    expect(await changes({ s: [at(after)] })).toEqual([expected]);
  });

  it('is known no longer at the start, if the run had begun but its latest observation does not speak', async () => {
    expect(await changes({ s: [at(-DAY), at(-HOUR), at(30 * MINUTE)] })).toEqual([
      [unknownFrom(-DAY), [30 * MINUTE, 'active'], unknownFrom(40 * MINUTE)],
    ]);
  });

  it('is told by each observation of one status', async () => {
    expect(await changes({ s: [-15, -5, 4, 20, 29].map((minute) => at(minute * MINUTE)) })).toEqual([
      [
        unknownFrom(-15 * MINUTE),
        [-5 * MINUTE, 'active'],
        unknownFrom(14 * MINUTE),
        [20 * MINUTE, 'active'],
        unknownFrom(39 * MINUTE),
      ],
    ]);
  });

  it('is unknown, and not the default, where the observation that began the run was dropped', async () => {
    const [key = NaN] = await addStores(test.database, [{ id: 's', runs: [{ startedAt: FROM - HOUR, active: true }] }]);
    const read = await test.database.transaction((client) => Timelines.read(client, ALL, WINDOW, UNKNOWN_AFTER));
    expect([[...read.of(key).observedAt], [...read.of(key).status]]).toEqual([
      [FROM - HOUR],
      [STATUSES.indexOf('unknown')],
    ]);
  });

  it('is each of its own store, of those in the range', async () => {
    const observed = [at(MINUTE, false)];
    const expected = [[MINUTE, 'inactive'], unknownFrom(MINUTE + UNKNOWN_AFTER)];
    expect(await changes({ a: observed, b: observed, c: [], d: observed }, { first: 'b', last: 'd' })).toEqual([
      [],
      expected,
      [],
      expected,
    ]);
  });

  it('has as many changes as it takes', async () => {
    const many = Array.from({ length: 9000 }, (_, index) => at(index * 11 * MINUTE, index % 2 === 0));
    const window = { from: FROM, to: FROM + 9000 * 11 * MINUTE };
    const [before, changed, after] = await changes({ a: [at(0)], b: many, c: [at(0)] }, ALL, window);
    expect(changed).toEqual(
      many.flatMap(({ at: instant, active }) => [
        [instant - FROM, active ? 'active' : 'inactive'],
        unknownFrom(instant - FROM + UNKNOWN_AFTER),
      ]),
    );
    expect([before, after]).toEqual([before, before]);
    expect(before).toHaveLength(2);
  });
});
