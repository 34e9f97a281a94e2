import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { z } from 'zod';
import { messageOf } from '../../common/error-code';
import type { ImportKind } from '../../ingestion/csv/columns';
import { call, ErrorAnswer, json } from './client';
import { count, since, size, table } from '../screen/format';
import { print, printDone, showProgress } from '../screen/screen';

/** The files of a data set. The large one comes last, so that problems with the others show at once. */
const FILES: readonly (readonly [name: string, kind: ImportKind])[] = [
  ['timezones.csv', 'timezones'],
  ['menu_hours.csv', 'business-hours'],
  ['store_status.csv', 'store-status'],
];

/** How many rejected rows of a file are shown, and how many characters of each. */
const MAX_REJECTS = 3;
const REJECT_WIDTH = 80;

const CHUNK_SIZE = 256 * 1024;

/** A file to import. */
export interface ImportFile {
  readonly name: string;
  readonly path: string;
  readonly kind: ImportKind;
  readonly bytes: number;
  readonly gzip: boolean;
}

const importSchema = z.object({
  import_id: z.string(),
  rows_read: z.number(),
  rows_accepted: z.number(),
  rows_unchanged: z.number(),
  rows_rejected: z.number(),
  note: z.string().optional(),
});

type Imported = z.infer<typeof importSchema>;

/**
 * Finds the files of a data set in a folder, plain or else compressed as `.gz`, and prints which are missing.
 * @throws Error if there are none
 */
export async function findFiles(folder: string): Promise<ImportFile[]> {
  const present = await readdir(folder).catch((error: unknown) => {
    throw new Error(`The folder ${folder} cannot be read: ${messageOf(error)}.`);
  });
  const files: ImportFile[] = [];
  const missing: string[] = [];
  for (const [plain, kind] of FILES) {
    const name = [plain, `${plain}.gz`].find((candidate) => present.includes(candidate));
    if (name === undefined) {
      missing.push(plain);
      continue;
    }
    const path = join(folder, name);
    files.push({ name, path, kind, bytes: (await stat(path)).size, gzip: name !== plain });
  }
  if (files.length === 0)
    throw new Error(`${folder} contains none of ${missing.join(', ')}, and none of them as .csv.gz.`);
  if (missing.length > 0) print(`– ${missing.join(' and ')}: not found in ${folder}, skipped`);
  return files;
}

/**
 * Sends files to a running service, one after another, and prints how many of their rows were accepted and rejected.
 * @throws Error that names the first file that cannot be imported
 */
export async function importFiles(files: readonly ImportFile[], service: URL, signal?: AbortSignal): Promise<void> {
  const imports: [ImportFile, Imported][] = [];
  for (const file of files) imports.push([file, await importFile(file, service, signal)]);
  const figures = imports.map(([{ name }, { rows_read, rows_accepted, rows_unchanged, rows_rejected }]) => [
    name,
    ...[rows_read, rows_accepted, rows_unchanged, rows_rejected].map(count),
  ]);
  print();
  for (const line of table([['', 'rows read', 'accepted', 'unchanged', 'rejected'], ...figures])) print(`  ${line}`);
  for (const [{ name }, imported] of imports) {
    if (imported.rows_rejected > 0) await printRejects(name, imported, service, signal);
  }
  print();
}

async function importFile(file: ImportFile, service: URL, signal: AbortSignal | undefined): Promise<Imported> {
  const start = performance.now();
  const body = createReadStream(file.path, { highWaterMark: CHUNK_SIZE });
  let lines = 0;
  if (!file.gzip) body.on('data', (chunk) => (lines += newlinesIn(chunk)));
  const progress = () => {
    const rows = file.gzip ? '' : `, ${count(Math.max(lines - 1, 0))} rows`;
    if (body.readableEnded) return { fraction: 1, detail: `all sent${rows}; waiting for the service` };
    const fraction = Math.min(body.bytesRead / Math.max(file.bytes, 1), 1);
    return { fraction, detail: `${size(body.bytesRead)} of ${size(file.bytes)}${rows}` };
  };
  const imported = await showProgress(file.name, progress, () => upload(file, body, service, signal));
  const outcome = imported.note ?? `${count(imported.rows_read)} rows, ${size(file.bytes)}`;
  printDone(`${file.name}: ${outcome} (${since(start)})`);
  return imported;
}

async function upload(
  file: ImportFile,
  body: Readable,
  service: URL,
  signal: AbortSignal | undefined,
): Promise<Imported> {
  const headers = { 'Content-Type': 'text/csv', ...(file.gzip ? { 'Content-Encoding': 'gzip' } : {}) };
  try {
    const answer = await call(new URL(`imports/${file.kind}`, service), { method: 'POST', headers, body, signal });
    return await json(answer, importSchema);
  } catch (error) {
    if (body.errored) throw new Error(`${file.path} cannot be read: ${messageOf(body.errored)}.`);
    if (!(error instanceof ErrorAnswer)) throw error;
    throw new ErrorAnswer(error.status, `${file.name} was not imported: ${error.message}`);
  }
}

function newlinesIn(chunk: Buffer | string): number {
  let newlines = 0;
  for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', at + 1)) newlines++;
  return newlines;
}

/** Prints how many rows of a file were rejected for which reasons, the first of them, and where to find them all. */
async function printRejects(
  name: string,
  { import_id, rows_rejected }: Imported,
  service: URL,
  signal: AbortSignal | undefined,
): Promise<void> {
  const url = new URL(`imports/${import_id}/rejects`, service);
  // Errors of the answer surface in the parser, so the callback has nothing to do.
  const rows: AsyncIterable<[line: string, reason: string, text: string]> = pipeline(
    await call(url, { signal }),
    parse({ from: 2 }),
    () => undefined,
  );
  const reasons = new Map<string, number>();
  const first: string[] = [];
  for await (const [line, reason, text] of rows) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (first.length < MAX_REJECTS) first.push(`    line ${line}, ${reason}: ${printable(text)}`);
  }
  const counts = [...reasons].map(([reason, rejects]) => `${count(rejects)} ${reason}`);
  print();
  print(`  ${name}: ${count(rows_rejected)} rejected (${counts.join(', ')})`);
  for (const line of first) print(line);
  print(`    all of them: ${url.href}`);
}

/** Replaces control characters: a file may contain escape sequences for the terminal. */
function printable(text: string): string {
  const clean = text.replace(/\p{C}/gu, '\ufffd');
  return clean.length > REJECT_WIDTH ? `${clean.slice(0, REJECT_WIDTH - 1)}…` : clean;
}
