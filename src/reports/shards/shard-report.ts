import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Calculator } from '../../calculator/calculator';
import type { Interval, Micros } from '../../calculator/instants';
import { scheduleKey } from '../../calculator/open-intervals';
import { memoize } from '../../common/memo';
import type { StoreRange } from '../../stores/store-range';
import { StoreSchedules } from '../../stores/store-schedules';
import { LAST_DAY, LAST_HOUR, LAST_WEEK, reportLines, type StoreFigures } from '../report-csv';
import { StatusRuns } from '../../observations/read/status-runs';

/** The parameters of a report, the same for all its shards. */
export interface ReportParameters {
  readonly asOf: Micros;
  readonly defaultStatus: 'active' | 'inactive';
  readonly defaultTimezone: string;
  readonly endOfDayGrace: boolean;
}

/** The result of one shard. */
export interface ShardResult {
  /** CSV lines, sorted by store id. */
  readonly csv: string;
  /** Sums over the stores in the last hour, day and week. */
  readonly uptime: readonly Micros[];
  readonly downtime: readonly Micros[];
}

/** Computes a report's lines for one range of stores. */
@Injectable()
export class ShardReport {
  constructor(
    private readonly schedules: StoreSchedules,
    private readonly calculator: Calculator,
  ) {}

  /** Reads the data in three streamed passes, in the caller's transaction. */
  async compute(client: PoolClient, range: StoreRange, parameters: ReportParameters): Promise<ShardResult> {
    const { asOf, defaultStatus, defaultTimezone, endOfDayGrace } = parameters;
    const week: Interval = { from: asOf - LAST_WEEK, to: asOf };
    const day: Interval = { from: asOf - LAST_DAY, to: asOf };
    const hour: Interval = { from: asOf - LAST_HOUR, to: asOf };
    const schedules = await this.schedules.readRange(client, range);
    const runs = await StatusRuns.read(client, range, week);
    // Many stores share their time zone and hours.
    const openInWeek = memoize(scheduleKey, (schedule) => this.calculator.openIntervals(schedule, week));
    const defaultActive = defaultStatus === 'active';
    const figures = schedules.map((store) => {
      const { timezone = defaultTimezone, hours } = store;
      const open = openInWeek({ timezone, hours, endOfDayGrace });
      const timeline = runs.of(store.storeKey);
      return {
        storeId: store.storeId,
        lastHour: this.calculator.windowFigures(hour, open, timeline, defaultActive),
        lastDay: this.calculator.windowFigures(day, open, timeline, defaultActive),
        lastWeek: this.calculator.windowFigures(week, open, timeline, defaultActive),
      };
    });
    return { csv: reportLines(figures), uptime: sums(figures, 'uptime'), downtime: sums(figures, 'downtime') };
  }
}

function sums(figures: readonly StoreFigures[], status: 'uptime' | 'downtime'): Micros[] {
  const windows = ['lastHour', 'lastDay', 'lastWeek'] as const;
  return windows.map((window) => figures.reduce((sum, store) => sum + store[window][status], 0));
}
