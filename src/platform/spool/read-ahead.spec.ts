import { begun, readAhead } from './read-ahead';

/** Yields numbers up to a limit, each of which is noted once it is made; then fails, if it is told to. */
async function* numbers(limit: number, made: number[], error?: Error): AsyncGenerator<number> {
  for (let number = 1; number <= limit; number++) {
    made.push(number);
    yield Promise.resolve(number);
  }
  if (error) throw error;
}

describe('a source that has begun', () => {
  it.each([0, 1, 2, 5])('yields all of %i elements in order, the first of which was made before', async (limit) => {
    const made: number[] = [];
    const source = await begun(numbers(limit, made));
    expect(made).toEqual(limit === 0 ? [] : [1]);
    const read: number[] = [];
    for await (const number of source) read.push(number);
    expect(read).toEqual(Array.from({ length: limit }, (_, index) => index + 1));
  });
});

describe('reading ahead', () => {
  it.each([0, 1, 2, 5])('yields all of %i elements in order', async (limit) => {
    const read: number[] = [];
    for await (const number of readAhead(numbers(limit, []))) read.push(number);
    expect(read).toEqual(Array.from({ length: limit }, (_, index) => index + 1));
  });

  it('is one element ahead', async () => {
    const made: number[] = [];
    const elements = readAhead(numbers(5, made));
    await elements.next();
    expect(made).toEqual([1, 2]);
    await elements.next();
    expect(made).toEqual([1, 2, 3]);
  });

  it('fails only after what came before the failure', async () => {
    const failure = new Error('no more');
    const read: number[] = [];
    const reading = (async () => {
      for await (const number of readAhead(numbers(2, [], failure))) read.push(number);
    })();
    await expect(reading).rejects.toBe(failure);
    expect(read).toEqual([1, 2]);
  });

  it('waits for the element that is being made when it is given up, and forgets its failure', async () => {
    const settled: string[] = [];
    async function* source(): AsyncGenerator<number> {
      yield 1;
      try {
        await new Promise((resolve) => setImmediate(resolve));
        throw new Error('not seen');
      } finally {
        settled.push('second');
      }
    }
    const read: number[] = [];
    for await (const number of readAhead(source())) {
      read.push(number);
      break;
    }
    expect({ read, settled }).toEqual({ read: [1], settled: ['second'] });
  });
});
