import { useContext, useState } from 'preact/hooks';
import { fieldsOf } from '../api/problem';
import { CurrentRoute, hrefWith } from '../route';

/** Which page of a list is shown, and how to show another. */
export interface Pages {
  /** The cursor of the shown page; undefined for the first. */
  readonly cursor: string | undefined;
  readonly number: number;
  readonly forward: (cursor: string) => void;
  readonly back: () => void;
}

/** Stands for the cursor of a page between the first and the one that the address names. */
const UNKNOWN = '';

/**
 * Starts at the first page of each list, or at the one that the address names. The cursors are kept in the browser's history,
 * so that going back to a list shows the same page again, and the shown one in the address, so that it can be shared.
 * @param list names the list and its filters; its first word is in the address
 */
export function usePages(list: string): Pages {
  const named = useContext(CurrentRoute).query.get('page');
  const [shown, setShown] = useState(() => ({ list, cursors: cursorsOf(list) ?? cursorsIn(named, list) }));
  const cursors = shown.list === list ? shown.cursors : (cursorsOf(list) ?? []);
  const show = (to: readonly string[]) => {
    const page = to.length === 0 ? '' : `${wordOf(list)}.${to.length + 1}.${to.at(-1) ?? ''}`;
    history.replaceState({ ...fieldsOf(history.state), [list]: to }, '', hrefWith({ page }));
    setShown({ list, cursors: to });
  };
  return {
    cursor: cursors.at(-1),
    number: cursors.length + 1,
    forward: (cursor) => {
      show([...cursors, cursor]);
    },
    back: () => {
      show(cursors.at(-2) === UNKNOWN ? [] : cursors.slice(0, -1));
    },
  };
}

function cursorsOf(list: string): readonly string[] | undefined {
  const cursors = fieldsOf(history.state)[list];
  return Array.isArray(cursors) ? cursors.map(String) : undefined;
}

/** Those up to the page that an address names; none if that is of another list. */
function cursorsIn(named: string | null, list: string): readonly string[] {
  const [, word, number, cursor = ''] = /^(\w+)\.(\d{1,6})\.([\w-]+)$/.exec(named ?? '') ?? [];
  if (word !== wordOf(list)) return [];
  return [...Array<string>(Math.max(0, Number(number) - 2)).fill(UNKNOWN), cursor];
}

function wordOf(list: string): string {
  return /\w+/.exec(list)?.[0] ?? '';
}

interface PagerProps {
  readonly pages: Pages;
  readonly next: string | null;
  /** What the list holds, in the plural. */
  readonly name: string;
  /** Another page is being loaded. */
  readonly isLoading: boolean;
}

export function Pager({ pages, next, name, isLoading }: PagerProps) {
  if (pages.number === 1 && next === null) return null;
  return (
    <nav class="pager" aria-label={`Pages of ${name}`}>
      <button
        type="button"
        class="secondary outline"
        disabled={isLoading || pages.number === 1}
        onClick={(event) => {
          pages.back();
          scrollToStart(event.currentTarget);
        }}
      >
        Previous
      </button>
      <span aria-live="polite">Page {pages.number}</span>
      <button
        type="button"
        class="secondary outline"
        disabled={isLoading || next === null}
        onClick={(event) => {
          if (next !== null) pages.forward(next);
          scrollToStart(event.currentTarget);
        }}
      >
        Next
      </button>
    </nav>
  );
}

function scrollToStart(within: Element): void {
  within.closest('section')?.scrollIntoView();
}
