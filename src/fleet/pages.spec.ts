import { type Candidate, fillPage, type PageOf } from './pages';

/** Numbers in batches; the cursor after each is the number itself. */
async function* batches(numbers: number, size: number): AsyncGenerator<Candidate<number>[]> {
  for (let from = 0; from < numbers; from += size) {
    const length = Math.min(size, numbers - from);
    yield await Promise.resolve(
      Array.from({ length }, (_, index) => ({ item: from + index, cursor: `${from + index}` })),
    );
  }
}

async function page(numbers: number, limit: number, matches: (item: number) => boolean): Promise<PageOf<number>> {
  return fillPage(batches(numbers, 1000), limit, (items) =>
    Promise.resolve(items.map((item) => (matches(item) ? item : undefined))),
  );
}

describe('fillPage', () => {
  it('continues after the last item shown if another one matches', async () => {
    expect(await page(10, 3, (item) => item % 2 === 1)).toEqual({ items: [1, 3, 5], next: '5' });
    expect(await page(10, 5, (item) => item % 2 === 1)).toEqual({ items: [1, 3, 5, 7, 9], next: undefined });
    expect(await page(0, 5, () => true)).toEqual({ items: [], next: undefined });
  });

  it('is short if few match, and continues after the last one examined', async () => {
    expect(await page(20_000, 3, (item) => item === 17 || item === 4999)).toEqual({ items: [17, 4999], next: '4999' });
    expect(await page(20_000, 3, (item) => item === 17)).toEqual({ items: [17], next: '4999' });
    expect(await page(4000, 3, () => false)).toEqual({ items: [], next: undefined });
  });
});
