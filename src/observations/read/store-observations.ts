import { Injectable } from '@nestjs/common';
import type { Micros } from '../../calculator/instants';
import { Database } from '../../platform/database/database';
import { StoresService } from '../../stores/stores.service';
import { keptFrom } from '../retention/kept-from';
import { type StoredObservation, storedObservations } from './known-observations';

/** A store, and a range of its observations. */
interface ObservationQuery {
  readonly storeId: string;
  /** Included; undefined: from the first one on. */
  readonly from: Micros | undefined;
  /** Excluded; undefined: up to the last one. */
  readonly to: Micros | undefined;
}

/** Lists a store's observations as they are stored. */
@Injectable()
export class StoreObservations {
  constructor(
    private readonly database: Database,
    private readonly stores: StoresService,
  ) {}

  /**
   * The first observations of a range by instant, at most `limit`.
   * @param after only observations later than this instant; undefined: all
   * @throws CodedError `store_not_found`
   */
  async read(
    { storeId, from, to }: ObservationQuery,
    after: Micros | undefined,
    limit: number,
  ): Promise<StoredObservation[]> {
    const { storeKey } = await this.stores.find(storeId);
    const first = Math.max(from ?? Number.MIN_SAFE_INTEGER, after === undefined ? -Infinity : after + 1);
    const range = { from: first, to: to ?? Number.MAX_SAFE_INTEGER };
    return storedObservations(this.database.pool, storeKey, range, limit);
  }

  /** The instant before which observations were dropped; undefined if none were. */
  async keptFrom(): Promise<Micros | undefined> {
    const earliest = await keptFrom(this.database.pool);
    return earliest === -Infinity ? undefined : earliest;
  }
}
