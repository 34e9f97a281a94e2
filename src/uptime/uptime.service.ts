import { Inject, Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import { Calculator } from '../calculator/calculator';
import type { Timeline } from '../calculator/figures/forward-fill';
import { type Interval, type Micros, WEEK } from '../calculator/instants';
import { union } from '../calculator/intervals';
import type { LedgerStretch } from '../calculator/ledger';
import { isNeverClosed, localDate, type Schedule, zoneOn } from '../calculator/schedule/schedule';
import { type CountingTerms, type RequestedTerms, termsOf } from '../calculator/figures/terms';
import type { WindowFigures } from '../calculator/figures/window-figures';
import { CodedError } from '../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { BEGIN_SNAPSHOT } from '../platform/database/begin';
import type { KnownObservation } from '../observations/read/known-observations';
import { StoreHistory } from '../observations/read/store-history';
import { Timelines } from '../observations/read/timelines';
import { requireObservations } from '../observations/retention/kept-from';
import { Closures, type DeclaredClosure } from '../stores/schedules/closures';
import { scheduleOf } from '../stores/schedules/schedule-text';
import { StoreSchedules } from '../stores/schedules/store-schedules';
import { StoresService } from '../stores/stores.service';

/** The most openings of business hours to compute for one request: more would block the event loop for too long. */
const MAX_OPENINGS = 50_000;

/** In words, for people. */
export const LONGEST_RANGE = `285 years, or ${MAX_OPENINGS} openings of the store`;

/** A request for a store's figures over a range. */
export interface UptimeRequest {
  readonly storeId: string;
  readonly range: Interval;
  readonly terms: RequestedTerms;
}

/** The figures of a store over a range. */
export interface Uptime {
  readonly storeId: string;
  /** The zone in force at the end of the range. */
  readonly timezone: string;
  readonly figures: WindowFigures;
  readonly terms: CountingTerms;
  /** Undefined if retention may have dropped observations of the range. */
  readonly observationCount: number | undefined;
}

/** A stretch with the observation that its status comes from. */
export interface ExplainedStretch extends LedgerStretch<DeclaredClosure> {
  readonly observation: KnownObservation | undefined;
}

/** A page of a ledger. */
export interface LedgerPage {
  readonly stretches: readonly ExplainedStretch[];
  /** Where the next page starts; undefined on the last one. */
  readonly next: Micros | undefined;
}

/** A store within the transaction that reads it, and the terms by which it counts. */
interface KnownStore {
  readonly storeId: string;
  readonly schedule: Schedule;
  /** Those that count within the range. */
  readonly closures: readonly DeclaredClosure[];
  readonly history: StoreHistory;
  readonly changes: (range: Interval) => Promise<Timeline>;
  readonly terms: CountingTerms;
}

/** Computes the figures of one store over any range, and explains them. */
@Injectable()
export class UptimeService {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly schedules: StoreSchedules,
    private readonly closures: Closures,
    private readonly calculator: Calculator,
  ) {}

  /**
   * The figures of a store over a range.
   * @throws CodedError `store_not_found`, `range_too_long`, `observations_dropped`
   */
  async figures(request: UptimeRequest): Promise<Uptime> {
    return this.database.transaction(async (client) => {
      return this.figuresOf(await this.readStore(client, request), request.range);
    }, BEGIN_SNAPSHOT);
  }

  /**
   * The figures, and a page of the ledger that explains them.
   * @param start where the page starts; must lie within the range
   * @throws CodedError as `figures` does
   */
  async explained(request: UptimeRequest, start: Micros): Promise<Uptime & { ledger: LedgerPage }> {
    return this.database.transaction(async (client) => {
      const store = await this.readStore(client, request);
      return {
        ...(await this.figuresOf(store, request.range)),
        ledger: await this.ledgerPage(store, { from: start, to: request.range.to }),
      };
    }, BEGIN_SNAPSHOT);
  }

  private async figuresOf(store: KnownStore, range: Interval): Promise<Uptime> {
    const { storeId, schedule, history, terms } = store;
    const open = this.calculator.openIntervals(schedule, range);
    return {
      storeId,
      timezone: zoneOn(schedule, localDate(schedule, range.to - 1)).name,
      figures: await this.windowFigures(store, range),
      terms,
      observationCount: await history.countWithin(open),
    };
  }

  private async windowFigures(store: KnownStore, range: Interval): Promise<WindowFigures> {
    const { schedule, closures, terms } = store;
    const open = this.calculator.openIntervals(schedule, range);
    return this.calculator.windowFigures(range, open, union(closures), await store.changes(range), terms.defaultStatus);
  }

  private async ledgerPage(store: KnownStore, { from: start, to }: Interval): Promise<LedgerPage> {
    const maxStretches = this.settings.LEDGER_MAX;
    const { schedule, closures, history, terms } = store;
    const known = await history.observations({ from: start, to }, maxStretches + 1);
    // Observations while closed start no stretch: if there are many, the page is short.
    const end = known.filter(({ observedAt }) => observedAt > start)[maxStretches]?.observedAt ?? to;
    const timeline = {
      observedAt: Float64Array.from(known, ({ observedAt }) => observedAt),
      status: Uint8Array.from(known, ({ active }) => (active ? 1 : 0)),
    };
    const byInstant = new Map(known.map((observation) => [observation.observedAt, observation]));
    const stretches: ExplainedStretch[] = [];
    for (const stretch of this.calculator.ledger(schedule, closures, { from: start, to: end }, timeline, terms)) {
      if (stretches.length === maxStretches) break;
      stretches.push({ ...stretch, observation: byInstant.get(stretch.observedAt ?? NaN) });
    }
    const reached = stretches.at(-1)?.to ?? to;
    await this.requireSameFigures(store, { from: start, to: reached }, stretches);
    return { stretches, next: reached < to ? reached : undefined };
  }

  /**
   * Checks that the stretches add up to the figures that the calculator derives from the changes of status: a wrong explanation
   * would be worse than none.
   */
  private async requireSameFigures(
    store: KnownStore,
    range: Interval,
    stretches: readonly LedgerStretch[],
  ): Promise<void> {
    const { scheduled, uptime, downtime, unknown, excluded } = await this.windowFigures(store, range);
    const closed = range.to - range.from - scheduled;
    const expected = { active: uptime, inactive: downtime, unknown, excluded, closed };
    const told = { active: 0, inactive: 0, unknown: 0, excluded: 0, closed: 0 };
    for (const { state, from, to } of stretches) told[state] += to - from;
    if (!isDeepStrictEqual(told, expected)) {
      throw new Error(`the ledger of ${store.storeId} from ${range.from} to ${range.to} does not add up`);
    }
  }

  private async readStore(
    client: PoolClient,
    { storeId, range, terms: requested }: UptimeRequest,
  ): Promise<KnownStore> {
    const { storeKey } = await this.stores.find(storeId, client);
    const schedule = scheduleOf(await this.schedules.find(storeId, client), this.settings);
    if (!Number.isSafeInteger(range.to - range.from) || mostOpenings(schedule, range) > MAX_OPENINGS) {
      throw new CodedError('range_too_long', { values: { limit: LONGEST_RANGE } });
    }
    const terms = termsOf(requested, this.settings);
    const { unknownAfter } = terms;
    if (unknownAfter !== Infinity) await requireObservations(client, range.from - unknownAfter);
    return {
      storeId,
      schedule,
      closures: terms.closures === 'exclude' ? await this.closures.of(storeId, range, client) : [],
      history: new StoreHistory(client, storeKey),
      changes: async (within) => {
        const timelines = await Timelines.read(client, { first: storeId, last: storeId }, within, unknownAfter);
        return timelines.of(storeKey);
      },
      terms,
    };
  }
}

/** How many openings a range can have at most. */
function mostOpenings(schedule: Schedule, range: Interval): number {
  if (isNeverClosed(schedule)) return 0;
  const weekly = schedule.hours.map(({ value }) => (value === 'always_open' ? 7 : value.length));
  return ((range.to - range.from) / WEEK) * Math.max(0, ...weekly) + schedule.specialHours.size;
}
