import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DAY, type Interval, type Micros } from '../calculator/instants';
import { memoize } from '../common/memo';
import { localDate, type Schedule, zoneOn } from '../calculator/schedule/schedule';
import type { CountingTerms } from '../calculator/figures/terms';
import { CodedError, tooBusy } from '../common/coded-error';
import { Database } from '../platform/database/database';
import { BEGIN_READ_ONLY, LIMIT_IDLE_TIME } from '../platform/database/begin';
import { requireObservations } from '../observations/retention/kept-from';
import { StoresService } from '../stores/stores.service';
import { type InactiveRun, InactiveRuns, type RunOwners } from '../observations/read/inactive-runs';
import { isInZone, type StoreFilter } from '../stores/finding/store-filter';
import { NO_SCHEDULE, scheduleIn, type StoredSchedule } from '../stores/schedules/schedule-text';
import { StoreSchedules } from '../stores/schedules/store-schedules';
import { type RequestedRange, withDefaults } from './default-range';
import { clock, OpenHours } from './open-hours';
import { LostTime, type LostTimeOf, type RunOfStore, withinRange } from './lost-time';
import { batchSize, type Candidate, fillPage, idIn, matchPosition, type PageOf } from './pages';

export const OUTAGE_SORTS = ['newest', 'longest'] as const;

/** The longest range for one store, and for all stores. */
const LONGEST_RANGE = { one: 366 * DAY, all: 31 * DAY };

/** Streams at once: each holds a connection, which others need too, for as long as its reader takes. */
const MAX_STREAMS = 4;
/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 10;

/** How many schedules are remembered while all outages are read: many stores share theirs. */
const MAX_SCHEDULES = 10_000;

/** Which outages to find. */
interface OutageQuery extends RequestedRange {
  /** Undefined means all stores. */
  readonly storeId: string | undefined;
  readonly filter: StoreFilter;
  readonly sort: (typeof OUTAGE_SORTS)[number];
  /** Only outages that have not ended, of stores that are open now or have lost business time. */
  readonly ongoing: boolean;
  readonly terms: CountingTerms;
}

/** An inactive status run and the business time that it covers. */
export interface Outage {
  readonly storeId: string;
  readonly run: InactiveRun;
  /** The business time within the range that the run costs, by the terms. */
  readonly businessTime: Micros;
  /** Whether the store is open now. */
  readonly isOpen: boolean;
}

/** A page of outages, and the range that they were searched in. */
export interface OutagePage extends PageOf<Outage> {
  readonly range: Interval;
}

/** Every cursor's position begins with the range, so that the range stays the same from page to page. */
const POSITION =
  /^(-?\d{1,16}) (-?\d{1,16}) (?:run (-?\d{1,16}) (\d{1,10})|store (\S*)|length (\d{1,16}) (-?\d{1,16}) (\d{1,10}))$/;

/** Finds outages: inactive status runs with business time in them. */
@Injectable()
export class Outages {
  private streams = 0;

  constructor(
    private readonly database: Database,
    private readonly runs: InactiveRuns,
    private readonly schedules: StoreSchedules,
    private readonly openHours: OpenHours,
    private readonly stores: StoresService,
    private readonly lostTime: LostTime,
  ) {}

  /**
   * A page of outages. The sort `newest` orders them by their start; those that began before the range come last, by store
   * id.
   * @throws CodedError `invalid_range`, `invalid_cursor`, `store_not_found`, `range_too_long`, `observations_dropped`
   */
  async page(query: OutageQuery, limit: number, after: string | undefined): Promise<OutagePage> {
    const position = positionIn(matchPosition(after, POSITION));
    const search = await this.searchFor(query, position?.range);
    const page = await (query.sort === 'longest'
      ? this.longest(search, position, limit)
      : fillPage(this.newest(search, position, limit), limit, (runs) =>
          this.database.transaction((client) => this.outages(client, runs, search), BEGIN_READ_ONLY),
        ));
    return { ...page, range: search.range };
  }

  /**
   * Streams all outages, the newest first, in one pass over one snapshot of the data, as fast as `consume` takes them.
   * @throws CodedError as `page` does, or `too_busy`, before `consume` is called
   */
  async all(query: OutageQuery, consume: (batches: AsyncIterable<Outage[]>) => Promise<void>): Promise<void> {
    const search = await this.searchFor(query, undefined);
    if (this.streams >= MAX_STREAMS) throw tooBusy(RETRY_AFTER);
    this.streams++;
    try {
      await this.database.transaction(async (client) => {
        // A client that stops reading must not hold the connection for long.
        await client.query(LIMIT_IDLE_TIME);
        await consume(this.inOnePass(client, search));
      }, BEGIN_READ_ONLY);
    } finally {
      this.streams--;
    }
  }

  private async *inOnePass(client: PoolClient, search: Search): AsyncGenerator<Outage[]> {
    const now = clock();
    const range = searchRange(search);
    const openTimes = memoize(
      (schedule: string | null) => schedule ?? '',
      (schedule) => this.openTimes(scheduleIn(schedule), now),
      MAX_SCHEDULES,
    );
    for await (const runs of this.runs.byStart(client, range, search)) {
      const lost = await this.lostTime.of(client, runs, search.range, search.terms);
      yield runs.flatMap((run) => outageOf(run, openTimes(run.schedule), search, lost) ?? []);
    }
  }

  private async *newest(
    search: Search,
    position: Position | undefined,
    limit: number,
  ): AsyncGenerator<Candidate<MaybeRun>[]> {
    const { range, ongoing } = search;
    if (position?.afterOutage) throw new CodedError('invalid_cursor');
    const size = batchSize(limit, true);
    for (let after = position?.afterRun; position?.afterStoreId === undefined;) {
      const runs = ongoing
        ? await this.runs.ongoing(range.to, search, after, size)
        : await this.runs.startedWithin(range, search, after, size);
      yield runs.map((run) => ({ item: run, cursor: cursorOf(range, `run ${run.startedAt} ${run.storeKey}`) }));
      after = runs.at(-1);
      if (runs.length < size) break;
    }
    if (ongoing) return;
    for (let after = position?.afterStoreId ?? ''; ;) {
      const stores = await this.runs.inForceAt(range.from, search, after, size);
      yield stores.map(({ run, storeId }) => ({ item: run, cursor: cursorOf(range, `store ${storeId}`) }));
      after = stores.at(-1)?.storeId ?? '';
      if (stores.length < size) return;
    }
  }

  /**
   * No outage has more business time than its run lasts: once the next run is shorter than the business time of every
   * outage found for the page, the remaining runs need not be examined.
   */
  private async longest(search: Search, position: Position | undefined, limit: number): Promise<PageOf<Outage>> {
    if (position && !position.afterOutage) throw new CodedError('invalid_cursor');
    const longest: Outage[] = [];
    await this.database.transaction(async (client) => {
      for await (const runs of this.runs.byLength(client, searchRange(search), search)) {
        // On the same connection: if each request held one and waited for another, they could use up the pool.
        const found = await this.outages(client, runs, search);
        longest.push(
          ...found.filter((outage) => outage !== undefined).filter((outage) => isAfter(outage, position?.afterOutage)),
        );
        longest.sort(byBusinessTime).splice(limit + 1);
        const least = longest.at(limit);
        const next = runs.at(-1);
        if (least && next && lengthWithin(search.range, next) < least.businessTime) return;
      }
    }, BEGIN_READ_ONLY);
    const items = longest.slice(0, limit);
    const last = longest.length > limit ? items.at(-1) : undefined;
    const next = last && `length ${last.businessTime} ${last.run.startedAt} ${last.run.storeKey}`;
    return { items, next: next && cursorOf(search.range, next) };
  }

  /** The outages of runs; undefined for each run that is not an outage. */
  private async outages(
    client: PoolClient,
    runs: readonly MaybeRun[],
    search: Search,
  ): Promise<(Outage | undefined)[]> {
    const keys = [...new Set(runs.flatMap((run) => (run ? [run.storeKey] : [])))];
    const stores = new Map((await this.stores.byKeys(keys, client)).map((store) => [store.storeKey, store]));
    const schedules = await this.schedules.of(
      [...stores.values()].map(({ storeId }) => storeId),
      client,
    );
    const now = clock();
    const known = runs.map((run) => {
      const store = run && stores.get(run.storeKey);
      return store && { ...run, storeId: store.storeId };
    });
    const lost = await this.lostTime.of(
      client,
      known.filter((run) => run !== undefined),
      search.range,
      search.terms,
    );
    return known.map((run) => {
      return run && outageOf(run, this.openTimes(schedules.get(run.storeId) ?? NO_SCHEDULE, now), search, lost);
    });
  }

  private openTimes(stored: StoredSchedule, now: Micros): OpenTimes {
    const schedule = this.openHours.schedule(stored);
    return {
      schedule,
      isOpen: this.openHours.isOpen(schedule, now),
      zone: zoneOn(schedule, localDate(schedule, now)).name,
    };
  }

  /** Resolves a query, over its own range or that of a cursor. */
  private async searchFor(query: OutageQuery, cursorRange: Interval | undefined): Promise<Search> {
    const storeKey = query.storeId === undefined ? undefined : (await this.stores.find(query.storeId)).storeKey;
    const range = cursorRange ?? (await withDefaults(query, this.stores));
    if (range.from >= range.to) throw new CodedError('invalid_range');
    if (range.to - range.from > LONGEST_RANGE[storeKey === undefined ? 'all' : 'one']) {
      throw new CodedError('range_too_long', { values: { limit: '31 days, or 366 days for one store' } });
    }
    const { filter, ongoing, terms } = query;
    if (terms.unknownAfter !== Infinity) await requireObservations(this.database.pool, range.from - terms.unknownAfter);
    return { range, storeKey, filter, ongoing, terms };
  }
}

type MaybeRun = InactiveRun | undefined;

/** When a store is open, whether it is open now, and the zone in force now. */
interface OpenTimes {
  readonly schedule: Schedule;
  readonly isOpen: boolean;
  readonly zone: string;
}

interface Search extends RunOwners {
  readonly range: Interval;
  readonly ongoing: boolean;
  readonly terms: CountingTerms;
}

/** The outage of a run; undefined if the run is not an outage, or that of a store in another zone than wanted. */
function outageOf(
  run: RunOfStore,
  { schedule, isOpen, zone }: OpenTimes,
  { filter, ongoing }: Search,
  lost: LostTimeOf,
): Outage | undefined {
  if (!isInZone(filter, zone)) return undefined;
  const businessTime = lost(run, schedule);
  return businessTime > 0 || (ongoing && isOpen) ? { storeId: run.storeId, run, businessTime, isOpen } : undefined;
}

/** Where a page begins: after a run that started within the range, after a store, or after an outage sorted by length. */
interface Position {
  readonly range: Interval;
  readonly afterRun?: { readonly startedAt: Micros; readonly storeKey: number };
  readonly afterStoreId?: string;
  readonly afterOutage?: { readonly businessTime: Micros; readonly startedAt: Micros; readonly storeKey: number };
}

function positionIn(match: RegExpExecArray | undefined): Position | undefined {
  if (!match) return undefined;
  const [, from, to, startedAt, storeKey, storeId, businessTime, runStartedAt, runStoreKey] = match;
  const range = { from: Number(from), to: Number(to) };
  if (businessTime !== undefined) {
    const afterOutage = {
      businessTime: Number(businessTime),
      startedAt: Number(runStartedAt),
      storeKey: Number(runStoreKey),
    };
    return { range, afterOutage };
  }
  if (storeId !== undefined) return { range, afterStoreId: idIn(storeId) };
  return { range, afterRun: { startedAt: Number(startedAt), storeKey: Number(storeKey) } };
}

function cursorOf({ from, to }: Interval, position: string): string {
  return `${from} ${to} ${position}`;
}

/** The range to search for runs; for ongoing ones it has no start, and includes its own end. */
function searchRange({ range, ongoing }: Search): Interval {
  return ongoing ? { from: Number.MIN_SAFE_INTEGER, to: range.to + 1 } : range;
}

function lengthWithin(range: Interval, run: InactiveRun): Micros {
  const { from, to } = withinRange(range, run);
  return to - from;
}

/** Longest first; outages of equal length by their start, the latest first. */
function byBusinessTime(a: Outage, b: Outage): number {
  return b.businessTime - a.businessTime || b.run.startedAt - a.run.startedAt || b.run.storeKey - a.run.storeKey;
}

function isAfter({ businessTime, run }: Outage, position: Position['afterOutage']): boolean {
  if (!position) return true;
  const order =
    position.businessTime - businessTime || position.startedAt - run.startedAt || position.storeKey - run.storeKey;
  return order > 0;
}
