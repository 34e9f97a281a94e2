import { whole } from '../../format';
import type { Pages } from '../pages';

interface Props {
  /** How many are on the shown page. */
  readonly count: number;
  /** How many a page holds. */
  readonly size: number;
  readonly pages: Pages;
  readonly hasMore: boolean;
  /** How many there are in all, where that is known. */
  readonly total?: number | undefined;
  /** What is found: one of it, and several. */
  readonly names: readonly [one: string, many: string];
  /** What they were searched and filtered by, which paper has no forms to show. */
  readonly filters?: readonly string[];
}

/** How many a search found, for screen readers, too: all of them, or which ones are shown. */
export function Found({ count, size, pages, hasMore, total, names: [one, many], filters = [] }: Props) {
  const before = (pages.number - 1) * size;
  const last = before + count;
  const isAll = pages.number === 1 && !hasMore;
  const all = !hasMore ? whole(last) : total === undefined ? `More than ${whole(last)}` : whole(total);
  return (
    <>
      <p class="found" role="status">
        {isAll
          ? `${whole(count)} ${count === 1 ? one : many} found.`
          : count === 0
            ? `No ${many} on this page.`
            : `${all} ${many} found; these are ${whole(before + 1)} to ${whole(last)}.`}
      </p>
      {filters.length > 0 && <p class="on-paper">Only those with: {filters.join(', ')}.</p>}
    </>
  );
}
