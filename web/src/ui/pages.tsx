import { useState } from 'preact/hooks';
import { fieldsOf } from '../api/problem';

/** Which page of a list is shown, and how to show another. */
export interface Pages {
  /** The cursor of the shown page; undefined for the first. */
  readonly cursor: string | undefined;
  readonly number: number;
  readonly forward: (cursor: string) => void;
  readonly back: () => void;
}

/**
 * Starts at the first page of each list. The cursors are kept in the browser's history, so that going back to a list
 * shows the same page again.
 * @param list names the list and its filters
 */
export function usePages(list: string): Pages {
  const [shown, setShown] = useState({ list, cursors: cursorsOf(list) });
  const cursors = shown.list === list ? shown.cursors : cursorsOf(list);
  const show = (to: readonly string[]) => {
    history.replaceState({ ...fieldsOf(history.state), [list]: to }, '');
    setShown({ list, cursors: to });
  };
  return {
    cursor: cursors.at(-1),
    number: cursors.length + 1,
    forward: (cursor) => {
      show([...cursors, cursor]);
    },
    back: () => {
      show(cursors.slice(0, -1));
    },
  };
}

function cursorsOf(list: string): readonly string[] {
  const cursors = fieldsOf(history.state)[list];
  return Array.isArray(cursors) ? cursors.map(String) : [];
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
