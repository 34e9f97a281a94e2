import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Micros } from '../calculator/instants';
import { InactiveRuns } from '../observations/read/inactive-runs';
import { Database } from '../platform/database/database';
import { BEGIN_SNAPSHOT } from '../platform/database/snapshot';
import { fromMicros, toMicros } from '../platform/database/sql';
import { StoreSchedules } from '../stores/store-schedules';
import { StoresService } from '../stores/stores.service';
import { Kept } from './cache';
import { clock, OpenHours } from './open-hours';
import { STALE_AFTER } from './store-list';

const STALE_SHOWN = 20;

/** How many stores there are of each sort, all on one state of the data. */
export interface FleetCounts {
  /** When they were counted, by the clock. */
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
  /** The first of the stale ones: those that were not observed for the longest time. */
  readonly stalest: readonly { readonly storeId: string; readonly lastObservedAt: Micros }[];
}

/** Counts stores in streamed passes, and remembers the result for a while. */
@Injectable()
export class FleetCountsService {
  private readonly counts: Kept<FleetCounts>;

  constructor(
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly schedules: StoreSchedules,
    private readonly runs: InactiveRuns,
    private readonly openHours: OpenHours,
  ) {
    this.counts = new Kept(() => this.database.transaction((client) => this.count(client), BEGIN_SNAPSHOT));
  }

  async get(): Promise<FleetCounts> {
    return this.counts.get();
  }

  private async count(client: PoolClient): Promise<FleetCounts> {
    const countedAt = clock();
    const latestObservedAt = await this.stores.latestObservedAt(client);
    const { stores, zoned, observed, stale } = await numbers(client, latestObservedAt);
    const inactive = await this.runs.countOngoing(client);
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

  /** In one pass; whether stores are open is worked out once for all with the same zone and hours. */
  private async countOpen(client: PoolClient, at: Micros): Promise<{ withHours: number; open: number }> {
    const known = new Map<string, boolean>();
    const counted = { withHours: 0, open: 0 };
    await this.schedules.readAll(client, ({ timezone = this.openHours.defaultTimezone, hours }) => {
      const schedule = hours.reduce((text, row) => `${text};${row.dayOfWeek},${row.opens},${row.closes}`, timezone);
      let isOpen = known.get(schedule);
      if (isOpen === undefined) {
        isOpen = this.openHours.isOpen(this.openHours.schedule(timezone, hours), at);
        known.set(schedule, isOpen);
      }
      if (hours.length > 0) counted.withHours++;
      if (isOpen) counted.open++;
    });
    return counted;
  }
}

interface Numbers {
  readonly stores: number;
  readonly zoned: number;
  readonly observed: number;
  readonly stale: number;
}

async function numbers(client: PoolClient, latest: Micros | undefined): Promise<Numbers> {
  const found = await client.query<Numbers>(
    `SELECT count(*)::integer AS stores, count(timezone)::integer AS zoned, count(last_observed_at)::integer AS observed,
            (count(*) FILTER (WHERE last_observed_at < ${fromMicros('$1::bigint')}))::integer AS stale
     FROM store`,
    [latest === undefined ? null : latest - STALE_AFTER],
  );
  return found.rows[0] ?? { stores: 0, zoned: 0, observed: 0, stale: 0 };
}

async function stalest(client: PoolClient, latest: Micros): Promise<FleetCounts['stalest']> {
  const found = await client.query<{ store_id: string; at: string }>(
    `SELECT store_id, ${toMicros('last_observed_at')} AS at FROM store
     WHERE last_observed_at < ${fromMicros('$1::bigint')} ORDER BY last_observed_at, store_id LIMIT $2`,
    [latest - STALE_AFTER, STALE_SHOWN],
  );
  return found.rows.map(({ store_id, at }) => ({ storeId: store_id, lastObservedAt: Number(at) }));
}
