import { setTimeout as delay } from 'node:timers/promises';
import type * as LocalServer from '../../src/platform/embedded/local-server';
import { Random } from '../../src/common/random';
import { clockOf } from '../support/faketime';
import { Clients } from '../support/nemesis/clients';
import { Cluster, PROCESSES } from '../support/nemesis/cluster';
import { type Harm, processHarms, serverHarms } from '../support/nemesis/harms';
import { State, STORED } from '../support/nemesis/state';
import { Writes } from '../support/nemesis/writes';
import { runCli } from '../support/processes';
import { testSeed } from '../support/random';
import { csvOf, RECOVERY } from '../support/rig';
import { until } from '../support/service';

const SECONDS = Number(process.env.NEMESIS_SECONDS ?? 60);
/** Milliseconds within which all must be well after the last harm. */
const SOON = 10_000;
/** The shortest and the longest harm, and pause between two, in milliseconds. */
const HARM = [20, 8_000] as const;
const PAUSE = [20, 3_000] as const;

// PostgreSQL gets a clock that can be set, too. Redis cannot: its allocator asks for the time before libfaketime is ready.
jest.mock('../../src/platform/embedded/local-server', () => {
  const actual = jest.requireActual<typeof LocalServer>('../../src/platform/embedded/local-server');
  const start: typeof actual.startDetached = (command, args, log, options) => {
    const clock = log.endsWith('server.log') ? clockOf(`${log}.clock`) : {};
    return actual.startDetached(command, args, log, { ...options, env: { ...options.env, ...clock } });
  };
  return { ...actual, startDetached: start };
});

jest.setTimeout(SECONDS * 1000 + 300_000);

interface StoredImport {
  readonly id: string;
  readonly bytes: number;
  readonly write_no: number;
  readonly accepted: number;
}

let cluster: Cluster;
let seed: number;

beforeAll(async () => {
  seed = testSeed('nemesis');
  cluster = await Cluster.start();
});

afterAll(async () => {
  await cluster.stop();
});

it('whatever fails, nothing confirmed is lost or counted twice, and each report is right for the data that it names', async () => {
  const writes = new Writes();
  const clients = new Clients(cluster.service, writes);
  await clients.begin(new Random(seed));
  const work = Promise.all([
    clients.post(new Random(seed + 1)),
    clients.post(new Random(seed + 2)),
    clients.importFiles(new Random(seed + 3)),
    clients.set(new Random(seed + 4)),
    clients.report(new Random(seed + 5)),
    clients.report(new Random(seed + 6)),
  ]);

  const harms = await Promise.all([rage(serverHarms, new Random(seed + 7)), rage(processHarms, new Random(seed + 8))]);
  const healed = performance.now();
  await until(async () => ((await cluster.service().get('/health/ready')).ok ? true : undefined), SOON);
  process.stderr.write(`nemesis: well after ${(performance.now() - healed).toFixed(0)} ms\n`);
  clients.stop();
  await work;
  expect(clients.faults).toEqual([]);
  for (const name of PROCESSES) expect([name, cluster.process(name).ended]).toEqual([name, false]);

  for (const [reportId, csv] of clients.reports) {
    const again = await csvOf(cluster.service(), reportId, RECOVERY);
    expect(csv ?? again).toBe(again);
    clients.reports.set(reportId, again);
  }
  await untilNothingRuns();
  const imports = await cluster.rig.query<StoredImport>(IMPORTS);
  const sent = new Map(writes.all.map((write) => [write.bytes, write]));
  const confirmed = writes.all.filter(({ importId }) => importId !== undefined);
  const stored = new Map(imports.map(({ bytes, id }) => [bytes, id]));
  expect(stored.size).toBe(imports.length);
  expect(imports.filter(({ bytes }) => !sent.has(bytes))).toEqual([]);
  expect(confirmed.filter(({ bytes, importId }) => stored.get(bytes) !== importId)).toEqual([]);

  const reports = await cluster.rig.query<{ id: string; seen: number; as_of: string }>(REPORTS);
  expect(reports.map(({ id }) => id)).toEqual(expect.arrayContaining([...clients.reports.keys()]));
  const state = new State();
  for (const { bytes, write_no, accepted } of imports) {
    const content = sent.get(bytes)?.content ?? {};
    const changes = state.apply(content);
    if (content.observations) expect({ bytes, accepted }).toEqual({ bytes, accepted: changes });
    for (const { id, as_of } of reports.filter(({ seen }) => seen === write_no)) {
      const csv = clients.reports.get(id) ?? (await csvOf(cluster.service(), id));
      expect(csv).toBe(state.report(Number(as_of)));
    }
  }
  const lines = await cluster.rig.query<{ line: string }>(STORED);
  expect(lines.map(({ line }) => line)).toEqual(state.lines());
  expect(await cluster.rig.query(STRAY_REJECTS)).toEqual([]);
  expect(runCli('verify', [], cluster.rig.environment('verify'))).toMatchObject({ code: 0, stderr: '' });

  process.stderr.write(
    `nemesis: ${JSON.stringify(harms.flat())}; ${writes.all.length} writes, ${confirmed.length} confirmed, ` +
      `${imports.length} stored; ${reports.length} reports\n`,
  );
  // Otherwise the test would prove nothing.
  expect(Math.min(harms.flat().length, confirmed.length, reports.length)).toBeGreaterThan(0);
});

/** Does harm in a random order until the time is up, and mends what it has broken; returns what it did. */
async function rage(harmsOf: (cluster: Cluster, random: Random) => Harm[], random: Random): Promise<string[]> {
  const harms = harmsOf(cluster, random);
  const done: string[] = [];
  const over = performance.now() + SECONDS * 1000;
  while (performance.now() < over) {
    await delay(random.logUniform(...PAUSE));
    const harm = random.pick(harms);
    done.push(harm.name);
    const mend = await harm.begin();
    try {
      await delay(random.logUniform(...HARM));
    } finally {
      await mend();
    }
  }
  return done;
}

/** Waits until no transaction of the service goes on whose client was given up. */
async function untilNothingRuns(): Promise<void> {
  await until(async () => {
    const running = await cluster.rig.query(
      `SELECT FROM pg_stat_activity WHERE application_name = ANY ($1) AND xact_start IS NOT NULL`,
      [PROCESSES],
    );
    return running.length === 0 || undefined;
  }, RECOVERY);
}

const IMPORTS = `
  SELECT import_id AS id, bytes_read::integer AS bytes, write_no::integer AS write_no, rows_accepted::integer AS accepted
  FROM import WHERE status = 'Complete' ORDER BY write_no`;

const REPORTS = `
  SELECT report_id AS id, seen_write_no::integer AS seen, (extract(epoch FROM as_of) * 1000000)::bigint AS as_of
  FROM report WHERE status = 'Complete'`;

const STRAY_REJECTS = `SELECT FROM import_reject JOIN import USING (import_key) WHERE status <> 'Complete'`;
