import { StoreIds } from './store-ids';

/** The index of an id within other bytes, as in a file. */
function find(ids: StoreIds, id: string): number {
  const bytes = Buffer.from(`,${id},`);
  return ids.find(bytes, 1, bytes.length - 1);
}

function idsOf(texts: readonly string[]): StoreIds {
  const ids = new StoreIds();
  for (const text of texts) ids.add(text);
  return ids;
}

describe('the ids of stores', () => {
  // They grow at 128 and at each doubling.
  it.each([0, 1, 127, 128, 129, 255, 256, 257])('are found, each of %d, and no others', (count) => {
    for (const length of [3, 36, 128]) {
      const texts = Array.from({ length: count }, (_, index) => `${index}`.padEnd(length, '-'));
      const ids = new StoreIds();
      expect(texts.map((text) => [ids.indexOf(text), find(ids, text), ids.add(text)])).toEqual(
        texts.map((_, index) => [-1, -1, index]),
      );
      expect(ids).toHaveLength(count);
      expect(texts.map((text) => ids.indexOf(text))).toEqual([...texts.keys()]);
      expect([...ids]).toEqual(texts);
      expect([ids.indexOf('another'), find(ids, 'another')]).toEqual([-1, -1]);
      expect(() => ids.at(count)).toThrow(RangeError);
    }
  });

  // So many that some find no slot near their own, just before and after the slots are doubled.
  it.each([65_535, 65_536, 65_537])('are found by their texts, and almost all by their bytes, among %d', (count) => {
    const texts = Array.from({ length: count }, (_, index) => `store-${index}`);
    const ids = idsOf(texts);
    expect(texts.findIndex((text, index) => ids.indexOf(text) !== index)).toBe(-1);
    const found = texts.map((text) => find(ids, text));
    expect(found.findIndex((index, expected) => index !== -1 && index !== expected)).toBe(-1);
    const missed = found.filter((index) => index === -1).length;
    expect(missed).toBeLessThan(count / 20);
    if (count <= 65_536) expect(missed).toBeGreaterThan(0);
  });

  it('are not taken for others that begin with them or differ in one character', () => {
    const texts = Array.from({ length: 64 }, (_, index) => 'x'.repeat(2 * (index + 1)));
    const ids = idsOf(texts);
    const others = texts.flatMap((text) => [text.slice(1), `${text.slice(1)}y`, `y${text.slice(1)}`]);
    expect(others.filter((other) => ids.indexOf(other) !== -1 || find(ids, other) !== -1)).toEqual([]);
    expect(texts.map((text) => ids.indexOf(text))).toEqual([...texts.keys()]);
  });

  // A page has 16 KiB, and an id takes a byte more than it has.
  it.each([125, 126, 127, 128])('stay whole where a page ends after others and %d bytes', (last) => {
    const full = Array.from({ length: 127 }, (_, index) => `${index}`.padEnd(127, '.'));
    const texts = [...full, 'z'.repeat(last), 'next', ...full.map((text) => `n${text.slice(1)}`.replace('n.', 'm.'))];
    const distinct = [...new Set(texts)];
    expect([...idsOf(distinct)]).toEqual(distinct);
  });

  it('are compared byte by byte, and one that begins with another comes after it', () => {
    const texts = ['a', 'B', '9', '10', 'a.b', 'a-b', 'a_b', 'a:b', 'aa', 'b', 'A', 'a'.repeat(127), 'a'.repeat(128)];
    const ids = idsOf(texts);
    const others = idsOf(['first', ...texts]);
    for (const [a, one] of texts.entries()) {
      for (const [b, other] of texts.entries()) {
        const orders = [ids.compare(a, b), ids.compare(a, b + 1, others)].map(Math.sign);
        const expected = Buffer.compare(Buffer.from(one), Buffer.from(other));
        expect({ one, other, orders }).toEqual({ one, other, orders: [expected, expected] });
      }
    }
  });
});
