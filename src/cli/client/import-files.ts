import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { z } from 'zod';
import { messageOf } from '../../common/error-code';
import { isMostlyRejected } from '../../ingestion/imports/import-note';
import { call, type Call, ErrorAnswer, json } from './client';
import type { ImportFile } from './find-files';
import { count, since, size, table } from '../screen/format';
import { print, printDone, printFailed, showProgress } from '../screen/screen';

/** How many rejected rows of a file are shown, and how many characters of each. */
const MAX_REJECTS = 3;
const REJECT_WIDTH = 80;
/** How many characters of a note are shown. */
const NOTE_WIDTH = 2000;

const CHUNK_SIZE = 256 * 1024;

const importSchema = z.object({
  import_id: z.string(),
  rows_read: z.number(),
  rows_accepted: z.number(),
  rows_unchanged: z.number(),
  rows_rejected: z.number(),
  note: z.string().nullable(),
});

type Imported = z.infer<typeof importSchema>;

type Access = Pick<Call, 'key' | 'signal'>;

/**
 * Sends files to a running service, one after another, and prints how many of their rows were accepted and rejected. Returns
 * whether of each file more than half of the rows were not rejected.
 * @throws Error that names the first file that cannot be imported
 */
export async function importFiles(files: readonly ImportFile[], service: URL, options: Access = {}): Promise<boolean> {
  const imports: [ImportFile, Imported][] = [];
  for (const file of files) imports.push([file, await importFile(file, service, options)]);
  const figures = imports.map(([{ name }, { rows_read, rows_accepted, rows_unchanged, rows_rejected }]) => [
    name,
    ...[rows_read, rows_accepted, rows_unchanged, rows_rejected].map(count),
  ]);
  print();
  for (const line of table([['', 'rows read', 'accepted', 'unchanged', 'rejected'], ...figures])) print(`  ${line}`);
  for (const [{ name }, imported] of imports) {
    if (imported.rows_rejected > 0) await printRejects(name, imported, service, options);
  }
  print();
  return !imports.some(([, imported]) => isFailure(imported));
}

async function importFile(file: ImportFile, service: URL, options: Access): Promise<Imported> {
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
  const imported = await showProgress(file.name, progress, () => upload(file, body, service, options));
  const outcome = `${file.name}: ${count(imported.rows_read)} rows, ${size(file.bytes)} (${since(start)})`;
  if (isFailure(imported)) printFailed(outcome);
  else printDone(outcome);
  if (imported.note !== null) print(`  ${printable(imported.note, NOTE_WIDTH)}`);
  return imported;
}

/** Whether an import is not to be taken for a success. */
function isFailure({ rows_read, rows_rejected }: Imported): boolean {
  return isMostlyRejected({ rowsRead: rows_read, rowsRejected: rows_rejected });
}

async function upload(file: ImportFile, body: Readable, service: URL, options: Access): Promise<Imported> {
  const headers = { 'Content-Type': 'text/csv', ...(file.gzip ? { 'Content-Encoding': 'gzip' } : {}) };
  try {
    const url = new URL(`imports/${file.kind}?file_name=${encodeURIComponent(file.name)}`, service);
    const answer = await call(url, { ...options, method: 'POST', headers, body });
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

/** Prints how many rows of a file were rejected for which reasons, the first of them, and where to find all that are kept. */
async function printRejects(
  name: string,
  { import_id, rows_rejected }: Imported,
  service: URL,
  options: Access,
): Promise<void> {
  const url = new URL(`imports/${import_id}/rejects`, service);
  // Errors of the answer surface in the parser, so the callback has nothing to do.
  const rows: AsyncIterable<[line: string, reason: string, text: string]> = pipeline(
    await call(url, options),
    parse({ from: 2 }),
    () => undefined,
  );
  const reasons = new Map<string, number>();
  const first: string[] = [];
  for await (const [line, reason, text] of rows) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (first.length < MAX_REJECTS) first.push(`    line ${line}, ${reason}: ${printable(text, REJECT_WIDTH)}`);
  }
  const counts = [...reasons].map(([reason, rejects]) => `${count(rejects)} ${reason}`);
  const kept = [...reasons.values()].reduce((sum, rejects) => sum + rejects, 0);
  const keptOf = kept < rows_rejected ? `of the ${count(kept)} kept: ` : '';
  print();
  print(`  ${name}: ${count(rows_rejected)} rejected (${keptOf}${counts.join(', ')})`);
  for (const line of first) print(line);
  print(`    ${kept < rows_rejected ? 'those that are kept' : 'all of them'}: ${url.href}`);
}

/** Replaces control characters: a file may contain escape sequences for the terminal. */
function printable(text: string, width: number): string {
  const clean = text.replace(/\p{C}/gu, '\ufffd');
  return clean.length > width ? `${clean.slice(0, width - 1)}…` : clean;
}
