import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import { In, Repository } from 'typeorm';
import type { Micros } from '../calculator/instants';
import type { BusinessHours } from '../calculator/open-intervals';
import { copyOut } from '../platform/database/database';
import { fromMicros, literal, toMicros } from '../platform/database/sql';
import { Store } from './store.entity';

/** Stores that follow one another by `store_id`, bytewise; both ends included. */
export interface StoreRange {
  readonly first: string;
  readonly last: string;
  /** Only these of them; undefined: all. */
  readonly only?: readonly string[] | undefined;
}

/** A store as a report needs it. */
export interface StoreSchedule {
  readonly storeKey: number;
  readonly storeId: string;
  /** Undefined: none is known. */
  readonly timezone: string | undefined;
  /** By weekday and time. */
  readonly hours: readonly BusinessHours[];
}

/** Stores, their zones and business hours. Callers that need one state of the data pass their own transaction. */
@Injectable()
export class StoresService {
  constructor(@InjectRepository(Store) private readonly stores: Repository<Store>) {}

  /** Whether any store was ever observed. */
  async hasObservations(): Promise<boolean> {
    return this.stores.createQueryBuilder('store').where('store.lastObservedAt IS NOT NULL').getExists();
  }

  /** The latest observation of all; undefined if there is none. */
  async latestObservedAt(client: Pool | PoolClient): Promise<Micros | undefined> {
    const latest = await client.query<{ at: string | null }>(
      `SELECT ${toMicros('max(last_observed_at)')} AS at FROM store`,
    );
    const at = latest.rows[0]?.at ?? null;
    return at === null ? undefined : Number(at);
  }

  /** How many there are. */
  async count(): Promise<number> {
    return this.stores.count();
  }

  /** The number of the last write to stores and observations that a transaction sees; 0 if there was none. */
  async lastWriteNo(client: PoolClient): Promise<number> {
    const last = await client.query<{ write_no: string | null }>('SELECT max(write_no) AS write_no FROM import');
    return Number(last.rows[0]?.write_no ?? 0);
  }

  /** Whether a write after another one has changed an observation at or before an instant, or hours, or a zone. */
  async hasChangedSince(writeNo: number, asOf: Micros): Promise<boolean> {
    const found: { changed: boolean }[] = await this.stores.query(
      `SELECT EXISTS (
         SELECT FROM import WHERE write_no > $1 AND changed_from <= ${fromMicros('$2::bigint')}
       ) AS changed`,
      [writeNo, asOf],
    );
    return found[0]?.changed ?? false;
  }

  /** Which of some ids no store has. */
  async unknownIds(ids: readonly string[]): Promise<string[]> {
    const known = await this.stores.find({ select: { storeId: true }, where: { storeId: In(ids) } });
    const knownIds = new Set(known.map((store) => store.storeId));
    return ids.filter((id) => !knownIds.has(id));
  }

  /** All stores by id, or those of `only`, cut into ranges of `size`; each with the number of its stores. */
  async cutIntoRanges(
    client: PoolClient,
    size: number,
    only: readonly string[] | undefined,
  ): Promise<(StoreRange & { stores: number })[]> {
    const ranges = await client.query<StoreRange & { stores: number }>(
      `SELECT min(store_id) AS first, max(store_id) AS last, count(*)::integer AS stores
       FROM (
         SELECT store_id, (row_number() OVER (ORDER BY store_id) - 1) / $1 AS place
         FROM store WHERE $2::text[] IS NULL OR store_id = ANY ($2)
       ) numbered
       GROUP BY place ORDER BY place`,
      [size, only],
    );
    return ranges.rows;
  }

  /** The stores of a range with their schedules, by id. */
  async readSchedules(client: PoolClient, range: StoreRange): Promise<StoreSchedule[]> {
    const schedules: (StoreSchedule & { hours: BusinessHours[] })[] = [];
    const byKey = new Map<number, BusinessHours[]>();
    const stores = `SELECT store_key, store_id, timezone FROM store WHERE ${inRange(range)} ORDER BY store_id`;
    await copyOut(client, stores, (row) => {
      const hours: BusinessHours[] = [];
      const storeKey = row.int4(0);
      schedules.push({ storeKey, storeId: row.text(1), timezone: row.isNull(2) ? undefined : row.text(2), hours });
      byKey.set(storeKey, hours);
    });
    const rows = `
      SELECT store_key, day_of_week, opens, closes
      FROM business_hours
      WHERE store_key = ANY (${keysIn(range)})
      ORDER BY store_key, day_of_week, opens, closes`;
    await copyOut(client, rows, (row) => {
      byKey.get(row.int4(0))?.push({ dayOfWeek: row.int2(1), opens: row.int8(2), closes: row.int8(3) });
    });
    return schedules;
  }
}

/** SQL: the keys of a range's stores, as an array, which leads PostgreSQL to look for each of them in an index. */
export function keysIn(range: StoreRange): string {
  return `ARRAY(SELECT store_key FROM store WHERE ${inRange(range)})`;
}

/** SQL: whether `store_id` lies in a range. */
function inRange({ first, last, only }: StoreRange): string {
  const between = `store_id BETWEEN ${literal(first)} AND ${literal(last)}`;
  return only ? `${between} AND store_id = ANY (ARRAY[${only.map(literal).join(', ')}])` : between;
}
