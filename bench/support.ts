import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { call } from '../src/cli/client/client';
import { runCommand } from '../src/cli/command';
import { type DataSet, writeDataSet } from '../src/cli/data-set/data-set';
import { count, since, size } from '../src/cli/screen/format';
import { databaseUrl } from '../test/support/database';
import { emptyDataDir, removeDataDir, Service } from '../test/support/service';

/** What the benchmarks share: data sets, a service with data, timed reports, and the format of results. */

/** Generated files are kept here between runs. */
const FILES = join(__dirname, '.data');

/** The large file comes last. */
const KINDS = [
  ['timezones', 'timezones.csv'],
  ['business-hours', 'menu_hours.csv'],
  ['store-status', 'store_status.csv'],
] as const;

/** Milliseconds. */
const REPORT_TIMEOUT = 10 * 60_000;

const interrupt = new AbortController();

/**
 * Runs a benchmark. Exits with 1 if `main` returns false or throws, which is reported. Ctrl-C aborts it but lets it
 * clean up: the service gets the same signal and stops too.
 */
export function runBench(name: string, main: () => Promise<boolean>): void {
  process.on('SIGINT', () => {
    interrupt.abort(new Error('interrupted'));
  });
  void runCommand(name, async () => ((await main()) ? 0 : 1));
}

/** Reports progress on standard error; standard output is for results. */
export function progress(line: string): void {
  process.stderr.write(`… ${line}\n`);
}

export function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** The folder with the three files of a data set, which are generated if missing. */
export async function filesOf(dataSet: DataSet): Promise<string> {
  const folder = folderOf(dataSet);
  if (existsSync(folder)) return folder;
  const start = performance.now();
  // A folder with the final name is complete, even if a previous run was aborted.
  const draft = `${folder}.${process.pid}`;
  await mkdir(FILES, { recursive: true });
  try {
    await writeDataSet(dataSet, draft);
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  progress(`${count(dataSet.stores)} stores generated (${since(start)})`);
  return folder;
}

export async function removeFilesOf(dataSet: DataSet): Promise<void> {
  await rm(folderOf(dataSet), { recursive: true, force: true });
}

function folderOf({ stores, days, pollsPerDay, seed }: DataSet): string {
  return join(FILES, `${stores}-stores-${days}-days-${pollsPerDay}-polls-seed-${seed}`);
}

/** Runs `work` with a new data folder, which is removed afterwards. */
export async function withDataDir<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await emptyDataDir();
  try {
    return await work(dataDir);
  } finally {
    await removeDataDir(dataDir);
  }
}

/** Runs `work` while the built service runs on a data folder, with its own PostgreSQL and Redis. */
export async function withService<T>(
  dataDir: string,
  environment: Readonly<Record<string, string>>,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  interrupt.signal.throwIfAborted();
  const service = await Service.start(dataDir, environment);
  try {
    return await work(service);
  } finally {
    await service.stop();
  }
}

/** Runs `work` with a connection to the PostgreSQL of a running service. */
export async function withPostgres<T>(dataDir: string, work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(await databaseUrl(dataDir), work);
}

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs `work` with a service that has the files of a data set, and with the folder that these are in. */
export async function withStores<T>(
  dataSet: DataSet,
  work: (service: Service, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await filesOf(dataSet);
  return withDataDir((dataDir) =>
    withService(dataDir, {}, async (service) => {
      await importFiles(service, folder);
      return work(service, folder);
    }),
  );
}

/** What a data set has, and how its reports are timed, in words. */
export function inWords({ stores, days, pollsPerDay }: DataSet, rounds: number, warmUp: number): string {
  return `${count(stores)} stores, ${days} days, ${pollsPerDay} polls a day; medians of ${rounds} after ${warmUp} to warm up`;
}

/**
 * Imports the files of a data set over HTTP; returns how many seconds it took.
 * @param url the database of the service, unless that has its own
 */
export async function importFiles(service: Service, folder: string, url?: string): Promise<number> {
  const start = performance.now();
  let bytes = 0;
  for (const [kind, file] of KINDS) {
    const body = createReadStream(join(folder, file), { highWaterMark: 1 << 18 });
    const headers = { 'content-type': 'text/csv' };
    const url = new URL(`imports/${kind}`, service.base);
    const answer = await call(url, { method: 'POST', headers, body, signal: interrupt.signal });
    answer.resume();
    bytes += body.bytesRead;
  }
  const seconds = (performance.now() - start) / 1000;
  progress(`${size(bytes)} imported (${since(start)})`);
  // Otherwise autovacuum would do this in the middle of a measurement.
  await withClient(url ?? (await databaseUrl(service.dataDir)), (client) => client.query('VACUUM (ANALYZE)'));
  return seconds;
}

/** The CSV of a report with these terms, and the milliseconds from its trigger to the last byte; its events tell when it is there. */
export async function timedReport(
  service: Service,
  terms: object = {},
): Promise<{ readonly ms: number; readonly csv: string }> {
  const start = performance.now();
  const id = await service.trigger(terms);
  const signal = AbortSignal.any([interrupt.signal, AbortSignal.timeout(REPORT_TIMEOUT)]);
  const read = async (path: string) =>
    (await fetch(service.base + path, { signal, headers: { 'accept-encoding': 'identity' } })).text();
  const events = await read(`/reports/${id}/events`);
  if (!events.includes('event: complete')) throw new Error(`the report failed: ${events}`);
  const csv = await read(`/get_report?report_id=${id}`);
  return { csv, ms: performance.now() - start };
}

/**
 * The memory of a process in MB, by a field of its status: `VmHWM` is the most that it had, `RssAnon` what it has for itself.
 * Undefined if it has ended, or if the system has no /proc.
 */
export async function memoryOf(pid: number, field: 'VmHWM' | 'RssAnon'): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** The machine on which the figures were measured. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${availableParallelism()} cores (${model}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
}

/** A value beside its goal. A missed goal is a result, not a failure. */
export function againstGoal(value: number, most: number, digits: number, unit = ''): string {
  return `${value.toFixed(digits)}${unit}   goal: at most ${most}${unit}, ${value <= most ? 'met' : 'MISSED'}`;
}
