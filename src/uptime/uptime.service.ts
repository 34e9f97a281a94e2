import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Calculator } from '../calculator/calculator';
import { type Interval, type Micros, WEEK } from '../calculator/instants';
import { type LedgerStretch } from '../calculator/ledger';
import type { Schedule } from '../calculator/open-intervals';
import type { WindowFigures } from '../calculator/window';
import { CodedError } from '../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { BEGIN_SNAPSHOT } from '../platform/database/begin';
import { scheduleOf, StoreSchedules } from '../stores/store-schedules';
import type { KnownObservation } from '../observations/read/known-observations';
import { StoreHistory } from '../observations/read/store-history';

/** The most openings of business hours to compute for one request: more would block the event loop for too long. */
const MAX_OPENINGS = 50_000;

/** In words, for people. */
export const LONGEST_RANGE = `285 years, or ${MAX_OPENINGS} openings of the store`;

/** A request for a store's figures over a range. */
export interface UptimeRequest {
  readonly storeId: string;
  readonly range: Interval;
  /** Undefined means the setting DEFAULT_STATUS. */
  readonly defaultStatus: 'active' | 'inactive' | undefined;
}

/** The figures of a store over a range. */
export interface Uptime {
  readonly storeId: string;
  readonly timezone: string;
  readonly figures: Omit<WindowFigures, 'observationCount'>;
  /** Undefined if retention may have dropped observations of the range. */
  readonly observationCount: number | undefined;
}

/** A stretch with the observation that its status comes from. */
export interface ExplainedStretch extends LedgerStretch {
  readonly observation: KnownObservation | undefined;
}

/** A page of a ledger. */
export interface LedgerPage {
  readonly stretches: readonly ExplainedStretch[];
  /** Where the next page starts; undefined on the last one. */
  readonly next: Micros | undefined;
}

/** A store within the transaction that reads it. */
interface KnownStore {
  readonly schedule: Schedule;
  readonly history: StoreHistory;
}

/** Computes the figures of one store over any range, and explains them. */
@Injectable()
export class UptimeService {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly schedules: StoreSchedules,
    private readonly calculator: Calculator,
  ) {}

  /**
   * The figures of a store over a range.
   * @throws CodedError `store_not_found`, `range_too_long`
   */
  async figures(request: UptimeRequest): Promise<Uptime> {
    return this.database.transaction(async (client) => {
      return this.figuresOf(await this.readStore(client, request), request);
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
        ...(await this.figuresOf(store, request)),
        ledger: await this.ledgerPage(store, request, start),
      };
    }, BEGIN_SNAPSHOT);
  }

  private async figuresOf({ schedule, history }: KnownStore, request: UptimeRequest): Promise<Uptime> {
    const open = this.calculator.openIntervals(schedule, request.range);
    const changes = await history.changes(request.range);
    const isActive = this.isActiveByDefault(request);
    const { businessTime, uptime, downtime } = this.calculator.windowFigures(request.range, open, changes, isActive);
    return {
      storeId: request.storeId,
      timezone: schedule.timezone,
      figures: { businessTime, uptime, downtime },
      observationCount: await history.countWithin(open),
    };
  }

  private async ledgerPage(store: KnownStore, request: UptimeRequest, start: Micros): Promise<LedgerPage> {
    const maxStretches = this.settings.LEDGER_MAX;
    const { schedule, history } = store;
    const { to } = request.range;
    const known = await history.observations({ from: start, to }, maxStretches + 1);
    // Observations while closed start no stretch: if there are many, the page is short.
    const end = known.filter(({ observedAt }) => observedAt > start)[maxStretches]?.observedAt ?? to;
    const timeline = {
      observedAt: Float64Array.from(known, ({ observedAt }) => observedAt),
      active: Uint8Array.from(known, ({ active }) => (active ? 1 : 0)),
    };
    const byInstant = new Map(known.map((observation) => [observation.observedAt, observation]));
    const stretches: ExplainedStretch[] = [];
    const isActive = this.isActiveByDefault(request);
    for (const stretch of this.calculator.ledger(schedule, { from: start, to: end }, timeline, isActive)) {
      if (stretches.length === maxStretches) break;
      stretches.push({ ...stretch, observation: byInstant.get(stretch.observedAt ?? NaN) });
    }
    const reached = stretches.at(-1)?.to ?? to;
    await this.requireSameFigures(store, request, { from: start, to: reached }, stretches);
    return { stretches, next: reached < to ? reached : undefined };
  }

  /**
   * Checks that the stretches add up to the figures that the calculator derives from the status runs: a wrong explanation
   * would be worse than none.
   */
  private async requireSameFigures(
    { schedule, history }: KnownStore,
    request: UptimeRequest,
    range: Interval,
    stretches: readonly LedgerStretch[],
  ): Promise<void> {
    const open = this.calculator.openIntervals(schedule, range);
    const changes = await history.changes(range);
    const { uptime, downtime } = this.calculator.windowFigures(range, open, changes, this.isActiveByDefault(request));
    const sum = (state: LedgerStretch['state']) =>
      stretches.reduce((total, stretch) => total + (stretch.state === state ? stretch.to - stretch.from : 0), 0);
    const length = stretches.reduce((total, { from, to }) => total + (to - from), 0);
    if (sum('active') !== uptime || sum('inactive') !== downtime || length !== range.to - range.from) {
      throw new Error(`the ledger of ${request.storeId} from ${range.from} to ${range.to} does not add up`);
    }
  }

  private async readStore(client: PoolClient, { storeId, range }: UptimeRequest): Promise<KnownStore> {
    const [store] = await this.schedules.readRange(client, { first: storeId, last: storeId });
    if (!store) throw new CodedError('store_not_found');
    const openings = ((range.to - range.from) / WEEK) * store.hours.length;
    if (openings > MAX_OPENINGS || !Number.isSafeInteger(range.to - range.from)) {
      throw new CodedError('range_too_long', { values: { limit: LONGEST_RANGE } });
    }
    return { schedule: scheduleOf(store, this.settings), history: new StoreHistory(client, store.storeKey) };
  }

  private isActiveByDefault({ defaultStatus }: UptimeRequest): boolean {
    return (defaultStatus ?? this.settings.DEFAULT_STATUS) === 'active';
  }
}
