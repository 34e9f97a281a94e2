import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import type { BusinessHours, Schedule } from '../calculator/open-intervals';
import type { ServiceSettings } from '../platform/config/settings';
import type { CopyRow } from '../platform/database/copy/copy-reader';
import { copyOut, Database } from '../platform/database/database';
import { toMicros } from '../platform/database/sql';
import { bucketsOfKeys } from './buckets/buckets';
import { belongsTo, inRange, type StoreRange } from './store-range';

/** A store's time zone and business hours as they are stored. */
export interface StoredSchedule {
  /** Undefined if the store has none: the default time zone applies. */
  readonly timezone: string | undefined;
  readonly hours: readonly BusinessHours[];
}

/** When a store is open, with the service's settings for what its stored schedule leaves open. */
export function scheduleOf(
  { timezone, hours }: StoredSchedule,
  { DEFAULT_TIMEZONE, END_OF_DAY_GRACE }: Pick<ServiceSettings, 'DEFAULT_TIMEZONE' | 'END_OF_DAY_GRACE'>,
): Schedule {
  return { timezone: timezone ?? DEFAULT_TIMEZONE, hours, endOfDayGrace: END_OF_DAY_GRACE };
}

/** A store with its schedule. */
interface StoreSchedule extends StoredSchedule {
  readonly storeKey: number;
  readonly storeId: string;
}

/**
 * The one reader of business hours. Where few stores are wanted, a query reads them; where it is many, COPY streams them,
 * which takes a fraction of the time and no garbage.
 */
@Injectable()
export class StoreSchedules {
  constructor(private readonly database: Database) {}

  /** The hours of some stores by their keys, by weekday and time; an empty list for stores without hours. */
  async hoursOf(
    storeKeys: readonly number[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlyMap<number, readonly BusinessHours[]>> {
    const rows = await client.query<HoursRow>(
      `SELECT store_key, day_of_week, ${toMicros('opens')} AS opens, ${toMicros('closes')} AS closes
       FROM business_hours WHERE store_key = ANY ($1) AND bucket = ANY ($2)
       ORDER BY store_key, day_of_week, business_hours.opens, business_hours.closes`,
      [storeKeys, bucketsOfKeys(storeKeys)],
    );
    const byStore = new Map<number, BusinessHours[]>(storeKeys.map((key) => [key, []]));
    for (const { store_key, day_of_week, opens, closes } of rows.rows) {
      byStore.get(store_key)?.push({ dayOfWeek: day_of_week, opens: Number(opens), closes: Number(closes) });
    }
    return byStore;
  }

  /** The stores of a range by id, their hours by weekday and time, in the caller's transaction. */
  async readRange(client: PoolClient, range: StoreRange): Promise<StoreSchedule[]> {
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
      SELECT ${HOURS_COLUMNS}, store_key
      FROM business_hours
      WHERE ${belongsTo(range)}
      ORDER BY store_key, bucket, ${HOURS_COLUMNS}`;
    await copyOut(client, rows, (row) => {
      byKey.get(row.int4(HOURS_WIDTH))?.push(hoursIn(row));
    });
    return schedules;
  }

  /** Calls back once for every store, in the caller's transaction; the hours come in no particular order. */
  async readAll(client: PoolClient, onStore: (schedule: StoredSchedule) => void): Promise<void> {
    const rows = `
      SELECT ${HOURS_COLUMNS}, store_key, timezone
      FROM store LEFT JOIN business_hours USING (bucket, store_key)
      ORDER BY store_key`;
    let key: number | undefined;
    let schedule: StoredSchedule & { hours: BusinessHours[] } = { timezone: undefined, hours: [] };
    await copyOut(client, rows, (row) => {
      const rowKey = row.int4(HOURS_WIDTH);
      if (rowKey !== key) {
        if (key !== undefined) onStore(schedule);
        key = rowKey;
        schedule = { timezone: row.isNull(HOURS_WIDTH + 1) ? undefined : row.text(HOURS_WIDTH + 1), hours: [] };
      }
      if (!row.isNull(0)) schedule.hours.push(hoursIn(row));
    });
    if (key !== undefined) onStore(schedule);
  }
}

const HOURS_COLUMNS = 'day_of_week, opens, closes';
const HOURS_WIDTH = 3;

/** The hours in a row that begins with `HOURS_COLUMNS`. */
function hoursIn(row: CopyRow): BusinessHours {
  return { dayOfWeek: row.int2(0), opens: row.int8(1), closes: row.int8(2) };
}

/**
 * SQL: a relation `(bucket, store_key, hours)` of the stores that have hours, all in one text, for statements that must join
 * schedules. `scheduleIn` reads the text `concat(timezone, ',', hours)`, which is the same for the same schedule.
 * @param condition SQL on `store_key` and `bucket`
 */
export function hoursAsText(condition: string): string {
  return `
    SELECT bucket, store_key,
           string_agg(concat_ws(' ', day_of_week, ${toMicros('opens')}, ${toMicros('closes')}), ','
                      ORDER BY ${HOURS_COLUMNS}) AS hours
    FROM business_hours WHERE ${condition}
    GROUP BY bucket, store_key`;
}

/** The schedule in a text: see `hoursAsText`. */
export function scheduleIn(text: string): StoredSchedule {
  const [timezone = '', ...rows] = text.split(',');
  const hours = rows
    .filter((row) => row !== '')
    .map((row) => {
      const [dayOfWeek = NaN, opens = NaN, closes = NaN] = row.split(' ').map(Number);
      return { dayOfWeek, opens, closes };
    });
  return { timezone: timezone === '' ? undefined : timezone, hours };
}

interface HoursRow {
  readonly store_key: number;
  readonly day_of_week: number;
  readonly opens: string;
  readonly closes: string;
}
