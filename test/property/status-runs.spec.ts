import type { PoolClient } from 'pg';
import { ObservationSorter } from '../../src/observations/write/observation-sorter';
import { ObservationWriter } from '../../src/observations/write/observation-writer';
import { lockAllBuckets } from '../../src/stores/buckets/bucket-locks';
import { checkRuns } from '../../src/observations/verification/run-check';
import { ImportStores } from '../../src/observations/write/import-stores';
import type { WriteOutcome } from '../../src/observations/write/write-outcome';
import { TestDatabase } from '../support/postgres';
import { Random } from '../../src/common/random';
import { testSeed } from '../support/random';

interface Observation {
  readonly store: string;
  readonly observedAt: number;
  readonly active: boolean;
}

const HISTORIES = 150;
const EPOCH = Date.UTC(2024, 9, 1) * 1000;

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

/**
 * Imports of random observations in any order. Stores and instants are few, so that rows are late, repeated and
 * corrected all the time.
 */
function history(random: Random): Observation[][] {
  const stores = random.integer(1, 4);
  const instants = random.integer(1, 30);
  return Array.from({ length: random.integer(1, 8) }, () =>
    Array.from({ length: random.integer(0, 24) }, () => ({
      store: `s${random.integer(0, stores - 1)}`,
      observedAt: EPOCH + random.integer(0, instants - 1) * 60_000_000 + (random.chance(0.05) ? 1 : 0),
      active: random.chance(0.6),
    })),
  );
}

/** One store observed every minute for two days, then a few rows far apart in that time. */
function farBetween(random: Random): Observation[][] {
  const minutes = 2880;
  const observation = (minute: number) => ({
    store: 's',
    observedAt: EPOCH + minute * 60_000_000,
    active: random.chance(0.6),
  });
  const sparse = () => [
    observation(-random.integer(0, 1)),
    ...Array.from({ length: random.integer(0, 40) }, () => observation(random.integer(0, 2 * minutes) / 2)),
    observation(minutes - 1),
  ];
  return [Array.from({ length: minutes }, (_, minute) => observation(minute)), sparse(), sparse()];
}

let lastImportKey = 0;

async function importAll(client: PoolClient, rows: readonly Observation[]): Promise<WriteOutcome> {
  const stores = new ImportStores();
  const sorter = new ObservationSorter(stores);
  for (const row of rows) sorter.add(stores.indexOf(row.store), row.observedAt, row.active);
  await lockAllBuckets(client);
  return ObservationWriter.write(client, ++lastImportKey, await stores.sortedIds(), sorter.sorted());
}

async function dropBefore(client: PoolClient, instant: number): Promise<void> {
  const at = `to_timestamp(${instant / 1_000_000})`;
  await client.query(`DELETE FROM observation WHERE observed_at < ${at}`);
  await client.query(`UPDATE observation_retention SET kept_from = ${at}`);
}

/** What must be stored and counted if each row is imported by itself. */
class Expected {
  private readonly stored = new Map<string, Map<number, boolean>>();
  private keptFrom = -Infinity;

  import(rows: readonly Observation[]): WriteOutcome {
    const before = new Map([...this.stored].map(([store, known]) => [store, new Map(known)]));
    let accepted = 0;
    for (const { store, observedAt, active } of rows) {
      const known = this.stored.get(store) ?? new Map<number, boolean>();
      this.stored.set(store, known);
      if (known.get(observedAt) !== active) accepted++;
      known.set(observedAt, active);
    }
    const changed = [...this.stored].flatMap(([store, known]) =>
      [...known].flatMap(([observedAt, active]) => (before.get(store)?.get(observedAt) === active ? [] : [observedAt])),
    );
    const hasNew = [...this.stored.keys()].some((store) => !before.has(store));
    const changedFrom = hasNew ? -Infinity : changed.length > 0 ? Math.min(...changed) : undefined;
    return { accepted, unchanged: rows.length - accepted, changedFrom };
  }

  /** Computed from scratch: a run starts at each observation that differs from the previous one of its store. */
  runs(): string[] {
    const lines: string[] = [];
    for (const [store, known] of [...this.stored].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const starts: [number, boolean][] = [];
      for (const [observedAt, active] of [...known].sort(([a], [b]) => a - b)) {
        if (starts.at(-1)?.[1] !== active) starts.push([observedAt, active]);
      }
      for (const [index, [startedAt, active]] of starts.entries()) {
        lines.push(`${store} ${startedAt} ${starts[index + 1]?.[0] ?? 'infinity'} ${active}`);
      }
    }
    return lines;
  }

  /** Dropped observations remain in the runs. */
  dropBefore(instant: number): void {
    this.keptFrom = instant;
  }

  observations(): string[] {
    return [...this.stored]
      .flatMap(([store, known]) =>
        [...known].flatMap(([observedAt, active]) =>
          observedAt < this.keptFrom ? [] : [`${store} ${observedAt} ${active}`],
        ),
      )
      .sort();
  }

  latest(): string[] {
    return [...this.stored].map(([store, known]) => `${store} ${Math.max(...known.keys())}`).sort();
  }
}

const micros = (column: string) => `(extract(epoch FROM ${column}) * 1000000)::bigint`;

async function lines(client: PoolClient, query: string): Promise<string[]> {
  return (await client.query<{ line: string }>(query)).rows.map((row) => row.line);
}

describe('status runs', () => {
  it('equal those computed from scratch, in whatever order the observations are imported', async () => {
    const seed = testSeed('status runs');
    for (let number = 0; number < HISTORIES; number++) {
      const random = new Random(seed + number);
      const imports = random.chance(0.1) ? farBetween(random) : history(random);
      const expected = new Expected();
      const outcome = await test.database.transaction(async (client) => {
        await client.query('TRUNCATE observation, status_run, store CASCADE');
        await client.query(`UPDATE observation_retention SET kept_from = '-infinity'`);
        const counts: [WriteOutcome, WriteOutcome][] = [];
        let keptFrom = -Infinity;
        for (const rows of imports) {
          const kept = rows.filter((row) => row.observedAt >= keptFrom);
          counts.push([await importAll(client, kept), expected.import(kept)]);
          if (random.chance(0.2)) {
            keptFrom = Math.max(keptFrom, EPOCH + random.integer(0, 20) * 60_000_000);
            await dropBefore(client, keptFrom);
            expected.dropBefore(keptFrom);
          }
        }
        return {
          counts,
          wrong: (await checkRuns(client)).wrong,
          observations: await lines(
            client,
            `SELECT concat_ws(' ', store_id, ${micros('observed_at')}, active::text) AS line
             FROM observation JOIN store USING (store_key) ORDER BY 1`,
          ),
          runs: await lines(
            client,
            `SELECT concat_ws(' ', store_id, ${micros('started_at')},
                    coalesce(${micros("nullif(ended_at, 'infinity')")}::text, 'infinity'), active::text) AS line
             FROM status_run JOIN store USING (store_key) ORDER BY store_id, started_at`,
          ),
          latest: await lines(
            client,
            `SELECT concat_ws(' ', store_id, ${micros('last_observed_at')}) AS line FROM store ORDER BY 1`,
          ),
        };
      });
      const context = `seed ${seed + number}: ${JSON.stringify(imports).slice(0, 10_000)}`;
      expect({ context, wrong: outcome.wrong }).toEqual({ context, wrong: [] });
      for (const [counted, right] of outcome.counts) expect({ context, ...counted }).toEqual({ context, ...right });
      expect({ context, lines: outcome.observations }).toEqual({ context, lines: expected.observations() });
      expect({ context, lines: outcome.runs }).toEqual({ context, lines: expected.runs() });
      expect({ context, lines: outcome.latest }).toEqual({ context, lines: expected.latest() });
    }
  });
});
