import { checked } from '../../calculator/arrays/checked';
import { bucketsOf } from '../../stores/buckets/buckets';
import { CodedError, tooBusy } from '../../common/coded-error';

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
  private readonly ids: string[] = [];
  private readonly indexById = new Map<string, number>();
  /** The indexes in the order of their ids; lacks the stores that came since ranks were last needed. */
  private order = new Int32Array(0);

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
    const known = this.indexById.get(storeId);
    if (known !== undefined) return known;
    if (this.ids.length === this.most) {
      throw new CodedError('too_many_import_stores', { values: { limit: this.most } });
    }
    if (this.ids.length >= ALWAYS && this.ofAll.count >= this.ofAll.most) throw tooBusy(RETRY_AFTER);
    this.ofAll.count++;
    // A copy: a part of a row would keep all of the row in memory.
    const id = Buffer.from(storeId).toString();
    const index = this.ids.push(id) - 1;
    this.indexById.set(id, index);
    return index;
  }

  /** Lets other imports name as many stores as this one did, once it needs them no longer. */
  release(): void {
    this.ofAll.count -= this.ids.length;
  }

  /** The id of the store with an index. */
  idAt(index: number): string {
    const id = this.ids[index];
    if (id === undefined) throw new RangeError(`no store has the index ${index}`);
    return id;
  }

  /** The buckets of all stores, each once. */
  buckets(): number[] {
    return bucketsOf(this.ids);
  }

  /** The rank of each index. Later ids shift ranks, but never change which of two stores comes first. */
  ranks(): Int32Array {
    const order = this.sortedIndexes();
    const ranks = new Int32Array(order.length);
    for (const [rank, index] of order.entries()) ranks[index] = rank;
    return ranks;
  }

  /** The ids by rank. */
  sortedIds(): string[] {
    return Array.from(this.sortedIndexes(), (index) => this.idAt(index));
  }

  /** Sorts only the stores that are new since the last call, and merges them with the others. */
  private sortedIndexes(): Int32Array {
    const { order: old, ids } = this;
    if (old.length === ids.length) return old;
    const added = Int32Array.from({ length: ids.length - old.length }, (_, index) => old.length + index);
    added.sort((a, b) => (this.idAt(a) < this.idAt(b) ? -1 : 1));
    const merged = new Int32Array(ids.length);
    for (let rank = 0, from = 0, next = 0; rank < merged.length; rank++) {
      const [a, b] = [old[from], added[next]];
      if (b === undefined || (a !== undefined && this.idAt(a) < this.idAt(b))) {
        merged[rank] = checked(a);
        from++;
      } else {
        merged[rank] = b;
        next++;
      }
    }
    this.order = merged;
    return merged;
  }
}
