import { setImmediate as otherWork } from 'node:timers/promises';
import { checked } from '../../calculator/arrays/checked';
import { RowTurns } from './row-turns';

/** Numbers that are sorted at once: a few milliseconds of work. */
const AT_ONCE = 1 << 10;

/** As for `Array.prototype.sort`. */
type Compare = (a: number, b: number) => number;

/** Returns numbers in order, with their array as working memory; others get their turn now and then. */
export async function sortInTurns(numbers: Int32Array, compare: Compare): Promise<Int32Array> {
  const { length } = numbers;
  for (let from = 0; from < length; from += AT_ONCE) {
    numbers.subarray(from, from + AT_ONCE).sort(compare);
    if (from + AT_ONCE < length) await otherWork();
  }
  let sorted = numbers;
  let spare: Int32Array = new Int32Array(length > AT_ONCE ? length : 0);
  for (let width = AT_ONCE; width < length; width *= 2) {
    for (let from = 0; from < length; from += 2 * width) {
      const [a, b] = [sorted.subarray(from, from + width), sorted.subarray(from + width, from + 2 * width)];
      await mergeInTurns(a, b, spare.subarray(from), compare);
    }
    [sorted, spare] = [spare, sorted];
  }
  return sorted;
}

/** Writes the numbers of two ordered arrays to another one, in order; others get their turn now and then. */
export async function mergeInTurns(a: Int32Array, b: Int32Array, to: Int32Array, compare: Compare): Promise<void> {
  const turns = new RowTurns();
  let [nextA, nextB] = [0, 0];
  while (nextA + nextB < a.length + b.length) {
    const [first, second] = [a[nextA], b[nextB]];
    const isFirst = second === undefined || (first !== undefined && compare(first, second) < 0);
    to[nextA + nextB] = isFirst ? checked(first) : second;
    if (isFirst) nextA++;
    else nextB++;
    if (turns.isOver()) await otherWork();
  }
}
