import type { ImportKind } from '../../api/upload';

export const KINDS = [
  ['store-status', 'Observations (store-status)'],
  ['business-hours', 'Business hours'],
  ['timezones', 'Time zones'],
] as const satisfies readonly (readonly [ImportKind, string])[];

/** A column that no other kind has, under each of its names. */
const TELLING: Readonly<Record<ImportKind, readonly string[]>> = {
  'store-status': ['timestamp_utc'],
  'business-hours': ['start_time_local'],
  timezones: ['timezone_str'],
};

/** A header is no longer than that. */
const HEADER_BYTES = 4096;

/** Guesses what a file holds from its header line; undefined if that tells nothing. */
export async function guessKind(file: File): Promise<ImportKind | undefined> {
  const [header = ''] = (await textAtStart(file)).split(/\r?\n/, 1);
  const columns = header
    .replace(/^\uFEFF/, '')
    .split(',')
    .map((name) => name.replaceAll('"', '').trim().toLowerCase());
  return KINDS.map(([kind]) => kind).find((kind) => TELLING[kind].some((name) => columns.includes(name)));
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
