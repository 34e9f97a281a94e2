import { CodedError } from '../common/coded-error';

/** What may be on a page, and the cursor with which the page after it begins. */
export interface Candidate<Item> {
  readonly item: Item;
  readonly cursor: string;
}

/** A page; without `next` it is the last one. */
export interface PageOf<Shown> {
  readonly items: Shown[];
  readonly next: string | undefined;
}

/** Candidates that are looked at for one page: where few are kept, pages are short rather than slow. */
const MOST_LOOKED_AT = 5000;

/** How many candidates to read at a time for a page: more where not all of them will be kept. */
export function batchSize(limit: number, isFiltered: boolean): number {
  return isFiltered ? 1000 : limit + 1;
}

/**
 * Fills a page with those candidates that are kept. It may be short, even empty, although more follow.
 * @param batches candidates in the order of the pages
 * @param keep what is shown for each of some candidates; undefined: it is left out
 */
export async function fillPage<Item, Shown>(
  batches: AsyncIterable<readonly Candidate<Item>[]>,
  limit: number,
  keep: (items: readonly Item[]) => Promise<readonly (Shown | undefined)[]>,
): Promise<PageOf<Shown>> {
  const items: Shown[] = [];
  let lastKept: string | undefined;
  let lookedAt = 0;
  for await (const batch of batches) {
    const kept = await keep(batch.map(({ item }) => item));
    for (const [place, { cursor }] of batch.entries()) {
      const shown = kept[place];
      if (shown === undefined) continue;
      if (items.length === limit) return { items, next: lastKept };
      items.push(shown);
      lastKept = cursor;
    }
    lookedAt += batch.length;
    if (lookedAt >= MOST_LOOKED_AT) return { items, next: batch.at(-1)?.cursor };
  }
  return { items, next: undefined };
}

/**
 * A cursor's position as it matches a pattern: the whole of it, then the pattern's groups. Undefined without a position.
 * @throws CodedError `invalid_cursor` if it does not match
 */
export function matchPosition(position: string | undefined, pattern: RegExp): RegExpExecArray | undefined {
  if (position === undefined) return undefined;
  const match = pattern.exec(position);
  if (!match) throw new CodedError('invalid_cursor');
  return match;
}
