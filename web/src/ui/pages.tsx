import { useState } from 'preact/hooks';

/** The pages of a list as far as one has turned them. */
export interface Pages {
  /** Of the page that is shown; undefined for the first. */
  readonly cursor: string | undefined;
  readonly number: number;
  readonly forward: (cursor: string) => void;
  readonly back: () => void;
}

/** Begins anew at the first page whenever what is listed, `of`, changes. */
export function usePages(of = ''): Pages {
  const [turned, setTurned] = useState<{ of: string; cursors: readonly string[] }>({ of, cursors: [] });
  const cursors = turned.of === of ? turned.cursors : [];
  return {
    cursor: cursors.at(-1),
    number: cursors.length + 1,
    forward: (cursor) => {
      setTurned({ of, cursors: [...cursors, cursor] });
    },
    back: () => {
      setTurned({ of, cursors: cursors.slice(0, -1) });
    },
  };
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
