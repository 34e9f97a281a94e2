import { WorstStores } from './worst-stores';

it('are those with the most downtime of each window, then the first by id', () => {
  const worst = new WorstStores(2, 3);
  const downtimes = [
    ['c', 5],
    ['a', 5],
    ['e', 1],
    ['z', 0],
    ['b', 9],
    ['d', 5],
  ] as const;
  for (const [storeId, downtime] of downtimes) worst.add(0, storeId, downtime);
  worst.add(1, 'z', 7);
  expect(worst.in(0).map(({ storeId }) => storeId)).toEqual(['b', 'a', 'c']);
  expect(worst.in(1)).toEqual([{ storeId: 'z', downtime: 7 }]);
  const none = new WorstStores(1, 0);
  none.add(0, 'a', 1);
  expect(none.in(0)).toEqual([]);
});
