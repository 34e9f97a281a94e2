import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { ImportStores } from './import-stores';

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = z.function({ input: [], output: z.void() }).parse(runInNewContext('gc'));
  return collect;
}

/** Names that come in groups, each followed by a look at the ranks, as when the sorter writes a segment. */
async function ranked(groups: readonly (readonly string[])[]): Promise<{ ids: string[]; order: string[] }> {
  const stores = new ImportStores();
  for (const group of groups) {
    for (const id of group) stores.indexOf(id);
    await stores.ranks();
  }
  const ids = (await stores.sortedIds()).slice();
  const ranks = await stores.ranks();
  const byRank: string[] = [];
  for (const id of groups.flat()) byRank[ranks[stores.indexOf(id)] ?? -1] = id;
  return { ids, order: byRank };
}

describe('ImportStores', () => {
  it('gives each store one index, in the order in which they came', async () => {
    const stores = new ImportStores();
    expect(['b', 'a', 'b', 'c', 'a'].map((id) => stores.indexOf(id))).toEqual([0, 1, 0, 2, 1]);
    expect([...(await stores.ranks())]).toEqual([1, 0, 2]);
  });

  it.each([
    ['all at once', [['b', 'c', 'a']]],
    [
      'before all others',
      [
        ['c', 'd'],
        ['b', 'a'],
      ],
    ],
    [
      'after all others',
      [
        ['b', 'a'],
        ['d', 'c'],
      ],
    ],
    [
      'between the others',
      [
        ['a', 'd', 'g'],
        ['f', 'b', 'e', 'c'],
      ],
    ],
    ['again and again', [['m'], ['z', 'a'], [], ['n'], ['l', 'm'], ['0']]],
    [
      'in the order of their bytes',
      [
        ['a', 'B', '9', '10'],
        ['a.b', 'a-b', 'a_b', 'a:b', 'aa', 'b', 'A'],
      ],
    ],
  ])('ranks stores that come %s', async (_when, groups) => {
    const expected = [...new Set(groups.flat())].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await ranked(groups)).toEqual({ ids: expected, order: expected });
  });

  it.each([1023, 1024, 1025, 2048, 2049, 5000])(
    'ranks %i stores that come at once, and others after them',
    async (count) => {
      // Multiplied by a number that is prime to them, they come in another order.
      const ids = Array.from({ length: count }, (_, index) => `s${(index * 7919) % count}`);
      const expected = [...ids, 's', 't'].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await ranked([ids, ['t', 's']])).toEqual({ ids: expected, order: expected });
    },
  );

  it('refuses one store more than it may have', () => {
    const stores = new ImportStores(2);
    for (const id of ['a', 'b', 'a', 'b']) stores.indexOf(id);
    expect(() => stores.indexOf('c')).toThrow('too_many_import_stores {"limit":2}');
  });

  it('refuses more than all imports may have, but not the first 100,000 of each', () => {
    const ofAll = { count: 0, most: 150_000 };
    const [first, second] = [new ImportStores(Infinity, ofAll), new ImportStores(Infinity, ofAll)];
    const name = (stores: ImportStores, from: number, to: number) => {
      for (let store = from; store < to; store++) stores.indexOf(`s${store}`);
    };
    name(first, 0, 100_000);
    name(second, 0, 100_000);
    expect(() => first.indexOf('one more')).toThrow('too_busy');
    expect(() => second.indexOf('one more')).toThrow('too_busy');
    first.release();
    name(second, 100_000, 150_000);
    expect(() => second.indexOf('one more')).toThrow('too_busy');
    second.release();
    expect(ofAll.count).toBe(0);
  });

  it('keeps nothing of the rows that its ids come from', async () => {
    const collect = garbageCollector();
    const stores = new ImportStores();
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let row = 0; row < 1000; row++) {
      const text = `store-number-${row},${'x'.repeat(50_000)}`;
      stores.indexOf(text.slice(0, text.indexOf(',')));
    }
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(5e6);
    expect(await stores.sortedIds()).toHaveLength(1000);
  });

  it('has no ids and no ranks without stores', async () => {
    expect([(await new ImportStores().sortedIds()).slice(), [...(await new ImportStores().ranks())]]).toEqual([[], []]);
  });
});
