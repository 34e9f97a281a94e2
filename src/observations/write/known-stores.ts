import type { Pool, PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { checked } from '../../calculator/arrays/checked';
import type { CopyRow } from '../../platform/database/copy/copy-reader';
import { copyOut } from '../../platform/database/database';
import { literal } from '../../platform/database/sql';
import { bucketOf, bucketOfKey } from '../../stores/buckets/buckets';
import { createStores } from '../../stores/create-stores';
import type { StoreIdList } from '../../stores/store-ids';
import { latestRunOf } from '../read/latest-runs';

/** Ids sent to PostgreSQL in one statement: the texts of more of them would outlive the heap's young generation. */
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
    const known = await readStores(client, ids, stores, from);
    if (known === ids.length) continue;
    for (let store = from; store < from + ids.length; store++) stores.created[store] = stores.key[store] === 0 ? 1 : 0;
    await createStores(client, NEW_STORES, [ids]);
    await readStores(client, ids, stores, from);
  }
  return stores;
}

/**
 * Reads what is stored about some stores, as far as they exist; returns how many do.
 * @param from the index of the first of them
 */
async function readStores(
  client: PoolClient,
  ids: readonly string[],
  stores: KnownStores,
  from: number,
): Promise<number> {
  let known = 0;
  // Quoted, so that an id such as NULL stays text. No id contains a quote.
  const texts = literal(`{${ids.map((id) => `"${id}"`).join()}}`);
  const query = `
    SELECT position::integer, store_key, last_observed_at, active, started_at
    FROM unnest(${texts}::text[], '{${ids.map(bucketOf).join()}}'::smallint[])
      WITH ORDINALITY AS incoming (store_id, bucket, position)
    JOIN store USING (store_id, bucket)
    LEFT JOIN LATERAL ${latestRunOf('store')} latest ON true`;
  await copyOut(client, query, (row) => {
    const store = from + row.int4(0) - 1;
    stores.key[store] = row.int4(1);
    stores.lastObservedAt[store] = instant(row, 2);
    setLatestRun(stores, store, row, 3);
    known++;
  });
  return known;
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
    const query = `
      SELECT position::integer, active, started_at
      FROM unnest('{${keys.join()}}'::integer[], '{${keys.map(bucketOfKey).join()}}'::smallint[])
        WITH ORDINALITY AS incoming (store_key, bucket, position)
      JOIN store USING (store_key, bucket)
      CROSS JOIN LATERAL ${latestRunOf('store')} latest`;
    await copyOut(client, query, (row) => {
      setLatestRun(stores, checked(batch[row.int4(0) - 1]), row, 1);
    });
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

const READ_KEYS = `
  SELECT position::integer, store_key
  FROM unnest($1::text[], $2::smallint[]) WITH ORDINALITY AS incoming (store_id, bucket, position)
  JOIN store USING (store_id, bucket)`;

/** Takes the status and the start of a run from a field of a row and the one after it. */
function setLatestRun(stores: KnownStores, store: number, row: CopyRow, active: number): void {
  stores.lastActive[store] = !row.isNull(active) && row.bool(active) ? 1 : 0;
  stores.lastRunStartedAt[store] = instant(row, active + 1);
}

function instant(row: CopyRow, field: number): Micros {
  return row.isNull(field) ? -Infinity : row.timestamp(field);
}

const NEW_STORES = 'SELECT store_id FROM unnest($1::text[]) AS incoming (store_id)';
