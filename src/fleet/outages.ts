import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DAY, type Interval, type Micros } from '../calculator/instants';
import type { Schedule } from '../calculator/open-intervals';
import { CodedError } from '../common/coded-error';
import { Database } from '../platform/database/database';
import { StoresService } from '../stores/stores.service';
import { type InactiveRun, InactiveRuns } from '../observations/read/inactive-runs';
import { scheduleIn, type StoredSchedule, StoreSchedules } from '../stores/store-schedules';
import { clock, OpenHours } from './open-hours';
import { batchSize, type Candidate, fillPage, matchPosition, type PageOf } from './pages';

export const OUTAGE_SORTS = ['newest', 'longest'] as const;

const DEFAULT_RANGE: Micros = 7 * DAY;
/** For one store, and for all of them. */
const LONGEST_RANGE = { one: 366 * DAY, all: 31 * DAY };

/** Schedules that are remembered while all outages are read: many stores have the same. */
const MOST_SCHEDULES = 10_000;

/** Which outages are asked for. */
export interface OutageQuery {
  /** Undefined: those of all stores. */
  readonly storeId: string | undefined;
  /** Undefined: seven days before `to`. */
  readonly from: Micros | undefined;
  /** Undefined: the latest observation of all stores. */
  readonly to: Micros | undefined;
  readonly sort: (typeof OUTAGE_SORTS)[number];
  /** Only those that go on, of stores that are open now or have lost business time. */
  readonly ongoing: boolean;
}

/** An inactive status run, as far as it lies within business time. */
export interface Outage {
  readonly storeId: string;
  readonly run: InactiveRun;
  /** Within the range. */
  readonly businessTime: Micros;
  readonly isOpen: boolean;
}

/** A page of outages, and the range that it is of. */
export interface OutagePage extends PageOf<Outage> {
  readonly range: Interval;
}

/** Every place begins with the range, so that one which ends now stays what it was. */
const PLACE =
  /^(-?\d{1,16}) (-?\d{1,16}) (?:run (-?\d{1,16}) (\d{1,9})|store (\S*)|length (\d{1,16}) (-?\d{1,16}) (\d{1,9}))$/;

/** Finds outages: inactive status runs with business time in them. */
@Injectable()
export class Outages {
  constructor(
    private readonly database: Database,
    private readonly runs: InactiveRuns,
    private readonly schedules: StoreSchedules,
    private readonly openHours: OpenHours,
    private readonly stores: StoresService,
  ) {}

  /**
   * A page of outages. The newest first means by where they begin within the range: those that began before it come last,
   * by store id.
   * @throws CodedError `invalid_range`, `invalid_cursor`, `store_not_found`, `range_too_long`
   */
  async page(query: OutageQuery, limit: number, after: string | undefined): Promise<OutagePage> {
    const place = placeOf(matchPosition(after, PLACE));
    const search = await this.searchFor(query, place?.range);
    const page = await (query.sort === 'longest'
      ? this.longest(search, place, limit)
      : fillPage(this.newest(search, place, limit), limit, (runs) => this.outages(runs, search)));
    return { ...page, range: search.range };
  }

  /**
   * All outages in one pass over one state of the data, the newest first, given to `take` as fast as it takes them.
   * @throws CodedError as `page` does, before anything is given
   */
  async all(query: OutageQuery, take: (batches: AsyncIterable<Outage[]>) => Promise<void>): Promise<void> {
    const search = await this.searchFor(query, undefined);
    await this.database.transaction(async (client) => {
      // Whoever stops reading gives the connection back.
      await client.query(`SET LOCAL idle_in_transaction_session_timeout = '60s'`);
      await take(this.inOnePass(client, search));
    }, 'BEGIN READ ONLY');
  }

  private async *inOnePass(client: PoolClient, search: Search): AsyncGenerator<Outage[]> {
    const now = clock();
    const range = reachOf(search);
    const schedules = new Map<string, OpenTimes>();
    for await (const runs of this.runs.byStart(client, range, search)) {
      if (schedules.size > MOST_SCHEDULES) schedules.clear();
      yield runs.flatMap((run) => {
        const times = schedules.get(run.schedule) ?? this.openTimes(scheduleIn(run.schedule), now);
        schedules.set(run.schedule, times);
        return this.outage(run.storeId, run, times, search) ?? [];
      });
    }
  }

  private async *newest(
    search: Search,
    place: Place | undefined,
    limit: number,
  ): AsyncGenerator<Candidate<MaybeRun>[]> {
    const { range, storeKey, ongoing } = search;
    if (place?.length) throw new CodedError('invalid_cursor');
    const size = batchSize(limit, true);
    for (let after = place?.run; place?.storeId === undefined;) {
      const runs = ongoing
        ? await this.runs.ongoing(range.to, storeKey, after, size)
        : await this.runs.startedWithin(range, storeKey, after, size);
      yield runs.map((run) => ({ item: run, cursor: cursorOf(range, `run ${run.startedAt} ${run.storeKey}`) }));
      after = runs.at(-1);
      if (runs.length < size) break;
    }
    if (ongoing) return;
    for (let after = place?.storeId ?? ''; ;) {
      const stores = await this.runs.inForceAt(range.from, storeKey, after, size);
      yield stores.map(({ run, storeId }) => ({ item: run, cursor: cursorOf(range, `store ${storeId}`) }));
      after = stores.at(-1)?.storeId ?? '';
      if (stores.length < size) return;
    }
  }

  /**
   * No outage has more business time than it lasts: once the next run is shorter than what is kept, the page is full, and
   * the others need not be looked at.
   */
  private async longest(search: Search, place: Place | undefined, limit: number): Promise<PageOf<Outage>> {
    if (place && !place.length) throw new CodedError('invalid_cursor');
    const kept: Outage[] = [];
    await this.database.transaction(async (client) => {
      for await (const runs of this.runs.byLength(client, reachOf(search), search)) {
        const found = await this.outages(runs, search);
        kept.push(...found.filter((outage) => outage !== undefined).filter((outage) => isAfter(outage, place?.length)));
        kept.sort(byBusinessTime).splice(limit + 1);
        const least = kept.at(limit);
        const next = runs.at(-1);
        if (least && next && lengthWithin(search.range, next) < least.businessTime) return;
      }
    }, 'BEGIN READ ONLY');
    const items = kept.slice(0, limit);
    const last = kept.length > limit ? items.at(-1) : undefined;
    const next = last && `length ${last.businessTime} ${last.run.startedAt} ${last.run.storeKey}`;
    return { items, next: next && cursorOf(search.range, next) };
  }

  /** What runs come to; undefined for those that are no outages. */
  private async outages(runs: readonly MaybeRun[], search: Search): Promise<(Outage | undefined)[]> {
    const keys = [...new Set(runs.flatMap((run) => (run ? [run.storeKey] : [])))];
    const stores = new Map((await this.stores.byKeys(keys)).map((store) => [store.storeKey, store]));
    const hours = await this.schedules.hoursOf(keys);
    const now = clock();
    return runs.map((run) => {
      const store = run && stores.get(run.storeKey);
      if (!store) return undefined;
      const times = this.openTimes({ timezone: store.timezone, hours: hours.get(store.storeKey) ?? [] }, now);
      return this.outage(store.storeId, run, times, search);
    });
  }

  private openTimes({ timezone, hours }: StoredSchedule, now: Micros): OpenTimes {
    const schedule = this.openHours.schedule(timezone, hours);
    return { schedule, isOpen: this.openHours.isOpen(schedule, now) };
  }

  /** What a run comes to; undefined if it is no outage. */
  private outage(
    storeId: string,
    run: InactiveRun,
    { schedule, isOpen }: OpenTimes,
    { range, ongoing }: Search,
  ): Outage | undefined {
    const businessTime = this.openHours.businessTime(schedule, within(range, run));
    return businessTime > 0 || (ongoing && isOpen) ? { storeId, run, businessTime, isOpen } : undefined;
  }

  /** What a query asks for, over its own range or that of a cursor. */
  private async searchFor(query: OutageQuery, ofCursor: Interval | undefined): Promise<Search> {
    const storeKey = query.storeId === undefined ? undefined : (await this.stores.find(query.storeId)).storeKey;
    const range = ofCursor ?? (await this.rangeOf(query));
    if (range.from >= range.to) throw new CodedError('invalid_range');
    if (range.to - range.from > LONGEST_RANGE[storeKey === undefined ? 'all' : 'one']) {
      throw new CodedError('range_too_long', { values: { most: '31 days, or 366 days for one store,' } });
    }
    return { range, storeKey, ongoing: query.ongoing };
  }

  private async rangeOf({ from, to }: OutageQuery): Promise<Interval> {
    const end = to ?? (await this.stores.latestObservedAt(this.database.pool)) ?? clock();
    return { from: from ?? end - DEFAULT_RANGE, to: end };
  }
}

type MaybeRun = InactiveRun | undefined;

/** When a store is open, and whether it is now. */
interface OpenTimes {
  readonly schedule: Schedule;
  readonly isOpen: boolean;
}

interface Search {
  readonly range: Interval;
  readonly storeKey: number | undefined;
  readonly ongoing: boolean;
}

/** After which outage a page begins: by when a run starts, by the store it is of, or by its length. */
interface Place {
  readonly range: Interval;
  readonly run?: { readonly startedAt: Micros; readonly storeKey: number };
  readonly storeId?: string;
  readonly length?: { readonly businessTime: Micros; readonly startedAt: Micros; readonly storeKey: number };
}

function placeOf(match: RegExpExecArray | undefined): Place | undefined {
  if (!match) return undefined;
  const [, from, to, startedAt, storeKey, storeId, businessTime, runStartedAt, runStoreKey] = match;
  const range = { from: Number(from), to: Number(to) };
  if (businessTime !== undefined) {
    const length = {
      businessTime: Number(businessTime),
      startedAt: Number(runStartedAt),
      storeKey: Number(runStoreKey),
    };
    return { range, length };
  }
  if (storeId !== undefined) return { range, storeId };
  return { range, run: { startedAt: Number(startedAt), storeKey: Number(storeKey) } };
}

function cursorOf({ from, to }: Interval, place: string): string {
  return `${from} ${to} ${place}`;
}

/** Where runs are looked for: those that go on whenever they began, and also where they begin at the very end. */
function reachOf({ range, ongoing }: Search): Interval {
  return ongoing ? { from: Number.MIN_SAFE_INTEGER, to: range.to + 1 } : range;
}

function within(range: Interval, { startedAt, endedAt = Infinity }: InactiveRun): Interval {
  return { from: Math.max(startedAt, range.from), to: Math.min(endedAt, range.to) };
}

function lengthWithin(range: Interval, run: InactiveRun): Micros {
  const { from, to } = within(range, run);
  return to - from;
}

/** The longest first, those of one length by when they started, the latest first. */
function byBusinessTime(a: Outage, b: Outage): number {
  return b.businessTime - a.businessTime || b.run.startedAt - a.run.startedAt || b.run.storeKey - a.run.storeKey;
}

function isAfter({ businessTime, run }: Outage, place: Place['length']): boolean {
  if (!place) return true;
  const later = place.businessTime - businessTime || place.startedAt - run.startedAt || place.storeKey - run.storeKey;
  return later > 0;
}
