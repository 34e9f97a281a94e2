import { setTimeout as delay } from 'node:timers/promises';
import type * as LocalServer from '../../src/platform/embedded/local-server';
import { Random } from '../../src/common/random';
import { clockOf } from '../support/faketime';
import { Clients } from '../support/nemesis/clients';
import { Cluster, PROCESSES } from '../support/nemesis/cluster';
import { type Harm, processHarms, serverHarms } from '../support/nemesis/harms';
import { State, STORED, STORED_CLOSURES } from '../support/nemesis/state';
import { type Write, Writes } from '../support/nemesis/writes';
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
  readonly rejected: number;
}

interface StoredReport {
  readonly id: string;
  readonly seen: number;
  readonly as_of: string;
  readonly requested: boolean;
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
  const harms: string[] = [];
  const isOver = new AbortController();
  const rages = [
    rage(serverHarms, new Random(seed + 7), harms, isOver.signal),
    rage(processHarms, new Random(seed + 8), harms, isOver.signal),
  ];
  try {
    await Promise.all(rages);
    cluster.bypassNetwork();
    await until(async () => ((await cluster.service().get('/health/ready')).ok ? true : undefined), SOON);
  } finally {
    process.stderr.write(`nemesis: ${JSON.stringify(harms)}\n`);
    isOver.abort();
    clients.stop();
    // Otherwise one that goes on would start a process again that was stopped.
    await Promise.allSettled(rages);
    await work;
  }
  expect(clients.faults).toEqual([]);
  for (const name of PROCESSES) expect([name, cluster.process(name).ended]).toEqual([name, false]);

  await downloadAll(clients.reports);
  await untilNothingRuns();
  const imports = await cluster.rig.query<StoredImport>(IMPORTS);
  const confirmed = writes.all.filter(({ importId }) => importId !== undefined);
  expectEachOnce(imports, writes.all, confirmed);
  const reports = await cluster.rig.query<StoredReport>(REPORTS);
  expect(reports.map(({ id }) => id)).toEqual(expect.arrayContaining([...clients.reports.keys()]));
  // Those of which no client was told. The model, which comes next, takes so long that connections would be closed.
  const csvs = new Map<string, string>();
  for (const { id } of reports) csvs.set(id, clients.reports.get(id) ?? (await csvOf(cluster.service(), id)));

  // Imports are numbered in the order in which they become visible; a report names the last one that it has seen.
  const sent = new Map(writes.all.map(({ bytes, content }) => [bytes, content]));
  const state = new State();
  let checked = 0;
  for (const { bytes, write_no, accepted, rejected } of imports) {
    const { observations, ...content } = sent.get(bytes) ?? {};
    // For a PostgreSQL whose clock is years behind, all of them are in the future.
    expect([0, observations?.length]).toContain(rejected);
    const changes = state.apply(observations && rejected === 0 ? { observations } : content);
    if (observations) expect({ bytes, accepted }).toEqual({ bytes, accepted: changes });
    for (const { id, as_of, requested } of reports.filter(({ seen }) => seen === write_no)) {
      if (!requested) expect(Number(as_of)).toBe(state.latest);
      expect(csvs.get(id)).toBe(state.report(Number(as_of)));
      checked++;
    }
  }
  expect(checked).toBe(reports.length);
  const lines = await cluster.rig.query<{ line: string }>(STORED);
  expect(lines.map(({ line }) => line)).toEqual(state.lines());
  const closures = await cluster.rig.query<{ line: string }>(STORED_CLOSURES);
  expect(closures.map(({ line }) => line)).toEqual(state.closureLines());
  expect(await cluster.rig.query(STRAY_REJECTS)).toEqual([]);
  expect(runCli('verify', [], cluster.rig.environment('verify'))).toMatchObject({ code: 0, stderr: '' });

  process.stderr.write(
    `nemesis: ${writes.all.length} writes, ${confirmed.length} confirmed, ${imports.length} stored; ${checked} reports\n`,
  );
  // Otherwise the test would prove nothing.
  expect(Math.min(harms.length, confirmed.length, checked)).toBeGreaterThan(0);
});

/** Does harm in a random order until the time is up or the test is over, and mends what it has broken. */
async function rage(
  harmsOf: (cluster: Cluster, random: Random) => Harm[],
  random: Random,
  done: string[],
  testIsOver: AbortSignal,
): Promise<void> {
  const harms = harmsOf(cluster, random);
  const over = performance.now() + SECONDS * 1000;
  while (performance.now() < over && !testIsOver.aborted) {
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
}

/** All reports that were promised become complete, and stay as they were when they were first downloaded. */
async function downloadAll(reports: Map<string, string | undefined>): Promise<void> {
  for (const [reportId, before] of reports) {
    const csv = await csvOf(cluster.service(), reportId, RECOVERY);
    expect(csv).toBe(before ?? csv);
    reports.set(reportId, csv);
  }
}

/** Each confirmed write is stored under the id that was said; none twice, and nothing that nobody sent. */
function expectEachOnce(imports: readonly StoredImport[], sent: readonly Write[], confirmed: readonly Write[]): void {
  const lengths = new Set(sent.map(({ bytes }) => bytes));
  const stored = new Map(imports.map(({ bytes, id }) => [bytes, id]));
  expect(stored.size).toBe(imports.length);
  expect(imports.filter(({ bytes }) => !lengths.has(bytes))).toEqual([]);
  expect(confirmed.filter(({ bytes, importId }) => stored.get(bytes) !== importId)).toEqual([]);
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
  SELECT import_id AS id, bytes_read::integer AS bytes, write_no::integer AS write_no, rows_accepted::integer AS accepted,
         rows_rejected::integer AS rejected
  FROM import WHERE status = 'Complete' ORDER BY write_no`;

const REPORTS = `
  SELECT report_id AS id, seen_write_no::integer AS seen, (extract(epoch FROM as_of) * 1000000)::bigint AS as_of,
         requested_as_of IS NOT NULL AS requested
  FROM report WHERE status = 'Complete'`;

const STRAY_REJECTS = `SELECT FROM import_reject JOIN import USING (import_key) WHERE status <> 'Complete'`;
