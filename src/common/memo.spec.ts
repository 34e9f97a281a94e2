import { memoize } from './memo';

describe('memoize', () => {
  it('computes once per key, even if the result is undefined', () => {
    const compute = jest.fn((text: string) => (text === '' ? undefined : text.length));
    const length = memoize((text: string) => text.toLowerCase(), compute);
    expect(['ab', 'AB', '', '', 'c'].map(length)).toEqual([2, 2, undefined, undefined, 1]);
    expect(compute.mock.calls).toEqual([['ab'], [''], ['c']]);
  });

  it('keeps no more than the maximum number of entries', () => {
    const compute = jest.fn((text: string) => text.length);
    const length = memoize((text: string) => text, compute, 2);
    expect(['a', 'b', 'a', 'c', 'a'].map(length)).toEqual([1, 1, 1, 1, 1]);
    expect(compute.mock.calls).toEqual([['a'], ['b'], ['c'], ['a']]);
  });
});
