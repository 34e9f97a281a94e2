import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Micros } from '../calculator/instants';
import { freePort, LOOPBACK } from '../platform/embedded/local-server';
import { processSettings, type Settings } from '../platform/config/settings';
import { addressOf, call, type Call, ErrorAnswer, json } from './client/client';
import { runCommand, UsageError } from './command';
import { dailyAsOfs, DEMO, writeDemoData } from './data-set/demo-data';
import { since } from './screen/format';
import { findFiles, type ImportFile } from './client/find-files';
import { importFiles } from './client/import-files';
import { print, printDone, showProgress } from './screen/screen';
import { checkAddress, DemoService } from './client/demo-service';
import { summarise, summaryLines } from './screen/summary';

const USAGE = `Starts the service with everything it needs, imports a data set, computes reports and summarises the latest.

  npm run demo [-- [FOLDER] [--exit]]

  FOLDER  contains CSV files of observations, hours, time zones and names, of which one report is computed; by default, a data
          set is generated that ends now, with a report as of now and one for each of the last 14 days
  --exit  stop everything after the summary; by default, the service keeps running until Ctrl-C
  --help  print this text

The settings of the service apply, such as PORT and DATA_DIR.
`;

const MINUTE = 60_000;

/** The reason of an abort that is not an error. */
const INTERRUPTED = Symbol('interrupted');

/** The exit code that shells use for an interrupted program. */
const INTERRUPTED_CODE = 130;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { exit: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [folder, ...others] = positionals;
  if (others.length > 0) throw new UsageError('Give at most one folder');
  const files = folder === undefined ? undefined : await findFiles(folder);

  const configured = processSettings();
  const settings = { ...configured, PORT: configured.PORT === 0 ? await freePort() : configured.PORT };
  await checkAddress(settings);
  await mkdir(settings.DATA_DIR, { recursive: true });

  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Ctrl-C may arrive twice: from the terminal and from npm.
    process.on(signal, () => {
      end.abort(INTERRUPTED);
    });
  }
  const service = await DemoService.start(settings, join(settings.DATA_DIR, 'demo.log'), (error) => {
    end.abort(error);
  });
  try {
    const reportId = await demonstrate(service, settings, files, end.signal);
    if (values.exit !== true) {
      printAddresses(settings, service, reportId);
      await new Promise((resolve) => {
        end.signal.addEventListener('abort', resolve);
      });
      if (end.signal.reason !== INTERRUPTED) throw end.signal.reason;
      print();
    }
    return 0;
  } catch (error) {
    const reason: unknown = end.signal.aborted ? end.signal.reason : error;
    if (reason === INTERRUPTED) return INTERRUPTED_CODE;
    // If the service refused a request, its message explains why.
    if (!(reason instanceof ErrorAnswer && reason.status < 500)) await printLogTail(service);
    throw reason;
  } finally {
    await stop(service);
  }
}

/** Runs all steps from the start of the service to the summary; returns the id of the report. */
async function demonstrate(
  service: DemoService,
  settings: Settings,
  files: readonly ImportFile[] | undefined,
  signal: AbortSignal,
): Promise<string> {
  const address = addressOf(settings);
  await waitUntilReady(service, settings, signal);
  const access = { key: settings.API_KEY, signal };
  const now = Math.floor(Date.now() / MINUTE) * MINUTE * 1000;
  await importFiles(files ?? (await makeDataSet(now, join(settings.DATA_DIR, 'demo-data'))), address, access);
  const reportFile = join(settings.DATA_DIR, 'demo-report.csv');
  const reportId = await reports(address, files ? [undefined] : dailyAsOfs(now), reportFile, access);
  const summary = await summarise(createInterface({ input: createReadStream(reportFile) }));
  const stated = await json(await call(new URL(`reports/${reportId}`, address), access), sharesSchema);
  print();
  for (const line of summaryLines(summary, stated.uptime_share)) print(line && `  ${line}`);
  print();
  print(`  full report: ${shown(reportFile)}`);
  return reportId;
}

async function waitUntilReady(service: DemoService, settings: Settings, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  let detail = '';
  const show = (note: string) => (detail = note);
  const progress = () => ({ fraction: undefined, detail });
  await showProgress('starting the service', progress, () => service.ready(show, signal));
  const embedded = [
    ...(settings.DATABASE_URL === undefined ? ['PostgreSQL'] : []),
    ...(settings.REDIS_URL === undefined ? ['Redis'] : []),
  ];
  const withEmbedded = embedded.length > 0 ? `, with ${embedded.join(' and ')} on ${LOOPBACK}` : '';
  printDone(`started the service${withEmbedded} (${since(start)})`);
}

async function makeDataSet(now: Micros, folder: string): Promise<ImportFile[]> {
  const start = performance.now();
  await writeDemoData(now, folder);
  printDone(`generated ${DEMO.stores} stores with observations up to now in ${shown(folder)} (${since(start)})`);
  return await findFiles(folder);
}

const triggeredSchema = z.object({ report_id: z.string() });

const stateSchema = z.object({
  status: z.enum(['Running', 'Error', 'Cancelled']),
  reason: z.string().optional(),
});

const shareSchema = z.number().nullable();

const sharesSchema = z.object({
  uptime_share: z.object({ last_hour: shareSchema, last_day: shareSchema, last_week: shareSchema }).nullable(),
});

interface Access extends Pick<Call, 'key'> {
  readonly signal: AbortSignal;
}

/**
 * Triggers reports, waits for them, and saves the first; returns its id.
 * @param asOfs the instants they are as of; undefined: the latest observation
 */
async function reports(
  address: URL,
  asOfs: readonly (string | undefined)[],
  file: string,
  access: Access,
): Promise<string> {
  const start = performance.now();
  const ids: string[] = [];
  for (const asOf of asOfs) ids.push(await trigger(address, asOf, access));
  let done = 0;
  const progress = () => ({ fraction: done / ids.length, detail: `${done} of ${ids.length}` });
  await showProgress('reports', progress, async () => {
    for (const id of ids) {
      const csv = await whenComplete(new URL(`get_report?report_id=${id}`, address), access);
      if (done++ === 0) await pipeline(csv, createWriteStream(file));
      else csv.resume();
    }
  });
  const [first = ''] = ids;
  const others = ids.length === 1 ? '' : ` and ${ids.length - 1} daily ones`;
  printDone(`report ${first}${others}: complete (${since(start)})`);
  return first;
}

async function trigger(address: URL, asOf: string | undefined, access: Access): Promise<string> {
  const body = Readable.from([JSON.stringify({ as_of: asOf })]);
  const headers = { 'Content-Type': 'application/json' };
  const triggered = await call(new URL('trigger_report', address), { ...access, method: 'POST', headers, body });
  return (await json(triggered, triggeredSchema)).report_id;
}

/** The CSV of a report once it is complete. */
async function whenComplete(url: URL, access: Access): Promise<IncomingMessage> {
  for (;;) {
    const answer = await call(url, access);
    if (answer.headers['content-type']?.startsWith('text/csv') === true) return answer;
    const state = await json(answer, stateSchema);
    if (state.status !== 'Running') throw new Error(`The report failed: ${state.reason ?? 'it was cancelled'}`);
    await delay(pauseAfter(answer), undefined, { signal: access.signal });
  }
}

/** Milliseconds to wait. Retry-After suits many remote clients; the only local one may ask five times as often. */
function pauseAfter(answer: IncomingMessage): number {
  return Number(answer.headers['retry-after'] ?? 1) * (1000 / 5);
}

function printAddresses(settings: Settings, service: DemoService, reportId: string): void {
  const { origin } = addressOf(settings);
  print();
  print('The service keeps running until you press Ctrl-C:');
  print();
  print(`  documentation   ${origin}/docs`);
  print(`  this report     curl '${origin}/get_report?report_id=${reportId}'`);
  print(`  new report      curl -X POST ${origin}/trigger_report`);
  print(`  log             ${shown(service.logFile)}`);
  print();
  print(`Open ${origin}`);
}

async function printLogTail(service: DemoService): Promise<void> {
  const lines = await service.logTail();
  if (lines.length === 0) return;
  process.stderr.write(
    `\nThe last lines of ${shown(service.logFile)}:\n${lines.map((line) => `  ${line}\n`).join('')}\n`,
  );
}

async function stop(service: DemoService): Promise<void> {
  if (!service.runs) return;
  const start = performance.now();
  await showProgress(
    'stopping',
    () => ({ fraction: undefined, detail: '' }),
    () => service.stop(),
  );
  printDone(`stopped everything (${since(start)})`);
}

/** A path relative to the working directory if it is below it. */
function shown(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

void runCommand('demo', main);
