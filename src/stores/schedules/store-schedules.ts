import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { copyOut, Database } from '../../platform/database/database';
import { bucketsOf } from '../buckets/buckets';
import { inRange, orderOf, type StoreRange } from '../store-range';
import { NO_SCHEDULE, SCHEDULE_TEXT, scheduleIn, type StoredSchedule } from './schedule-text';

/** A store with the text of its schedule, which `scheduleIn` reads; many stores have the same. */
interface ScheduledStore {
  readonly storeKey: number;
  readonly storeId: string;
  /** Undefined: it was never observed. */
  readonly lastObservedAt: Micros | undefined;
  readonly schedule: string | null;
}

/** The one reader of schedules. Where few stores are wanted, a query reads them; where it is many, COPY streams them. */
@Injectable()
export class StoreSchedules {
  constructor(private readonly database: Database) {}

  /** The schedules of some stores by their ids. */
  async of(
    storeIds: readonly string[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlyMap<string, StoredSchedule>> {
    const found = await client.query<{ store_id: string; schedule: string }>(
      `SELECT store_id, ${SCHEDULE_TEXT} AS schedule FROM schedule WHERE store_id = ANY ($1) AND bucket = ANY ($2)`,
      [storeIds, bucketsOf(storeIds)],
    );
    const schedules = new Map(storeIds.map((id) => [id, NO_SCHEDULE]));
    for (const { store_id, schedule } of found.rows) schedules.set(store_id, scheduleIn(schedule));
    return schedules;
  }

  /** The schedule of one store. */
  async find(storeId: string, client?: Pool | PoolClient): Promise<StoredSchedule> {
    return (await this.of([storeId], client)).get(storeId) ?? NO_SCHEDULE;
  }

  /** The stores of a range, by id or by key as the range is, in the caller's transaction. */
  async readRange(client: PoolClient, range: StoreRange): Promise<ScheduledStore[]> {
    const stores: ScheduledStore[] = [];
    const rows = `
      SELECT store_key, store_id, last_observed_at, ${SCHEDULE_TEXT} FROM store LEFT JOIN schedule USING (store_id, bucket)
      WHERE ${inRange(range)} ORDER BY ${orderOf(range)}`;
    await copyOut(client, rows, (row) => {
      stores.push({
        storeKey: row.int4(0),
        storeId: row.text(1),
        lastObservedAt: row.isNull(2) ? undefined : row.timestamp(2),
        schedule: row.isNull(3) ? null : row.text(3),
      });
    });
    return stores;
  }

  /** Calls back once for every store with the text of its schedule, in the caller's transaction. */
  async readAll(client: PoolClient, onStore: (schedule: string | null) => void): Promise<void> {
    const rows = `SELECT ${SCHEDULE_TEXT} FROM store LEFT JOIN schedule USING (store_id, bucket)`;
    await copyOut(client, rows, (row) => {
      onStore(row.isNull(0) ? null : row.text(0));
    });
  }
}
