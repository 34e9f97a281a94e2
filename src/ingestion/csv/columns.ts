import { Problem } from '../../api/http/problem';

/** The three kinds of import, and for each the columns it needs with the names they go by (README, "Imports"). */
export const COLUMNS = {
  'store-status': [['store_id'], ['status'], ['timestamp_utc']],
  'business-hours': [['store_id'], ['dayOfWeek', 'day', 'day_of_week'], ['start_time_local'], ['end_time_local']],
  timezones: [['store_id'], ['timezone_str']],
} as const satisfies Record<string, readonly (readonly string[])[]>;

export type ImportKind = keyof typeof COLUMNS;

export const IMPORT_KINDS = ['store-status', 'business-hours', 'timezones'] as const satisfies readonly ImportKind[];

/** Where a file has the columns of its kind. */
export interface Layout {
  /** How many columns the header has, and so every row must have. */
  readonly width: number;
  /** For each column of the kind, in the order of `COLUMNS`, its place in the file. */
  readonly places: readonly number[];
}

/**
 * Finds the columns of a kind in a header; names are compared without regard to case.
 * @throws Problem 422 `wrong_header` naming the columns that are missing or given twice.
 */
export function layoutOf(kind: ImportKind, header: readonly string[]): Layout {
  const names = header.map((name) => name.trim().toLowerCase());
  const missing: string[] = [];
  const repeated: string[] = [];
  const places = COLUMNS[kind].map((aliases) => {
    const accepted = aliases.map((alias) => alias.toLowerCase());
    const found = names.flatMap((name, place) => (accepted.includes(name) ? [place] : []));
    if (found.length === 0) missing.push(aliases[0]);
    if (found.length > 1) repeated.push(aliases[0]);
    return found[0] ?? -1;
  });
  if (missing.length > 0) {
    const detail = `The header lacks the ${columns(missing)}. A ${kind} file needs ${required(kind)}.`;
    throw new Problem(422, 'wrong_header', detail, { missing_columns: missing });
  }
  if (repeated.length > 0) {
    throw new Problem(422, 'wrong_header', `The header has the ${columns(repeated)} more than once.`, {
      repeated_columns: repeated,
    });
  }
  return { width: header.length, places };
}

function columns(names: readonly string[]): string {
  return `column${names.length > 1 ? 's' : ''} ${names.join(', ')}`;
}

function required(kind: ImportKind): string {
  return COLUMNS[kind].map((aliases) => aliases[0]).join(', ');
}
