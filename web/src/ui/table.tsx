import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface TableProps {
  /** For screen readers, which list tables by their captions. */
  readonly caption: string;
  readonly children: ComponentChildren;
}

/** A table that scrolls sideways if it is wider than the screen; only then is it a tab stop, to scroll by keyboard. */
export function Table({ caption, children }: TableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const [isWide, setWide] = useState(false);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (frame.current) setWide(frame.current.scrollWidth > frame.current.clientWidth);
    });
    for (const { current } of [frame, table]) if (current) observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, []);
  const scrollable = isWide ? ({ role: 'region', 'aria-label': caption, tabIndex: 0 } as const) : {};
  return (
    <div ref={frame} class="table" {...scrollable}>
      <table ref={table}>
        <caption class="unseen">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

interface SortableProps {
  readonly column: string;
  /** The column that the table is sorted by; `-` in front means descending. */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly isNumber?: boolean;
  /** Left out on a phone. */
  readonly isMinor?: boolean;
  readonly children: ComponentChildren;
}

/** The heading of a sortable column. Figures sort the largest first. */
export function Sortable({ column, sort, onSort, isNumber = false, isMinor = false, children }: SortableProps) {
  const direction = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined;
  const first = isNumber ? `-${column}` : column;
  const other = isNumber ? column : `-${column}`;
  return (
    <th
      scope="col"
      class={[isNumber ? 'number' : '', isMinor ? 'minor' : ''].join(' ').trim() || undefined}
      aria-sort={direction}
    >
      <button
        type="button"
        class="sort"
        onClick={() => {
          onSort(sort === first ? other : first);
        }}
      >
        {children}
        <span aria-hidden="true">{direction === 'ascending' ? ' ▲' : direction === 'descending' ? ' ▼' : ''}</span>
      </button>
    </th>
  );
}
