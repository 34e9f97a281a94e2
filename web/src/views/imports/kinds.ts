import type { ImportKind } from '../../api/upload';

export const KINDS = [
  ['store-status', 'Observations (store-status)'],
  ['business-hours', 'Business hours'],
  ['timezones', 'Time zones'],
] as const satisfies readonly (readonly [ImportKind, string])[];

/** For each kind, the column that no other kind has. */
const DISTINCT_COLUMNS: Readonly<Record<ImportKind, string>> = {
  'store-status': 'timestamp_utc',
  'business-hours': 'start_time_local',
  timezones: 'timezone_str',
};

/** How much of a file is searched for its header line. */
const HEADER_BYTES = 4096;

/** Guesses the kind of a file from its header line; undefined if no column gives it away. */
export async function guessKind(file: File): Promise<ImportKind | undefined> {
  const [header = ''] = (await textAtStart(file)).split(/\r?\n/, 1);
  const columns = header
    .replace(/^\uFEFF/, '')
    .split(',')
    .map((name) => name.replaceAll('"', '').trim().toLowerCase());
  return KINDS.map(([kind]) => kind).find((kind) => columns.includes(DISTINCT_COLUMNS[kind]));
}

async function textAtStart(file: File): Promise<string> {
  const start = file.name.endsWith('.gz') ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = start.getReader();
  try {
    const { value } = await reader.read();
    return new TextDecoder().decode(value?.subarray(0, HEADER_BYTES));
  } finally {
    await reader.cancel();
  }
}
