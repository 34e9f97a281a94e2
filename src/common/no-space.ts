import { Problem } from '../api/http/problem';

/** Of the file system: full, over quota, over the size that a file may have; and of PostgreSQL, about its own. */
const CODES = ['ENOSPC', 'EDQUOT', 'EFBIG', '53100'];

/** What an error is to be answered with that says that a disk is full; undefined if it says something else. */
export function noSpaceProblem(error: unknown): Problem | undefined {
  const isFull =
    error instanceof Error && 'code' in error && typeof error.code === 'string' && CODES.includes(error.code);
  if (!isFull) return undefined;
  const detail = 'There is no room left on a disk; nothing was changed.';
  return new Problem(507, 'no_space', detail, {}, { cause: error });
}
