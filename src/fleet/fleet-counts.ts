import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Micros } from '../calculator/instants';
import { memoize, scheduleKey } from '../calculator/memo';
import type { BusinessHours } from '../calculator/open-intervals';
import { copyOut, Database } from '../platform/database/database';
import { fromMicros, toMicros } from '../platform/database/sql';
import { StoresService } from '../stores/stores.service';
import { CachedValue } from './cached-value';
import { clock, OpenHours } from './open-hours';
import { STALE_AFTER } from './store-list';

/** How many of the stale stores are listed. */
const MAX_STALEST = 20;

/** The number of stores in each state, all from one snapshot of the data. */
export interface FleetCounts {
  /** When they were counted. */
  readonly countedAt: Micros;
  readonly stores: number;
  readonly withTimezone: number;
  readonly withHours: number;
  readonly neverObserved: number;
  readonly active: number;
  readonly inactive: number;
  readonly open: number;
  readonly latestObservedAt: Micros | undefined;
  readonly stale: number;
  /** The stores that have been stale for the longest time. */
  readonly stalest: readonly { readonly storeId: string; readonly lastObservedAt: Micros }[];
}

/** Counts stores in streamed passes, and caches the result for a while. */
@Injectable()
export class FleetCountsService {
  private readonly counts: CachedValue<FleetCounts>;

  constructor(
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly openHours: OpenHours,
  ) {
    this.counts = new CachedValue(() => this.database.transaction((client) => this.count(client), BEGIN_SNAPSHOT));
  }

  /** The counts, which may be somewhat old: see `CachedValue`. */
  async get(): Promise<FleetCounts> {
    return this.counts.get();
  }

  private async count(client: PoolClient): Promise<FleetCounts> {
    const countedAt = clock();
    const latestObservedAt = await this.stores.latestObservedAt(client);
    const { stores, zoned, observed, inactive, stale } = await countByState(client, latestObservedAt);
    return {
      countedAt,
      stores,
      withTimezone: zoned,
      ...(await this.countOpen(client, countedAt)),
      neverObserved: stores - observed,
      active: observed - inactive,
      inactive,
      latestObservedAt,
      stale,
      stalest: latestObservedAt === undefined ? [] : await stalest(client, latestObservedAt),
    };
  }

  /** In one pass. Many stores share their time zone and hours, so each schedule is evaluated once. */
  private async countOpen(client: PoolClient, at: Micros): Promise<{ withHours: number; open: number }> {
    const isOpen = memoize(scheduleKey, (schedule) => this.openHours.isOpen(schedule, at));
    const counted = { withHours: 0, open: 0 };
    let store = { key: -1, timezone: '', hours: new Array<BusinessHours>() };
    const finish = () => {
      if (store.key === -1) return;
      if (store.hours.length > 0) counted.withHours++;
      if (isOpen(this.openHours.schedule(store.timezone, store.hours))) counted.open++;
    };
    await copyOut(client, ALL_HOURS, (row) => {
      const key = row.int4(0);
      if (key !== store.key) {
        finish();
        store = { key, timezone: row.isNull(1) ? this.openHours.defaultTimezone : row.text(1), hours: [] };
      }
      if (!row.isNull(2)) {
        store.hours.push({ dayOfWeek: row.int2(2), opens: row.int8(3), closes: row.int8(4) });
      }
    });
    finish();
    return counted;
  }
}

const BEGIN_SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY';

const ALL_HOURS = `
  SELECT store_key, timezone, day_of_week, opens, closes
  FROM store LEFT JOIN business_hours USING (store_key)
  ORDER BY store_key`;

interface StateCounts {
  readonly stores: number;
  readonly zoned: number;
  readonly observed: number;
  readonly inactive: number;
  readonly stale: number;
}

async function countByState(client: PoolClient, latest: Micros | undefined): Promise<StateCounts> {
  const found = await client.query<StateCounts>(
    `SELECT count(*)::integer AS stores, count(timezone)::integer AS zoned, count(last_observed_at)::integer AS observed,
            (count(*) FILTER (WHERE last_observed_at < ${fromMicros('$1::bigint')}))::integer AS stale,
            (SELECT count(*)::integer FROM status_run WHERE NOT active AND ended_at = 'infinity') AS inactive
     FROM store`,
    [latest === undefined ? null : latest - STALE_AFTER],
  );
  return found.rows[0] ?? { stores: 0, zoned: 0, observed: 0, inactive: 0, stale: 0 };
}

async function stalest(client: PoolClient, latest: Micros): Promise<FleetCounts['stalest']> {
  const found = await client.query<{ store_id: string; at: string }>(
    `SELECT store_id, ${toMicros('last_observed_at')} AS at FROM store
     WHERE last_observed_at < ${fromMicros('$1::bigint')} ORDER BY last_observed_at, store_id LIMIT $2`,
    [latest - STALE_AFTER, MAX_STALEST],
  );
  return found.rows.map(({ store_id, at }) => ({ storeId: store_id, lastObservedAt: Number(at) }));
}
