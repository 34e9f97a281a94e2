import type { PoolClient } from 'pg';
import { goingStale, type Timeline } from '../../calculator/figures/forward-fill';
import type { StatusTerms } from '../../calculator/figures/terms';
import type { Interval, Micros } from '../../calculator/instants';
import { copyOut } from '../../platform/database/database';
import { instantLiteral } from '../../platform/database/sql';
import { belongsTo, type StoreRange } from '../../stores/store-range';

/** Primary keys already have the rows of a range of stores in the order needed; sorting them again takes longer. */
export const READ_IN_KEY_ORDER = 'SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off';

const NO_OBSERVATIONS: Timeline = { observedAt: new Float64Array(0), status: new Uint8Array(0) };

/** The changes of status of a range of stores, in one block of memory. */
export class Timelines {
  private observedAt = new Float64Array(1 << 14);
  private status = new Uint8Array(1 << 14);
  private length = 0;
  /** The rows of each store: from `from` up to but not including `to`. */
  private readonly rowsOf = new Map<number, { from: number; to: number }>();
  /** The store of the last row, and its rows: those of a store come one after the other. */
  private lastKey: number | undefined;
  private last = { from: 0, to: 0 };

  /**
   * What determines the status within a window: the status runs that overlap it or, if observations go stale, the observations
   * that may still speak within it. Streamed, in the caller's transaction.
   * @param unknownAfter for how long an observation speaks at most; `Infinity`: until the next one
   */
  static async read(client: PoolClient, range: StoreRange, window: Interval, unknownAfter: Micros): Promise<Timelines> {
    return unknownAfter === Infinity
      ? Timelines.ofRuns(client, range, window)
      : Timelines.goingStale(client, range, window, unknownAfter);
  }

  /**
   * What determines figures by some terms, as `read`. Where the status before the first observation is one of two, and an
   * observation speaks until the next one, only the runs of the other status are read: the rest of the time is as before.
   */
  static async forFigures(
    client: PoolClient,
    range: StoreRange,
    window: Interval,
    { defaultStatus, unknownAfter }: StatusTerms,
  ): Promise<Timelines> {
    return defaultStatus === 'unknown' || unknownAfter !== Infinity
      ? Timelines.read(client, range, window, unknownAfter)
      : Timelines.apartFrom(client, range, window, defaultStatus === 'active');
  }

  /** The runs of one status, each with the change back from it. */
  private static async apartFrom(
    client: PoolClient,
    range: StoreRange,
    window: Interval,
    isActive: boolean,
  ): Promise<Timelines> {
    const timelines = new Timelines();
    const [own, other] = isActive ? [1, 0] : [0, 1];
    const query = overlapping(range, window, 'ended_at', `active <> ${isActive}`);
    await copyOut(client, query, (row) => {
      const storeKey = row.int4(0);
      const endedAt = row.timestamp(2);
      timelines.add(storeKey, row.timestamp(1), other);
      if (endedAt < window.to) timelines.add(storeKey, endedAt, own);
    });
    return timelines;
  }

  private static async ofRuns(client: PoolClient, range: StoreRange, window: Interval): Promise<Timelines> {
    const runs = new Timelines();
    await copyOut(client, overlapping(range, window, 'active'), (row) => {
      runs.add(row.int4(0), row.timestamp(1), row.bool(2) ? 1 : 0);
    });
    return runs;
  }

  private static async goingStale(
    client: PoolClient,
    range: StoreRange,
    window: Interval,
    unknownAfter: Micros,
  ): Promise<Timelines> {
    // Those in progress as the window begins; whichever begins later does so with an observation that is read below.
    const runs = await Timelines.ofRuns(client, range, { from: window.from, to: window.from + 1 });
    const observations = new Timelines();
    const query = `
      SELECT store_key, observed_at, active
      FROM observation
      WHERE ${belongsTo(range)} AND observed_at < ${instantLiteral(window.to)}
        AND observed_at > ${instantLiteral(window.from)} - ${unknownAfter} * interval '1 microsecond'
      ORDER BY store_key, bucket, observed_at`;
    await copyOut(client, query, (row) => {
      observations.add(row.int4(0), row.timestamp(1), row.bool(2) ? 1 : 0);
    });
    const timelines = new Timelines();
    for (const storeKey of new Set([...runs.rowsOf.keys(), ...observations.rowsOf.keys()])) {
      const observed = observations.of(storeKey);
      // A run that began earlier tells of an observation that no longer speaks.
      const [began = Infinity] = runs.of(storeKey).observedAt;
      const earlier = began < (observed.observedAt[0] ?? Infinity) ? began : undefined;
      timelines.append(storeKey, goingStale(observed, unknownAfter, earlier));
    }
    return timelines;
  }

  /** The instants at which a store's status changed, in time order. */
  of(storeKey: number): Timeline {
    const rows = this.rowsOf.get(storeKey);
    if (!rows) return NO_OBSERVATIONS;
    return {
      observedAt: this.observedAt.subarray(rows.from, rows.to),
      status: this.status.subarray(rows.from, rows.to),
    };
  }

  /** Adds all rows of a store. */
  private append(storeKey: number, { observedAt, status }: Timeline): void {
    const from = this.length;
    const to = from + observedAt.length;
    while (to > this.observedAt.length) this.grow();
    this.observedAt.set(observedAt, from);
    this.status.set(status, from);
    this.length = to;
    if (to > from) this.rowsOf.set(storeKey, { from, to });
  }

  private add(storeKey: number, observedAt: Micros, status: number): void {
    if (this.length === this.observedAt.length) this.grow();
    this.observedAt[this.length] = observedAt;
    this.status[this.length] = status;
    this.length++;
    if (storeKey === this.lastKey) {
      this.last.to = this.length;
      return;
    }
    this.lastKey = storeKey;
    this.last = { from: this.length - 1, to: this.length };
    this.rowsOf.set(storeKey, this.last);
  }

  private grow(): void {
    const observedAt = new Float64Array(this.observedAt.length * 2);
    const status = new Uint8Array(this.status.length * 2);
    observedAt.set(this.observedAt);
    status.set(this.status);
    this.observedAt = observedAt;
    this.status = status;
  }
}

/** SQL: the status runs of a range of stores that overlap a window, each with another column, by store and start. */
function overlapping(range: StoreRange, window: Interval, column: string, condition = 'true'): string {
  return `
    SELECT store_key, started_at, ${column}
    FROM status_run
    WHERE ${belongsTo(range)} AND ${condition}
      AND started_at < ${instantLiteral(window.to)} AND ended_at > ${instantLiteral(window.from)}
    ORDER BY store_key, bucket, started_at`;
}
