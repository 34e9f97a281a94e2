import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { Calculator } from '../calculator/calculator';
import type { Interval, Micros } from '../calculator/instants';
import { hull, union, within, without } from '../calculator/intervals';
import { isArchived } from '../calculator/schedule/schedule';
import {
  earliestSpoken,
  reachOf,
  type ReportWindow,
  requireWindow,
  windowInterval,
  windowReach,
} from '../calculator/figures/windows';
import {
  changedSchedules,
  changedStatuses,
  hasAttributesChangedSince,
  hasObserved,
  hasUnrecordedStatuses,
  type StatusChangeOfStore,
  type SupersededPart,
} from '../ingestion/data-changes';
import { grouped } from '../common/collections/grouped';
import { BEGIN_SNAPSHOT } from '../platform/database/begin';
import { Database } from '../platform/database/database';
import { filterBy, NO_FILTER } from '../stores/finding/store-filter';
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
  | 'asOf'
  | 'seenWriteNo'
  | 'windows'
  | 'storeIds'
  | 'attributes'
  | 'closures'
  | 'unknownAfter'
  | 'defaultTimezone'
  | 'endOfDayGrace'
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
   * Whether what the figures of a report come from has changed: the status of one of its stores while it counts, or which of them were
   * ever observed; with `unknown_after`, any observation that could speak within the windows; the scheduled time of a store within them;
   * or which stores have a row: of a report that is limited by attributes, whenever any attributes have changed. Null until it has read its data.
   */
  async isSuperseded({ asOf, seenWriteNo, ...basis }: ReportBasis): Promise<boolean | null> {
    return asOf === null || seenWriteNo === null ? null : this.hasNewData({ ...basis, asOf, seenWriteNo });
  }

  private async hasNewData(report: ReadReport): Promise<boolean> {
    const { attributes, seenWriteNo } = report;
    if (attributes && (await hasAttributesChangedSince(this.database.pool, seenWriteNo))) return true;
    const windows = report.windows.map(requireWindow);
    return (await this.haveObservationsChanged(report, windows)) || (await this.haveSchedulesChanged(report, windows));
  }

  private async haveObservationsChanged(report: ReadReport, windows: readonly ReportWindow[]): Promise<boolean> {
    const { pool } = this.database;
    const { asOf, seenWriteNo: writeNo, storeIds, unknownAfter } = report;
    const time = reachOf(windows, asOf);
    if (unknownAfter !== null) {
      const spoken = { from: earliestSpoken(windows, asOf, unknownAfter), to: time.to };
      if (await hasObserved(pool, { writeNo, time: spoken, storeIds })) return true;
    }
    if (await hasUnrecordedStatuses(pool, writeNo, time.to)) return true;
    for (let after = ''; ;) {
      const changes = await changedStatuses(pool, { writeNo, time, storeIds }, after, AT_A_TIME);
      // What speaks no longer has changed nothing but the default status, which held until then.
      const counting = unknownAfter === null ? changes : changes.filter(({ wasUnobserved }) => wasUnobserved);
      if (await this.doCount(counting, report, windows)) return true;
      if (changes.length < AT_A_TIME) return false;
      after = changes.at(-1)?.storeId ?? '';
    }
  }

  /** Whether one of some changes of status is within time that counts, by the schedules of now; how others were, is looked at by itself. */
  private async doCount(
    changes: readonly StatusChangeOfStore[],
    report: ReadReport,
    windows: readonly ReportWindow[],
  ): Promise<boolean> {
    const byStore = grouped(changes, ({ storeId }) => storeId);
    const storeIds = [...byStore.keys()];
    const [first = '', last = ''] = [storeIds[0], storeIds.at(-1)];
    const schedules = await this.schedules.of(storeIds);
    const closuresOf = await this.database.transaction(
      (client) => this.closures.readRange(client, { first, last }, reachOf(windows, report.asOf)),
      BEGIN_SNAPSHOT,
    );
    const isOther = await this.othersThan(storeIds, report);
    for (const [storeId, ofStore] of byStore) {
      if (isOther(storeId)) continue;
      const schedule = scheduleOf(schedules.get(storeId) ?? NO_SCHEDULE, settingsOf(report));
      const closures = report.closures === 'exclude' ? closuresOf(storeId) : [];
      const intervals = windows.map((window) => windowInterval(window, schedule, report.asOf));
      const { to: end } = hull(intervals);
      // Of a store that is observed for the first time, the report tells that it never was.
      if (ofStore.some(({ wasUnobserved, from, to }) => wasUnobserved && from < end && to >= end)) return true;
      const counted = without(this.calculator.openIntervals(schedule, hull(intervals)), closures);
      for (const interval of intervals) {
        const inWindow = within(counted, interval);
        if (ofStore.some((change) => within(inWindow, change).length > 0)) return true;
      }
    }
    return false;
  }

  private async haveSchedulesChanged(report: ReadReport, windows: readonly ReportWindow[]): Promise<boolean> {
    const { pool } = this.database;
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
    const named = await this.finder.among(storeIds, NO_FILTER);
    const isOther = await this.othersThan(storeIds, report);
    for (const [storeId, parts] of changed) {
      const [isNamed, wasNamed] = [named.has(storeId), wasStore(parts) ?? named.has(storeId)];
      if (isOther(storeId) && !(wasNamed && !isNamed && hasStoresWithoutAny(report))) continue;
      if (isNamed !== wasNamed) return true;
      const closures = await this.closuresOf(storeId, parts, report, windows);
      if (storeId === ALL_STORES) {
        // Which of all stores are open meanwhile is not looked at.
        const reaches = windows.map((window) => windowReach(window, report.asOf));
        const counted = (all: readonly Interval[]) => reaches.map((reach) => within(all, reach));
        if (!isDeepStrictEqual(counted(closures.now), counted(closures.then))) return true;
      }
      // What nothing but special hours or closures names has no row.
      if (!isNamed) continue;
      const stored = schedules.get(storeId) ?? NO_SCHEDULE;
      const now = this.basis(stored, closures.now, report, windows);
      const then = this.basis(scheduleBefore(stored, parts), closures.then, report, windows);
      if (!isDeepStrictEqual(now, then)) return true;
    }
    return false;
  }

  /** Which of some stores a report is not of: those without its attributes, which are as it has read them. */
  private async othersThan(
    storeIds: readonly string[],
    { attributes }: ReadReport,
  ): Promise<(storeId: string) => boolean> {
    const filter = filterBy(attributes);
    if (!filter) return () => false;
    const own = await this.finder.among(storeIds, filter);
    return (storeId) => storeId !== ALL_STORES && !own.has(storeId);
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
    return { now: timeOf(now), then: timeOf(then) };
  }

  /** What the figures of a store in each window come from, but for its observations; undefined if it has no row. */
  private basis(
    stored: StoredSchedule,
    closures: readonly Interval[],
    report: ReadReport,
    windows: readonly ReportWindow[],
  ): readonly (readonly Interval[])[] | undefined {
    const { asOf } = report;
    const schedule = scheduleOf(stored, settingsOf(report));
    const scheduled = windows.map((window) => {
      const interval = windowInterval(window, schedule, asOf);
      return this.calculator.openIntervals(schedule, interval);
    });
    if (isArchived(schedule, asOf) && scheduled.every((open) => open.length === 0)) return undefined;
    return scheduled.flatMap((open) => [open, without(open, closures)]);
  }
}

/** Which time some closures take, whatever else they say. */
function timeOf(closures: readonly DeclaredClosure[]): Interval[] {
  return union(closures.map(({ from, to }) => ({ from, to })));
}

/** Whether a store was one before it was created or removed; undefined if it was neither. */
function wasStore(parts: readonly SupersededPart[]): boolean | undefined {
  const change = parts.find(({ part }) => part === 'store');
  return change && change.before !== null;
}

/** Whether a report is also of stores that have no attributes, which are the only ones that can be removed. */
function hasStoresWithoutAny({ attributes }: ReadReport): boolean {
  return Object.values(attributes ?? {}).every((values) => values.includes(''));
}

function settingsOf({ defaultTimezone, endOfDayGrace }: ReadReport) {
  return { DEFAULT_TIMEZONE: defaultTimezone, END_OF_DAY_GRACE: endOfDayGrace };
}
