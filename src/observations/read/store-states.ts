import { Injectable } from '@nestjs/common';
import type { Micros } from '../../calculator/instants';
import type { BusinessHours } from '../../calculator/open-intervals';
import { CodedError } from '../../common/coded-error';
import { Database } from '../../platform/database/database';
import { toMicros } from '../../platform/database/sql';
import { ID_END } from '../../stores/store-id';

/** What is known of a store at the moment. */
export interface StoreState {
  readonly storeKey: number;
  readonly storeId: string;
  /** Undefined: none is known. */
  readonly timezone: string | undefined;
  /** The latest observation; undefined: there is none. */
  readonly lastObservedAt: Micros | undefined;
  /** The status in force: that of the latest observation. */
  readonly status: 'active' | 'inactive' | undefined;
  /** Since when it has been told without a break. */
  readonly statusSince: Micros | undefined;
}

/** Stores one by one or in pages, with what was observed last; a page costs what it holds, however many stores there are. */
@Injectable()
export class StoreStates {
  constructor(private readonly database: Database) {}

  /** @throws CodedError `store_not_found` */
  async find(storeId: string): Promise<StoreState> {
    const [found] = await this.byIds([storeId]);
    if (!found) throw new CodedError('store_not_found');
    return found;
  }

  /**
   * The first stores by id, at most `limit`.
   * @param after only those that come after this id; '' for all
   * @param prefix only those whose id begins so
   */
  async after(after: string, prefix: string | undefined, limit: number): Promise<StoreState[]> {
    return this.read(
      `WHERE store_id > $1 AND store_id >= $2 AND store_id < $3 ORDER BY store_id LIMIT $4`,
      // ID_END by itself comes after all ids there are.
      [after, prefix ?? '', prefix === undefined ? ID_END : prefix + ID_END, limit],
    );
  }

  /** Those of some ids that there are, in any order. */
  async byIds(storeIds: readonly string[]): Promise<StoreState[]> {
    return this.read('WHERE store_id = ANY ($1)', [storeIds]);
  }

  /** Those of some keys, in any order. */
  async byKeys(storeKeys: readonly number[]): Promise<StoreState[]> {
    return this.read('WHERE store_key = ANY ($1)', [storeKeys]);
  }

  /** The business hours of some stores by their keys, each by weekday and time; none for those that have none. */
  async hours(storeKeys: readonly number[]): Promise<ReadonlyMap<number, readonly BusinessHours[]>> {
    const rows = await this.database.pool.query<HoursRow>(
      `SELECT store_key, day_of_week, ${toMicros('opens')} AS opens, ${toMicros('closes')} AS closes
       FROM business_hours WHERE store_key = ANY ($1)
       ORDER BY store_key, day_of_week, business_hours.opens, business_hours.closes`,
      [storeKeys],
    );
    const byStore = new Map<number, BusinessHours[]>(storeKeys.map((key) => [key, []]));
    for (const { store_key, day_of_week, opens, closes } of rows.rows) {
      byStore.get(store_key)?.push({ dayOfWeek: day_of_week, opens: Number(opens), closes: Number(closes) });
    }
    return byStore;
  }

  private async read(which: string, parameters: unknown[]): Promise<StoreState[]> {
    const found = await this.database.pool.query<StateRow>(
      `SELECT store_key, store_id, timezone, ${toMicros('last_observed_at')} AS last_observed_at,
              latest.active, ${toMicros('latest.started_at')} AS status_since
       FROM (SELECT * FROM store ${which}) asked
       LEFT JOIN LATERAL (
         SELECT active, started_at FROM status_run
         WHERE status_run.store_key = asked.store_key ORDER BY started_at DESC LIMIT 1
       ) latest ON true
       ORDER BY store_id`,
      parameters,
    );
    return found.rows.map((row) => ({
      storeKey: row.store_key,
      storeId: row.store_id,
      timezone: row.timezone ?? undefined,
      lastObservedAt: row.last_observed_at === null ? undefined : Number(row.last_observed_at),
      status: row.active === null ? undefined : row.active ? 'active' : 'inactive',
      statusSince: row.status_since === null ? undefined : Number(row.status_since),
    }));
  }
}

interface StateRow {
  readonly store_key: number;
  readonly store_id: string;
  readonly timezone: string | null;
  readonly last_observed_at: string | null;
  readonly active: boolean | null;
  readonly status_since: string | null;
}

interface HoursRow {
  readonly store_key: number;
  readonly day_of_week: number;
  readonly opens: string;
  readonly closes: string;
}
