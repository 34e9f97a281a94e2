/** What a source yields, of which the first element is made now. */
export async function begun<T>(source: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const elements = source[Symbol.asyncIterator]();
  const first = await elements.next();
  return rest(first, elements);
}

async function* rest<T>(first: IteratorResult<T>, elements: AsyncIterator<T>): AsyncGenerator<T> {
  for (let element = first; element.done !== true; element = await elements.next()) yield element.value;
}

/** Yields what a source yields, and has it make the next element while the last one is used. */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const elements = source[Symbol.asyncIterator]();
  let next = elements.next();
  try {
    for (;;) {
      const element = await next;
      if (element.done === true) return;
      next = elements.next();
      // It is awaited later, or never if nobody wants it any more.
      next.catch(() => undefined);
      yield element.value;
    }
  } finally {
    await Promise.allSettled([next]);
  }
}
