import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Micros } from '../src/calculator/instants';
import type { DataSet } from '../src/cli/data-set/data-set';
import { count, size, table } from '../src/cli/screen/format';
import { instantLiteral, toMicros } from '../src/platform/database/sql';
import { WEEK } from '../src/calculator/instants';
import { DuckDBReport } from './duckdb';
import {
  againstGoal,
  inWords,
  machine,
  median,
  print,
  progress,
  runBench,
  timedReport,
  withPostgres,
  withStores,
} from './support';

/**
 * How long a full-size report takes compared with two yardsticks, measured alternately in the same run: reading the raw
 * observations that it covers, and computing the same figures with DuckDB. Every digit of the figures must agree.
 */

const DATA_SET: DataSet = { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 };
const ROUNDS = 5;
/** Rounds after which a service that has just started is as fast as one that has been up for a while; they do not count. */
const WARM_UP = 12;

/** The time of a report, divided by that of the DuckDB query and by that of reading the raw week. */
const GOAL_TO_DUCKDB = 1;
const GOAL_TO_READING = 0.5;

const DIFFERENCES_SHOWN = 5;

async function main(): Promise<boolean> {
  return withStores(DATA_SET, async (service, folder) => {
    const duckdb = await DuckDBReport.load(folder);
    try {
      return await withPostgres(service.dataDir, async (client) => {
        const asOf = await latestObservation(client);
        const reports: number[] = [];
        const readings: number[] = [];
        const queries: number[] = [];
        let bytes = 0;
        let csv = '';
        for (let round = 1 - WARM_UP; round <= ROUNDS; round++) {
          const report = await timedReport(service);
          const reading = await readWeek(client, asOf);
          const query = await duckdb.run();
          ({ csv } = report);
          ({ bytes } = reading);
          if (round <= 0) continue;
          reports.push(report.ms);
          readings.push(reading.ms);
          queries.push(query);
          progress(`round ${round}: ${[report.ms, reading.ms, query].map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
        }
        const agree = printAgreement(csv, await duckdb.lines());
        const [a, b, c] = [median(reports), median(readings), median(queries)];
        print([
          '',
          inWords(DATA_SET, ROUNDS, WARM_UP),
          `${machine()}, PostgreSQL ${await serverVersion(client)}, DuckDB ${DuckDBReport.version}`,
          '',
          ...table([
            ['a  report over HTTP, trigger to CSV', ...spread(reports)],
            [`b  raw week through pg, ${size(bytes)} unparsed`, ...spread(readings)],
            ['c  same figures by DuckDB, one query', ...spread(queries)],
          ]),
          '',
          `a / c   ${againstGoal(a / c, GOAL_TO_DUCKDB, 2)}`,
          `a / b   ${againstGoal(a / b, GOAL_TO_READING, 2)}`,
        ]);
        return agree;
      });
    } finally {
      duckdb.close();
    }
  });
}

async function latestObservation(client: Client): Promise<Micros> {
  const latest = await client.query<{ at: string }>(`SELECT ${toMicros('max(last_observed_at)')} AS at FROM store`);
  return Number(latest.rows[0]?.at);
}

async function serverVersion(client: Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version ?? '';
}

/** Reading the raw observations: the least that any report computed from them has to do. */
async function readWeek(client: Client, asOf: Micros): Promise<{ readonly ms: number; readonly bytes: number }> {
  const start = performance.now();
  const rows: AsyncIterable<Buffer> = client.query(
    copyTo(
      `COPY (SELECT store_key, observed_at, active FROM observation
             WHERE observed_at >= ${instantLiteral(asOf - WEEK)} AND observed_at < ${instantLiteral(asOf)})
       TO STDOUT (FORMAT binary)`,
    ),
  );
  let bytes = 0;
  for await (const chunk of rows) bytes += chunk.length;
  return { ms: performance.now() - start, bytes };
}

/** Prints whether two reports agree in every figure of every store, and if not, where they differ. */
function printAgreement(csv: string, expected: readonly string[]): boolean {
  const lines = csv.split('\n').slice(1, -1);
  const differences = [...Array(Math.max(lines.length, expected.length)).keys()]
    .filter((index) => lines[index] !== expected[index])
    .map((index) => `  service: ${lines[index] ?? '(no line)'}\n  DuckDB:  ${expected[index] ?? '(no line)'}`);
  if (differences.length === 0 && lines.length === DATA_SET.stores) {
    print([`The figures of all ${count(lines.length)} stores agree.`]);
    return true;
  }
  print([
    `THE FIGURES DIFFER in ${count(differences.length)} of ${count(lines.length)} lines:`,
    ...differences.slice(0, DIFFERENCES_SHOWN),
  ]);
  return false;
}

function spread(times: readonly number[]): string[] {
  const range = `${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}`;
  return [`${median(times).toFixed(0)} ms`, `(${range})`];
}

runBench('bench:report', main);
