import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Micros } from '../calculator/instants';
import { memoize } from '../common/memo';
import { InactiveRuns } from '../observations/read/inactive-runs';
import { Database } from '../platform/database/database';
import { BEGIN_SNAPSHOT } from '../platform/database/begin';
import { scheduleIn } from '../stores/schedules/schedule-text';
import { StoreSchedules } from '../stores/schedules/store-schedules';
import { type StaleStore, StoresService } from '../stores/stores.service';
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
  readonly stalest: readonly StaleStore[];
}

/** Those of the counts that come from schedules. */
type ScheduleCounts = Pick<FleetCounts, 'withTimezone' | 'withHours' | 'open'>;

/** Counts stores in streamed passes, and caches the result for a while. */
@Injectable()
export class FleetCountsService {
  private readonly counts: CachedValue<FleetCounts>;

  constructor(
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly schedules: StoreSchedules,
    private readonly runs: InactiveRuns,
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
    const staleBefore = latestObservedAt === undefined ? undefined : latestObservedAt - STALE_AFTER;
    const { stores, observed, stale } = await this.stores.countByState(client, staleBefore);
    const inactive = await this.runs.countOngoing(client);
    return {
      countedAt,
      stores,
      ...(await this.countOpen(client, countedAt)),
      neverObserved: stores - observed,
      active: observed - inactive,
      inactive,
      latestObservedAt,
      stale,
      stalest: staleBefore === undefined ? [] : await this.stores.stalest(client, staleBefore, MAX_STALEST),
    };
  }

  /** In one pass. Many stores have the same schedule, so each is evaluated once. */
  private async countOpen(client: PoolClient, at: Micros): Promise<ScheduleCounts> {
    const evaluated = memoize(
      (schedule: string | null) => schedule ?? '',
      (text) => {
        const stored = scheduleIn(text);
        return {
          hasTimezone: stored.timezones.some(({ value }) => value !== undefined),
          hasHours: stored.hours.length > 0,
          isOpen: this.openHours.isOpen(this.openHours.schedule(stored), at),
        };
      },
    );
    const counted = { withTimezone: 0, withHours: 0, open: 0 };
    await this.schedules.readAll(client, (schedule) => {
      const { hasTimezone, hasHours, isOpen } = evaluated(schedule);
      if (hasTimezone) counted.withTimezone++;
      if (hasHours) counted.withHours++;
      if (isOpen) counted.open++;
    });
    return counted;
  }
}
