import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { DataSet } from '../src/cli/data-set/data-set';
import { count } from '../src/cli/screen/format';
import type { ReportStatus } from '../src/reports/report.entity';
import type { Service } from '../test/support/service';
import {
  filesOf,
  importFiles,
  machine,
  print,
  progress,
  runBench,
  withDataDir,
  withPostgres,
  withService,
} from './support';

/**
 * What the HTTP process answers while reports and imports run, beside an application of Nest that does nothing else, and what many
 * event streams and idle connections cost. Requests are made by a process of their own.
 */

const DATA_SET: DataSet = { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 };
const ROUNDS = 3;
const SECONDS = 8;
const CONNECTIONS = 50;
/** Reports that wait as a measurement begins: more than are computed meanwhile. */
const REPORTS = 400;
/** Requests a second, or this share of what the bare application manages, if that is less. */
const GOAL_RATE = 2_000;
const GOAL_SHARE = 0.8;
/** Milliseconds for the 99th percentile. */
const GOAL_P99 = 50;

const STREAMS = 1_000;
/** Milliseconds for which the statements of streams are counted. */
const WATCHED = 15_000;
const IDLE = 5_000;

/** What autocannon prints, as far as it is looked at. */
const measured = z.object({
  requests: z.object({ average: z.number() }),
  latency: z.object({ p50: z.number(), p99: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});
type Measured = z.output<typeof measured>;

@Controller('health')
class BareController {
  @Get()
  healthy(): object {
    return { status: 'healthy', timestamp: new Date().toISOString() };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

async function main(): Promise<boolean> {
  if (process.argv[3] === 'bare') return serveBare();
  const bare = spawn(process.execPath, [join(__dirname, 'run.mjs'), 'http', 'bare'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(bare.stdout, 'data'));
    print([machine()]);
    await underLoad(line.toString().trim());
    await withDataDir((dataDir) =>
      withService(dataDir, { REPORT_WORKERS: '0' }, async (service) => {
        await service.observe([{ store_id: 'a', status: 'active', timestamp_utc: '2024-10-08T12:00:00Z' }]);
        await manyStreams(service, await service.trigger());
        await idleConnections(service);
      }),
    );
    return true;
  } finally {
    await ended(bare);
  }
}

async function serveBare(): Promise<boolean> {
  const app = await NestFactory.create(BareModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  print([`${await app.getUrl()}/health`]);
  await once(process.stdin.resume(), 'end');
  await app.close();
  return true;
}

async function ended(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  if (child.exitCode === null) await once(child, 'exit');
}

/** By turns, at full speed and at the rate that is the goal, while reports and an import run all the time. */
async function underLoad(bare: string): Promise<void> {
  const folder = await filesOf(DATA_SET);
  await withDataDir((dataDir) =>
    withService(dataDir, {}, async (service) => {
      await importFiles(service, folder);
      const over = new AbortController();
      const importing = importUntil(over.signal, service, folder);
      try {
        for (let round = 1; round <= ROUNDS; round++) {
          await queueReports(service);
          const most = await load(bare);
          const rate = Math.round(Math.min(GOAL_RATE, GOAL_SHARE * most.requests.average));
          print([
            `round ${round}`,
            shown('bare Nest, at full speed', most),
            shown(`bare Nest, at ${rate}/s`, await load(bare, rate)),
          ]);
          await queueReports(service);
          await compare('/health', `${service.base}/health`, most, rate);
          const state = `${service.base}/get_report?report_id=${await queueReports(service)}`;
          await compare('state of a report', state, most, rate);
          if (!(await (await fetch(state)).text()).startsWith('{"status":"Running"')) {
            throw new Error('the report is over, so what was measured is its download');
          }
        }
      } finally {
        over.abort();
        const imports = await importing;
        print([
          `meanwhile ${await reportsThatAre('Complete', dataDir)} reports were completed, and all files imported ${imports} times`,
        ]);
      }
    }),
  );
}

async function compare(name: string, url: string, bare: Measured, rate: number): Promise<void> {
  const full = await load(url);
  const atRate = await load(url, rate);
  const isMet = atRate.requests.average >= 0.99 * rate && atRate.latency.p99 < GOAL_P99 && atRate.errors === 0;
  print([
    `${shown(`${name}, at full speed`, full)}   ratio to bare ${(full.requests.average / bare.requests.average).toFixed(2)}`,
    `${shown(`${name}, at ${rate}/s`, atRate)}   goal: the rate, and p99 below ${GOAL_P99} ms, ${isMet ? 'met' : 'MISSED'}`,
  ]);
}

/** Imports the files over and over; returns how often. */
async function importUntil(signal: AbortSignal, service: Service, folder: string): Promise<number> {
  let imports = 0;
  while (!signal.aborted) {
    await importFiles(service, folder);
    imports++;
  }
  return imports;
}

/** Has the workers compute reports during a measurement; returns one that waits until the others are over. */
async function queueReports(service: Service): Promise<string> {
  let id = await service.trigger();
  const missing = REPORTS - (await reportsThatAre('Running', service.dataDir));
  for (let queued = 0; queued < missing; queued++) id = await service.trigger();
  return id;
}

async function reportsThatAre(status: ReportStatus, dataDir: string): Promise<number> {
  const { rows } = await withPostgres(dataDir, (client) =>
    client.query<{ reports: number }>('SELECT count(*)::integer AS reports FROM report WHERE status = $1', [status]),
  );
  return rows[0]?.reports ?? 0;
}

/** @param rate requests a second; undefined: as many as are answered */
async function load(url: string, rate?: number): Promise<Measured> {
  const settings = ['--json', '--connections', `${CONNECTIONS}`, '--duration', `${SECONDS}`];
  const limit = rate === undefined ? [] : ['--overallRate', `${rate}`];
  const child = spawn(process.execPath, [require.resolve('autocannon'), ...settings, ...limit, url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const result = measured.parse(JSON.parse(output));
  if (result.non2xx > 0) throw new Error(`${result.non2xx} requests for ${url} were refused`);
  return result;
}

function shown(name: string, { requests, latency, errors }: Measured): string {
  const figures = `${requests.average.toFixed(0).padStart(6)}/s   p50 ${latency.p50} ms   p99 ${latency.p99} ms`;
  return `${name.padEnd(38)}${figures}${errors > 0 ? `   ${errors} errors` : ''}`;
}

/** How many transactions PostgreSQL has while nobody, one client and many clients watch a report. */
async function manyStreams(service: Service, reportId: string): Promise<void> {
  const streams: IncomingMessage[] = [];
  const counts: number[] = [];
  for (const clients of [0, 1, STREAMS]) {
    const more = Array.from({ length: clients - streams.length }, () => watch(service, reportId));
    streams.push(...(await Promise.all(more)));
    progress(`${streams.length} event streams`);
    counts.push(await transactionsWithin(service, WATCHED));
  }
  for (const stream of streams) stream.destroy();
  const [none = NaN, one = NaN, many = NaN] = counts;
  print([
    `transactions in ${WATCHED / 1000} s: ${none} without an event stream, ${one} with one, ${many} with ${count(STREAMS)}`,
    `beyond those without: ${count(STREAMS)} cost ${((many - none) / (one - none)).toFixed(2)} times as many as one`,
  ]);
}

async function watch({ base }: Service, reportId: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${base}/reports/${reportId}/events`, { agent: false }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`an event stream is answered with ${answer.statusCode ?? ''}`));
      answer.resume().once('error', () => undefined);
      resolve(answer);
    }).once('error', reject);
  });
}

/** PostgreSQL counts what a session has done once it has been idle for ten seconds, or earlier. */
async function transactionsWithin({ dataDir }: Service, milliseconds: number): Promise<number> {
  return withPostgres(dataDir, async (client) => {
    const transactions = async () => {
      const { rows } = await client.query<{ sum: string }>(
        'SELECT xact_commit + xact_rollback AS sum FROM pg_stat_database WHERE datname = current_database()',
      );
      return Number(rows[0]?.sum);
    };
    // What opened the streams is over, and counted.
    await delay(12_000);
    const before = await transactions();
    await delay(milliseconds);
    return (await transactions()) - before;
  });
}

/** How `/health` answers while so many others are connected and send nothing. */
async function idleConnections({ base }: Service): Promise<void> {
  const { hostname, port } = new URL(base);
  const sockets: Socket[] = [];
  const alone = await load(`${base}/health`, 200);
  for (let opened = 0; opened < IDLE; opened += 100) {
    const next = Array.from({ length: 100 }, () => connect(Number(port), hostname).on('error', () => undefined));
    await Promise.all(next.map((socket) => once(socket, 'connect')));
    sockets.push(...next);
  }
  const beside = await load(`${base}/health`, 200);
  const open = sockets.filter((socket) => socket.readyState === 'open').length;
  for (const socket of sockets) socket.destroy();
  print([
    shown('/health, at 200/s', alone),
    `${shown(`beside ${count(IDLE)} idle connections`, beside)}   ${count(open)} of them still open`,
  ]);
}

runBench('bench:http', main);
