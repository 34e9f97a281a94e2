import { createHash } from 'node:crypto';
import { CodedError } from '../../../common/coded-error';

/** A cursor as the OpenAPI document describes it. No mark is shorter, and no position comes near the longest. */
export const CURSOR = { minLength: 14, maxLength: 4096, pattern: '^[A-Za-z0-9_-]{14,4096}$' };

const FORM = new RegExp(CURSOR.pattern);

/** Whether a text could be a cursor. Which list it belongs to is known where it is read. */
export function isCursor(text: unknown): boolean {
  return typeof text === 'string' && FORM.test(text);
}

/**
 * The position in a list that a cursor names, as `cursorAfter` was given it; undefined without a cursor.
 * @param list identifies the list: its name, and whatever decides on its items and their order
 * @throws CodedError `invalid_cursor`, also for the cursor of another list
 */
export function readCursor(list: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  const mark = markOf(list);
  if (!text.startsWith(mark)) throw new CodedError('invalid_cursor');
  return text.slice(mark.length);
}

/** The least and the greatest position that a list can have: a cursor may have been made up. */
interface Positions {
  readonly least: number;
  readonly greatest: number;
}

/** Of lists by instant. */
export const INSTANTS: Positions = { least: Number.MIN_SAFE_INTEGER, greatest: Number.MAX_SAFE_INTEGER };
/** Of lists by a number that counts from 0 or 1. */
export const COUNTS: Positions = { least: 0, greatest: Number.MAX_SAFE_INTEGER };
/** Of lists by a key that is an integer in PostgreSQL. */
export const KEYS: Positions = { least: 0, greatest: 2 ** 31 - 1 };

/**
 * The same for a list whose positions are whole numbers.
 * @throws CodedError `invalid_cursor`
 */
export function readNumericCursor(
  list: string,
  cursor: string | undefined,
  { least, greatest }: Positions,
): number | undefined {
  const text = readCursor(list, cursor);
  if (text === undefined) return undefined;
  const position = Number(text);
  if (!/^-?\d+$/.test(text) || position < least || position > greatest) throw new CodedError('invalid_cursor');
  return position;
}

/** The cursor with which a list continues after a position. */
export function cursorAfter(list: string, position: number | string): string {
  return Buffer.from(`${markOf(list)}${position}`).toString('base64url');
}

/** Not a secret: it keeps a cursor from being taken by mistake for one of another list. */
function markOf(list: string): string {
  return `${createHash('sha256').update(list).digest('base64url').slice(0, 8)} `;
}
