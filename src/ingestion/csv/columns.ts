import { CodedError } from '../../common/coded-error';

export const IMPORT_KINDS = ['store-status', 'business-hours', 'timezones', 'special-hours', 'closures'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** For each kind of import its columns with their accepted names (docs/imports.md, "Kinds"). */
export const COLUMNS = {
  'store-status': [['store_id'], ['status'], ['timestamp_utc']],
  'business-hours': [['store_id'], ['dayOfWeek', 'day', 'day_of_week'], ['start_time_local'], ['end_time_local']],
  timezones: [['store_id'], ['timezone_str']],
  'special-hours': [['store_id'], ['date'], ['start_time_local'], ['end_time_local']],
  closures: [['store_id'], ['from'], ['to'], ['reason']],
} as const satisfies Record<ImportKind, readonly (readonly string[])[]>;

/** The column, in files of these kinds, that a file need not have. */
const EFFECTIVE_FROM = 'effective_from';
const WITH_EFFECTIVE_FROM: readonly ImportKind[] = ['business-hours', 'timezones'];

/** The columns of a file. */
export interface Layout {
  /** The number of columns in the header, which every row must have. */
  readonly width: number;
  /** For each column of the kind, in the order of `COLUMNS`, its index in the file. */
  readonly columns: readonly number[];
  /** The index of the column `effective_from`; undefined if there is none. */
  readonly effectiveFrom: number | undefined;
}

/** Why a first line is probably not the header that it should be: a code for programs, and what to do for people. */
export interface LikelyCause {
  readonly code: string;
  readonly text: string;
}

/** The first record of a file. */
export interface Header {
  readonly names: readonly string[];
  /** Its first line for people: printable, and not long. Undefined if the file is no text. */
  readonly shown?: string;
  readonly cause?: LikelyCause | undefined;
}

/**
 * Finds the columns of a kind in a header; the case of names does not matter.
 * @throws CodedError `wrong_header` naming the columns that are missing or repeated, with the header and the likely cause
 */
export function layoutOf(kind: ImportKind, header: Header): Layout {
  const { names, cause } = header;
  const { columns, missing, repeated, effectiveFrom } = columnsIn(kind, names);
  const isFound = missing.length === 0 && repeated.length === 0;
  // Such a file would have no rows.
  if (isFound && cause?.code !== 'cr_line_ends') return { width: names.length, columns, effectiveFrom };
  throw wrongHeader(kind, header, missing, missing.length > 0 ? [] : repeated);
}

function wrongHeader(
  kind: ImportKind,
  { names, shown, cause }: Header,
  missing: readonly string[],
  repeated: readonly string[],
): CodedError {
  const [otherKind] = kindsOf(names).filter((other) => other !== kind);
  const likely = cause ?? (otherKind && { code: 'other_kind', text: `It is the header of a ${otherKind} file.` });
  const faults = [
    ...(missing.length > 0 ? [`The header lacks the ${inWords(missing)}.`] : []),
    ...(repeated.length > 0 ? [`The header has the ${inWords(repeated)} more than once.`] : []),
    ...(shown === undefined ? [] : [`The first line is: ${shown}.`]),
    ...(likely ? [likely.text] : []),
  ];
  return new CodedError('wrong_header', {
    values: { fault: faults.join(' '), needed: columnsNeeded(kind) },
    members: {
      ...(missing.length > 0 ? { missing_columns: missing } : {}),
      ...(repeated.length > 0 ? { repeated_columns: repeated } : {}),
      ...(shown === undefined ? {} : { found_header: shown }),
      ...(likely ? { likely_cause: likely.code } : {}),
    },
  });
}

/** The kinds whose columns a header has, each once. */
export function kindsOf(names: readonly string[]): ImportKind[] {
  return IMPORT_KINDS.filter((kind) => {
    const { missing, repeated } = columnsIn(kind, names);
    return missing.length === 0 && repeated.length === 0;
  });
}

/** What the header of a file of this kind must have, as a sentence. */
export function columnsNeeded(kind: ImportKind): string {
  return `A ${kind} file needs ${COLUMNS[kind].map(([name]) => name).join(', ')}.`;
}

/** Whether a column of any kind has this name. */
export function isColumnName(name: string): boolean {
  const plain = plainly(name);
  return (
    plain === EFFECTIVE_FROM || Object.values(COLUMNS).some((columns) => columns.some((names) => isOneOf(names, plain)))
  );
}

function columnsIn(kind: ImportKind, header: readonly string[]) {
  const names = header.map(plainly);
  const missing: string[] = [];
  const repeated: string[] = [];
  const columns = COLUMNS[kind].map((aliases) => {
    const found = names.flatMap((name, index) => (isOneOf(aliases, name) ? [index] : []));
    if (found.length === 0) missing.push(aliases[0]);
    if (found.length > 1) repeated.push(aliases[0]);
    return found[0] ?? -1;
  });
  const dated = WITH_EFFECTIVE_FROM.includes(kind)
    ? names.flatMap((name, index) => (name === EFFECTIVE_FROM ? [index] : []))
    : [];
  if (dated.length > 1) repeated.push(EFFECTIVE_FROM);
  return { columns, missing, repeated, effectiveFrom: dated[0] };
}

function plainly(name: string): string {
  return name.trim().toLowerCase();
}

function isOneOf(names: readonly string[], plain: string): boolean {
  return names.some((name) => name.toLowerCase() === plain);
}

function inWords(columns: readonly string[]): string {
  return `column${columns.length > 1 ? 's' : ''} ${columns.join(', ')}`;
}
