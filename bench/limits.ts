import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCli } from '../test/support/processes';
import { machine, median, print, progress, runBench, withDataDir, withService } from './support';

/**
 * How much a client at its limit slows down others. One client asks calmly, alone and beside another that sends what it can with
 * a key at its limit, by turns; the other has a process of its own.
 */

const ROUNDS = 6;
/** Milliseconds of each half of a round. */
const HALF = 5_000;
/** Milliseconds from one request of the calm client to the next. */
const PACE = 10;
const CONNECTIONS = 32;
const PATH = '/stores?limit=1';
/** How much slower others may be, by the median. */
const GOAL = 2;

interface Latencies {
  readonly alone: number[];
  readonly beside: number[];
}

async function main(): Promise<boolean> {
  const [role, base, key] = process.argv.slice(3);
  if (role === 'flood' && base !== undefined && key !== undefined) return flood(base, key);
  return withDataDir((dataDir) =>
    withService(dataDir, { REPORT_WORKERS: '0', RATE_LIMIT_PER_KEY: '2000' }, async (service) => {
      const [calm, greedy] = ['calm', 'greedy'].map((name) => newKey(dataDir, name));
      const latencies: Latencies = { alone: [], beside: [] };
      // Warms up.
      await askCalmly(service.base, calm ?? '', []);
      let refused = 0;
      for (let round = 0; round < ROUNDS; round++) {
        await askCalmly(service.base, calm ?? '', latencies.alone);
        const other = spawn(
          process.execPath,
          [join(__dirname, 'run.mjs'), 'limits', 'flood', service.base, greedy ?? ''],
          {
            stdio: ['pipe', 'pipe', 'inherit'],
          },
        );
        // It says so once it is at its limit.
        await once(other.stdout, 'data');
        await askCalmly(service.base, calm ?? '', latencies.beside);
        refused += await refusals(other);
        progress(`round ${round + 1} of ${ROUNDS}`);
      }
      report(latencies, refused / ((ROUNDS * HALF) / 1000));
      return true;
    }),
  );
}

function newKey(dataDir: string, name: string): string {
  const { stdout } = runCli('keys', ['create', '--name', name, '--scopes', 'read'], { DATA_DIR: dataDir });
  return /^rm_\w+$/m.exec(stdout)?.[0] ?? '';
}

/** Sends one request after the other at an even pace; adds the milliseconds that each took. */
async function askCalmly(base: string, key: string, latencies: number[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const end = performance.now() + HALF;
  for (let due = performance.now(); due < end; due = Math.max(due + PACE, performance.now())) {
    await delay(due - performance.now());
    const start = performance.now();
    const status = await ask(base, key, agent);
    if (status !== 200) throw new Error(`the calm client is answered with ${status}`);
    latencies.push(performance.now() - start);
  }
  agent.destroy();
}

/** Sends what it can until its standard input ends. Prints a line once it is refused, and then how often it was. */
async function flood(base: string, key: string): Promise<boolean> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const over = new AbortController();
  process.stdin
    .once('end', () => {
      over.abort();
    })
    .resume();
  let refused = 0;
  const send = async () => {
    while (!over.signal.aborted) {
      if ((await ask(base, key, agent)) !== 429) continue;
      if (refused++ === 0) print(['at its limit']);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, send));
  agent.destroy();
  print([`${refused}`]);
  return true;
}

async function refusals(other: ChildProcess): Promise<number> {
  let output = '';
  other.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  other.stdin?.end();
  await once(other, 'close');
  return Number(output.trim().split('\n').at(-1));
}

async function ask(base: string, key: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(base + PATH, { agent, headers: { authorization: `Bearer ${key}` } }, (answer) => {
      answer.resume().once('end', () => {
        resolve(answer.statusCode ?? 0);
      });
    }).once('error', reject);
  });
}

function report({ alone, beside }: Latencies, refusedPerSecond: number): void {
  const line = (name: string, latencies: readonly number[]) =>
    `${name}  p50 ${median(latencies).toFixed(2)} ms   p99 ${percentile(latencies, 0.99).toFixed(2)} ms   of ${latencies.length} requests`;
  const ratio = median(beside) / median(alone);
  print([
    machine(),
    line('alone                   ', alone),
    line('beside one at its limit ', beside),
    `slower by p50: ${ratio.toFixed(2)} times   goal: at most ${GOAL}, ${ratio <= GOAL ? 'met' : 'MISSED'}`,
    `slower by p99: ${(percentile(beside, 0.99) / percentile(alone, 0.99)).toFixed(2)} times`,
    `refused: ${Math.round(refusedPerSecond)} requests a second, on ${CONNECTIONS} connections`,
  ]);
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}

runBench('bench:limits', main);
