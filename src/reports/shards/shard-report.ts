import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Calculator } from '../../calculator/calculator';
import type { Interval, Micros } from '../../calculator/instants';
import type { Schedule } from '../../calculator/open-intervals';
import type { StoreRange } from '../../stores/store-range';
import { type StoreSchedule, StoreSchedules } from '../../stores/store-schedules';
import { LAST_DAY, LAST_HOUR, LAST_WEEK, reportLines, type StoreFigures } from '../report-csv';
import { StatusRuns } from '../../observations/read/status-runs';

/** What a report was asked for: the same for all its shards, on whichever machine they run. */
export interface ReportTerms {
  readonly asOf: Micros;
  readonly defaultStatus: 'active' | 'inactive';
  readonly defaultTimezone: string;
  readonly endOfDayGrace: boolean;
}

/** What a report says of a range of stores. */
export interface ShardResult {
  /** Lines of CSV, by store id. */
  readonly csv: string;
  /** The sums over its stores in the last hour, the last day and the last week. */
  readonly uptime: readonly Micros[];
  readonly downtime: readonly Micros[];
}

/** Computes the lines of a report for a range of stores. */
@Injectable()
export class ShardReport {
  constructor(
    private readonly schedules: StoreSchedules,
    private readonly calculator: Calculator,
  ) {}

  /** Reads what it needs in three streamed passes, in the caller's transaction. */
  async compute(client: PoolClient, range: StoreRange, terms: ReportTerms): Promise<ShardResult> {
    const week: Interval = { from: terms.asOf - LAST_WEEK, to: terms.asOf };
    const day: Interval = { from: terms.asOf - LAST_DAY, to: terms.asOf };
    const hour: Interval = { from: terms.asOf - LAST_HOUR, to: terms.asOf };
    const schedules = await this.schedules.readRange(client, range);
    const runs = await StatusRuns.read(client, range, week);
    const openInWeek = this.openIntervalsOncePerSchedule(week, terms);
    const defaultActive = terms.defaultStatus === 'active';
    const figures = schedules.map((store) => {
      const open = openInWeek(store);
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

  /** Many stores share zone and hours: their open intervals are worked out once. */
  private openIntervalsOncePerSchedule(range: Interval, terms: ReportTerms): (store: StoreSchedule) => Interval[] {
    const known = new Map<string, Interval[]>();
    return ({ timezone = terms.defaultTimezone, hours }) => {
      const key = hours.reduce((text, row) => `${text};${row.dayOfWeek},${row.opens},${row.closes}`, timezone);
      let open = known.get(key);
      if (!open) {
        const schedule: Schedule = { timezone, hours, endOfDayGrace: terms.endOfDayGrace };
        open = this.calculator.openIntervals(schedule, range);
        known.set(key, open);
      }
      return open;
    };
  }
}

function sums(figures: readonly StoreFigures[], of: 'uptime' | 'downtime'): Micros[] {
  const windows = ['lastHour', 'lastDay', 'lastWeek'] as const;
  return windows.map((window) => figures.reduce((sum, store) => sum + store[window][of], 0));
}
