import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../../common/error-code';
import { columnsNeeded, type Header, IMPORT_KINDS, type ImportKind, kindsOf } from '../../ingestion/csv/columns';
import { csvRecords } from '../../ingestion/csv/csv-records';
import { headerOf } from '../../ingestion/csv/header';
import { print } from '../screen/screen';

/** The large files come last, so that problems with the others show at once. */
const ORDER: readonly ImportKind[] = [
  'timezones',
  'business-hours',
  'special-hours',
  'closures',
  'stores',
  'store-status',
];
/** The kinds that a folder may well lack. */
const OPTIONAL: readonly ImportKind[] = ['special-hours', 'closures', 'stores'];

const GZIP = Buffer.from([0x1f, 0x8b]);

/** A file to import. */
export interface ImportFile {
  readonly name: string;
  readonly path: string;
  readonly kind: ImportKind;
  readonly bytes: number;
  readonly gzip: boolean;
}

/** Files whose kind is given, whatever their header. */
export type NamedFiles = Readonly<Partial<Record<ImportKind, readonly string[]>>>;

/**
 * Finds the files to import: those whose kind is given, and those of `path`, a file or a folder with CSV files, plain or else
 * compressed with gzip, each by the kind that its header fits. Prints which kinds a folder lacks.
 * @throws Error if there are none, or if a header fits no kind or more than one
 */
export async function findFiles(path: string | undefined, named: NamedFiles = {}): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for (const kind of IMPORT_KINDS) {
    for (const one of named[kind] ?? []) files.push({ kind, ...(await lookAt(one)) });
  }
  if (path !== undefined) {
    const isFolder = await isDirectory(path);
    const paths = isFolder ? await csvFilesIn(path) : [path];
    const taken = new Set(files.map((file) => resolve(file.path)));
    files.push(...(await filesByHeader(paths.filter((one) => !taken.has(resolve(one))))));
    if (files.length === 0) {
      throw new Error(`${path} contains no ${isFolder ? 'CSV files with rows, nor any as .csv.gz' : 'rows'}.`);
    }
    const lacks = (kind: ImportKind) => !OPTIONAL.includes(kind) && !files.some((file) => file.kind === kind);
    const missing = isFolder ? ORDER.filter(lacks) : [];
    if (missing.length > 0) print(`– no .csv or .csv.gz of the kind ${missing.join(' or ')}, skipped`);
  }
  return ORDER.flatMap((kind) => files.filter((file) => file.kind === kind));
}

async function filesByHeader(paths: readonly string[]): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  const unfit: string[] = [];
  for (const path of paths) {
    const found = await lookAt(path);
    const { name } = found;
    const header = await readHeader(path, found.gzip);
    if (header === undefined) {
      print(`– ${name}: empty, skipped`);
      continue;
    }
    const [kind, ...others] = kindsOf(header.names);
    if (kind !== undefined && others.length === 0) files.push({ kind, ...found });
    else
      unfit.push(`  ${name} fits ${kind === undefined ? 'none' : [kind, ...others].join(' and ')}. ${inWords(header)}`);
  }
  if (unfit.length === 0) return files;
  throw new Error(
    [
      `The header of a file must fit one kind of import.`,
      ...unfit,
      ...IMPORT_KINDS.map((kind) => `  ${columnsNeeded(kind)}`),
      `To choose the kind yourself: npm run import -- ${IMPORT_KINDS.map((kind) => `[--${kind} FILE]`).join(' ')}`,
    ].join('\n'),
  );
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    throw cannotBeRead(path, error);
  });
  return found.isDirectory();
}

/** The CSV files of a folder; of one that is there both plain and compressed, the plain one. */
async function csvFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw cannotBeRead(folder, error);
  });
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const isAlsoPlain = (name: string) => /\.gz$/i.test(name) && names.includes(name.slice(0, -'.gz'.length));
  const chosen = names.filter((name) => /^[^.].*\.csv(\.gz)?$/i.test(name) && !isAlsoPlain(name));
  return chosen.sort().map((name) => join(folder, name));
}

async function lookAt(path: string): Promise<Omit<ImportFile, 'kind'>> {
  try {
    const { size: bytes } = await stat(path);
    const file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(GZIP.length)).finally(() => file.close());
    return { name: basename(path), path, bytes, gzip: buffer.equals(GZIP) };
  } catch (error) {
    throw cannotBeRead(path, error);
  }
}

/** The header of a file; undefined if it has none. */
async function readHeader(path: string, gzip: boolean): Promise<Header | undefined> {
  const file = createReadStream(path);
  const bytes: AsyncIterable<Buffer> = gzip ? pipeline(file, createGunzip(), () => undefined) : file;
  try {
    for await (const records of csvRecords(bytes)) {
      for (const record of records) return headerOf(record);
    }
    return undefined;
  } catch (error) {
    throw cannotBeRead(path, error);
  }
}

function cannotBeRead(path: string, error: unknown): Error {
  return new Error(`${path} cannot be read: ${messageOf(error)}.`, { cause: error });
}

function inWords({ shown, cause }: Header): string {
  return [...(shown === undefined ? [] : [`Its first line is: ${shown}.`]), ...(cause ? [cause.text] : [])].join(' ');
}
