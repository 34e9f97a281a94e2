import { whole } from '../../format';
import type { Pages } from '../pages';

interface Props {
  /** How many are on the shown page. */
  readonly count: number;
  /** How many a page holds. */
  readonly size: number;
  readonly pages: Pages;
  readonly hasMore: boolean;
  /** What is found: one of it, and several. */
  readonly names: readonly [one: string, many: string];
}

/** How many a search found, for screen readers, too: all of them, or which ones are shown. */
export function Found({ count, size, pages, hasMore, names: [one, many] }: Props) {
  const before = (pages.number - 1) * size;
  const last = before + count;
  const isAll = pages.number === 1 && !hasMore;
  const total = hasMore ? `More than ${whole(last)}` : whole(last);
  return (
    <p class="found" role="status">
      {isAll
        ? `${whole(count)} ${count === 1 ? one : many} found.`
        : count === 0
          ? `No ${many} on this page.`
          : `${total} ${many} found; these are ${whole(before + 1)} to ${whole(last)}.`}
    </p>
  );
}
