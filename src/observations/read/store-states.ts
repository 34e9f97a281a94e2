import { Injectable } from '@nestjs/common';
import type { Micros } from '../../calculator/instants';
import { CodedError } from '../../common/coded-error';
import { Database } from '../../platform/database/database';
import { toMicros } from '../../platform/database/sql';
import { bucketsOf } from '../../stores/buckets/buckets';
import type { StoreRecord } from '../../stores/stores.service';
import { latestRunOf } from './latest-runs';

/** A store with its latest status. */
export interface StoreState extends StoreRecord {
  /** The latest observation; undefined if there is none. */
  readonly lastObservedAt: Micros | undefined;
  /** The status in force, which is that of the latest observation. */
  readonly status: 'active' | 'inactive' | undefined;
  /** The first observation of the latest run. */
  readonly statusSince: Micros | undefined;
}

/** Reads stores with their latest status. */
@Injectable()
export class StoreStates {
  constructor(private readonly database: Database) {}

  /** @throws CodedError `store_not_found` */
  async find(storeId: string): Promise<StoreState> {
    const [found] = await this.byIds([storeId]);
    if (!found) throw new CodedError('store_not_found');
    return found;
  }

  /** The stores with some ids, in any order; ids that no store has are left out. */
  async byIds(storeIds: readonly string[]): Promise<StoreState[]> {
    return this.read('store_id = ANY ($1) AND store.bucket = ANY ($2)', [storeIds, bucketsOf(storeIds)]);
  }

  private async read(which: string, parameters: unknown[]): Promise<StoreState[]> {
    const found = await this.database.pool.query<StateRow>(
      `SELECT store_key, store_id, ${toMicros('last_observed_at')} AS last_observed_at,
              latest.active, ${toMicros('latest.started_at')} AS status_since
       FROM store LEFT JOIN LATERAL ${latestRunOf('store')} latest ON true
       WHERE ${which}`,
      parameters,
    );
    return found.rows.map((row) => ({
      storeKey: row.store_key,
      storeId: row.store_id,
      lastObservedAt: row.last_observed_at === null ? undefined : Number(row.last_observed_at),
      status: row.active === null ? undefined : row.active ? 'active' : 'inactive',
      statusSince: row.status_since === null ? undefined : Number(row.status_since),
    }));
  }
}

interface StateRow {
  readonly store_key: number;
  readonly store_id: string;
  readonly last_observed_at: string | null;
  readonly active: boolean | null;
  readonly status_since: string | null;
}
