import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { call } from '../src/cli/client/client';
import type { DataSet } from '../src/cli/data-set/data-set';
import { count, table } from '../src/cli/screen/format';
import type { Service } from '../test/support/service';
import {
  againstGoal,
  filesOf,
  machine,
  median,
  print,
  progress,
  runBench,
  withDataDir,
  withPostgres,
  withService,
} from './support';

/**
 * How long a full-size import takes over HTTP, from the first byte sent to the answer. The yardstick is PostgreSQL's
 * own COPY of the same rows as text, in file order, into a table with the same primary key on the same server. Also
 * measures sending the same file again, and importing an hour of observations into a small and a large database.
 *
 * With `--large`: how a body of 5 GB affects the memory of each process.
 */

const DATA_SET: DataSet = { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 };
const ROUNDS = 3;
const GOAL_TO_COPY = 1;
const GOAL_AGAIN = 0.7;

/** Hours of observations, one for each store and hour, that are stored before the measured batches. */
const SMALL_HOURS = 7;
const LARGE_HOURS = 1250;
const BATCHES = 9;
const GOAL_HOURLY = 1.5;

const LARGE_BYTES = 5e9;
const GOAL_MEMORY = 150;

const HOUR = 3_600_000;
const FIRST_HOUR = Date.UTC(2024, 0, 1);

async function main(): Promise<boolean> {
  if (process.argv.includes('--large')) {
    await measureMemory();
    return true;
  }
  const rows = await rowsOf(await filesOf(DATA_SET));
  const rounds: { copy: number; first: number; again: number }[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const times = await measureRound(rows);
    rounds.push(times);
    progress(`round ${round}: ${Object.values(times).map(inSeconds).join(', ')}`);
  }
  const hourly = await measureHourly();
  const [copy, first, again] = [rounds.map((r) => r.copy), rounds.map((r) => r.first), rounds.map((r) => r.again)];
  print([
    '',
    `${count(rows.count)} observations; medians of ${ROUNDS}; ${machine()}`,
    '',
    ...table([
      ['a  COPY by PostgreSQL itself', ...spread(copy)],
      ['b  import over HTTP, empty database', ...spread(first)],
      ['c  the same file again', ...spread(again)],
    ]),
    '',
    `b / a   ${againstGoal(median(first) / median(copy), GOAL_TO_COPY, 2)}`,
    `c / a   ${againstGoal(median(again) / median(copy), GOAL_AGAIN, 2)}`,
    '',
    ...table([
      [`an hour's ${count(DATA_SET.stores)} polls into`, 'median', ''],
      [`d  ${count(SMALL_HOURS * DATA_SET.stores)} observations`, ...spread(hourly.small)],
      [`e  ${count(LARGE_HOURS * DATA_SET.stores)} observations`, ...spread(hourly.large)],
    ]),
    '',
    `e / d   ${againstGoal(median(hourly.large) / median(hourly.small), GOAL_HOURLY, 2)}`,
  ]);
  return true;
}

/** The status file itself, and the same rows as text for COPY, with a key for each store. */
async function rowsOf(folder: string): Promise<{ csv: string; text: string; count: number }> {
  const csv = join(folder, 'store_status.csv');
  const text = join(folder, 'observation.tsv');
  const lines = (await readFile(csv, 'utf8')).trimEnd().split('\n').slice(1);
  const ids = [...new Set(lines.map((line) => line.slice(0, line.indexOf(','))))].sort();
  const keys = new Map(ids.map((id, index) => [id, index + 1]));
  await pipeline(function* () {
    for (const line of lines) {
      const [id = '', status, at] = line.split(',');
      yield `${at ?? ''}\t${keys.get(id) ?? 0}\t1\t${status === 'active' ? 't' : 'f'}\n`;
    }
  }, createWriteStream(text));
  return { csv, text, count: lines.length };
}

async function measureRound(rows: { csv: string; text: string }) {
  return withDataDir((dataDir) =>
    withService(dataDir, { REPORT_WORKERS: '0' }, async (service) => {
      const copy = await withPostgres(dataDir, (client) => copyText(client, rows.text));
      const first = await timedImport(service, () => createReadStream(rows.csv, { highWaterMark: 1 << 18 }));
      const again = await timedImport(service, () => createReadStream(rows.csv, { highWaterMark: 1 << 18 }));
      return { copy, first, again };
    }),
  );
}

async function copyText(client: Client, file: string): Promise<number> {
  await client.query(`
    CREATE TABLE yardstick (
      observed_at timestamptz NOT NULL CHECK (isfinite(observed_at)),
      store_key integer NOT NULL, import_key integer NOT NULL, active boolean NOT NULL,
      PRIMARY KEY (store_key, observed_at)
    )`);
  const start = performance.now();
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 18 }),
    client.query(copyFrom('COPY yardstick FROM STDIN')),
  );
  const ms = performance.now() - start;
  // The import must not pay for dirty pages that COPY left behind.
  await client.query('DROP TABLE yardstick');
  await client.query('CHECKPOINT');
  return ms;
}

async function timedImport(service: Service, body: () => Readable): Promise<number> {
  await withPostgres(service.dataDir, (client) => client.query('CHECKPOINT'));
  const start = performance.now();
  const answer = await call(new URL('imports/store-status', service.base), {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: body(),
  });
  answer.resume();
  return performance.now() - start;
}

async function measureHourly(): Promise<{ small: number[]; large: number[] }> {
  return withDataDir((smallDir) =>
    withDataDir((largeDir) =>
      withService(smallDir, { REPORT_WORKERS: '0' }, (small) =>
        withService(largeDir, { REPORT_WORKERS: '0' }, async (large) => {
          await timedImport(small, () => Readable.from(hours(0, SMALL_HOURS)));
          await timedImport(large, () => Readable.from(hours(0, LARGE_HOURS)));
          for (const { dataDir } of [small, large]) {
            await withPostgres(dataDir, (client) => client.query('VACUUM (ANALYZE)'));
          }
          progress('two databases with hourly observations are ready');
          const times = { small: new Array<number>(), large: new Array<number>() };
          // The first batch is a warm-up and does not count.
          for (let batch = 0; batch <= BATCHES; batch++) {
            const smallMs = await timedImport(small, () => Readable.from(hours(SMALL_HOURS + batch, 1)));
            const largeMs = await timedImport(large, () => Readable.from(hours(LARGE_HOURS + batch, 1)));
            if (batch === 0) continue;
            times.small.push(smallMs);
            times.large.push(largeMs);
          }
          return times;
        }),
      ),
    ),
  );
}

/** A status file with one observation for each store and hour; about one in fifty differs from the one before. */
function* hours(from: number, length: number): Generator<string> {
  yield 'store_id,status,timestamp_utc\n';
  for (let hour = from; hour < from + length; hour++) {
    const lines: string[] = [];
    for (let store = 0; store < DATA_SET.stores; store++) {
      const status = Math.floor((hour * 7 + store) / 50) % 5 === 0 ? 'inactive' : 'active';
      const at = new Date(FIRST_HOUR + hour * HOUR + ((store * 7919) % HOUR)).toISOString();
      lines.push(`store-${String(store).padStart(5, '0')},${status},${at.slice(0, 10)} ${at.slice(11, -1)} UTC`);
      if (lines.length === 1000) yield `${lines.splice(0).join('\n')}\n`;
    }
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
}

async function measureMemory(): Promise<void> {
  await withDataDir((dataDir) =>
    withService(dataDir, { REPORT_WORKERS: '0' }, async (service) => {
      await timedImport(service, () => Readable.from(hours(0, 1)));
      const before = await memoryOf(service.pid);
      const peaks = new Map<string, number>();
      const end = new AbortController();
      const watch = (async () => {
        while (!end.signal.aborted) {
          for (const [name, bytes] of await memoryOf(service.pid))
            peaks.set(name, Math.max(peaks.get(name) ?? 0, bytes));
          await delay(100);
        }
      })();
      let sent = 0;
      const start = performance.now();
      await timedImport(service, () =>
        Readable.from(
          (function* () {
            for (const chunk of hours(1, Infinity)) {
              sent += chunk.length;
              yield chunk;
              if (sent > LARGE_BYTES) return;
            }
          })(),
        ),
      );
      end.abort();
      await watch;
      const largest = Math.max(...[...peaks].map(([name, peak]) => peak - (before.get(name) ?? 0)));
      print([
        '',
        `a body of ${(sent / 1e9).toFixed(1)} GB, imported in ${inSeconds(performance.now() - start)}; ${machine()}`,
        '',
        ...table([
          ['memory, without what processes share', 'before', 'peak'],
          ...[...peaks].map(([name, peak]) => [name, inMb(before.get(name) ?? 0), inMb(peak)]),
        ]),
        '',
        `largest rise of any process   ${againstGoal(largest / 1e6, GOAL_MEMORY, 0, ' MB')}`,
      ]);
    }),
  );
}

/** The memory of the HTTP process, and of the largest PostgreSQL process of each kind. */
async function memoryOf(servicePid: number): Promise<Map<string, number>> {
  const memory = new Map<string, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    const command = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0')[0] ?? '';
    const kind = Number(name) === servicePid ? 'HTTP process' : /^postgres: (?:\S+ )?.*/.exec(command)?.[0];
    if (kind === undefined) continue;
    const kibibytes = ['RssAnon', 'RssFile'].map((field) =>
      Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]),
    );
    const bytes = kibibytes.reduce((sum, value) => sum + value, 0) * 1024;
    const label = kind.replace(/\(\d+\).*|\d+\.\d+\.\d+\.\d+.*/, '').trim();
    memory.set(label, Math.max(memory.get(label) ?? 0, bytes));
  }
  return memory;
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function inMb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function spread(times: readonly number[]): string[] {
  const range = `${(Math.min(...times) / 1000).toFixed(2)} to ${(Math.max(...times) / 1000).toFixed(2)}`;
  return [`${(median(times) / 1000).toFixed(2)} s`, `(${range})`];
}

runBench('bench:import', main);
