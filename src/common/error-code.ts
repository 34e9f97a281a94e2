import { types } from 'node:util';

/** The `code` of an error: of Node (`ENOENT`), of PostgreSQL (SQLSTATE) or of our own. Undefined if it has none. */
export function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}

/** The message of an error or, if it is empty, its code: an error of several addresses has only that. */
export function messageOf(error: unknown): string {
  // A test's own globals are not those of the errors that Node makes, so `instanceof` would miss them.
  if (!types.isNativeError(error)) return String(error);
  return error.message || (codeOf(error) ?? '');
}

/** SQLSTATEs and socket errors that mean that PostgreSQL or Redis is down, or that the connection to it was lost. */
const UNAVAILABLE =
  /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH)$/;

/** The same from clients that give no code. */
const UNAVAILABLE_MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Connection is closed|not queryable/;

/** Whether an error means that a service we depend on is unavailable, rather than that our request to it is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (!(error instanceof Error)) return false;
  return UNAVAILABLE.test(codeOf(error) ?? '') || UNAVAILABLE_MESSAGE.test(error.message);
}

/** Of the file system: disk full, quota exceeded, file too large; and of PostgreSQL about its own disk. */
const NO_SPACE = ['ENOSPC', 'EDQUOT', 'EFBIG', '53100'];

/** Whether an error means that a disk is full. */
export function isNoSpace(error: unknown): boolean {
  return NO_SPACE.includes(codeOf(error) ?? '');
}

/** Whether a stream was cut off because its reader disconnected, so that nobody is left to receive the error. */
export function isPrematureClose(error: unknown): boolean {
  return codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE';
}
