import { TestDatabase } from '../../../test/support/postgres';
import { addStores, removeStores } from '../../../test/support/stores';
import { MINUTE } from '../../calculator/instants';
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
