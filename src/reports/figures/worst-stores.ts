import type { Micros } from '../../calculator/instants';

/** A store with downtime in a window. */
export interface WorstStore {
  readonly storeId: string;
  readonly downtime: Micros;
}

/** The stores with the most downtime in each window, of those that are added. */
export class WorstStores {
  /** Of each window, the worst first. */
  private readonly stores: WorstStore[][];

  /** @param most how many of each window */
  constructor(
    windows: number,
    private readonly most: number,
  ) {
    this.stores = Array.from({ length: windows }, () => []);
  }

  /** Adds a store, unless it has no downtime. */
  add(window: number, storeId: string, downtime: Micros): void {
    const stores = this.stores[window];
    const least = stores?.[this.most - 1];
    if (!stores || this.most === 0 || downtime === 0 || (least && comes(least, { storeId, downtime }))) return;
    const store = { storeId, downtime };
    const place = stores.findIndex((other) => comes(store, other));
    stores.splice(place < 0 ? stores.length : place, 0, store);
    stores.splice(this.most);
  }

  in(window: number): readonly WorstStore[] {
    return this.stores[window] ?? [];
  }
}

/** Whether a store comes before another one: more downtime first, then by id. */
function comes(store: WorstStore, other: WorstStore): boolean {
  return store.downtime > other.downtime || (store.downtime === other.downtime && store.storeId < other.storeId);
}
