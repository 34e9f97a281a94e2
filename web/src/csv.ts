import { noFormula } from '../../src/api/http/no-formula';

/** A column of a list: its heading, and its value in a row. */
export type CsvColumn<Row> = readonly [heading: string, valueOf: (row: Row) => string | number | null | undefined];

/** The columns of a list of stores: some, and after them one for each attribute that any of the stores has. */
export function withAttributes<Row extends { readonly attributes: Readonly<Record<string, string>> }>(
  columns: readonly CsvColumn<Row>[],
) {
  return (rows: readonly Row[]): CsvColumn<Row>[] => {
    const names = [...new Set(rows.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
    const taken = new Set(columns.map(([heading]) => heading.toLowerCase()));
    return [
      ...columns,
      ...names.map((name): CsvColumn<Row> => {
        // As the API calls it in the CSV of groups.
        const heading = taken.has(name.toLowerCase()) ? `attributes.${name}` : name;
        return [heading, ({ attributes }) => attributes[name]];
      }),
    ];
  };
}

/** A list as CSV (RFC 4180), in which no cell is a formula for a spreadsheet. */
export function csvOf<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map(([, valueOf]) => valueOf(row)));
  return [columns.map(([heading]) => heading), ...lines].map((cells) => `${cells.map(cellOf).join(',')}\n`).join('');
}

function cellOf(value: string | number | null | undefined): string {
  const text = String(noFormula(value ?? ''));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A file name such as `outages_42_2024-10-12.csv`: what cannot be in one becomes a hyphen. */
export function fileName(...parts: readonly string[]): string {
  const safe = parts.filter((part) => part !== '').map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, '-'));
  return `${safe.join('_')}.csv`;
}
