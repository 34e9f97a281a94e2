import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { toMicros } from '../../platform/database/sql';

/** Ids sent to PostgreSQL in one statement. */
const BATCH = 20_000;

/** One transaction at a time writes stores and what belongs to them. Waiting in line beats a deadlock, and is exact. */
const WRITE_LOCK = 7_405_002;

/**
 * For a transaction that has, or waits for, the turn to write: if its process is frozen, or its machine gone, PostgreSQL
 * gives the turn on after a minute or so, rather than after the hours of its own patience.
 */
export const TURN_LIMITS = [
  `SET LOCAL idle_in_transaction_session_timeout = '60s'`,
  'SET LOCAL tcp_keepalives_idle = 30',
  'SET LOCAL tcp_keepalives_interval = 10',
  'SET LOCAL tcp_keepalives_count = 3',
].join('; ');

/** Waits for this transaction's turn to write; PostgreSQL gives the turn on when the transaction ends, however it ends. */
export async function takeTurnToWrite(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [WRITE_LOCK]);
}

/** What is stored of some stores; each column has one value per id, in the order of the ids. */
export interface KnownStores {
  /** Whether any of them is new. */
  hasNew: boolean;
  readonly key: Int32Array;
  /** The latest observation; `-Infinity` where there is none. */
  readonly lastObservedAt: Float64Array;
  /** The status since then, 1 = active. */
  readonly lastActive: Uint8Array;
  /** When the run of that status began. */
  readonly lastRunStartedAt: Float64Array;
}

interface KnownStore {
  place: number;
  store_key: number;
  last_observed_at: string | null;
  active: boolean | null;
  started_at: string | null;
}

/** The keys of stores and their latest status; stores that are new get a key. Needs the turn to write. */
export async function resolveStores(client: PoolClient, storeIds: readonly string[]): Promise<KnownStores> {
  const stores: KnownStores = {
    hasNew: false,
    key: new Int32Array(storeIds.length),
    lastObservedAt: new Float64Array(storeIds.length),
    lastActive: new Uint8Array(storeIds.length),
    lastRunStartedAt: new Float64Array(storeIds.length),
  };
  for (let from = 0; from < storeIds.length; from += BATCH) {
    const ids = storeIds.slice(from, from + BATCH);
    let known = await client.query<KnownStore>(READ_STORES, [ids]);
    if (known.rows.length < ids.length) {
      await client.query(CREATE_STORES, [ids]);
      stores.hasNew = true;
      known = await client.query<KnownStore>(READ_STORES, [ids]);
    }
    for (const row of known.rows) {
      const place = from + row.place - 1;
      stores.key[place] = row.store_key;
      stores.lastObservedAt[place] = instant(row.last_observed_at);
      stores.lastActive[place] = row.active ? 1 : 0;
      stores.lastRunStartedAt[place] = instant(row.started_at);
    }
  }
  return stores;
}

/** Reads the latest status of some of the stores again, after their observations were changed. */
export async function refreshStores(client: PoolClient, stores: KnownStores, places: readonly number[]): Promise<void> {
  for (let from = 0; from < places.length; from += BATCH) {
    const some = places.slice(from, from + BATCH);
    const runs = await client.query<Pick<KnownStore, 'place' | 'active' | 'started_at'>>(READ_LATEST_RUNS, [
      some.map((place) => stores.key[place]),
    ]);
    for (const run of runs.rows) {
      const place = some[run.place - 1] ?? -1;
      stores.lastActive[place] = run.active ? 1 : 0;
      stores.lastRunStartedAt[place] = instant(run.started_at);
    }
  }
}

/**
 * Adding only what is missing, rather than ON CONFLICT, spends no key on a store that exists. Keys in the order of ids keep
 * what a report's shard reads close together.
 */
const CREATE_STORES = `
  INSERT INTO store (store_id)
  SELECT id
  FROM unnest($1::text[]) WITH ORDINALITY AS given (id, place)
  WHERE NOT EXISTS (SELECT FROM store WHERE store_id = id)
  ORDER BY id COLLATE "C"`;

const READ_STORES = `
  SELECT place::integer, store_key, ${toMicros('last_observed_at')} AS last_observed_at, active, ${toMicros('started_at')} AS started_at
  FROM unnest($1::text[]) WITH ORDINALITY AS given (id, place)
  JOIN store ON store_id = id
  LEFT JOIN LATERAL (
    SELECT started_at, active FROM status_run r WHERE r.store_key = store.store_key ORDER BY started_at DESC LIMIT 1
  ) latest ON true`;

const READ_LATEST_RUNS = `
  SELECT place::integer, active, ${toMicros('started_at')} AS started_at
  FROM unnest($1::integer[]) WITH ORDINALITY AS given (key, place)
  CROSS JOIN LATERAL (
    SELECT started_at, active FROM status_run WHERE store_key = key ORDER BY started_at DESC LIMIT 1
  ) latest`;

function instant(micros: string | null): Micros {
  return micros === null ? -Infinity : Number(micros);
}
