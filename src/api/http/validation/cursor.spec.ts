import { cursorAfter, readCursor, readNumericCursor } from './cursor';

const INVALID_CURSOR = 'invalid_cursor';

describe('a cursor', () => {
  it('names a position in its list', () => {
    expect(readCursor('fruit', undefined)).toBeUndefined();
    expect(readCursor('fruit', cursorAfter('fruit', 'apple'))).toBe('apple');
    expect(readNumericCursor('fruit', undefined)).toBeUndefined();
    expect(readNumericCursor('fruit', cursorAfter('fruit', -12))).toBe(-12);
  });

  it('is refused by any other list, and so is text that is not a cursor', () => {
    for (const cursor of [cursorAfter('vegetables', 'apple'), 'YXBwbGU', '', '\0']) {
      expect(() => readCursor('fruit', cursor)).toThrow(INVALID_CURSOR);
    }
    expect(() => readNumericCursor('fruit', cursorAfter('fruit', 'apple'))).toThrow(INVALID_CURSOR);
    expect(() => readNumericCursor('fruit', cursorAfter('fruit', 2 ** 53))).toThrow(INVALID_CURSOR);
  });
});
