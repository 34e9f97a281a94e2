import type { Pool, PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { checked } from '../../calculator/arrays/checked';
import { toMicros } from '../../platform/database/sql';
import { bucketOf, bucketOfKey } from '../../stores/buckets/buckets';
import { createStores } from '../../stores/create-stores';
import type { StoreIdList } from '../../stores/store-ids';
import { latestRunOf } from '../read/latest-runs';

/**
 * Ids sent to PostgreSQL in one statement: the answers to more of them would outlive the heap's young generation, and others would wait
 * while they are decoded.
 */
const BATCH = 2000;

/** What is stored about some stores; each column has one value per id, in the order of the ids. */
export interface KnownStores {
  /** 1: it was created just now. */
  readonly created: Uint8Array;
  readonly key: Int32Array;
  /** The latest observation; `-Infinity` if there is none. */
  readonly lastObservedAt: Float64Array;
  /** The status of the latest run, 1 = active. */
  readonly lastActive: Uint8Array;
  /** The start of the latest run; `-Infinity` if there is none. */
  readonly lastRunStartedAt: Float64Array;
}

interface LatestRunRow {
  /** Counts from 1 within the statement. */
  readonly position: number;
  readonly active: boolean | null;
  readonly started_at: string | null;
}

interface KnownStoreRow extends LatestRunRow {
  readonly store_key: number;
  readonly last_observed_at: string | null;
}

/** Reads the keys and the latest status of stores; creates stores that are missing. Needs the locks of their buckets. */
export async function resolveStores(client: PoolClient, storeIds: StoreIdList): Promise<KnownStores> {
  const stores: KnownStores = {
    created: new Uint8Array(storeIds.length),
    key: new Int32Array(storeIds.length),
    lastObservedAt: new Float64Array(storeIds.length),
    lastActive: new Uint8Array(storeIds.length),
    lastRunStartedAt: new Float64Array(storeIds.length),
  };
  for (let from = 0; from < storeIds.length; from += BATCH) {
    const ids = storeIds.slice(from, from + BATCH);
    const buckets = ids.map(bucketOf);
    let known = await client.query<KnownStoreRow>(READ_STORES, [ids, buckets]);
    if (known.rows.length < ids.length) {
      stores.created.fill(1, from, from + ids.length);
      for (const { position } of known.rows) stores.created[from + position - 1] = 0;
      await createStores(client, NEW_STORES, [ids]);
      known = await client.query<KnownStoreRow>(READ_STORES, [ids, buckets]);
    }
    for (const row of known.rows) {
      const index = from + row.position - 1;
      stores.key[index] = row.store_key;
      stores.lastObservedAt[index] = instant(row.last_observed_at);
      setLatestRun(stores, index, row);
    }
  }
  return stores;
}

/** Reads the latest runs of some stores again, by their indexes, after their observations were changed. */
export async function refreshLatestRuns(
  client: PoolClient,
  stores: KnownStores,
  indexes: readonly number[],
): Promise<void> {
  for (let from = 0; from < indexes.length; from += BATCH) {
    const batch = indexes.slice(from, from + BATCH);
    const keys = batch.map((index) => checked(stores.key[index]));
    const runs = await client.query<LatestRunRow>(READ_LATEST_RUNS, [keys, keys.map(bucketOfKey)]);
    for (const run of runs.rows) setLatestRun(stores, checked(batch[run.position - 1]), run);
  }
}

/** The keys of stores by their ids; 0 for those that are missing. */
export async function knownKeys(database: Pool | PoolClient, storeIds: StoreIdList): Promise<Int32Array> {
  const keys = new Int32Array(storeIds.length);
  for (let from = 0; from < storeIds.length; from += BATCH) {
    const ids = storeIds.slice(from, from + BATCH);
    const known = await database.query<{ position: number; store_key: number }>(READ_KEYS, [ids, ids.map(bucketOf)]);
    for (const { position, store_key } of known.rows) keys[from + position - 1] = store_key;
  }
  return keys;
}

function setLatestRun(stores: KnownStores, index: number, { active, started_at }: LatestRunRow): void {
  stores.lastActive[index] = active ? 1 : 0;
  stores.lastRunStartedAt[index] = instant(started_at);
}

const NEW_STORES = 'SELECT store_id FROM unnest($1::text[]) AS incoming (store_id)';

const READ_KEYS = `
  SELECT position::integer, store_key
  FROM unnest($1::text[], $2::smallint[]) WITH ORDINALITY AS incoming (store_id, bucket, position)
  JOIN store USING (store_id, bucket)`;

const READ_STORES = `
  SELECT position::integer, store_key, ${toMicros('last_observed_at')} AS last_observed_at, active,
         ${toMicros('started_at')} AS started_at
  FROM unnest($1::text[], $2::smallint[]) WITH ORDINALITY AS incoming (store_id, bucket, position)
  JOIN store USING (store_id, bucket)
  LEFT JOIN LATERAL ${latestRunOf('store')} latest ON true`;

const READ_LATEST_RUNS = `
  SELECT position::integer, active, ${toMicros('started_at')} AS started_at
  FROM unnest($1::integer[], $2::smallint[]) WITH ORDINALITY AS incoming (store_key, bucket, position)
  JOIN store USING (store_key, bucket)
  CROSS JOIN LATERAL ${latestRunOf('store')} latest`;

function instant(micros: string | null): Micros {
  return micros === null ? -Infinity : Number(micros);
}
