import { Problem } from './problem';

const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 50;

/** A page as a caller asks for it: how many, and after which. */
export interface Page {
  readonly limit: number;
  /** Undefined: from the start. */
  readonly after: number | undefined;
}

/**
 * Reads `limit` and `cursor` of a query.
 * @throws Problem 400 `invalid_limit` or `invalid_cursor`
 */
export function readPage(query: { limit?: unknown; cursor?: unknown }): Page {
  const limit = readLimit(query.limit);
  const [text] = readCursor(query.cursor, /^\d+$/) ?? [];
  if (text === undefined) return { limit, after: undefined };
  if (!Number.isSafeInteger(Number(text))) throw invalidCursor();
  return { limit, after: Number(text) };
}

/** @throws Problem 400 `invalid_limit` */
export function readLimit(limit: unknown): number {
  const number = limit === undefined ? DEFAULT_LIMIT : Number(limit);
  if (!Number.isInteger(number) || number < 1 || number > MAX_LIMIT) {
    throw new Problem(400, 'invalid_limit', `The limit must be a whole number from 1 to ${MAX_LIMIT}.`);
  }
  return number;
}

/**
 * What a cursor holds, as it matches a pattern: all of it, then the pattern's groups. Undefined without a cursor.
 * @throws Problem 400 `invalid_cursor`
 */
export function readCursor(cursor: unknown, pattern: RegExp): RegExpExecArray | undefined {
  if (cursor === undefined) return undefined;
  const match = typeof cursor === 'string' ? pattern.exec(Buffer.from(cursor, 'base64url').toString()) : null;
  if (!match) throw invalidCursor();
  return match;
}

export function invalidCursor(): Problem {
  return new Problem(400, 'invalid_cursor', 'The cursor must be the next_cursor of an earlier page.');
}

/** The cursor that continues after an item. */
export function cursorAfter(item: number | string): string {
  return Buffer.from(String(item)).toString('base64url');
}
