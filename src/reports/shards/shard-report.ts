import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Calculator } from '../../calculator/calculator';
import type { Micros } from '../../calculator/instants';
import { hull, within } from '../../calculator/intervals';
import { isArchived, localDate, zoneOn } from '../../calculator/schedule/schedule';
import type { CountingTerms } from '../../calculator/figures/terms';
import type { WindowFigures } from '../../calculator/figures/window-figures';
import { reachOf, requireWindow, windowInterval } from '../../calculator/figures/windows';
import { memoize } from '../../common/memo';
import { type AskedStore, countUnobserved } from '../../observations/read/first-observations';
import { FigureData } from '../../observations/read/figure-data';
import { scheduleIn, scheduleOf } from '../../stores/schedules/schedule-text';
import type { StoreRange } from '../../stores/store-range';
import { type ExactFigures, ExactFiguresWriter } from '../figures/exact-figures';
import { type ReportLayout, reportLine } from '../report-csv';

/** The parameters of a report, the same for all its shards. */
export interface ReportParameters extends CountingTerms, ReportLayout {
  readonly asOf: Micros;
  readonly defaultTimezone: string;
  readonly endOfDayGrace: boolean;
}

/** The result of one shard. */
export interface ShardResult {
  /** CSV lines, sorted by store id. */
  readonly csv: string;
  /** Sums over the stores in each window. */
  readonly uptime: readonly Micros[];
  readonly downtime: readonly Micros[];
  /** How many of the stores with a line have no observation before their windows end. */
  readonly neverObserved: number;
  /** The figures of each line. */
  readonly exact: ExactFigures;
}

/** How many schedules a worker remembers, of about 2 KB each. */
const SCHEDULES = 10_000;
/** For how many of them it remembers when a store is open in the windows of a report: as many as a shard has stores by default. */
const OPEN_TIMES = 3_500;

/** Computes a report's lines for one range of stores. */
@Injectable()
export class ShardReport {
  /** Of all reports: many stores have the same schedule, and keep it. */
  private readonly scheduleIn = memoize((text: string | null) => text ?? '', scheduleIn, SCHEDULES);
  /** Of the report of the last shard, to which the next one mostly belongs. */
  private readonly openTimesIn = memoize(
    ({ asOf, windows, defaultTimezone, endOfDayGrace }: ReportParameters) =>
      JSON.stringify([asOf, windows, defaultTimezone, endOfDayGrace]),
    (parameters) => this.openTimes(parameters),
    1,
  );

  constructor(
    private readonly data: FigureData,
    private readonly calculator: Calculator,
  ) {}

  /** Reads the data in streamed passes, in the caller's transaction. */
  async compute(client: PoolClient, range: StoreRange, parameters: ReportParameters): Promise<ShardResult> {
    const windows = parameters.windows.map(requireWindow);
    const reach = reachOf(windows, parameters.asOf);
    const { stores, closuresOf, timelines } = await this.data.read(client, range, reach, parameters);
    const openTimes = this.openTimesIn(parameters);
    const line = reportLine(parameters);
    const uptime = windows.map(() => 0);
    const downtime = windows.map(() => 0);
    const exact = new ExactFiguresWriter();
    let csv = '';
    const perhapsUnobserved: AskedStore[] = [];
    for (const { storeKey, storeId, lastObservedAt, schedule } of stores) {
      const closures = closuresOf(storeId);
      const timeline = timelines.of(storeKey);
      const { isArchived, zone, end, windows: openIn } = openTimes(schedule);
      const figures = openIn.map(({ interval, open }) =>
        this.calculator.windowFigures(interval, open, closures, timeline, parameters.defaultStatus),
      );
      if (isArchived && figures.every(({ scheduled }) => scheduled === 0)) continue;
      csv += line(storeId, figures);
      exact.add(zone, figures);
      // What the figures come from tells of most stores that they were observed, and when they last were of most others.
      const known = Math.min(timeline.observedAt[0] ?? Infinity, lastObservedAt ?? Infinity);
      if (known >= end) perhapsUnobserved.push({ storeKey, before: end });
      add(uptime, figures, 'uptime');
      add(downtime, figures, 'downtime');
    }
    const neverObserved = await countUnobserved(client, perhapsUnobserved);
    return { csv, uptime, downtime, neverObserved, exact: exact.take() };
  }

  /** Tells when a store with a schedule is open in each window. Many stores have the same. */
  private openTimes({ asOf, windows: names, defaultTimezone, endOfDayGrace }: ReportParameters) {
    const windows = names.map(requireWindow);
    const settings = { DEFAULT_TIMEZONE: defaultTimezone, END_OF_DAY_GRACE: endOfDayGrace };
    return memoize(
      (schedule: string | null) => schedule ?? '',
      (text) => {
        const schedule = scheduleOf(this.scheduleIn(text), settings);
        const intervals = windows.map((window) => windowInterval(window, schedule, asOf));
        const all = hull(intervals);
        const open = this.calculator.openIntervals(schedule, all);
        return {
          isArchived: isArchived(schedule, asOf),
          zone: zoneOn(schedule, localDate(schedule, asOf)).name,
          end: all.to,
          windows: intervals.map((interval) => ({ interval, open: within(open, interval) })),
        };
      },
      OPEN_TIMES,
    );
  }
}

function add(sums: number[], figures: readonly WindowFigures[], figure: 'uptime' | 'downtime'): void {
  for (const [index, window] of figures.entries()) sums[index] = (sums[index] ?? 0) + window[figure];
}
