import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { Calculator } from '../calculator/calculator';
import type { Interval, Micros } from '../calculator/instants';
import { union, without } from '../calculator/intervals';
import { isArchived } from '../calculator/schedule/schedule';
import { reachOf, type ReportWindow, requireWindow, windowInterval, windowReach } from '../calculator/figures/windows';
import {
  changedSchedules,
  hasAttributesChangedSince,
  hasObservedSince,
  type SupersededPart,
} from '../ingestion/data-changes';
import { grouped } from '../common/collections/grouped';
import { Database } from '../platform/database/database';
import { filterBy } from '../stores/finding/store-filter';
import { StoreFinder } from '../stores/finding/store-finder';
import { Closures, type DeclaredClosure } from '../stores/schedules/closures';
import { scheduleBefore } from '../stores/schedules/schedule-before';
import { NO_SCHEDULE, scheduleOf, type StoredSchedule } from '../stores/schedules/schedule-text';
import { StoreSchedules } from '../stores/schedules/store-schedules';
import { ALL_STORES } from '../stores/schedules/write-closures';
import type { Report } from './report.entity';

/** How many stores are compared at a time. */
const AT_A_TIME = 500;

/** What decides which data a report has read. */
type ReportBasis = Pick<
  Report,
  'asOf' | 'seenWriteNo' | 'windows' | 'storeIds' | 'attributes' | 'closures' | 'defaultTimezone' | 'endOfDayGrace'
>;

/** A report that has read its data. */
type ReadReport = ReportBasis & { readonly asOf: Micros; readonly seenWriteNo: number };

/** Tells whether the data behind reports have changed since, so that their figures may. */
@Injectable()
export class Superseding {
  constructor(
    private readonly database: Database,
    private readonly schedules: StoreSchedules,
    private readonly closures: Closures,
    private readonly finder: StoreFinder,
    private readonly calculator: Calculator,
  ) {}

  /**
   * Whether an observation at or before the report's as of has changed, or the scheduled time of one of its stores within its
   * windows, or which stores have a row: of a report that is limited by attributes, whenever any attributes have changed. Null until it
   * has read its data.
   */
  async isSuperseded({ asOf, seenWriteNo, ...basis }: ReportBasis): Promise<boolean | null> {
    return asOf === null || seenWriteNo === null ? null : this.hasNewData({ ...basis, asOf, seenWriteNo });
  }

  private async hasNewData(report: ReadReport): Promise<boolean> {
    const { pool } = this.database;
    if (await hasObservedSince(pool, report.seenWriteNo, report.asOf)) return true;
    if (report.attributes && (await hasAttributesChangedSince(pool, report.seenWriteNo))) return true;
    const windows = report.windows.map(requireWindow);
    const query = {
      writeNo: report.seenWriteNo,
      windows: windows.map((window) => windowReach(window, report.asOf)),
      storeIds: report.storeIds,
    };
    for (let after = ''; ;) {
      const parts = await changedSchedules(pool, query, after, AT_A_TIME);
      const byStore = grouped(parts, ({ storeId }) => storeId);
      if (await this.hasChanged(byStore, report, windows)) return true;
      if (byStore.size < AT_A_TIME) return false;
      after = [...byStore.keys()].at(-1) ?? '';
    }
  }

  private async hasChanged(
    changed: ReadonlyMap<string, readonly SupersededPart[]>,
    report: ReadReport,
    windows: readonly ReportWindow[],
  ): Promise<boolean> {
    const storeIds = [...changed.keys()];
    const schedules = await this.schedules.of(storeIds);
    const filter = filterBy(report.attributes);
    const isOther = filter && othersThan(await this.finder.among(storeIds, filter));
    for (const [storeId, parts] of changed) {
      if (isOther?.(storeId)) continue;
      // Which of all stores are open meanwhile is not looked at.
      if (storeId === ALL_STORES && report.closures === 'exclude') return true;
      if (parts.some(({ part }) => part === 'store')) return true;
      const stored = schedules.get(storeId) ?? NO_SCHEDULE;
      const closures = await this.closuresOf(storeId, parts, report, windows);
      const now = this.basis(stored, closures.now, report, windows);
      const then = this.basis(scheduleBefore(stored, parts), closures.then, report, windows);
      if (!isDeepStrictEqual(now, then)) return true;
    }
    return false;
  }

  /** The closures of a store that count now, and that counted then. */
  private async closuresOf(
    storeId: string,
    parts: readonly SupersededPart[],
    { closures, asOf }: ReadReport,
    windows: readonly ReportWindow[],
  ): Promise<{ readonly now: readonly Interval[]; readonly then: readonly Interval[] }> {
    const changed = parts.filter(({ part }) => part === 'closures');
    // Closures that have not changed cannot hide that the scheduled time has.
    if (closures === 'ignore' || changed.length === 0) return { now: [], then: [] };
    const now = await this.closures.of(storeId, reachOf(windows, asOf));
    const declaredSince = new Set(changed.filter(({ before }) => before === null).map(({ subject }) => subject));
    const then: DeclaredClosure[] = now.filter(({ closureId }) => !declaredSince.has(closureId));
    for (const { subject, before } of changed) {
      if (before !== null) then.push(await this.closures.find(subject));
    }
    return { now: union(now), then: union(then) };
  }

  /** What the figures of a store in each window come from, but for its observations; undefined if it has no row. */
  private basis(
    stored: StoredSchedule,
    closures: readonly Interval[],
    { asOf, defaultTimezone, endOfDayGrace }: ReadReport,
    windows: readonly ReportWindow[],
  ): readonly (readonly Interval[])[] | undefined {
    const settings = { DEFAULT_TIMEZONE: defaultTimezone, END_OF_DAY_GRACE: endOfDayGrace };
    const schedule = scheduleOf(stored, settings);
    const scheduled = windows.map((window) => {
      const interval = windowInterval(window, schedule, asOf);
      return this.calculator.openIntervals(schedule, interval);
    });
    if (isArchived(schedule, asOf) && scheduled.every((open) => open.length === 0)) return undefined;
    return scheduled.flatMap((open) => [open, without(open, closures)]);
  }
}

/** Which stores are not those of a report. */
function othersThan(own: ReadonlySet<string>): (storeId: string) => boolean {
  return (storeId) => storeId !== ALL_STORES && !own.has(storeId);
}
