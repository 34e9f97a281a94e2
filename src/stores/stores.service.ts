import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import { In, Repository } from 'typeorm';
import type { Micros } from '../calculator/instants';
import { CodedError } from '../common/coded-error';
import { Database } from '../platform/database/database';
import { fromMicros, toMicros } from '../platform/database/sql';
import { bucketOf, bucketsOfKeys } from './buckets/buckets';
import { isUnfiltered, matches, NO_FILTER, parametersIn } from './finding/store-filter';
import { Store } from './store.entity';
import type { IdRange, KeyRange } from './store-range';

/** What identifies a store. */
export interface StoreRecord {
  readonly storeKey: number;
  readonly storeId: string;
}

/** How many stores there are, and how many of them have an observation, or only old ones. */
interface StateCounts {
  readonly stores: number;
  readonly observed: number;
  readonly stale: number;
}

/** A store whose latest observation is old. */
export interface StaleStore {
  readonly storeId: string;
  readonly lastObservedAt: Micros;
}

/** Which stores. */
type Selection = Pick<IdRange, 'only' | 'filter' | 'buckets'>;

/** A range of stores, and how many there are in it. */
export interface CountedRange extends IdRange {
  /** Its number among the ranges that all stores are cut into, from 0. */
  readonly part: number;
  readonly stores: number;
}

/** SQL: whether a row of `store` is selected; adds parameters to a list. */
function isSelected({ only, filter = NO_FILTER, buckets }: Selection, parameters: unknown[]): string {
  const [ids, inBuckets] = [only, buckets].map((value) => `$${parameters.push(value)}`);
  return `(${ids}::text[] IS NULL OR store_id = ANY (${ids})) AND (${inBuckets}::smallint[] IS NULL OR bucket = ANY (${inBuckets}))
    AND ${matches(filter, 'store', parametersIn(parameters))}`;
}

/** Reads the table of stores. Callers that need one state of the data pass their own transaction. */
@Injectable()
export class StoresService {
  constructor(
    @InjectRepository(Store) private readonly stores: Repository<Store>,
    private readonly database: Database,
  ) {}

  /** @throws CodedError `store_not_found` */
  async find(storeId: string, client: Pool | PoolClient = this.database.pool): Promise<StoreRecord> {
    const [found] = await this.read(client, 'WHERE store_id = $1 AND bucket = $2', [storeId, bucketOf(storeId)]);
    if (!found) throw new CodedError('store_not_found');
    return found;
  }

  /** The stores with some keys, in any order. */
  async byKeys(storeKeys: readonly number[], client: Pool | PoolClient = this.database.pool): Promise<StoreRecord[]> {
    return this.read(client, 'WHERE store_key = ANY ($1) AND bucket = ANY ($2)', [storeKeys, bucketsOfKeys(storeKeys)]);
  }

  /** Which of some ids no store has. */
  async unknownIds(ids: readonly string[]): Promise<string[]> {
    const known = await this.stores.find({ select: { storeId: true }, where: { storeId: In(ids) } });
    const knownIds = new Set(known.map((store) => store.storeId));
    return ids.filter((id) => !knownIds.has(id));
  }

  /** The number of stores. */
  async count(): Promise<number> {
    return this.stores.count();
  }

  /** Whether any store was ever observed. */
  async hasObservations(): Promise<boolean> {
    return this.stores.createQueryBuilder('store').where('store.lastObservedAt IS NOT NULL').getExists();
  }

  /**
   * The latest observation of all stores, or of those of some buckets; undefined if there is none.
   * @param buckets undefined: all
   */
  async latestObservedAt(
    client: Pool | PoolClient = this.database.pool,
    buckets?: readonly number[],
  ): Promise<Micros | undefined> {
    const latest = await client.query<{ at: string | null }>(
      `SELECT ${toMicros('max(last_observed_at)')} AS at FROM store WHERE $1::smallint[] IS NULL OR bucket = ANY ($1)`,
      [buckets],
    );
    const at = latest.rows[0]?.at ?? null;
    return at === null ? undefined : Number(at);
  }

  /**
   * Counts the stores by their state.
   * @param staleBefore a store is stale if its latest observation is before this instant; undefined: no store is
   */
  async countByState(client: PoolClient, staleBefore: Micros | undefined): Promise<StateCounts> {
    const found = await client.query<StateCounts>(
      `SELECT count(*)::integer AS stores, count(last_observed_at)::integer AS observed,
              (count(*) FILTER (WHERE last_observed_at < ${fromMicros('$1::bigint')}))::integer AS stale
       FROM store`,
      [staleBefore],
    );
    return found.rows[0] ?? { stores: 0, observed: 0, stale: 0 };
  }

  /** At most `limit` stores whose latest observation is before an instant, the oldest first. */
  async stalest(client: PoolClient, before: Micros, limit: number): Promise<StaleStore[]> {
    const found = await client.query<{ store_id: string; at: string }>(
      `SELECT store_id, ${toMicros('last_observed_at')} AS at FROM store
       WHERE last_observed_at < ${fromMicros('$1::bigint')} ORDER BY last_observed_at, store_id LIMIT $2`,
      [before, limit],
    );
    return found.rows.map(({ store_id, at }) => ({ storeId: store_id, lastObservedAt: Number(at) }));
  }

  /** Some stores by id, cut into ranges of `size` stores; each range with the number of its stores. */
  async cutIntoRanges(client: PoolClient, size: number, selection: Selection): Promise<CountedRange[]> {
    const parameters: unknown[] = [size];
    const ranges = await client.query<Omit<CountedRange, keyof Selection>>(
      `SELECT part::integer, min(store_id) AS first, max(store_id) AS last, count(*)::integer AS stores
       FROM (
         SELECT store_id, (row_number() OVER (ORDER BY store_id) - 1) / $1 AS part FROM store
         WHERE ${isSelected(selection, parameters)}
       ) numbered
       GROUP BY part ORDER BY part`,
      parameters,
    );
    return ranges.rows.map((range) => ({ ...range, ...selection }));
  }

  /** The stores that match a filter, cut into ranges of `size` stores by key. */
  async cutByKey(client: PoolClient, size: number, filter = NO_FILTER): Promise<KeyRange[]> {
    const parameters: unknown[] = [size];
    const ranges = await client.query<Omit<KeyRange, 'filter'>>(
      `SELECT min(store_key) AS "firstKey", max(store_key) AS "lastKey"
       FROM (
         SELECT store_key, (row_number() OVER (ORDER BY store_key) - 1) / $1 AS part FROM store
         WHERE ${matches(filter, 'store', parametersIn(parameters))}
       ) numbered
       GROUP BY part ORDER BY part`,
      parameters,
    );
    return ranges.rows.map((range) => ({ ...range, filter: isUnfiltered(filter) ? undefined : filter }));
  }

  /** Some stores by id, cut before some ids, in ascending order; parts without any store are left out. */
  async cutAt(client: PoolClient, ids: readonly string[], selection: Selection): Promise<CountedRange[]> {
    const parameters: unknown[] = [ids];
    const ranges = await client.query<Omit<CountedRange, keyof Selection>>(
      `SELECT part, min(store_id) AS first, max(store_id) AS last, count(*)::integer AS stores
       FROM (
         SELECT store_id, width_bucket(store_id, $1::text[]) AS part FROM store WHERE ${isSelected(selection, parameters)}
       ) numbered
       GROUP BY part ORDER BY part`,
      parameters,
    );
    return ranges.rows.map((range) => ({ ...range, ...selection }));
  }

  private async read(client: Pool | PoolClient, which: string, parameters: unknown[]): Promise<StoreRecord[]> {
    const found = await client.query<{ store_key: number; store_id: string }>(
      `SELECT store_key, store_id FROM store ${which}`,
      parameters,
    );
    return found.rows.map((row) => ({ storeKey: row.store_key, storeId: row.store_id }));
  }
}
