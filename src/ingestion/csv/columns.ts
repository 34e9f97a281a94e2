import { CodedError } from '../../common/coded-error';
import { ATTRIBUTE_NAME, attributeKey, MAX_ATTRIBUTES, NAME } from '../../stores/attributes/attribute-values';

export const IMPORT_KINDS = [
  'store-status',
  'business-hours',
  'timezones',
  'special-hours',
  'closures',
  'stores',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** For each kind of import its columns with their accepted names (docs/imports.md, "Kinds"). */
export const COLUMNS = {
  'store-status': [['store_id'], ['status'], ['timestamp_utc']],
  'business-hours': [['store_id'], ['dayOfWeek', 'day', 'day_of_week'], ['start_time_local'], ['end_time_local']],
  timezones: [['store_id'], ['timezone_str']],
  'special-hours': [['store_id'], ['date'], ['start_time_local'], ['end_time_local']],
  closures: [['store_id'], ['from'], ['to'], ['reason']],
  stores: [['store_id']],
} as const satisfies Record<ImportKind, readonly (readonly string[])[]>;

const STORE_ID = 'store_id';

/** The column, in files of these kinds, that a file need not have. */
const EFFECTIVE_FROM = 'effective_from';
const WITH_EFFECTIVE_FROM: readonly ImportKind[] = ['business-hours', 'timezones'];

/** An attribute that a file has. */
export interface AttributeColumn {
  /** As it is written. */
  readonly name: string;
  /** Its index in the file. */
  readonly column: number;
}

/** The columns of a file. */
export interface Layout {
  /** The number of columns in the header, which every row must have. */
  readonly width: number;
  /** For each column of the kind, in the order of `COLUMNS`, its index in the file. */
  readonly columns: readonly number[];
  /** The index of the column `effective_from`; undefined if there is none. */
  readonly effectiveFrom: number | undefined;
  /** The other columns of a stores file; none for other kinds. */
  readonly attributes: readonly AttributeColumn[];
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
  const attributes = kind === 'stores' ? attributesIn(names) : [];
  const wrong = wrongAttributes(kind, names, attributes);
  const isFound = missing.length === 0 && repeated.length === 0 && wrong.length === 0;
  // Such a file would have no rows.
  if (isFound && cause?.code !== 'cr_line_ends') return { width: names.length, columns, effectiveFrom, attributes };
  throw wrongHeader(kind, header, missing, missing.length > 0 ? [] : repeated, wrong);
}

/** All columns of a stores file but that of the ids. */
function attributesIn(names: readonly string[]): AttributeColumn[] {
  return names.flatMap((name, column) => (plainly(name) === STORE_ID ? [] : [{ name: name.trim(), column }]));
}

/** What is wrong with the attributes of a stores file, in sentences. */
function wrongAttributes(
  kind: ImportKind,
  names: readonly string[],
  attributes: readonly AttributeColumn[],
): readonly string[] {
  const wrong = attributes.find(({ name }) => !ATTRIBUTE_NAME.test(name));
  const most = attributes.some(({ name }) => attributeKey(name) === NAME) ? MAX_ATTRIBUTES + 1 : MAX_ATTRIBUTES;
  return [
    ...(wrong ? [`An attribute cannot be called ${JSON.stringify(wrong.name)}.`] : []),
    ...(attributes.length > most ? [`A store has at most ${MAX_ATTRIBUTES} attributes.`] : []),
    // Sent to the wrong address, a file of another kind would give its stores attributes that nobody wants.
    ...(kind === 'stores' && otherKindOf(names) !== undefined ? ['Its columns are those of another kind.'] : []),
  ];
}

/** The kind, other than stores, whose columns are exactly those of a header. */
function otherKindOf(names: readonly string[]): ImportKind | undefined {
  return kindsOf(names).find((kind) => kind !== 'stores' && names.length === COLUMNS[kind].length);
}

function wrongHeader(
  kind: ImportKind,
  { names, shown, cause }: Header,
  missing: readonly string[],
  repeated: readonly string[],
  wrong: readonly string[],
): CodedError {
  const [otherKind] = kindsOf(names).filter((other) => other !== kind);
  const likely = cause ?? (otherKind && { code: 'other_kind', text: `It is the header of a ${otherKind} file.` });
  const faults = [
    ...wrong,
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

/**
 * The kinds whose columns a header has, each once. Any header with `store_id` could be that of a stores file: it is taken for one
 * only if it fits no other kind and has the column `name`.
 */
export function kindsOf(names: readonly string[]): ImportKind[] {
  const kinds = IMPORT_KINDS.filter((kind) => {
    const { missing, repeated } = columnsIn(kind, names);
    return kind !== 'stores' && missing.length === 0 && repeated.length === 0;
  });
  const isOfStores = kinds.length === 0 && [STORE_ID, NAME].every((name) => names.map(plainly).includes(name));
  return isOfStores ? ['stores'] : kinds;
}

/** What the header of a file of this kind must have, as a sentence. */
export function columnsNeeded(kind: ImportKind): string {
  const others = kind === 'stores' ? '; every other column is an attribute' : '';
  return `A ${kind} file needs ${COLUMNS[kind].map(([name]) => name).join(', ')}${others}.`;
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
  if (kind === 'stores') repeated.push(...repeatedIn(names.filter((name) => name !== STORE_ID)));
  const dated = WITH_EFFECTIVE_FROM.includes(kind)
    ? names.flatMap((name, index) => (name === EFFECTIVE_FROM ? [index] : []))
    : [];
  if (dated.length > 1) repeated.push(EFFECTIVE_FROM);
  return { columns, missing, repeated, effectiveFrom: dated[0] };
}

/** The names that occur more than once, each once. */
function repeatedIn(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
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
