import { CodedError } from '../../common/coded-error';

export const IMPORT_KINDS = ['store-status', 'business-hours', 'timezones'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** For each kind of import its columns with their accepted names (docs/imports.md, "Kinds"). */
export const COLUMNS = {
  'store-status': [['store_id'], ['status'], ['timestamp_utc']],
  'business-hours': [['store_id'], ['dayOfWeek', 'day', 'day_of_week'], ['start_time_local'], ['end_time_local']],
  timezones: [['store_id'], ['timezone_str']],
} as const satisfies Record<ImportKind, readonly (readonly string[])[]>;

/** The columns of a file. */
export interface Layout {
  /** The number of columns in the header, which every row must have. */
  readonly width: number;
  /** For each column of the kind, in the order of `COLUMNS`, its index in the file. */
  readonly columns: readonly number[];
}

/**
 * Finds the columns of a kind in a header; the case of names does not matter.
 * @throws CodedError `wrong_header` naming the columns that are missing or repeated
 */
export function layoutOf(kind: ImportKind, header: readonly string[]): Layout {
  const names = header.map((name) => name.trim().toLowerCase());
  const missing: string[] = [];
  const repeated: string[] = [];
  const columns = COLUMNS[kind].map((aliases) => {
    const accepted = aliases.map((alias) => alias.toLowerCase());
    const found = names.flatMap((name, index) => (accepted.includes(name) ? [index] : []));
    if (found.length === 0) missing.push(aliases[0]);
    if (found.length > 1) repeated.push(aliases[0]);
    return found[0] ?? -1;
  });
  if (missing.length > 0) throw wrongHeader(kind, `lacks the ${inWords(missing)}`, { missing_columns: missing });
  if (repeated.length > 0) {
    throw wrongHeader(kind, `has the ${inWords(repeated)} more than once`, { repeated_columns: repeated });
  }
  return { width: header.length, columns };
}

function wrongHeader(kind: ImportKind, fault: string, members: CodedError['members']): CodedError {
  const columns = COLUMNS[kind].map((aliases) => aliases[0]).join(', ');
  return new CodedError('wrong_header', { values: { fault, kind, columns }, members });
}

function inWords(columns: readonly string[]): string {
  return `column${columns.length > 1 ? 's' : ''} ${columns.join(', ')}`;
}
