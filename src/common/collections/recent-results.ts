/** How large results are, in whatever unit, and how large all that are kept may be together. */
export interface Sizes<Result> {
  readonly of: (result: Result) => number;
  readonly most: number;
}

/** Keeps the results that were used last, by their keys; one that cannot be had is asked for again. */
export class RecentResults<Result> {
  /** The least recently used first. */
  private readonly kept = new Map<string, Promise<Result>>();
  private readonly sizes = new WeakMap<Promise<Result>, number>();

  /**
   * @param most how many are kept
   * @param limit how large they may be; the one that was used last is kept in any case
   */
  constructor(
    private readonly most: number,
    private readonly limit: Sizes<Result> = { of: () => 0, most: 0 },
  ) {}

  /**
   * The result with a key, which is made once for all requests.
   * @param isCurrent whether one that was kept still holds; otherwise it is made anew
   */
  async get(
    key: string,
    make: () => Promise<Result>,
    isCurrent: (result: Result) => Promise<boolean> = () => Promise.resolve(true),
  ): Promise<Result> {
    const before = this.kept.get(key);
    const holds = before !== undefined && (await isCurrent(await before));
    // Another request may have made it anew since this one came.
    const kept = this.kept.get(key) ?? before;
    const result = kept && (holds || kept !== before) ? kept : make();
    this.kept.delete(key);
    this.kept.set(key, result);
    result.then(
      (found) => {
        this.sizes.set(result, this.limit.of(found));
        this.drop();
      },
      () => {
        if (this.kept.get(key) === result) this.kept.delete(key);
      },
    );
    this.drop();
    return result;
  }

  /** Drops those that are too many or too large. */
  private drop(): void {
    let size = [...this.kept.values()].reduce((sum, result) => sum + (this.sizes.get(result) ?? 0), 0);
    for (const [key, result] of this.kept) {
      if (this.kept.size === 1 || (this.kept.size <= this.most && size <= this.limit.most)) return;
      this.kept.delete(key);
      size -= this.sizes.get(result) ?? 0;
    }
  }
}
