/** The formats of a report. The CSV is stored; the others are made from it as it streams. */
export const REPORT_FORMATS = ['csv', 'json', 'ndjson'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** Converts a report's CSV, given in pieces of whole lines of which the first is the header alone. */
export function inFormat(format: ReportFormat, csv: AsyncIterable<string | Buffer>): AsyncIterable<string | Buffer> {
  switch (format) {
    case 'csv':
      return csv;
    case 'json':
      return jsonArray(csv);
    case 'ndjson':
      return jsonLines(csv);
  }
}

async function* jsonLines(csv: AsyncIterable<string | Buffer>): AsyncGenerator<string> {
  for await (const objects of jsonObjects(csv)) yield objects.map((object) => `${object}\n`).join('');
}

async function* jsonArray(csv: AsyncIterable<string | Buffer>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const objects of jsonObjects(csv)) {
    if (objects.length === 0) continue;
    yield before + objects.join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Neither ids nor figures need escaping, and a figure is a JSON number as it stands. */
async function* jsonObjects(csv: AsyncIterable<string | Buffer>): AsyncGenerator<string[]> {
  let columns: readonly string[] | undefined;
  for await (const piece of csv) {
    if (!columns) {
      columns = piece.toString().trimEnd().split(',');
      continue;
    }
    const names = columns;
    const lines = piece.toString().split('\n').slice(0, -1);
    yield lines.map((line) => {
      const members = line.split(',').map((value, column) => {
        return `"${names[column] ?? ''}":${column === 0 ? `"${value}"` : value}`;
      });
      return `{${members.join(',')}}`;
    });
  }
}
