import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { seededRandom } from '../../../test/support/random';
import { MINUTE, type Micros } from '../../calculator/instants';
import type { Random } from '../../common/random';
import { fromMicros, toMicros } from '../../platform/database/sql';
import type { StatusChange } from '../changes/status-changes';
import { type LateOutcome, mergeLate, newLateRows } from './late-observations';
import { bucketIn } from '../../stores/buckets/buckets';

const EPOCH: Micros = Date.UTC(2024, 9, 7) * 1000;
const STORE = 1;
/** A store whose observations lie between those of the others, in keys and in time. */
const CROWDED = 2;
const LAST_STORE = 3;
/** So many that they are not read into memory to be compared with a few late rows. */
const CROWD = 3000;

const FIRST_IMPORT = 1;
const LATE_IMPORT = 2;

/** An observation of a store; `first` is its status where the import first names it. */
interface Observation {
  readonly key: number;
  readonly at: Micros;
  readonly active: boolean;
  readonly first: boolean;
}

interface Scenario {
  /** The observations of all stores before the merge. */
  readonly history: readonly Observation[];
  /** By key and instant. */
  readonly late: readonly Observation[];
  /** Observations before this instant were dropped. */
  readonly keptFrom?: Micros | undefined;
  /** SQL that decides how the statements of the merge are planned; undefined leaves that to PostgreSQL. */
  readonly plan?: string | undefined;
}

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

/** Reads `10A 20I 30IA`: active at minute 10, inactive at 20, and at 30 first inactive, then corrected to active. */
function observations(text: string, key = STORE): Observation[] {
  return [...text.matchAll(/(\d+)([AI]?)([AI])/g)].map(([, minute, first, last]) => ({
    key,
    at: EPOCH + Number(minute) * MINUTE,
    active: last === 'A',
    first: (first === '' ? last : first) === 'A',
  }));
}

/** Many observations of a store between the others, in the second hour. */
function crowd(): Observation[] {
  return Array.from({ length: CROWD }, (_, index) => {
    const active = index % 7 < 4;
    return { key: CROWDED, at: EPOCH + 90 * MINUTE + index * 1000, active, first: active };
  });
}

const byKeyAndInstant = (a: Observation, b: Observation) => a.key - b.key || a.at - b.at;

/** What is stored, as lines. */
interface Stored {
  readonly observations: readonly string[];
  readonly runs: readonly string[];
}

/** What a merge must store and count, computed from all observations there ever were. */
function expected({ history, late, keptFrom = -Infinity }: Scenario): Stored & { outcome: LateOutcome } {
  const importOf = (observation: Observation, importKey: number) => ({ ...observation, importKey });
  const known = new Map(history.map((observation) => [nameOf(observation), importOf(observation, FIRST_IMPORT)]));
  let accepted = 0;
  const changed: Micros[] = [];
  for (const observation of late) {
    const before = known.get(nameOf(observation));
    if (before?.active !== observation.first) accepted++;
    if (before?.active === observation.active) continue;
    changed.push(observation.at);
    known.set(nameOf(observation), importOf(observation, LATE_IMPORT));
  }
  const all = [...known.values()].sort(byKeyAndInstant);
  return {
    outcome: {
      accepted,
      unchanged: late.length - accepted,
      changedFrom: changed.length > 0 ? Math.min(...changed) : undefined,
      statusChanges: statusChangesOf(history, all),
    },
    observations: all
      .filter(({ at }) => at >= keptFrom)
      .map(({ key, at, active, importKey }) => `${key} ${at} ${active} ${importKey}`),
    runs: runsOf(all),
  };
}

/** Where the status of each store is another one, by a look at each instant at which it is observed, in order. */
function statusChangesOf(before: readonly Observation[], after: readonly Observation[]): Map<number, StatusChange> {
  const observedBefore = new Map(before.map((observation) => [nameOf(observation), observation.active]));
  const statusBefore = new Map<number, boolean>();
  const changes = new Map<number, StatusChange>();
  for (const [index, observation] of after.entries()) {
    const { key, at, active } = observation;
    const was = observedBefore.get(nameOf(observation)) ?? statusBefore.get(key);
    if (was !== undefined) statusBefore.set(key, was);
    if (was === active) continue;
    const { from, wasUnobserved } = changes.get(key) ?? { from: at, wasUnobserved: false };
    const next = after[index + 1];
    const to = next?.key === key ? next.at : Infinity;
    changes.set(key, { from, to, wasUnobserved: wasUnobserved || was === undefined });
  }
  return changes;
}

function nameOf({ key, at }: Observation): string {
  return `${key} ${at}`;
}

/** The runs of sorted observations: one starts at each that differs from the previous one of its store. */
function runsOf(all: readonly Observation[]): string[] {
  const starts = all.filter(({ key, active }, index) => {
    const before = all[index - 1];
    return before?.key !== key || before.active !== active;
  });
  return starts.map(({ key, at, active }, index) => {
    const next = starts[index + 1];
    return `${key} ${at} ${next?.key === key ? next.at : 'infinity'} ${active}`;
  });
}

/** SQL: an order of no meaning. */
const SHUFFLED = 'md5(given::text)';

/** SQL: reads rows in the order in which they are stored, unless a statement asks for another one. */
const WITHOUT_INDEXES = `
  SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off`;

/** Stores a history, merges the late rows into it, and returns what is stored then. */
async function merged({ history, late, keptFrom, plan }: Scenario): Promise<Stored & { outcome: LateOutcome }> {
  return test.database.transaction(async (client) => {
    await store(client, history, keptFrom);
    if (plan !== undefined) await client.query(plan);
    const rows = newLateRows(late.length);
    for (const [index, { key, at, active, first }] of late.entries()) {
      rows.storeKey[index] = key;
      rows.observedAt[index] = at;
      rows.first[index] = first ? 1 : 0;
      rows.last[index] = active ? 1 : 0;
    }
    const outcome = await mergeLate(client, LATE_IMPORT, rows);
    return { outcome, ...(await stored(client)) };
  });
}

async function store(client: PoolClient, history: readonly Observation[], keptFrom = -Infinity): Promise<void> {
  await client.query('TRUNCATE observation, status_run');
  await client.query(`UPDATE observation_retention SET kept_from = '-infinity'`);
  await client.query(`SELECT create_observation_partition(${fromMicros('$1::bigint')})`, [EPOCH]);
  const kept = history.filter(({ at }) => at >= keptFrom);
  await client.query(
    `INSERT INTO observation (bucket, store_key, observed_at, active, import_key)
     SELECT ${bucketIn('key')}, key, ${fromMicros('at')}, active, ${FIRST_IMPORT}
     FROM unnest($1::integer[], $2::bigint[], $3::boolean[]) AS given (key, at, active) ORDER BY ${SHUFFLED}`,
    [kept.map(({ key }) => key), kept.map(({ at }) => at), kept.map(({ active }) => active)],
  );
  const runs = runsOf([...history].sort(byKeyAndInstant)).map((line) => line.split(' '));
  await client.query(
    `INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
     SELECT ${bucketIn('key')}, key, ${fromMicros('started')}, coalesce(${fromMicros('ended')}, 'infinity'), active
     FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::boolean[]) AS given (key, started, ended, active)
     ORDER BY ${SHUFFLED}`,
    [
      runs.map(([key]) => key),
      runs.map(([, started]) => started),
      runs.map(([, , ended]) => (ended === 'infinity' ? null : ended)),
      runs.map(([, , , active]) => active),
    ],
  );
  if (keptFrom === -Infinity) return;
  await client.query(`UPDATE observation_retention SET kept_from = ${fromMicros('$1::bigint')}`, [keptFrom]);
}

async function stored(client: PoolClient): Promise<Stored> {
  const lines = async (query: string) => (await client.query<{ line: string }>(query)).rows.map(({ line }) => line);
  return {
    observations: await lines(
      `SELECT concat_ws(' ', store_key, ${toMicros('observed_at')}, active::text, import_key) AS line
       FROM observation ORDER BY store_key, observed_at`,
    ),
    runs: await lines(
      `SELECT concat_ws(' ', store_key, ${toMicros('started_at')},
                        coalesce(${toMicros(`nullif(ended_at, 'infinity')`)}::text, 'infinity'), active::text) AS line
       FROM status_run ORDER BY store_key, started_at`,
    ),
  };
}

/** Late rows that widen the compared range to all stores and to the first two hours. */
const EDGES = { history: observations('0A 120A', LAST_STORE), late: observations('0A 120A', LAST_STORE) };

describe.each([
  ['few observations between them, which are read', [], WITHOUT_INDEXES],
  ['many observations between them, each looked up in the database', crowd(), undefined],
])('late rows with %s', (_path, between, plan) => {
  const scenario = (before: string, late: string): Scenario => ({
    history: [...observations(before), ...between, ...EDGES.history],
    late: [...observations(late), ...EDGES.late],
    plan,
  });

  it.each([
    ['are repeated', '10A 20A 30I 40I', '10A 20A 30I 40I'],
    ['are repeated, but were corrected back and forth', '10A 20A 30I', '20IA 30AI'],
    ['correct an observation within a run', '10A 20A 30A', '20I'],
    ['correct an observation that differs from both its neighbours', '10A 20I 30A', '20A'],
    ['correct the first observation of a run', '10A 20I 30I 40A', '20A'],
    ['correct the last observation of a run', '10A 20I 30I 40A', '30A'],
    ['correct a whole run', '10A 20I 30I 40A', '20A 30A'],
    ['correct the first observation of the store', '10A 20A 30I', '10I'],
    ['correct the latest observation of the store', '10A 20A', '20I'],
    ['correct the only observation of the store', '10A', '10I'],
    ['reverse every observation', '10A 20I 30I 40A', '10I 20A 30A 40I'],
    ['come before the first run, with its status', '10A 20I', '5A'],
    ['come before the first run, with the other status', '10A 20I', '5I'],
    ['come between two runs, with the status of the first', '10A 20A 40I', '30A'],
    ['come between two runs, with the status of the second', '10A 20A 40I', '30I'],
    ['come between two runs, with one of each', '10A 40I', '20I 30A'],
    ['come within a run, with its status', '10A 30A', '20A'],
    ['come within a run, with the other status', '10A 30A', '20I'],
    ['come within a run, and are corrected at once', '10A 30A', '20AI'],
    ['come within the latest run, with corrections around them', '10A 20I 40I', '10I 30A 40A'],
  ])('%s', async (_name, before, late) => {
    expect(await merged(scenario(before, late))).toEqual(expected(scenario(before, late)));
  });

  it('continue the runs of dropped observations', async () => {
    const keptFrom = EPOCH + 25 * MINUTE;
    for (const before of ['10A 20A 30I 40A', '10A 20I 30I 40A', '10I 20A 30A 40I', '10A 25I 40A', '30A 40I']) {
      for (const late of ['26A', '26I', '30A', '30I', '26A 30I 35A', '26I 30A', '25A', '25I 26A', '40A', '40I']) {
        const tested = withoutDropped({ ...scenario(before, late), keptFrom });
        expect({ before, late, ...(await merged(tested)) }).toEqual({ before, late, ...expected(tested) });
      }
    }
  });

  it('of several stores, in any number, give the runs of all observations together', async () => {
    const random = seededRandom('late observations');
    for (let round = 0; round < 30; round++) {
      const history = [STORE, LAST_STORE].flatMap((key) => randomObservations(random, key));
      const tested = withoutDropped({
        history: [...history, ...between],
        late: [STORE, LAST_STORE].flatMap((key) => {
          const latest = history.findLast((observation) => observation.key === key)?.at ?? -Infinity;
          return randomObservations(random, key).filter(({ at }) => at <= latest);
        }),
        keptFrom: random.chance(0.3) ? EPOCH + random.integer(0, 60) * MINUTE : undefined,
        plan,
      });
      if (tested.late.length === 0) continue;
      expect({ tested, ...(await merged(tested)) }).toEqual({ tested, ...expected(tested) });
    }
  });
});

/** Late rows older than `keptFrom` are rejected before the merge. */
function withoutDropped(scenario: Scenario): Scenario {
  const { keptFrom = -Infinity } = scenario;
  return { ...scenario, late: scenario.late.filter(({ at }) => at >= keptFrom) };
}

/** Some observations of a store within two hours, by instant. */
function randomObservations(random: Random, key: number): Observation[] {
  const share = random.fraction();
  return Array.from({ length: 120 }, (_, minute) => ({
    key,
    at: EPOCH + minute * MINUTE,
    active: random.chance(0.6),
    first: random.chance(0.6),
  })).filter(() => random.chance(share));
}
