import type { DataSet } from '../src/cli/data-set/data-set';
import { count, table } from '../src/cli/screen/format';
import { CITUS_URL, emptyCluster } from '../test/support/citus/cluster';
import { runCliMeanwhile } from '../test/support/processes';
import type { Service } from '../test/support/service';
import {
  filesOf,
  importFiles,
  machine,
  median,
  print,
  progress,
  runBench,
  timedReport,
  withDataDir,
  withService,
} from './support';

/**
 * What a service with a Citus cluster takes compared with one that has a PostgreSQL of its own: to import the same files, and for the
 * same report, by turns in the same run. The bytes of the reports must agree.
 */

const DATA_SET: DataSet = { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 };
const ROUNDS = 5;

async function main(): Promise<boolean> {
  if (CITUS_URL === '') throw new Error('CITUS_URL must name the coordinator of a cluster that may be emptied');
  const folder = await filesOf(DATA_SET);
  await emptyCluster();
  const { code, stderr } = await runCliMeanwhile('distribute', [], { DATABASE_URL: CITUS_URL });
  if (code !== 0) throw new Error(`npm run distribute failed: ${stderr}`);
  return withDataDir((plainDir) =>
    withDataDir((citusDir) =>
      withService(plainDir, {}, (plain) =>
        withService(citusDir, { DATABASE_URL: CITUS_URL }, (citus) => compare(plain, citus, folder)),
      ),
    ),
  );
}

async function compare(plain: Service, citus: Service, folder: string): Promise<boolean> {
  const imports = [await importFiles(plain, folder), await importFiles(citus, folder, CITUS_URL)] as const;
  const [onPlain, onCitus]: [number[], number[]] = [[], []];
  let agree = true;
  // The first round is a warm-up and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    const [expected, found] = [await timedReport(plain), await timedReport(citus)];
    agree &&= found.csv === expected.csv;
    if (round === 0) continue;
    onPlain.push(expected.ms);
    onCitus.push(found.ms);
    progress(`round ${round}: ${expected.ms.toFixed(0)} ms, ${found.ms.toFixed(0)} ms`);
  }
  const reports = [median(onPlain), median(onCitus)] as const;
  print([
    '',
    `${count(DATA_SET.stores)} stores, ${DATA_SET.days} days, ${DATA_SET.pollsPerDay} polls a day; medians of ${ROUNDS} reports after one to warm up`,
    machine(),
    '',
    ...table([
      ['', 'PostgreSQL', 'Citus', 'ratio'],
      ['importing the files', ...imports.map((seconds) => `${seconds.toFixed(1)} s`), ratio(imports)],
      ['a report over HTTP', ...reports.map((ms) => `${ms.toFixed(0)} ms`), ratio(reports)],
    ]),
    '',
    agree ? 'The reports agree byte by byte.' : 'THE REPORTS DIFFER.',
  ]);
  return agree;
}

function ratio([plain, citus]: readonly [number, number]): string {
  return (citus / plain).toFixed(2);
}

runBench('bench:citus', main);
