/** The stores that an import names: each has a place, in the order in which they came, and a rank, in the order of the ids. */
export class StorePlaces {
  private readonly ids: string[] = [];
  private readonly placeOf = new Map<string, number>();
  /** The places in the order of their ids, of as many as there were when ranks were last asked for. */
  private order = new Int32Array(0);

  place(storeId: string): number {
    const known = this.placeOf.get(storeId);
    if (known !== undefined) return known;
    const place = this.ids.push(storeId) - 1;
    this.placeOf.set(storeId, place);
    return place;
  }

  /** The rank of each place. Ids that come later move ranks, but never change which of two comes first. */
  ranks(): Int32Array {
    const order = this.sortedPlaces();
    const ranks = new Int32Array(order.length);
    for (let rank = 0; rank < order.length; rank++) ranks[order[rank] ?? 0] = rank;
    return ranks;
  }

  /** The ids by rank, which is bytewise. */
  sortedIds(): string[] {
    return Array.from(this.sortedPlaces(), (place) => this.idAt(place));
  }

  /** Only those that are new since the last time are sorted, and merged with the others. */
  private sortedPlaces(): Int32Array {
    const { order: old, ids } = this;
    if (old.length === ids.length) return old;
    const added = Int32Array.from({ length: ids.length - old.length }, (_, index) => old.length + index);
    added.sort((a, b) => (this.idAt(a) < this.idAt(b) ? -1 : 1));
    const merged = new Int32Array(ids.length);
    for (let rank = 0, from = 0, next = 0; rank < merged.length; rank++) {
      const [a, b] = [old[from], added[next]];
      if (b === undefined || (a !== undefined && this.idAt(a) < this.idAt(b))) {
        merged[rank] = a ?? 0;
        from++;
      } else {
        merged[rank] = b;
        next++;
      }
    }
    this.order = merged;
    return merged;
  }

  private idAt(place: number): string {
    return this.ids[place] ?? '';
  }
}
