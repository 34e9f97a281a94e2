import { Injectable } from '@nestjs/common';
import type { Micros } from '../calculator/instants';
import { Database } from '../database/database';
import { StoresService } from '../stores/stores.service';
import { Kept } from './kept';

/** The latest observation of all stores, which is where reports end; it takes a look at each store. */
@Injectable()
export class LatestObservation {
  private readonly latest: Kept<Micros | undefined>;

  constructor(database: Database, stores: StoresService) {
    this.latest = new Kept(() => stores.latestObservedAt(database.pool));
  }

  /** Undefined if there is none. */
  async at(): Promise<Micros | undefined> {
    return this.latest.get();
  }
}
