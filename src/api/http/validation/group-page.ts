import { z } from 'zod';
import { CodedError } from '../../../common/coded-error';
import { type GroupKey, inOrder } from '../../../stores/attributes/store-groups';
import { cursorAfter, readCursor } from './cursor';

const keySchema = z.array(z.string().nullable());

/**
 * A page of groups, which are in the order of their keys, and the cursor of the next one; null: it is the last.
 * @throws CodedError `invalid_cursor`
 */
export function groupPage<Group extends { readonly key: GroupKey }>(
  list: string,
  groups: readonly Group[],
  limit: number,
  cursor: string | undefined,
): { readonly page: readonly Group[]; readonly next: string | null } {
  const after = keyIn(readCursor(list, cursor));
  const first = after ? groups.findIndex(({ key }) => inOrder(key, after) > 0) : 0;
  const page = first < 0 ? [] : groups.slice(first, first + limit);
  const last = first >= 0 && first + limit < groups.length ? page.at(-1) : undefined;
  return { page, next: last ? cursorAfter(list, JSON.stringify(last.key)) : null };
}

function keyIn(position: string | undefined): GroupKey | undefined {
  if (position === undefined) return undefined;
  try {
    return keySchema.parse(JSON.parse(position));
  } catch {
    throw new CodedError('invalid_cursor');
  }
}
