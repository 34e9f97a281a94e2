import { CodedError } from '../common/coded-error';
import { isStoreId } from '../stores/store-id';

/** An item that may be on a page, and the cursor of a next page that would start after it. */
export interface Candidate<Item> {
  readonly item: Item;
  readonly cursor: string;
}

/** A page of a list. */
export interface PageOf<Shown> {
  readonly items: Shown[];
  /** The cursor of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/** How many candidates one page examines: if few of them match, pages are short rather than slow. */
const MAX_EXAMINED = 5000;

/** How many candidates to read at a time for a page: more if a filter will drop some of them. */
export function batchSize(limit: number, isFiltered: boolean): number {
  return isFiltered ? 1000 : limit + 1;
}

/**
 * Fills a page with the candidates that match. It may be short or even empty although more pages follow.
 * @param batches candidates in the order of the list
 * @param select what to show for each candidate of a batch; undefined leaves it out
 */
export async function fillPage<Item, Shown>(
  batches: AsyncIterable<readonly Candidate<Item>[]>,
  limit: number,
  select: (items: readonly Item[]) => Promise<readonly (Shown | undefined)[]>,
): Promise<PageOf<Shown>> {
  const items: Shown[] = [];
  let lastShown: string | undefined;
  let examined = 0;
  for await (const batch of batches) {
    const selected = await select(batch.map(({ item }) => item));
    for (const [index, { cursor }] of batch.entries()) {
      const shown = selected[index];
      if (shown === undefined) continue;
      if (items.length === limit) return { items, next: lastShown };
      items.push(shown);
      lastShown = cursor;
    }
    examined += batch.length;
    if (examined >= MAX_EXAMINED) return { items, next: batch.at(-1)?.cursor };
  }
  return { items, next: undefined };
}

/**
 * Matches a cursor's position against a pattern. Undefined if there is no position.
 * @throws CodedError `invalid_cursor` if it does not match
 */
export function matchPosition(position: string | undefined, pattern: RegExp): RegExpExecArray | undefined {
  if (position === undefined) return undefined;
  const match = pattern.exec(position);
  if (!match) throw new CodedError('invalid_cursor');
  return match;
}

/**
 * The store id in a position; empty without one, which starts with the first store.
 * @throws CodedError `invalid_cursor` if it is no store id
 */
export function idIn(text = ''): string {
  if (text !== '' && !isStoreId(text)) throw new CodedError('invalid_cursor');
  return text;
}
