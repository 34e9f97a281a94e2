import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import { In, Repository } from 'typeorm';
import type { Micros } from '../calculator/instants';
import { CodedError } from '../common/coded-error';
import { Database } from '../platform/database/database';
import { fromMicros, toMicros } from '../platform/database/sql';
import { bucketOf, bucketsOfKeys } from './buckets';
import { Store } from './store.entity';
import type { StoreRange } from './store-range';

/** What identifies a store, and its time zone. */
export interface StoreRecord {
  readonly storeKey: number;
  readonly storeId: string;
  /** Undefined if the store has none: the default time zone applies. */
  readonly timezone: string | undefined;
}

/** How many stores there are, and how many of them have a time zone, an observation, or only old observations. */
interface StateCounts {
  readonly stores: number;
  readonly zoned: number;
  readonly observed: number;
  readonly stale: number;
}

/** A store whose latest observation is old. */
export interface StaleStore {
  readonly storeId: string;
  readonly lastObservedAt: Micros;
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

  /** The latest observation of all stores; undefined if there is none. */
  async latestObservedAt(client: Pool | PoolClient): Promise<Micros | undefined> {
    const latest = await client.query<{ at: string | null }>(
      `SELECT ${toMicros('max(last_observed_at)')} AS at FROM store`,
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
      `SELECT count(*)::integer AS stores, count(timezone)::integer AS zoned, count(last_observed_at)::integer AS observed,
              (count(*) FILTER (WHERE last_observed_at < ${fromMicros('$1::bigint')}))::integer AS stale
       FROM store`,
      [staleBefore],
    );
    return found.rows[0] ?? { stores: 0, zoned: 0, observed: 0, stale: 0 };
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

  /** All stores by id, or those of `only`, cut into ranges of `size` stores; each range with the number of its stores. */
  async cutIntoRanges(
    client: PoolClient,
    size: number,
    only: readonly string[] | undefined,
  ): Promise<(StoreRange & { stores: number })[]> {
    const ranges = await client.query<StoreRange & { stores: number }>(
      `SELECT min(store_id) AS first, max(store_id) AS last, count(*)::integer AS stores
       FROM (
         SELECT store_id, (row_number() OVER (ORDER BY store_id) - 1) / $1 AS part
         FROM store WHERE $2::text[] IS NULL OR store_id = ANY ($2)
       ) numbered
       GROUP BY part ORDER BY part`,
      [size, only],
    );
    return ranges.rows;
  }

  private async read(client: Pool | PoolClient, which: string, parameters: unknown[]): Promise<StoreRecord[]> {
    const found = await client.query<{ store_key: number; store_id: string; timezone: string | null }>(
      `SELECT store_key, store_id, timezone FROM store ${which}`,
      parameters,
    );
    return found.rows.map((row) => ({
      storeKey: row.store_key,
      storeId: row.store_id,
      timezone: row.timezone ?? undefined,
    }));
  }
}
