import { useState } from 'preact/hooks';
import { fieldsOf } from '../api/problem';

/** The pages of a list as far as one has turned them. */
export interface Pages {
  /** Of the page that is shown; undefined for the first. */
  readonly cursor: string | undefined;
  readonly number: number;
  readonly forward: (cursor: string) => void;
  readonly back: () => void;
}

/**
 * Begins at the first page whenever what is listed, `of`, changes. The browser keeps the pages with its history: who comes
 * back to a list finds it as it was.
 */
export function usePages(of: string): Pages {
  const [turned, setTurned] = useState({ of, cursors: keptOf(of) });
  const cursors = turned.of === of ? turned.cursors : keptOf(of);
  const turn = (to: readonly string[]) => {
    history.replaceState({ ...fieldsOf(history.state), [of]: to }, '');
    setTurned({ of, cursors: to });
  };
  return {
    cursor: cursors.at(-1),
    number: cursors.length + 1,
    forward: (cursor) => {
      turn([...cursors, cursor]);
    },
    back: () => {
      turn(cursors.slice(0, -1));
    },
  };
}

function keptOf(of: string): readonly string[] {
  const kept = fieldsOf(history.state)[of];
  return Array.isArray(kept) ? kept.map(String) : [];
}

interface PagerProps {
  readonly pages: Pages;
  readonly next: string | null;
  /** What there are pages of. */
  readonly name: string;
  /** Another page was asked for, and is not there yet. */
  readonly isBusy: boolean;
}

export function Pager({ pages, next, name, isBusy }: PagerProps) {
  if (pages.number === 1 && next === null) return null;
  return (
    <nav class="pager" aria-label={`Pages of ${name}`}>
      <button
        type="button"
        class="secondary outline"
        disabled={isBusy || pages.number === 1}
        onClick={(event) => {
          pages.back();
          showStart(event.currentTarget);
        }}
      >
        Previous
      </button>
      <span aria-live="polite">Page {pages.number}</span>
      <button
        type="button"
        class="secondary outline"
        disabled={isBusy || next === null}
        onClick={(event) => {
          if (next !== null) pages.forward(next);
          showStart(event.currentTarget);
        }}
      >
        Next
      </button>
    </nav>
  );
}

/** A page is read from its beginning. */
function showStart(within: Element): void {
  within.closest('section')?.scrollIntoView();
}
