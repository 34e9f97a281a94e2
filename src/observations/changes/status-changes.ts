import type { PoolClient } from 'pg';
import { checked } from '../../calculator/arrays/checked';
import type { Interval } from '../../calculator/instants';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
import { copyInto } from '../../platform/database/database';
import type { StoreIdList } from '../../stores/store-ids';

/** A time outside of which the status of a store is what it was before a write: all time if the write created the store. */
export interface StatusChange extends Interval {
  /** Whether the store had no observation before some of that time. */
  readonly wasUnobserved: boolean;
}

/** Ids that are texts at a time. */
const IDS_AT_A_TIME = 1000;

/** Where an import changes the status of its stores: of each of them, one time that holds all changes. */
export class StatusChanges {
  private readonly from: Float64Array;
  private readonly to: Float64Array;
  private readonly wasUnobserved: Uint8Array;

  constructor(private readonly storeIds: StoreIdList) {
    this.from = new Float64Array(storeIds.length).fill(Infinity);
    this.to = new Float64Array(storeIds.length).fill(-Infinity);
    this.wasUnobserved = new Uint8Array(storeIds.length);
  }

  /** @param store the index of the store's id */
  add(store: number, { from, to, wasUnobserved }: StatusChange): void {
    this.from[store] = Math.min(checked(this.from[store]), from);
    this.to[store] = Math.max(checked(this.to[store]), to);
    if (wasUnobserved) this.wasUnobserved[store] = 1;
  }

  /** Puts them on record, in the caller's transaction. */
  async write(client: PoolClient, importKey: number): Promise<void> {
    if (this.from.every((from) => from === Infinity)) return;
    const columns = 'import_key, store_id, changed_from, changed_to, was_unobserved';
    await copyInto(client, `status_change (${columns})`, this.rows(importKey));
  }

  private *rows(importKey: number): Generator<Buffer> {
    const rows = new CopyWriter();
    for (let first = 0; first < this.storeIds.length; first += IDS_AT_A_TIME) {
      for (const [index, storeId] of this.storeIds.slice(first, first + IDS_AT_A_TIME).entries()) {
        const from = checked(this.from[first + index]);
        if (from === Infinity) continue;
        rows
          .row(5)
          .int4(importKey)
          .text(storeId)
          .timestamp(from)
          .timestamp(checked(this.to[first + index]));
        rows.bool(this.wasUnobserved[first + index] === 1);
        if (rows.full) yield rows.take();
      }
    }
    yield rows.take();
  }
}
