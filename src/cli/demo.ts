import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { freePort, LOOPBACK } from '../platform/embedded/local-server';
import { processSettings, type Settings } from '../platform/config/settings';
import { addressOf, call, type Call, ErrorAnswer, json } from './client/client';
import { runCommand, UsageError } from './command';
import { type DataSet, SATURDAY_EVENING, writeDataSet } from './data-set/data-set';
import { count, since } from './screen/format';
import { findFiles, type ImportFile } from './client/find-files';
import { importFiles } from './client/import-files';
import { print, printDone, showProgress } from './screen/screen';
import { checkAddress, DemoService } from './client/demo-service';
import { summarise, summaryLines } from './screen/summary';

const USAGE = `Starts the service with everything it needs, imports a data set, triggers a report and summarises it.

  npm run demo [-- [FOLDER] [--exit]]

  FOLDER  contains CSV files of observations, hours, time zones and names; by default, a data set is generated
  --exit  stop everything after the report; by default, the service keeps running until Ctrl-C
  --help  print this text

The settings of the service apply, such as PORT and DATA_DIR.
`;

/** Two weeks and a day, so that each day has the same weekday before it. */
const DATA_SET: DataSet = { stores: 500, days: 15, pollsPerDay: 16, seed: 7, event: SATURDAY_EVENING };

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
  await importFiles(files ?? (await makeDataSet(join(settings.DATA_DIR, 'demo-data'))), address, access);
  const reportFile = join(settings.DATA_DIR, 'demo-report.csv');
  const reportId = await report(address, reportFile, access);
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

async function makeDataSet(folder: string): Promise<ImportFile[]> {
  const start = performance.now();
  await writeDataSet(DATA_SET, folder);
  printDone(
    `generated ${DATA_SET.stores} stores with ${DATA_SET.days} days of observations in ${shown(folder)} (${since(start)})`,
  );
  return await findFiles(folder);
}

const triggeredSchema = z.object({ report_id: z.string() });

const stateSchema = z.object({
  status: z.enum(['Running', 'Error', 'Cancelled']),
  stores_done: z.number(),
  stores_total: z.number().nullable(),
  reason: z.string().optional(),
});

const shareSchema = z.number().nullable();

const sharesSchema = z.object({
  uptime_share: z.object({ last_hour: shareSchema, last_day: shareSchema, last_week: shareSchema }).nullable(),
});

interface Access extends Pick<Call, 'key'> {
  readonly signal: AbortSignal;
}

/** Triggers a report, waits for it and saves it; returns its id. */
async function report(address: URL, file: string, access: Access): Promise<string> {
  const start = performance.now();
  const trigger = await call(new URL('trigger_report', address), { ...access, method: 'POST' });
  const { report_id: reportId } = await json(trigger, triggeredSchema);
  const url = new URL(`get_report?report_id=${reportId}`, address);
  let progress = { fraction: 0, detail: '' };
  await showProgress(
    'report',
    () => progress,
    async () => {
      for (;;) {
        const answer = await call(url, access);
        if (answer.headers['content-type']?.startsWith('text/csv') === true) {
          await pipeline(answer, createWriteStream(file));
          return;
        }
        const state = await json(answer, stateSchema);
        if (state.status !== 'Running') {
          throw new Error(`The report failed: ${state.reason ?? 'it was cancelled'}`);
        }
        const { stores_done: done, stores_total: total } = state;
        if (total) progress = { fraction: done / total, detail: `${count(done)} of ${count(total)} stores` };
        await delay(pauseAfter(answer), undefined, { signal: access.signal });
      }
    },
  );
  printDone(`report ${reportId}: complete (${since(start)})`);
  return reportId;
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
  print(`  page            ${origin}`);
  print(`  API             ${origin}`);
  print(`  documentation   ${origin}/docs`);
  print(`  this report     curl '${origin}/get_report?report_id=${reportId}'`);
  print(`  new report      curl -X POST ${origin}/trigger_report`);
  print(`  log             ${shown(service.logFile)}`);
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
