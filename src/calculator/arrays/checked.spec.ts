import { checked } from './checked';

describe('checked', () => {
  it('returns an element, and throws outside the array', () => {
    const array = new Int32Array(2);
    expect(checked(array[1])).toBe(0);
    expect(() => checked(array[2])).toThrow(RangeError);
    expect(() => checked(array[-1])).toThrow(RangeError);
  });
});
