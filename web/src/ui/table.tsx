import type { ComponentChildren } from 'preact';

interface TableProps {
  /** For screen readers, which list tables by their captions. */
  readonly caption: string;
  readonly children: ComponentChildren;
}

/** A table that scrolls by itself where it is wider than the screen, by keyboard too. */
export function Table({ caption, children }: TableProps) {
  return (
    <div class="table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="unseen">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

interface SortableProps {
  readonly column: string;
  /** The column that the table is sorted by, with `-` in front: descending. */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly isNumber?: boolean;
  readonly children: ComponentChildren;
}

/** The head of a column that can be sorted by; figures the largest first. */
export function Sortable({ column, sort, onSort, isNumber = false, children }: SortableProps) {
  const direction = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined;
  const first = isNumber ? `-${column}` : column;
  const other = isNumber ? column : `-${column}`;
  return (
    <th scope="col" class={isNumber ? 'number' : undefined} aria-sort={direction}>
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
