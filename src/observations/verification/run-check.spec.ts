import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { closeFence } from '../../stores/buckets/fence';
import { checkRuns, repairRuns } from './run-check';
import { insertStores } from '../../../test/support/stores';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

/** Store `a` was active, inactive twice, and active again; `b` has one observation; `idle` has none. */
const RIGHT = `
  ${insertStores(`
    SELECT store_id, at::timestamptz AS last_observed_at
    FROM (VALUES ('a', '2024-10-08 13:00Z'), ('b', '2024-10-08 10:00Z'), ('idle', NULL)) given (store_id, at)`)};
  SELECT create_observation_partition('2024-10-08 00:00Z');
  INSERT INTO observation (bucket, store_key, observed_at, active, import_key)
  SELECT bucket, store_key, at::timestamptz, active, 1
  FROM (VALUES ('a', '2024-10-08 10:00Z', true), ('a', '2024-10-08 11:00Z', false), ('a', '2024-10-08 12:00Z', false),
               ('a', '2024-10-08 13:00Z', true), ('b', '2024-10-08 10:00Z', true)) given (store_id, at, active)
  JOIN store USING (store_id);
  INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
  SELECT bucket, store_key, started_at::timestamptz, ended_at::timestamptz, active
  FROM (VALUES ('a', '2024-10-08 10:00Z', '2024-10-08 11:00Z', true), ('a', '2024-10-08 11:00Z', '2024-10-08 13:00Z', false),
               ('a', '2024-10-08 13:00Z', 'infinity', true), ('b', '2024-10-08 10:00Z', 'infinity', true))
       given (store_id, started_at, ended_at, active)
  JOIN store USING (store_id)`;

/** Observations of `a` and all those of `old` were dropped. */
const RIGHT_AFTER_RETENTION = `
  ${RIGHT};
  UPDATE observation_retention SET kept_from = '2024-10-07 00:00Z';
  ${insertStores(`SELECT 'old' AS store_id, '2024-10-06 10:00Z'::timestamptz AS last_observed_at`)};
  UPDATE status_run SET started_at = '2024-10-06 23:59:59.999999Z'
  FROM store WHERE store.store_key = status_run.store_key AND store_id = 'a' AND started_at = '2024-10-08 10:00Z';
  INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
  SELECT bucket, store_key, '2024-10-01 10:00Z', 'infinity', false FROM store WHERE store_id = 'old'`;

async function state(client: PoolClient): Promise<unknown[]> {
  const runs = await client.query<object>(
    'SELECT store_id, started_at, ended_at, active FROM status_run LEFT JOIN store USING (store_key) ORDER BY 1, 2',
  );
  const stores = await client.query<object>('SELECT store_id, last_observed_at FROM store ORDER BY store_id');
  return [...runs.rows, ...stores.rows];
}

/** Runs work on a database with right runs that are then harmed, and takes everything back. */
async function onHarmed(right: string, harm: string, work: (client: PoolClient, before: unknown[]) => Promise<void>) {
  await test.rolledBack(async (client) => {
    await client.query(right);
    const before = await state(client);
    await client.query(harm);
    await work(client, before);
  });
}

/** The key of a store, in SQL. */
const keyOf = (storeId: string) => `(SELECT store_key FROM store WHERE store_id = '${storeId}')`;

/** SQL: adds a run. */
const addRun = (storeKey: string, startedAt: string, endedAt: string, active: boolean) => `
  INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
  SELECT key % 64, key, '${startedAt}', '${endedAt}', ${active} FROM (SELECT ${storeKey} AS key) store`;

const HARMS: readonly (readonly [what: string, harm: string, wrong: readonly string[]])[] = [
  ['nothing is wrong', 'SELECT', []],
  ['a run in between is lost', "DELETE FROM status_run WHERE NOT active AND ended_at < 'infinity'", ['a']],
  ['all runs of a store are lost', `DELETE FROM status_run WHERE store_key = ${keyOf('b')}`, ['b']],
  ['there is one run too many', addRun(keyOf('a'), '2024-10-08 12:00Z', '2024-10-08 13:00Z', false), ['a']],
  ['a store without observations has a run', addRun(keyOf('idle'), '2024-10-07 00:00Z', 'infinity', false), ['idle']],
  [
    'an end is off by a microsecond',
    `UPDATE status_run SET ended_at = ended_at + interval '1 microsecond' WHERE ended_at = '2024-10-08 13:00Z'`,
    ['a'],
  ],
  ['the latest run has ended', `UPDATE status_run SET ended_at = now() WHERE store_key = ${keyOf('b')}`, ['b']],
  [
    'a start is off by a microsecond',
    `UPDATE status_run SET started_at = started_at + interval '1 microsecond' WHERE started_at = '2024-10-08 13:00Z'`,
    ['a'],
  ],
  [
    'a status is wrong, of more than one store',
    `UPDATE status_run SET active = NOT active WHERE ended_at = 'infinity' AND started_at >= '2024-10-08'`,
    ['a', 'b'],
  ],
  ['the latest observation is forgotten', `UPDATE store SET last_observed_at = NULL WHERE store_id = 'b'`, ['b']],
  [
    'the latest observation is another one',
    `UPDATE store SET last_observed_at = '2024-10-08 12:00Z' WHERE store_id = 'a'`,
    ['a'],
  ],
  [
    'a store has a latest observation, but none at all',
    `UPDATE store SET last_observed_at = '2024-10-07 00:00Z' WHERE store_id = 'idle'`,
    ['idle'],
  ],
];

describe.each([
  ['while all observations are kept', RIGHT, { stores: 3, runs: 4 }],
  ['after old observations were dropped', RIGHT_AFTER_RETENTION, { stores: 4, runs: 5 }],
])('status runs %s', (_when, right, totals) => {
  it.each(HARMS)('are checked and repaired if %s', async (_what, harm, wrong) => {
    await onHarmed(right, harm, async (client, before) => {
      const check = await checkRuns(client);
      expect(check).toEqual({ ...totals, wrong });
      await repairRuns(client, check);
      expect(await state(client)).toEqual(before);
    });
  });
});

describe('the first run of a store', () => {
  it('is rebuilt if it is lost', async () => {
    const harm = `DELETE FROM status_run WHERE ended_at = '2024-10-08 11:00Z'`;
    await onHarmed(RIGHT, harm, async (client, before) => {
      const check = await checkRuns(client);
      expect(check.wrong).toEqual(['a']);
      await repairRuns(client, check);
      expect(await state(client)).toEqual(before);
    });
  });
});

describe('a run that began before the observations that are kept', () => {
  it('is taken as it is', async () => {
    const harm = `UPDATE status_run SET active = true WHERE store_key = ${keyOf('old')}`;
    await onHarmed(RIGHT_AFTER_RETENTION, harm, async (client) => {
      expect((await checkRuns(client)).wrong).toEqual([]);
    });
  });

  it.each([
    [
      'ends too early',
      'a',
      `UPDATE status_run SET ended_at = '2024-10-08 10:00Z' WHERE ended_at = '2024-10-08 11:00Z'`,
    ],
    ['is followed by one too many', 'old', addRun(keyOf('old'), '2024-10-08 12:00Z', 'infinity', true)],
  ])('is kept, with the latest observation, while its store is repaired if it %s', async (_what, storeId, harm) => {
    await onHarmed(RIGHT_AFTER_RETENTION, harm, async (client, before) => {
      const check = await checkRuns(client);
      expect(check.wrong).toEqual([storeId]);
      await repairRuns(client, check);
      expect(await state(client)).toEqual(before);
    });
  });
});

describe('a repair', () => {
  it('waits while a report takes its snapshot, as any writer does', async () => {
    const log: string[] = [];
    const { repair } = await test.database.transaction(async (gate) => {
      await closeFence(gate);
      const repairing = test.rolledBack(async (client) => {
        await repairRuns(client, await checkRuns(client));
        log.push('repaired');
      });
      await test.untilWaiting(1);
      log.push('snapshot');
      return { repair: repairing };
    });
    await repair;
    expect(log).toEqual(['snapshot', 'repaired']);
  });
});

describe('a run of no store', () => {
  it('is named by its key', async () => {
    const harm = addRun('999', 'epoch', 'infinity', true);
    await onHarmed(RIGHT, harm, async (client) => {
      expect((await checkRuns(client)).wrong).toEqual(['key 999']);
    });
  });
});
