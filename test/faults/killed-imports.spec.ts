import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../src/common/random';
import { seededRandom } from '../support/random';
import { json, type Service, until } from '../support/service';
import { Rig } from '../support/rig';

jest.setTimeout(300_000);

const ROUNDS = 10;
const ROWS = 8000;
const REJECTS = 300;
const MINUTE = 60_000;
const EPOCH = Date.UTC(2024, 8, 20);
const HEADER = 'store_id,status,timestamp_utc\n';

/** On a connection of its own: a shared one may have been closed after the request before, or while we were busy. */
const ALONE = { connection: 'close' };

const HARMS = [
  'kill service',
  'kill PostgreSQL',
  'client goes',
  'disk of spool full',
  'disk of PostgreSQL full',
] as const;
type Harm = (typeof HARMS)[number];

interface Row {
  readonly store: string;
  readonly minute: number;
  readonly active: boolean;
}

/** What must be stored: the result of importing each row by itself. */
class Model {
  private constructor(private readonly stored: Map<string, boolean>) {}

  static empty(): Model {
    return new Model(new Map());
  }

  with(rows: readonly Row[]): { model: Model; accepted: number; unchanged: number } {
    const stored = new Map(this.stored);
    let accepted = 0;
    for (const { store, minute, active } of rows) {
      const key = `${store} ${minute}`;
      if (stored.get(key) !== active) accepted++;
      stored.set(key, active);
    }
    return { model: new Model(stored), accepted, unchanged: rows.length - accepted };
  }

  lines(): string[] {
    return [...this.stored].map(([key, active]) => `${key} ${active}`).sort();
  }
}

let rig: Rig;
let service: Service;
let random: Random;

beforeAll(async () => {
  random = seededRandom('killed imports');
  rig = await Rig.start();
  service = await rig.service();
});

afterAll(async () => {
  await rig.stop();
});

/** A few stores over three weeks: new, late, repeated and corrected rows, and a new store; every fifth round the same minutes. */
function rowsOf(round: number): Row[] {
  return Array.from({ length: ROWS }, (_, index) => ({
    store: index % 100 === 0 ? `new-${round}` : `store-${random.integer(0, 9)}`,
    minute: random.integer(0, 3000) * 10 + (round % 5),
    active: random.chance(0.7),
  }));
}

function csvOf(rows: readonly Row[]): string {
  const lines = rows.map(({ store, minute, active }) => {
    return `${store},${active ? 'active' : 'inactive'},${new Date(EPOCH + minute * MINUTE).toISOString()}\n`;
  });
  // Enough rejects to spill to disk.
  for (let reject = 0; reject < REJECTS; reject++) lines.push(`store-0,${'closed'.repeat(100)},2024\n`);
  return HEADER + lines.join('');
}

/** What all imports have stored; stray rejects belong to imports that are not complete. */
async function stored(): Promise<{ observations: string[]; stores: number; strayRejects: number }> {
  const observations = await rig.query<{ line: string }>(
    `SELECT concat_ws(' ', store_id, (extract(epoch FROM observed_at) * 1000 - ${EPOCH})::bigint / ${MINUTE}, active::text) AS line
     FROM observation JOIN store USING (store_key)`,
  );
  const [counts] = await rig.query<{ stores: number; stray: number }>(
    `SELECT (SELECT count(*) FROM store)::integer AS stores,
            (SELECT count(*) FROM import_reject JOIN import USING (import_key) WHERE status <> 'Complete')::integer AS stray`,
  );
  return {
    observations: observations.map(({ line }) => line).sort(),
    stores: counts?.stores ?? -1,
    strayRejects: counts?.stray ?? -1,
  };
}

/** Whether a full disk can be simulated here, by a limit on the size of files. */
const canLimitFiles = spawnSync('prlimit', ['--version']).status === 0;

function limitFiles(bytes: number | undefined): void {
  const limited = spawnSync('prlimit', ['--pid', `${service.pid}`, `--fsize=${bytes ?? 'unlimited'}:unlimited`]);
  if (limited.status !== 0) throw new Error(limited.stderr.toString());
}

/** Makes PostgreSQL report a full disk when a certain row is inserted. */
async function layFuse(row: number): Promise<void> {
  await rig.query('CREATE SEQUENCE fuse');
  await rig.query(`
    CREATE FUNCTION blow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('fuse') = ${row} THEN RAISE disk_full; END IF;
      RETURN NEW;
    END $$`);
  await rig.query('CREATE TRIGGER fuse BEFORE INSERT ON observation FOR EACH ROW EXECUTE FUNCTION blow()');
}

async function removeFuse(): Promise<void> {
  await rig.query('DROP FUNCTION blow CASCADE');
  await rig.query('DROP SEQUENCE fuse');
}

/** A body that stalls somewhere and never ends. */
function partOf(csv: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(Buffer.from(csv.slice(0, random.integer(1, csv.length))));
    },
  });
}

/** Sends a body and causes harm at a random moment; returns the answer, if any. */
async function importUnder(harm: Harm, csv: string, usual: number): Promise<Response | undefined> {
  const client = new AbortController();
  // Later imports take longer than the first, which had no stored rows to compare with.
  const moment = random.integer(0, Math.ceil(usual * 2));
  if (harm === 'disk of PostgreSQL full') await layFuse(random.integer(1, ROWS / 4));
  // Less than the two chunks of 64 KiB that the rejects fill.
  if (harm === 'disk of spool full') limitFiles(random.integer(0, 130_000));
  const sent = fetch(`${service.base}/imports/store-status`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...ALONE },
    body: harm === 'client goes' ? partOf(csv) : csv,
    duplex: 'half',
    signal: client.signal,
  }).catch(() => undefined);
  if (harm === 'kill service' || harm === 'kill PostgreSQL' || harm === 'client goes') {
    await delay(moment);
    if (harm === 'kill service') await service.stop('SIGKILL');
    if (harm === 'kill PostgreSQL') await rig.killPostgres();
    if (harm === 'client goes') client.abort();
  }
  const answer = await sent;
  if (harm === 'disk of PostgreSQL full') await removeFuse();
  if (harm === 'disk of spool full') limitFiles(undefined);
  if (harm === 'kill service') service = await rig.service();
  if (harm === 'kill PostgreSQL') {
    await rig.startPostgres();
    await until(async () => ((await service.get('/health/ready', ALONE)).ok ? true : undefined));
  }
  return answer;
}

it('an import that is cut short at any moment leaves nothing behind, and its repetition counts exactly', async () => {
  let model = Model.empty();
  const first = rowsOf(0);
  const start = performance.now();
  expect((await service.importCsv('store-status', csvOf(first), ALONE)).status).toBe(201);
  const usual = performance.now() - start;
  ({ model } = model.with(first));
  const outcomes: Record<string, number> = {};

  for (let round = 1; round <= ROUNDS; round++) {
    const harm = HARMS[round % HARMS.length] ?? 'kill service';
    if (harm === 'disk of spool full' && !canLimitFiles) continue;
    const rows = rowsOf(round);
    const before = await stored();
    expect(before.observations).toEqual(model.lines());
    const answer = await importUnder(harm, csvOf(rows), usual);

    // A transaction may still be running after its client or connection is gone.
    await until(async () => {
      const [running] = await rig.query(
        `SELECT FROM pg_stat_activity WHERE application_name = 'service' AND xact_start IS NOT NULL`,
      );
      return running ? undefined : true;
    });
    const after = await stored();
    const whole = model.with(rows).model;
    const isWhole = after.observations.length === whole.lines().length;
    expect({ harm, lines: after.observations }).toEqual({ harm, lines: (isWhole ? whole : model).lines() });
    expect({ harm, stores: after.stores }).toEqual({ harm, stores: before.stores + (isWhole ? 1 : 0) });
    expect({ harm, stray: after.strayRejects }).toEqual({ harm, stray: 0 });
    // PostgreSQL may die between its commit and its answer: then everything is stored, but the service does not know.
    const isUnreported = harm === 'kill PostgreSQL' && isWhole;
    if (answer && !isUnreported) expect({ harm, isWhole }).toEqual({ harm, isWhole: answer.status === 201 });
    if (answer && harm.startsWith('disk') && !isWhole) {
      expect(await json(answer)).toMatchObject({ status: 507, code: 'no_space' });
    }
    if (isWhole) model = whole;
    outcomes[`${harm}: ${isWhole ? 'all' : 'nothing'}`] =
      (outcomes[`${harm}: ${isWhole ? 'all' : 'nothing'}`] ?? 0) + 1;

    const again = model.with(rows);
    expect({ harm, ...(await json(await service.importCsv('store-status', csvOf(rows), ALONE))) }).toMatchObject({
      harm,
      status: 'Complete',
      rows_read: ROWS + REJECTS,
      rows_accepted: again.accepted,
      rows_unchanged: again.unchanged,
      rows_rejected: REJECTS,
    });
    model = again.model;
  }
  process.stderr.write(`killed imports: ${JSON.stringify(outcomes)}\n`);
  expect((await stored()).observations).toEqual(model.lines());
  // These are certain; whether a kill comes before or after the end of an import is not.
  const certain: Harm[] = [
    'client goes',
    'disk of PostgreSQL full',
    ...(canLimitFiles ? ['disk of spool full' as const] : []),
  ];
  for (const harm of certain) expect(outcomes).toMatchObject({ [`${harm}: nothing`]: ROUNDS / HARMS.length });
});
