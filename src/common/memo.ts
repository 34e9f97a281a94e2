/**
 * Wraps a pure function so that it runs only once for all inputs with the same key.
 * @param keyOf must include everything that the result depends on.
 * @param maxEntries forgets all results when there would be more, which bounds the memory that they take.
 */
export function memoize<Input, Result>(
  keyOf: (input: Input) => string,
  compute: (input: Input) => Result,
  maxEntries = Infinity,
): (input: Input) => Result {
  const results = new Map<string, { readonly result: Result }>();
  return (input) => {
    const key = keyOf(input);
    let entry = results.get(key);
    if (!entry) {
      if (results.size >= maxEntries) results.clear();
      entry = { result: compute(input) };
      results.set(key, entry);
    }
    return entry.result;
  };
}
