import { type GroupKey, inOrder } from './store-groups';

it('orders groups bytewise, value by value, those without one last', () => {
  const ordered: GroupKey[] = [
    ['Z', 'a'],
    ['Z', null],
    ['a', '日本'],
    ['a', '～'],
    ['a', '😀'],
    ['a', null],
    ['é', 'a'],
    [null, 'a'],
    [null, null],
  ];
  expect([...ordered].reverse().sort(inOrder)).toEqual(ordered);
  expect(inOrder(['a', null], ['a', null])).toBe(0);
});
