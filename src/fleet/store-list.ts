import { Injectable } from '@nestjs/common';
import { HOUR, type Micros } from '../calculator/instants';
import { localDate, inForce, type WeeklyHours } from '../calculator/schedule/schedule';
import { CodedError } from '../common/coded-error';
import { isUuid } from '../common/uuid';
import { Database } from '../platform/database/database';
import { FiguresCache } from '../reports/figures/figures-cache';
import type { Figures, ReportFigures } from '../reports/figures/report-figures';
import { ReportRows } from '../reports/figures/report-rows';
import { ReportsService } from '../reports/reports.service';
import { type StoreState, StoreStates } from '../observations/read/store-states';
import { NO_ATTRIBUTES, type ShownAttributes, StoreAttributes } from '../stores/attributes/store-attributes';
import { isInZone, type StoreFilter } from '../stores/finding/store-filter';
import { StoreFinder } from '../stores/finding/store-finder';
import type { StoredSchedule } from '../stores/schedules/schedule-text';
import { StoreSchedules } from '../stores/schedules/store-schedules';
import { StoresService } from '../stores/stores.service';
import { clock, type NextChange, OpenHours } from './open-hours';
import { batchSize, type Candidate, fillPage, idIn, matchPosition, type PageOf } from './pages';

/** A store is stale if its latest observation is this much older than the latest one of all stores. */
export const STALE_AFTER: Micros = 3 * HOUR;

export const STORE_SORTS = ['store_id', 'downtime_last_hour', 'downtime_last_day', 'downtime_last_week'] as const;

/** Which stores to list, and in which order; an undefined filter matches all. */
interface StoreQuery {
  readonly filter: StoreFilter;
  readonly status: 'active' | 'inactive' | undefined;
  readonly open: boolean | undefined;
  readonly stale: boolean | undefined;
  readonly sort: (typeof STORE_SORTS)[number];
  /** The report whose figures to show; undefined: the default one. */
  readonly reportId: string | undefined;
}

/** A store as the list shows it. */
export interface ListedStore {
  readonly state: StoreState;
  readonly shown: ShownAttributes;
  /** The zone and the hours in force now. */
  readonly timezone: string;
  readonly isDefaultTimezone: boolean;
  readonly hours: WeeklyHours;
  readonly isOpen: boolean;
  /** From the page's report; undefined if the store is not in it. */
  readonly figures: Figures | undefined;
}

/** A single store with more details. */
export interface SingleStore extends ListedStore {
  /** Undefined if it neither opens nor closes soon. */
  readonly nextChange: NextChange | undefined;
  /** The report that the figures come from; undefined if there is none yet. */
  readonly report: ReportFigures | undefined;
}

/** A page of stores. */
export interface StorePage extends PageOf<ListedStore> {
  /** The report whose figures the page shows; undefined if there is none yet. */
  readonly report: ReportFigures | undefined;
}

/** Undefined: a store that does not match, or that was removed meanwhile. */
type MaybeCandidate = Candidate<StoreState | undefined>;

/** In a position instead of a report: there was none yet. */
const NONE = 'none';
/** Positions begin with the report of the list. */
const BY_ID = /^(none|[0-9a-f-]{36}) (\S+)$/;
const BY_FIGURE = /^([0-9a-f-]{36}) (?:in (\d+)|out (\S*))$/;

/** Lists stores in pages. A page costs as much as it shows or, with filters, a bounded number of stores to examine. */
@Injectable()
export class StoreList {
  constructor(
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly states: StoreStates,
    private readonly schedules: StoreSchedules,
    private readonly attributes: StoreAttributes,
    private readonly reports: ReportsService,
    private readonly figures: FiguresCache,
    private readonly rows: ReportRows,
    private readonly finder: StoreFinder,
    private readonly openHours: OpenHours,
  ) {}

  /**
   * A page of stores. All pages of a list show the report of its first page.
   * @throws CodedError `invalid_cursor`, `no_report`, `report_not_found`, `report_not_complete`, `report_gone`
   */
  async page(query: StoreQuery, limit: number, after: string | undefined): Promise<StorePage> {
    const position = matchPosition(after, query.sort === 'store_id' ? BY_ID : BY_FIGURE);
    const report = await this.reportOf(query, position?.[1]);
    const { filter, status, open, stale, sort } = query;
    const isSelective = status !== undefined || open !== undefined || stale !== undefined || filter.zones !== undefined;
    const size = batchSize(limit, isSelective);
    const batches =
      sort === 'store_id'
        ? this.byId(report, idIn(position?.[2]), filter, size)
        : this.byFigure(requireReport(report), sort, position, filter, size);
    const now = clock();
    const latest = stale === undefined ? undefined : await this.stores.latestObservedAt(this.database.pool);
    const page = await fillPage(batches, limit, (states) => this.select(states, query, report, now, latest));
    return { ...page, report };
  }

  /**
   * One store, with the next time at which it opens or closes.
   * @param reportId the report whose figures to show; undefined: the default one
   * @throws CodedError `store_not_found`, `report_not_found`, `report_not_complete`
   */
  async find(storeId: string, reportId: string | undefined): Promise<SingleStore> {
    const state = await this.states.find(storeId);
    const stored = await this.schedules.find(storeId);
    const shown = (await this.attributes.of([storeId])).get(storeId) ?? NO_ATTRIBUTES;
    const now = clock();
    const report = await this.shown(reportId);
    return {
      ...this.listed(state, stored, shown, report, now),
      nextChange: this.openHours.nextChange(this.openHours.schedule(stored), now),
      report,
    };
  }

  private async *byId(
    report: ReportFigures | undefined,
    after: string,
    filter: StoreFilter,
    size: number,
  ): AsyncGenerator<MaybeCandidate[]> {
    for (let last = after; ;) {
      const ids = await this.finder.idsAfter(last, filter, size);
      const states = await this.statesOf(ids);
      if (ids.length > 0)
        yield ids.map((id) => ({ item: states.get(id), cursor: `${report?.reportId ?? NONE} ${id}` }));
      last = ids.at(-1) ?? '';
      if (ids.length < size) return;
    }
  }

  /** First the stores in the report, the largest figure first, then those that are not in it, by id. */
  private async *byFigure(
    report: ReportFigures,
    column: string,
    position: RegExpExecArray | undefined,
    filter: StoreFilter,
    size: number,
  ): AsyncGenerator<MaybeCandidate[]> {
    const [, , lastInside, lastOutside] = position ?? [];
    if (lastOutside === undefined) {
      const from = lastInside === undefined ? 0 : Number(lastInside) + 1;
      const order = report.order(column, 'descending');
      for await (const rows of this.rows.batches(report, order, from, { filter, storeIds: undefined }, size)) {
        const states = await this.statesOf(rows.flatMap(({ row }) => (row === undefined ? [] : [report.storeId(row)])));
        yield rows.map(({ position: at, row }) => ({
          item: row === undefined ? undefined : states.get(report.storeId(row)),
          cursor: `${report.reportId} in ${at}`,
        }));
      }
    }
    for await (const batch of this.byId(report, idIn(lastOutside), filter, batchSize(0, true))) {
      yield batch.map(({ item, cursor }) => ({
        item: item && report.rowOf(item.storeId) === undefined ? item : undefined,
        cursor: cursor.replace(' ', ' out '),
      }));
    }
  }

  private async statesOf(ids: readonly string[]): Promise<ReadonlyMap<string, StoreState>> {
    return new Map((await this.states.byIds(ids)).map((state) => [state.storeId, state]));
  }

  /** The stores that match a query; schedules are read only for those that match its other filters. */
  private async select(
    states: readonly (StoreState | undefined)[],
    { filter, status, open, stale }: StoreQuery,
    report: ReportFigures | undefined,
    now: Micros,
    latest: Micros | undefined,
  ): Promise<(ListedStore | undefined)[]> {
    const matching = states.filter(
      (state): state is StoreState =>
        state !== undefined &&
        (status === undefined || state.status === status) &&
        (stale === undefined || isStale(state.lastObservedAt, latest) === stale),
    );
    const ids = matching.map(({ storeId }) => storeId);
    const schedules = await this.schedules.of(ids);
    const attributes = await this.attributes.of(ids);
    return states.map((state) => {
      const stored = state && schedules.get(state.storeId);
      if (!stored) return undefined;
      const store = this.listed(state, stored, attributes.get(state.storeId) ?? NO_ATTRIBUTES, report, now);
      return (open === undefined || store.isOpen === open) && isInZone(filter, store.timezone) ? store : undefined;
    });
  }

  private listed(
    state: StoreState,
    stored: StoredSchedule,
    shown: ShownAttributes,
    report: ReportFigures | undefined,
    now: Micros,
  ): ListedStore {
    const row = report?.rowOf(state.storeId);
    const schedule = this.openHours.schedule(stored);
    const today = localDate(schedule, now);
    return {
      state,
      shown,
      timezone: inForce(schedule.timezones, today)?.value ?? schedule.defaultTimezone,
      isDefaultTimezone: inForce(stored.timezones, today)?.value === undefined,
      hours: inForce(stored.hours, today)?.value ?? 'always_open',
      isOpen: this.openHours.isOpen(schedule, now),
      figures: row === undefined ? undefined : report?.figures(row),
    };
  }

  /** @param before the report in the position of the page before; undefined on the first page */
  private async reportOf({ reportId }: StoreQuery, before: string | undefined): Promise<ReportFigures | undefined> {
    if (reportId !== undefined || before === undefined) return this.shown(reportId);
    if (before === NONE) return undefined;
    if (!isUuid(before)) throw new CodedError('invalid_cursor');
    try {
      return await this.shown(before);
    } catch (error) {
      throw error instanceof CodedError && error.code === 'report_not_found' ? new CodedError('report_gone') : error;
    }
  }

  private async shown(reportId: string | undefined): Promise<ReportFigures | undefined> {
    const report = await this.reports.findShown(reportId);
    return report && this.figures.of(report);
  }
}

function requireReport(report: ReportFigures | undefined): ReportFigures {
  if (!report) throw new CodedError('no_report');
  return report;
}

function isStale(lastObservedAt: Micros | undefined, latest: Micros | undefined): boolean {
  return lastObservedAt !== undefined && latest !== undefined && lastObservedAt < latest - STALE_AFTER;
}
