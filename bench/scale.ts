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
 * Whether ten times the stores take ten times the time and no more memory, and how much more workers help. It writes
 * several gigabytes, which are removed at the end.
 */

const SMALL: DataSet = { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 };
const LARGE: DataSet = { ...SMALL, stores: 140_000 };
const ROUNDS = 3;
const WORKERS = [1, 2, 4];

/** The time per store with the large data set, divided by that with the small one. */
const GOAL_RATIO = 1.2;
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
}

async function main(): Promise<boolean> {
  const small = await withDataDir((dataDir) => measure(dataDir, SMALL));
  try {
    return await withDataDir(async (dataDir) => {
      const large = await measure(dataDir, LARGE);
      const times: number[] = [];
      for (const workers of WORKERS) {
        progress(`${workers} ${workers === 1 ? 'worker' : 'workers'}`);
        times.push(await withService(dataDir, { REPORT_WORKERS: `${workers}` }, reportTime));
      }
      printResults(small, large, times);
      return true;
    });
  } finally {
    await removeFilesOf(LARGE);
  }
}

/** Imports a data set and computes reports on it, with the default number of workers. */
async function measure(dataDir: string, dataSet: DataSet): Promise<Measured> {
  const folder = await filesOf(dataSet);
  return withService(dataDir, {}, async (service) => {
    const imported = await importFiles(service, folder);
    const observations = await withPostgres(dataDir, async (client) => {
      const { rows } = await client.query<{ rows: string }>('SELECT count(*) AS rows FROM observation');
      return Number(rows[0]?.rows);
    });
    const report = await reportTime(service);
    const memory = await peakMemory(service);
    return { stores: dataSet.stores, observations, imported, report, memory };
  });
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

function printResults(small: Measured, large: Measured, times: readonly number[]): void {
  const perStore = ({ report, stores }: Measured) => (report * 1000) / stores;
  const peaks = [...small.memory, ...large.memory].flatMap(({ peak }) => peak ?? []);
  const cores = availableParallelism();
  print([
    '',
    `medians of ${ROUNDS} after one to warm up; ${machine()}`,
    '',
    ...table([
      ['stores', 'observations', 'import', 'report', 'per store'],
      ...[small, large].map((measured) => [
        count(measured.stores),
        count(measured.observations),
        `${measured.imported.toFixed(0)} s`,
        `${measured.report.toFixed(0)} ms`,
        `${perStore(measured).toFixed(1)} µs`,
      ]),
    ]),
    '',
    `time per store, large to small   ${againstGoal(perStore(large) / perStore(small), GOAL_RATIO, 2)}`,
    '',
    ...table([
      ['peak memory', count(small.stores), count(large.stores)],
      ...large.memory.map(({ process, peak }, index) => [process, inMb(small.memory[index]?.peak), inMb(peak)]),
    ]),
    '',
    peaks.length === 0
      ? 'peak memory: unknown, because this system has no /proc'
      : `peak memory of any process   ${againstGoal(Math.max(...peaks), GOAL_MEMORY, 0, ' MB')}`,
    '',
    ...table([
      [`workers, ${count(large.stores)} stores`, 'report', 'speed-up'],
      ...WORKERS.map((workers, index) => [
        `${workers}`,
        `${times[index]?.toFixed(0) ?? ''} ms`,
        ((times[0] ?? NaN) / (times[index] ?? NaN)).toFixed(2),
      ]),
    ]),
    ...(cores < Math.max(...WORKERS)
      ? [`(${cores} cores, shared with PostgreSQL: more workers than cores cannot bring more)`]
      : []),
  ]);
}

function inMb(bytes: number | undefined): string {
  return bytes === undefined ? 'not known' : `${bytes.toFixed(0)} MB`;
}

runBench('bench:scale', main);
