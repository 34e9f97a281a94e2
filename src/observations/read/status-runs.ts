import type { PoolClient } from 'pg';
import type { Timeline } from '../../calculator/forward-fill';
import type { Interval, Micros } from '../../calculator/instants';
import { copyOut } from '../../platform/database/database';
import { instantLiteral } from '../../platform/database/sql';
import { keysIn, type StoreRange } from '../../stores/stores.service';

const NO_OBSERVATIONS: Timeline = { observedAt: new Float64Array(0), active: new Uint8Array(0) };

/** The status of some stores over a window, in one block of memory. */
export class StatusRuns {
  private startedAt = new Float64Array(1 << 14);
  private active = new Uint8Array(1 << 14);
  private length = 0;
  /** For each store, where its runs begin; they end where those of the next begin. */
  private readonly starts = new Map<number, { from: number; to: number }>();

  /** Reads the runs that reach into a window, in one streamed pass; a store's first may have begun long before it. */
  static async read(client: PoolClient, range: StoreRange, window: Interval): Promise<StatusRuns> {
    const runs = new StatusRuns();
    const query = `
      SELECT store_key, started_at, active
      FROM status_run
      WHERE store_key = ANY (${keysIn(range)})
        AND started_at < ${instantLiteral(window.to)} AND ended_at > ${instantLiteral(window.from)}
      ORDER BY store_key, started_at`;
    await copyOut(client, query, (row) => {
      runs.add(row.int4(0), row.timestamp(1), row.bool(2));
    });
    return runs;
  }

  /** The moments at which a store's status changed, in time order. */
  of(storeKey: number): Timeline {
    const place = this.starts.get(storeKey);
    if (!place) return NO_OBSERVATIONS;
    return {
      observedAt: this.startedAt.subarray(place.from, place.to),
      active: this.active.subarray(place.from, place.to),
    };
  }

  private add(storeKey: number, startedAt: Micros, active: boolean): void {
    if (this.length === this.startedAt.length) this.grow();
    this.startedAt[this.length] = startedAt;
    this.active[this.length] = active ? 1 : 0;
    const place = this.starts.get(storeKey);
    if (place) place.to++;
    else this.starts.set(storeKey, { from: this.length, to: this.length + 1 });
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
