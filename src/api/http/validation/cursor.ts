import { createHash } from 'node:crypto';
import { CodedError } from '../../../common/coded-error';

/** A cursor as the OpenAPI document describes it. No mark is shorter, and no position comes near the longest. */
export const CURSOR = { minLength: 14, maxLength: 512, pattern: '^[A-Za-z0-9_-]{14,512}$' };

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

/**
 * The same for a list whose positions are numbers.
 * @throws CodedError `invalid_cursor`
 */
export function readNumericCursor(list: string, cursor: string | undefined): number | undefined {
  const position = readCursor(list, cursor);
  if (position === undefined) return undefined;
  if (!/^-?\d+$/.test(position) || !Number.isSafeInteger(Number(position))) throw new CodedError('invalid_cursor');
  return Number(position);
}

/** The cursor with which a list continues after a position. */
export function cursorAfter(list: string, position: number | string): string {
  return Buffer.from(`${markOf(list)}${position}`).toString('base64url');
}

/** Not a secret: it keeps a cursor from being taken by mistake for one of another list. */
function markOf(list: string): string {
  return `${createHash('sha256').update(list).digest('base64url').slice(0, 8)} `;
}
