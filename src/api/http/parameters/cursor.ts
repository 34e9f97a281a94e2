import { createHash } from 'node:crypto';
import { Problem } from '../problem';

const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 50;

/** A page as a caller asks for it: how many, and after which. */
export interface Page {
  readonly limit: number;
  /** Undefined: from the start. */
  readonly after: number | undefined;
}

/**
 * Reads `limit` and `cursor` of a query for a list whose places are numbers.
 * @param list tells the list from all others: its name, and whatever decides on its items and their order
 * @throws Problem 400 `invalid_limit` or `invalid_cursor`
 */
export function readPage(list: string, query: { limit?: unknown; cursor?: unknown }): Page {
  const limit = readLimit(query.limit);
  const [text] = matchPlace(placeOf(list, query.cursor), /^-?\d+$/) ?? [];
  if (text === undefined) return { limit, after: undefined };
  if (!Number.isSafeInteger(Number(text))) throw invalidCursor();
  return { limit, after: Number(text) };
}

/** @throws Problem 400 `invalid_limit` */
export function readLimit(limit: unknown): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  const number = typeof limit === 'string' && /^\d{1,9}$/.test(limit) ? Number(limit) : NaN;
  if (!(number >= 1 && number <= MAX_LIMIT)) {
    throw new Problem(400, 'invalid_limit', `The limit must be a whole number from 1 to ${MAX_LIMIT}.`);
  }
  return number;
}

/**
 * The place at which a page of a list begins, as it was given to `cursorAfter`; undefined without a cursor.
 * @throws Problem 400 `invalid_cursor`, also for the cursor of another list
 */
export function placeOf(list: string, cursor: unknown): string | undefined {
  if (cursor === undefined) return undefined;
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString() : '';
  const mark = markOf(list);
  if (!text.startsWith(mark)) throw invalidCursor();
  return text.slice(mark.length);
}

/**
 * A place as it matches a pattern: all of it, then the pattern's groups. Undefined without a place.
 * @throws Problem 400 `invalid_cursor`
 */
export function matchPlace(place: string | undefined, pattern: RegExp): RegExpExecArray | undefined {
  if (place === undefined) return undefined;
  const match = pattern.exec(place);
  if (!match) throw invalidCursor();
  return match;
}

export function invalidCursor(): Problem {
  return new Problem(400, 'invalid_cursor', 'The cursor must be the next_cursor of an earlier page.');
}

/** The cursor with which a list goes on after an item. */
export function cursorAfter(list: string, item: number | string): string {
  return Buffer.from(`${markOf(list)}${item}`).toString('base64url');
}

/** Not a secret: it keeps a cursor from being taken by mistake for one of another list. */
function markOf(list: string): string {
  return `${createHash('sha256').update(list).digest('base64url').slice(0, 8)} `;
}
