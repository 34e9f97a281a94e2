import { CodedError, tooBusy } from '../../common/coded-error';
import { mergeInTurns, sortInTurns } from '../../common/collections/sort-in-turns';
import { bucketsOf } from '../../stores/buckets/buckets';
import { type StoreIdList, StoreIds } from '../../stores/store-ids';

/** How many stores all imports of a process name together, and may name: their ids are in memory. */
export interface NamedStores {
  count: number;
  readonly most: number;
}

/** An import may name so many stores whatever others do, so that large ones do not keep small ones out. */
const ALWAYS = 100_000;
/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 10;

/**
 * The stores that one import names. Each has an index, in the order in which they first came, and a rank, in the bytewise
 * order of their ids.
 */
export class ImportStores {
  private readonly ids = new StoreIds();
  /** The indexes in the order of their ids, and the rank of each; they lack the stores that came since ranks were last needed. */
  private order = new Int32Array(0);
  private rankOf = new Int32Array(0);

  /** @param most how many stores this import may name */
  constructor(
    private readonly most = Infinity,
    private readonly ofAll: NamedStores = { count: 0, most: Infinity },
  ) {}

  /**
   * The index of a store, which is added if it is new.
   * @throws CodedError `too_many_import_stores`; `too_busy` if other imports name too many at the moment
   */
  indexOf(storeId: string): number {
    const known = this.ids.indexOf(storeId);
    if (known !== -1) return known;
    if (this.ids.length === this.most) {
      throw new CodedError('too_many_import_stores', { values: { limit: this.most } });
    }
    if (this.ids.length >= ALWAYS && this.ofAll.count >= this.ofAll.most) throw tooBusy(RETRY_AFTER);
    this.ofAll.count++;
    return this.ids.add(storeId);
  }

  /** The index of the store whose id is in a buffer from `start` to `end`; -1 if it is unknown, and for a few that are known. */
  find(bytes: Buffer, start: number, end: number): number {
    return this.ids.find(bytes, start, end);
  }

  /** Lets other imports name as many stores as this one did, once it needs them no longer. */
  release(): void {
    this.ofAll.count -= this.ids.length;
  }

  /** The id of the store with an index. */
  idAt(index: number): string {
    return this.ids.at(index);
  }

  /** The buckets of all stores, each once. */
  buckets(): number[] {
    return bucketsOf(this.ids);
  }

  /** The rank of each index. Later ids shift ranks, but never change which of two stores comes first. */
  async ranks(): Promise<Int32Array> {
    await this.sort();
    return this.rankOf;
  }

  /** The ids by rank. */
  async sortedIds(): Promise<StoreIdList> {
    await this.sort();
    const { ids, order } = this;
    return {
      length: order.length,
      slice: (from, to) => Array.from(order.subarray(from, to), (index) => ids.at(index)),
    };
  }

  /** Sorts only the stores that are new since the last call, and merges them with the others. */
  private async sort(): Promise<void> {
    const { ids, order: old } = this;
    if (old.length === ids.length) return;
    const added = new Int32Array(ids.length - old.length).map((_, index) => old.length + index);
    const compare = (a: number, b: number) => ids.compare(a, b);
    const order = new Int32Array(ids.length);
    await mergeInTurns(old, await sortInTurns(added, compare), order, compare);
    const rankOf = new Int32Array(order.length);
    order.forEach((index, rank) => (rankOf[index] = rank));
    this.order = order;
    this.rankOf = rankOf;
  }
}
