/** The stores that an import names: each has a place in `ids`, in the order in which they came. */
export class StorePlaces {
  readonly ids: string[] = [];
  private readonly placeOf = new Map<string, number>();

  place(storeId: string): number {
    const known = this.placeOf.get(storeId);
    if (known !== undefined) return known;
    const place = this.ids.push(storeId) - 1;
    this.placeOf.set(storeId, place);
    return place;
  }
}
