import { availableParallelism } from 'node:os';
import type { DataSet } from '../src/cli/data-set/data-set';
import { count, table } from '../src/cli/screen/format';
import { childrenOf } from '../test/support/processes';
import type { Service } from '../test/support/service';
import {
  againstGoal,
  filesOf,
  importFiles,
  machine,
  median,
  memoryOf,
  print,
  progress,
  removeFilesOf,
  runBench,
  timedReport,
  withDataDir,
  withPostgres,
  withService,
} from './support';

/**
 * Whether 10 and 70 times the stores take as many times the time and no more memory, and how much more workers help. Stores are
 * polled twice a day, since with 16 polls the largest data set would have 11 GB. The files are removed at the end.
 */

const DATA_SET: Omit<DataSet, 'stores'> = { days: 8, pollsPerDay: 2, seed: 7 };
const STORES = [14_000, 140_000, 1_000_000];
const ROUNDS = 3;

/** How many stores reports are timed of with each number of workers. */
const STORES_OF_WORKERS = 140_000;
const CORES = availableParallelism();
const WORKERS = [1, CORES, 2 * CORES];

/** The time per store with the largest data set, divided by that with the smallest one. */
const GOAL_RATIO = 1;
/** The time with twice as many workers as cores, divided by that with as many. */
const GOAL_WORKERS = 1.1;
/** The peak resident memory of any process of the service, in MB. */
const GOAL_MEMORY = 400;

interface Memory {
  readonly process: string;
  /** In MB; undefined if the system has no /proc. */
  readonly peak: number | undefined;
}

interface Measured {
  readonly stores: number;
  readonly observations: number;
  /** In seconds. */
  readonly imported: number;
  /** In milliseconds. */
  readonly report: number;
  readonly memory: readonly Memory[];
  /** With each number of workers; empty if they were not tried. */
  readonly reportOfWorkers: readonly number[];
}

async function main(): Promise<boolean> {
  const measured: Measured[] = [];
  for (const stores of STORES) {
    const dataSet = { ...DATA_SET, stores };
    try {
      const folder = await filesOf(dataSet);
      measured.push(await withDataDir((dataDir) => measure(dataDir, folder, stores)));
    } finally {
      await removeFilesOf(dataSet);
    }
  }
  printResults(measured);
  return true;
}

/** Imports a data set and computes reports on it: with the default number of workers, perhaps also with others. */
async function measure(dataDir: string, folder: string, stores: number): Promise<Measured> {
  const byDefault = await withService(dataDir, {}, async (service) => {
    const imported = await importFiles(service, folder);
    const observations = await withPostgres(dataDir, async (client) => {
      const { rows } = await client.query<{ rows: string }>('SELECT count(*) AS rows FROM observation');
      return Number(rows[0]?.rows);
    });
    const report = await reportTime(service);
    return { stores, observations, imported, report, memory: await peakMemory(service) };
  });
  const reportOfWorkers: number[] = [];
  for (const workers of stores === STORES_OF_WORKERS ? WORKERS : []) {
    progress(`${workers} ${workers === 1 ? 'worker' : 'workers'}`);
    reportOfWorkers.push(await withService(dataDir, { REPORT_WORKERS: `${workers}` }, reportTime));
  }
  return { ...byDefault, reportOfWorkers };
}

/** The median time of several reports in milliseconds, after one to warm up. */
async function reportTime(service: Service): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const { ms } = await timedReport(service);
    if (round > 0) times.push(ms);
  }
  progress(`reports: ${times.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
  return median(times);
}

/** The peak memory so far of each Node process of a service: the HTTP process, which imports, and its workers. */
async function peakMemory(service: Service): Promise<Memory[]> {
  const workers = childrenOf(service.pid, 'worker.js');
  return Promise.all(
    [service.pid, ...workers].map(async (pid, index) => ({
      process: index === 0 ? 'HTTP process' : `worker ${index}`,
      peak: await memoryOf(pid, 'VmHWM'),
    })),
  );
}

function printResults(measured: readonly Measured[]): void {
  const perStore = measured.map(({ report, stores }) => (report * 1000) / stores);
  const peaks = measured.flatMap(({ memory }) => memory.flatMap(({ peak }) => peak ?? []));
  const times = measured.flatMap(({ reportOfWorkers }) => reportOfWorkers);
  const [alone = NaN, asCores = NaN, asTwice = NaN] = times;
  print([
    '',
    `${DATA_SET.pollsPerDay} polls a day; medians of ${ROUNDS} after one to warm up; ${machine()}`,
    '',
    ...table([
      ['stores', 'observations', 'import', 'report', 'per store'],
      ...measured.map(({ stores, observations, imported, report }, index) => [
        count(stores),
        count(observations),
        `${imported.toFixed(0)} s`,
        `${report.toFixed(0)} ms`,
        `${perStore[index]?.toFixed(1) ?? ''} µs`,
      ]),
    ]),
    '',
    `time per store, largest to smallest   ${againstGoal((perStore.at(-1) ?? NaN) / (perStore[0] ?? NaN), GOAL_RATIO, 2)}`,
    '',
    ...table([
      ['peak memory', ...measured.map(({ stores }) => count(stores))],
      ...(measured[0]?.memory ?? []).map(({ process }, index) => [
        process,
        ...measured.map(({ memory }) => inMb(memory[index]?.peak)),
      ]),
    ]),
    '',
    peaks.length === 0
      ? 'peak memory: unknown, because this system has no /proc'
      : `peak memory of any process   ${againstGoal(Math.max(...peaks), GOAL_MEMORY, 0, ' MB')}`,
    '',
    ...table([
      [`workers, ${count(STORES_OF_WORKERS)} stores`, 'report', 'speed-up'],
      ...times.map((time, index) => [`${WORKERS[index] ?? ''}`, `${time.toFixed(0)} ms`, (alone / time).toFixed(2)]),
    ]),
    '',
    `twice as many workers as cores, to as many   ${againstGoal(asTwice / asCores, GOAL_WORKERS, 2)}`,
  ]);
}

function inMb(bytes: number | undefined): string {
  return bytes === undefined ? 'not known' : `${bytes.toFixed(0)} MB`;
}

runBench('bench:scale', main);
