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
  const limit = query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new Problem(400, 'invalid_limit', `The limit must be a whole number from 1 to ${MAX_LIMIT}.`);
  }
  if (query.cursor === undefined) return { limit, after: undefined };
  const text = typeof query.cursor === 'string' ? Buffer.from(query.cursor, 'base64url').toString() : '';
  const after = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(after)) {
    throw new Problem(400, 'invalid_cursor', 'The cursor must be the next_cursor of an earlier page.');
  }
  return { limit, after };
}

/** The cursor that continues after an item. */
export function cursorAfter(item: number): string {
  return Buffer.from(String(item)).toString('base64url');
}
