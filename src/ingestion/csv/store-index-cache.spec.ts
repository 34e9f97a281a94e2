import { StoreIndexCache } from './store-index-cache';

function find(cache: StoreIndexCache, id: string): number {
  const bytes = Buffer.from(`,${id},`);
  return cache.find(bytes, 1, bytes.length - 1);
}

function add(cache: StoreIndexCache, id: string, storeIndex: number): void {
  const bytes = Buffer.from(`,${id},`);
  cache.add(bytes, 1, bytes.length - 1, storeIndex);
}

describe('the cache of store indexes', () => {
  // It grows at half of 1,024 slots, then at each doubling; its bytes grow at 40 for each slot.
  it.each([1, 511, 512, 513, 1024, 1025])('finds each of %d ids, or forgets a few of them', (count) => {
    for (const length of [8, 40, 128]) {
      const ids = Array.from({ length: count }, (_, store) => `${store}`.padEnd(length, '-'));
      const cache = new StoreIndexCache();
      const foundBefore = ids.map((id, store) => {
        const before = find(cache, id);
        add(cache, id, count - store);
        return before;
      });
      expect(new Set(foundBefore)).toEqual(new Set([-1]));
      const found = ids.map((id) => find(cache, id));
      expect(found).toEqual(found.map((index, store) => (index === -1 ? -1 : count - store)));
      expect(found.filter((index) => index === -1).length).toBeLessThan(1 + count / 20);
    }
  });

  it('takes no id for another that begins with it or differs in one character', () => {
    const cache = new StoreIndexCache();
    // So many that ids of any hash share their slots with others.
    for (let length = 2; length <= 1000; length += 2) add(cache, 'x'.repeat(length), length);
    const confused: string[] = [];
    for (let length = 2; length <= 1000; length += 2) {
      const id = 'x'.repeat(length);
      if (![-1, length].includes(find(cache, id))) confused.push(id);
      for (const other of [id.slice(1), `${id.slice(1)}y`, `y${id.slice(1)}`]) {
        if (find(cache, other) !== -1) confused.push(other);
      }
    }
    expect(confused).toEqual([]);
  });
});
