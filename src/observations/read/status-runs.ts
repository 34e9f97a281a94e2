import type { PoolClient } from 'pg';
import type { Timeline } from '../../calculator/forward-fill';
import type { Interval, Micros } from '../../calculator/instants';
import { copyOut } from '../../platform/database/database';
import { instantLiteral } from '../../platform/database/sql';
import { belongsTo, type StoreRange } from '../../stores/store-range';

const NO_OBSERVATIONS: Timeline = { observedAt: new Float64Array(0), active: new Uint8Array(0) };

/** The status runs of a range of stores within a window, in one block of memory. */
export class StatusRuns {
  private startedAt = new Float64Array(1 << 14);
  private active = new Uint8Array(1 << 14);
  private length = 0;
  /** The rows of each store: from `from` up to but not including `to`. */
  private readonly rowsOf = new Map<number, { from: number; to: number }>();

  /** Reads the runs that overlap a window, in one streamed pass; a store's first run may have begun long before it. */
  static async read(client: PoolClient, range: StoreRange, window: Interval): Promise<StatusRuns> {
    const runs = new StatusRuns();
    const query = `
      SELECT store_key, started_at, active
      FROM status_run
      WHERE ${belongsTo(range)}
        AND started_at < ${instantLiteral(window.to)} AND ended_at > ${instantLiteral(window.from)}
      ORDER BY store_key, bucket, started_at`;
    await copyOut(client, query, (row) => {
      runs.add(row.int4(0), row.timestamp(1), row.bool(2));
    });
    return runs;
  }

  /** The instants at which a store's status changed, in time order. */
  of(storeKey: number): Timeline {
    const rows = this.rowsOf.get(storeKey);
    if (!rows) return NO_OBSERVATIONS;
    return {
      observedAt: this.startedAt.subarray(rows.from, rows.to),
      active: this.active.subarray(rows.from, rows.to),
    };
  }

  private add(storeKey: number, startedAt: Micros, active: boolean): void {
    if (this.length === this.startedAt.length) this.grow();
    this.startedAt[this.length] = startedAt;
    this.active[this.length] = active ? 1 : 0;
    const rows = this.rowsOf.get(storeKey);
    if (rows) rows.to++;
    else this.rowsOf.set(storeKey, { from: this.length, to: this.length + 1 });
    this.length++;
  }

  private grow(): void {
    const startedAt = new Float64Array(this.length * 2);
    const active = new Uint8Array(this.length * 2);
    startedAt.set(this.startedAt);
    active.set(this.active);
    this.startedAt = startedAt;
    this.active = active;
  }
}
