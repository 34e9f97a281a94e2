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
  const first = (pages.number - 1) * size + 1;
  const isAll = pages.number === 1 && !hasMore;
  return (
    <p class="found" role="status">
      {isAll
        ? `${whole(count)} ${count === 1 ? one : many} found.`
        : count === 0
          ? `No ${many} on this page.`
          : `More than ${whole(first + count - (hasMore ? 1 : 2))} ${many} found; page ${pages.number} is shown.`}
    </p>
  );
}
