import { COUNTS, CURSOR, cursorAfter, INSTANTS, isCursor, KEYS, readCursor, readNumericCursor } from './cursor';

const INVALID_CURSOR = 'invalid_cursor';

describe('a cursor', () => {
  it('names a position in its list', () => {
    expect(readCursor('fruit', undefined)).toBeUndefined();
    expect(readCursor('fruit', cursorAfter('fruit', 'apple'))).toBe('apple');
    expect(readCursor('fruit', cursorAfter('fruit', ''))).toBe('');
    expect(readCursor('fruit', cursorAfter('fruit', 'in two words, ü'))).toBe('in two words, ü');
    expect(readNumericCursor('fruit', undefined, INSTANTS)).toBeUndefined();
    expect(readNumericCursor('fruit', cursorAfter('fruit', 0), INSTANTS)).toBe(0);
    expect(readNumericCursor('fruit', cursorAfter('fruit', Number.MAX_SAFE_INTEGER), INSTANTS)).toBe(
      Number.MAX_SAFE_INTEGER,
    );
    expect(readNumericCursor('fruit', cursorAfter('fruit', -12), INSTANTS)).toBe(-12);
  });

  it.each([
    ['a count', COUNTS, 0, 2 ** 53 - 1],
    ['a key', KEYS, 0, 2 ** 31 - 1],
    ['an instant', INSTANTS, 1 - 2 ** 53, 2 ** 53 - 1],
  ])('is refused if it holds a number that cannot be %s', (_what, positions, least, greatest) => {
    const read = (position: number) => readNumericCursor('fruit', cursorAfter('fruit', position), positions);
    for (const position of [least, greatest]) expect(read(position)).toBe(position);
    for (const position of [least - 1, greatest + 1]) expect(() => read(position)).toThrow(INVALID_CURSOR);
  });

  it('has the documented form, whatever position it names', () => {
    const store = 'a'.repeat(128);
    const range = `${Number.MIN_SAFE_INTEGER} ${Number.MAX_SAFE_INTEGER}`;
    for (const position of [0, 'a', `${range} store ${store}`, `00000000-0000-4000-8000-000000000000 out ${store}`]) {
      const cursor = cursorAfter('fruit', position);
      expect([position, isCursor(cursor)]).toEqual([position, true]);
      expect(cursor.length).toBeGreaterThanOrEqual(CURSOR.minLength);
      expect(cursor.length).toBeLessThanOrEqual(CURSOR.maxLength);
    }
    const [least, most] = ['a'.repeat(CURSOR.minLength), 'a'.repeat(CURSOR.maxLength)];
    expect([least, most].map(isCursor)).toEqual([true, true]);
    expect([least.slice(1), `${most}a`, `${least}=`, `${least}+`, `${least}\n`, 7].filter(isCursor)).toEqual([]);
  });

  it('is refused by any other list, and so is text that is not a cursor', () => {
    for (const cursor of [cursorAfter('vegetables', 'apple'), 'YXBwbGU', '', '\0']) {
      expect(() => readCursor('fruit', cursor)).toThrow(INVALID_CURSOR);
    }
    expect(() => readNumericCursor('fruit', cursorAfter('fruit', 'apple'), INSTANTS)).toThrow(INVALID_CURSOR);
    expect(() => readNumericCursor('fruit', cursorAfter('fruit', 2 ** 53), INSTANTS)).toThrow(INVALID_CURSOR);
    for (const position of ['', ' ', '1.5', '1e3', '0x10', '--1', '1 ', '-']) {
      expect(() => readNumericCursor('fruit', cursorAfter('fruit', position), INSTANTS)).toThrow(INVALID_CURSOR);
    }
    expect(() => readCursor('fruits', cursorAfter('fruit', 's apple'))).toThrow(INVALID_CURSOR);
    expect(() => readCursor('fruit', cursorAfter('', ''))).toThrow(INVALID_CURSOR);
  });
});
