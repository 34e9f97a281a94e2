import { Problem } from '../api/http/problem';
import { isNoSpace } from './error-code';

/** How to answer an error that means that a disk is full; undefined if it means something else. */
export function noSpaceProblem(error: unknown): Problem | undefined {
  if (!isNoSpace(error)) return undefined;
  const detail = 'There is no room left on a disk; nothing was changed.';
  return new Problem(507, 'no_space', detail, {}, { cause: error });
}
