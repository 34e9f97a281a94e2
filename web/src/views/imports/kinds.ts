import { kindsOf } from '../../../../src/ingestion/csv/columns';
import type { ImportKind } from '../../api/upload';

export const KINDS = [
  ['store-status', 'Observations (store-status)'],
  ['business-hours', 'Business hours'],
  ['timezones', 'Time zones'],
  ['special-hours', 'Special hours'],
  ['closures', 'Closures'],
  ['stores', 'Names and attributes (stores)'],
] as const satisfies readonly (readonly [ImportKind, string])[];

/** How much of a file is searched for its header line, and how many characters of that are shown. */
const HEADER_BYTES = 4096;
const SHOWN_CHARACTERS = 120;

/** What the first bytes of a file tell. */
export interface FileStart {
  readonly isGzip: boolean;
  /** The kind that the header fits; empty if it fits none, or more than one. */
  readonly kind: ImportKind | '';
  /** Why there is no kind. */
  readonly doubt?: string;
}

/** Reads the header line of a file, plain or compressed with gzip. */
export async function startOf(file: File): Promise<FileStart> {
  const isGzip = await isCompressed(file).catch(() => false);
  const header = await headerOf(file, isGzip).catch(() => '');
  if (header === '') return { isGzip, kind: '', doubt: 'The file is empty or cannot be read.' };
  const fitting = kindsOf(header.split(',').map((name) => name.replaceAll('"', '')));
  const [kind, ...others] = fitting;
  if (kind !== undefined && others.length === 0) return { isGzip, kind };
  const fits = kind === undefined ? 'no kind' : fitting.join(' and ');
  return { isGzip, kind: '', doubt: `The first line fits ${fits}: ${header.slice(0, SHOWN_CHARACTERS)}` };
}

async function isCompressed(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

async function headerOf(file: File, isGzip: boolean): Promise<string> {
  const bytes = isGzip ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = bytes.getReader();
  try {
    const { value } = await reader.read();
    const text = new TextDecoder().decode(value?.subarray(0, HEADER_BYTES));
    // As the service does, which skips empty lines.
    return text.split(/\r?\n/).find((line) => line !== '') ?? '';
  } finally {
    await reader.cancel();
  }
}
