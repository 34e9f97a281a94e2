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

/** The same, while its schedule is not read yet. */
type Unread = Omit<ScheduledStore, 'schedule'> & { schedule: string | null };

/** How many texts of schedules a process remembers, of about 200 bytes each. */
const TEXTS = 20_000;

/** The one reader of schedules. Where few stores are wanted, a query reads them; where it is many, COPY streams them. */
@Injectable()
export class StoreSchedules {
  /** By digest. The same object for the same text: whoever looks something up by it need not hash it again. */
  private readonly texts = new Map<string, string>();

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

  /** The stores of a range, by id or by key as the range is, in the caller's transaction, which must see one snapshot. */
  async readRange(client: PoolClient, range: StoreRange): Promise<ScheduledStore[]> {
    const stores: ScheduledStore[] = [];
    const unknown = new Map<string, Unread[]>();
    const rows = `
      SELECT store_key, store_id, last_observed_at, digest FROM store LEFT JOIN ${schedulesOf(range)} USING (store_id, bucket)
      WHERE ${inRange(range)} ORDER BY ${orderOf(range)}`;
    await copyOut(client, rows, (row) => {
      const store: Unread = {
        storeKey: row.int4(0),
        storeId: row.text(1),
        lastObservedAt: row.isNull(2) ? undefined : row.timestamp(2),
        schedule: null,
      };
      stores.push(store);
      if (row.isNull(3)) return;
      const digest = row.latin1(3);
      const text = this.texts.get(digest);
      if (text !== undefined) store.schedule = text;
      else if (unknown.get(digest)?.push(store) === undefined) unknown.set(digest, [store]);
    });
    if (unknown.size > 0) await this.readTexts(client, unknown);
    return stores;
  }

  /** Reads the texts of schedules, and gives each to the stores that have it. */
  private async readTexts(client: PoolClient, storesOf: ReadonlyMap<string, readonly Unread[]>): Promise<void> {
    const examples = [...storesOf.values()].flatMap(([store]) => store?.storeId ?? []);
    const found = await client.query<{ digest: Buffer; schedule: string }>(
      `SELECT digest, ${SCHEDULE_TEXT} AS schedule FROM schedule WHERE store_id = ANY ($1) AND bucket = ANY ($2)`,
      [examples, bucketsOf(examples)],
    );
    if (this.texts.size + storesOf.size > TEXTS) this.texts.clear();
    for (const { digest, schedule } of found.rows) {
      const key = digest.toString('latin1');
      this.texts.set(key, schedule);
      for (const store of storesOf.get(key) ?? []) store.schedule = schedule;
    }
    if ([...storesOf.values()].flat().some(({ schedule }) => schedule === null)) {
      throw new Error('schedules changed while they were read');
    }
  }

  /** Calls back once for every store with the text of its schedule, in the caller's transaction. */
  async readAll(client: PoolClient, onStore: (schedule: string | null) => void): Promise<void> {
    const rows = `SELECT ${SCHEDULE_TEXT} FROM store LEFT JOIN schedule USING (store_id, bucket)`;
    await copyOut(client, rows, (row) => {
      onStore(row.isNull(0) ? null : row.text(0));
    });
  }
}

/** SQL: the schedules of a range of stores, and perhaps others. PostgreSQL does not tell from the ids of stores where to begin with those of schedules. */
function schedulesOf(range: StoreRange): string {
  return 'firstKey' in range || range.filter ? 'schedule' : `(SELECT * FROM schedule WHERE ${inRange(range)}) schedule`;
}
