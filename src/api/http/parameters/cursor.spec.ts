import { cursorAfter, matchPlace, placeOf, readLimit, readPage } from './cursor';

const INVALID_CURSOR = 'The cursor must be the next_cursor of an earlier page.';
const INVALID_LIMIT = 'The limit must be a whole number';

describe('a cursor', () => {
  it('is the place after an item of its list', () => {
    expect(placeOf('fruit', undefined)).toBeUndefined();
    expect(placeOf('fruit', cursorAfter('fruit', 'apple'))).toBe('apple');
    expect(readPage('fruit', { cursor: cursorAfter('fruit', -12), limit: '3' })).toEqual({ limit: 3, after: -12 });
    expect(matchPlace('id 7', /^id (\d+)$/)?.[1]).toBe('7');
  });

  it('is none of another list, nor of none', () => {
    for (const cursor of [cursorAfter('vegetables', 'apple'), 'YXBwbGU', '', '\0', ['a'], {}, 7]) {
      expect(() => placeOf('fruit', cursor)).toThrow(INVALID_CURSOR);
    }
    expect(() => readPage('fruit', { cursor: cursorAfter('fruit', 'apple') })).toThrow(INVALID_CURSOR);
    expect(() => readPage('fruit', { cursor: cursorAfter('fruit', 2 ** 53) })).toThrow(INVALID_CURSOR);
    expect(() => matchPlace('id x', /^id (\d+)$/)).toThrow(INVALID_CURSOR);
  });
});

describe('a limit', () => {
  it('is a whole number from 1 to 500', () => {
    expect([undefined, '1', '007', '500'].map(readLimit)).toEqual([50, 1, 7, 500]);
    for (const limit of ['0', '501', '-1', '1.0', '1e2', '0x10', '+5', ' 5', '5 ', '', ['5'], 5]) {
      expect(() => readLimit(limit)).toThrow(INVALID_LIMIT);
    }
  });
});
