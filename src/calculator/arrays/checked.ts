/**
 * Checks an element that was just read from an array of numbers: `checked(keys[row])`. The index belongs at the call,
 * where the engine knows the array's type; a helper that did the reading for all types would be several times slower.
 * @throws RangeError if the index was outside the array
 */
export function checked(element: number | undefined): number {
  if (element === undefined) throw new RangeError('an index is outside its array');
  return element;
}
